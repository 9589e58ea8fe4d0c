"""Names, services, which line a change lands on, and one budget holder's part of a plan."""

import pytest

from mtfp.analysis.outcome import Outcome
from mtfp.analysis.run import run
from mtfp.plan.terms import Service, normalise
from mtfp.problems import MisreadError
from tests.unit.plans import THOUSAND, Folder

COUNCIL = """
[[line]]
service = "Children > Education"
base = 400
[[line]]
service = "Children > Social care"
base = 600
[[line]]
service = "Adults"
base = 1_000
[[change]]
reference = "C1"
type = "S"
service = "Children > Education > Music"
title = "Music"
amounts = { "2014/15" = -40 }
[[change]]
reference = "C2"
type = "P"
service = "Children > Social care"
title = "Placements"
amounts = { "2015/16" = 90 }
[[virement]]
from = "Adults"
to = "Children > Education"
amounts = { "2014/15" = 25 }
[cash_limit]
"2014/15" = 2_000
"2015/16" = 2_000
"""


def seen_from(folder: Folder, service: str) -> Outcome:
    return run(folder.request().read.plan, service=Service.parse(service))


def test_names_compare_as_they_look() -> None:
    assert normalise("  Early \t Years ") == "Early Years"
    assert normalise("Cafe\N{COMBINING ACUTE ACCENT}") == "Café"
    assert normalise("Early\N{NO-BREAK SPACE}Years") == "Early Years"


@pytest.mark.parametrize(
    "text", ["a\x1b[31m", "a\N{ZERO WIDTH SPACE}b", "a\N{RIGHT-TO-LEFT OVERRIDE}b", "a\x07"]
)
def test_a_character_that_does_not_print_is_refused(text: str) -> None:
    with pytest.raises(MisreadError):
        normalise(text)


def test_a_service_is_a_path() -> None:
    placements = Service.parse("Children >Social care>  Placements")
    assert str(placements) == "Children > Social care > Placements"
    assert placements.within(Service.parse("Children > Social care"))
    assert placements.within(placements)
    assert not Service.parse("Children").within(placements)
    assert not Service.parse("Children's homes").within(Service.parse("Children"))
    assert list(map(str, placements.up)) == [
        "Children > Social care > Placements",
        "Children > Social care",
        "Children",
    ]


@pytest.mark.parametrize("text", ["", " ", ">", "Children >", "> Children", "Children > > Placements"])
def test_every_level_of_a_service_has_a_name(text: str) -> None:
    with pytest.raises(MisreadError):
        Service.parse(text)


def test_a_change_lands_on_the_line_at_or_above_its_service(folder: Folder) -> None:
    plan = folder.plan(COUNCIL, years="2014/15 to 2015/16").request().read.plan
    landed = {change.reference: plan.line_of(change).reference for change in plan.changes}
    assert landed == {"C1": "Children > Education", "C2": "Children > Social care"}


TWO_ON_ONE = """
[[line]]
reference = "care"
service = "Adults"
base = 1
{mark}
[[line]]
reference = "other"
service = "Adults"
base = 2
[[change]]
reference = "A1"
type = "P"
service = "Adults > Care"
title = "More care"
amounts = {{ "2014/15" = 5 }}
{line}
"""


def test_of_several_lines_the_change_lands_on_the_one_that_takes_changes_or_is_named(folder: Folder) -> None:
    folder.plan(TWO_ON_ONE.format(mark="takes_changes = true", line=""))
    plan = folder.request().read.plan
    assert plan.line_of(plan.changes[0]).reference == "care"
    folder.plan(TWO_ON_ONE.format(mark="takes_changes = true", line='line = "other"'))
    plan = folder.request().read.plan
    assert plan.line_of(plan.changes[0]).reference == "other"


def test_a_change_that_could_land_on_several_lines_is_refused(folder: Folder) -> None:
    folder.plan(TWO_ON_ONE.format(mark="", line=""))
    assert 'change "A1" could land on 2 lines of "Adults"' in folder.refusal()


def test_a_change_without_a_line_above_it_is_refused(folder: Folder) -> None:
    folder.plan(
        COUNCIL.replace('service = "Children > Social care"\ntitle', 'service = "Housing"\ntitle'),
        years="2014/15 to 2015/16",
    )
    assert 'change "C2" has no line of base budget to land on' in folder.refusal()


def test_lines_that_miss_the_control_total_stop_the_run(folder: Folder) -> None:
    folder.plan('[[line]]\nservice = "A"\nbase = 10\n')
    text = (folder.path / "plan.toml").read_text(encoding="utf-8")
    (folder.path / "plan.toml").write_text(
        text.replace("[types]", "control = { base = 12 }\n[types]"), encoding="utf-8"
    )
    assert "the lines add to £10,000, £2,000 less than the control total" in folder.refusal()


def test_a_part_of_a_plan_has_its_own_lines_changes_and_no_gap(folder: Folder) -> None:
    """Education: 400 + 25 from Adults - 40 = 385; social care: 600, then 600 + 90 = 690. Children: the two together."""
    folder.plan(COUNCIL, years="2014/15 to 2015/16")
    expected = {
        "Children > Education": [385, 385],
        "Children > Social care": [600, 690],
        "Children": [985, 1_075],
        "Adults": [975, 975],
    }
    for service, net in expected.items():
        after = seen_from(folder, service).after
        assert [int(pence) for pence in after.net_budget] == [each * THOUSAND for each in net]
        assert after.gap is None


def test_the_parts_of_a_plan_add_to_the_whole(folder: Folder) -> None:
    folder.plan(COUNCIL, years="2014/15 to 2015/16")
    whole = folder.net()
    parts = [seen_from(folder, service).after.net_budget for service in ("Children", "Adults")]
    assert [int(a) + int(b) for a, b in zip(*parts, strict=True)] == whole


def test_a_virement_across_the_edge_of_a_part_says_where_from(folder: Folder) -> None:
    folder.plan(COUNCIL, years="2014/15 to 2015/16")
    (into,) = seen_from(folder, "Children").after.plan.virements
    assert (into.source, into.target, into.outside) == (None, "Children > Education", "Adults")
    (out,) = seen_from(folder, "Adults").after.plan.virements
    assert (out.source, out.target, out.outside) == ("Adults", None, "Children > Education")
    assert seen_from(folder, "Children > Social care").after.plan.virements == ()


def test_beneath_the_lines_a_part_is_its_changes_alone_from_nil(folder: Folder) -> None:
    folder.plan(COUNCIL, years="2014/15 to 2015/16")
    after = seen_from(folder, "Children > Education > Music").after
    assert after.inputs.base.tolist() == [0]
    assert [int(pence) for pence in after.net_budget] == [-40 * THOUSAND, -40 * THOUSAND]


def test_an_unknown_service_is_refused_with_the_nearest(folder: Folder) -> None:
    folder.plan(COUNCIL, years="2014/15 to 2015/16")
    with pytest.raises(MisreadError) as refused:
        seen_from(folder, "Childern")
    assert refused.value.what == 'no service is called "Childern"'
    assert '"Children"' in refused.value.expected
