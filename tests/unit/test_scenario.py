"""What scenario steps do, by hand, and what they refuse."""

import pytest

from tests.unit.plans import THOUSAND, Folder, told

PLAN = """
[[line]]
service = "A"
base = 1_000
index = "general"
[index.general]
rates = "0%"
[cash_limit]
"2014/15" = 900
"2015/16" = 900
"2016/17" = 900
"2017/18" = 900
[[change]]
reference = "S1"
type = "S"
service = "A > Music"
title = "Music"
tags = ["staff", "grant"]
amounts = { "2014/15" = -40, "2015/16" = -70 }
[[change]]
reference = "S2"
type = "A"
service = "A > Roads"
title = "Roads"
tags = ["staff"]
amounts = { "2014/15" = -60 }
[[change]]
reference = "P1"
type = "P"
service = "A > Music"
title = "More players"
amounts = { "2015/16" = 70 }
[[change]]
reference = "B1"
type = "S"
service = "A > Roads"
title = "Moves both ways"
amounts = { "2014/15" = 10, "2015/16" = -10 }
"""


@pytest.fixture
def plan(folder: Folder) -> Folder:
    """Net 910, 900, 900, 900, against 900 a year."""
    return folder.plan(PLAN)


def thousands(*amounts: int) -> list[int]:
    return [amount * THOUSAND for amount in amounts]


def test_the_plan_itself(plan: Folder) -> None:
    assert plan.gap() == thousands(10, 0, 0, 0)


@pytest.mark.parametrize(
    ("step", "reference", "amounts"),
    [
        (
            '[[rephase]]\nchange = "S1"\nlater = "6 months"\n',
            "S1",
            (-20, -55, -35, 0),
        ),  # half of 40; 20 and half of 70; 35
        ('[[rephase]]\nchange = "S1"\nlater = "1 year"\n', "S1", (0, -40, -70, 0)),
        ('[[rephase]]\nchange = "P1"\nearlier = "1 year"\n', "P1", (70, 0, 0, 0)),
        ('[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = "50%"\n', "S1", (-20, -55, -35, 0)),
        (
            '[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = 50\n',
            "S1",
            (0, -100, -10, 0),
        ),  # 40 and 10 move; 60 stay
        ('[[deliver]]\nchange = "S1"\nshare = "80%"\n', "S1", (-32, -56, 0, 0)),
        ('[[deliver]]\nchange = "S1"\nshare = "0%"\n', "S1", (0, 0, 0, 0)),
        ('[[drop]]\nchange = "S1"\n', "S1", (0, 0, 0, 0)),
        ('[[keep]]\nchange = "S1"\n', "S1", (-40, -70, 0, 0)),
        (
            '[[reprofile]]\nchange = "S1"\namounts = { "2016/17" = -15, "2017/18" = "-1" }\n',
            "S1",
            (0, 0, -15, -1),
        ),
        (
            '[[reprofile]]\nchange = "S1"\nbasis = "levels"\namounts = { "2016/17" = -15, "2017/18" = -15 }\n',
            "S1",
            (0, 0, -15, 0),
        ),
        # 80% of 40 and of 70 are 32 and 56; of these 35 move a year: 32 and 3, and 53 stay.
        (
            '[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = 35\n[[deliver]]\nchange = "S1"\nshare = "80%"\n',
            "S1",
            (0, -85, -3, 0),
        ),
    ],
)
def test_a_step_on_one_change(plan: Folder, step: str, reference: str, amounts: tuple[int, ...]) -> None:
    plan.scenario(step)
    assert plan.amounts(reference) == thousands(*amounts)
    untouched = {"S1", "S2", "P1", "B1"} - {reference}
    whole = plan.outcome()
    for other in untouched:
        assert whole.after.plan.change_by_reference[other] == whole.before.plan.change_by_reference[other]


def test_oxfordshire_rephasing_moves_499_of_800(folder: Folder) -> None:
    """-800 in the first year, 499 of it a year later: -301, then -499."""
    folder.plan(PLAN.replace("-60", "-800")).scenario(
        '[[rephase]]\nchange = "S2"\npart = 499\nlater = "1 year"\n'
    )
    assert folder.amounts("S2") == thousands(-301, -499, 0, 0)


@pytest.mark.parametrize(
    ("where", "selected"),
    [
        ('{ type = "S" }', ["S1", "B1"]),
        ('{ type = ["S", "A"] }', ["S1", "S2", "B1"]),
        ('{ kind = "saving" }', ["S1", "S2", "B1"]),
        ('{ kind = "saving", status = "new" }', ["S1", "B1"]),
        ('{ service = "A > Music" }', ["S1", "P1"]),
        ('{ service = "A" }', ["S1", "S2", "P1", "B1"]),
        ('{ service = ["A > Music", "A > Roads"], kind = "pressure" }', ["P1"]),
        ('{ tag = "staff" }', ["S1", "S2"]),
        ('{ tag = ["grant", "staff"], type = "A" }', ["S2"]),
    ],
)
def test_where_selects_by_keys_together_and_values_either_way(
    plan: Folder, where: str, selected: list[str]
) -> None:
    plan.scenario(f"[[drop]]\nwhere = {where}\n")
    assert list(plan.outcome().effects[0].resolved.references) == selected


def test_except_leaves_out(plan: Folder) -> None:
    plan.scenario('[[deliver]]\nwhere = { kind = "saving" }\nexcept = ["B1", "S2"]\nshare = "50%"\n')
    assert plan.outcome().effects[0].resolved.references == ("S1",)


def test_an_added_change_is_a_change_like_any_other(plan: Folder) -> None:
    """200 a year from September 2014: 7/12 is 116.66667, the rest 83.33333."""
    plan.scenario(
        '[[add]]\nreference = "X1"\ntype = "P"\nservice = "A"\ntitle = "Extra"\nstarts = "September 2014"\nfull_year = 200\nwhy = "w"\n'
    )
    assert plan.amounts("X1") == [11_666_667, 8_333_333, 0, 0]
    assert plan.gap() == [1_000_000 + 11_666_667, 20_000_000, 20_000_000, 20_000_000]


def test_an_added_change_is_selected_too(plan: Folder) -> None:
    plan.scenario(
        '[[add]]\nreference = "X1"\ntype = "S"\nservice = "A > Music"\ntitle = "Extra"\namounts = { "2014/15" = -5 }\n'
        '[[drop]]\nwhere = { service = "A > Music", kind = "saving" }\n'
    )
    assert plan.outcome().effects[0].resolved.references != ()
    assert plan.amounts("X1") == [0, 0, 0, 0]


def test_a_rate_assumed_from_a_year_and_points_added_in_one(plan: Folder) -> None:
    """910; then 910 at 1% = 9.10; the change of -10 follows: 909.10; at 1% 9.091; 918.191; at 1% - 0 ..."""
    plan.scenario('[[assume]]\nindex = "general"\nrate = "1%"\nfrom = "2015/16"\n')
    assert plan.outcome().after.plan.indices["general"].rates == (0, 10_000, 10_000, 10_000)
    assert plan.net() == [91_000_000, 90_910_000, 91_819_100, 92_737_291]
    plan.scenario('[[assume]]\nindex = "general"\nadd_points = "-1%"\nin = "2015/16"\n')
    assert plan.outcome().after.plan.indices["general"].rates == (0, -10_000, 0, 0)
    assert plan.net() == thousands(910, 0, 0, 0)[:1] + [91_000_000 - 910_000 - 1_000_000] * 3
    plan.scenario('[[assume]]\nindex = "general"\nrate = "1%"\nin = ["2017/18", "2015/16"]\n')
    assert plan.outcome().after.plan.indices["general"].rates == (0, 10_000, 0, 10_000)


def test_another_cash_limit_in_some_years(plan: Folder) -> None:
    plan.scenario('[[set_cash_limit]]\namounts = { "2015/16" = 880 }\n')
    assert plan.gap() == thousands(10, 20, 0, 0)


def test_an_amount_reprofiled_to_tbc_is_nil_prints_tbc_and_is_listed(plan: Folder) -> None:
    plan.scenario('[[reprofile]]\nchange = "S1"\namounts = { "2014/15" = -40, "2015/16" = "tbc" }\n')
    assert plan.amounts("S1") == thousands(-40, 0, 0, 0)
    assert plan.figures("changes")["S1 S Music"][1] == "tbc"


def test_a_dropped_change_is_known_to_be_nil(folder: Folder) -> None:
    folder.plan(PLAN.replace('"2015/16" = -70', '"2015/16" = "tbc"')).scenario('[[drop]]\nchange = "S1"\n')
    assert folder.figures("changes")["S1 S Music"] == ("0", "0", "0", "0", "0")


def test_the_effect_of_each_step_alone_and_what_they_do_only_together(plan: Folder) -> None:
    """Deliver 50% of S1 and a year's delay: alone +20, +55; delay alone +40, +70; together +40, +90, +55, +55."""
    plan.scenario('[[deliver]]\nchange = "S1"\nshare = "50%"\n[[rephase]]\nchange = "S1"\nlater = "1 year"\n')
    outcome = plan.outcome()
    effects = {type(each.resolved.step).__name__: each.pence.tolist() for each in outcome.effects}
    assert effects == {"Rephase": thousands(40, 70, 0, 0), "Deliver": thousands(20, 55, 55, 55)}
    assert plan.amounts("S1") == thousands(0, -20, -35, 0)
    assert plan.gap() == thousands(10 + 40, 0 + 90, 55, 55)
    assert outcome.together.tolist() == thousands(40 - 60, 90 - 125, 0, 0)


def test_each_change_carries_the_steps_it_went_through(plan: Folder) -> None:
    plan.scenario('[[rephase]]\nchange = "S1"\nlater = "6 months"\nwhy = "Slow"\n')
    (trace,) = plan.change("S1").traces
    assert (trace.words, trace.why, trace.place.line) == ("6 months late", "Slow", 4)
    assert plan.change("S2").traces == ()


def test_a_change_is_added_before_anything_is_done_to_it_wherever_its_step_stands(plan: Folder) -> None:
    """Half of a saving of 8 is delivered, 4; and it says so after it says that it was added."""
    plan.scenario(
        '[[deliver]]\nchange = "X1"\nshare = "50%"\n'
        '[[add]]\nreference = "X1"\ntype = "S"\nservice = "A"\ntitle = "Extra"\namounts = { "2014/15" = -8 }\n'
    )
    assert plan.amounts("X1") == thousands(-4, 0, 0, 0)
    assert [trace.words for trace in plan.change("X1").traces] == ["added", "50% delivered"]


EARLY = '[[rephase]]\nchange = "S1"\nearlier = "1 month"\n'
LATE = '[[rephase]]\nchange = "S1"\nlater = "6 months"\n'
HALF = '[[deliver]]\nchange = "S1"\nshare = "50%"\n'
DROP = '[[drop]]\nchange = "S1"\n'
KEEP = '[[keep]]\nchange = "S1"\n'
OTHER = '[[reprofile]]\nchange = "S1"\namounts = { "2014/15" = -1 }\n'


@pytest.mark.parametrize(
    "steps",
    [
        LATE + LATE,
        HALF + HALF,
        DROP + DROP,
        DROP + LATE,
        DROP + KEEP,
        KEEP + HALF,
        OTHER + LATE,
        OTHER + DROP,
        OTHER + OTHER,
    ],
)
def test_steps_that_meet_on_one_change_are_refused_naming_both_places(plan: Folder, steps: str) -> None:
    plan.scenario(steps)
    message = plan.refusal()
    assert message.startswith("try.toml:")
    assert "at try.toml:" in message


def test_deliver_and_rephase_meet_gladly(plan: Folder) -> None:
    plan.scenario(LATE + HALF)
    assert plan.amounts("S1") == [-1_000_000, -2_750_000, -1_750_000, 0]  # half of -20, -55, -35


def test_two_assumptions_on_one_index_meet_only_where_their_years_do(plan: Folder) -> None:
    plan.scenario(
        '[[assume]]\nindex = "general"\nrate = "1%"\nin = "2015/16"\n[[assume]]\nindex = "general"\nrate = "2%"\nin = "2016/17"\n'
    )
    assert plan.after().indices["general"].rates == (0, 10_000, 20_000, 0)
    plan.scenario(
        '[[assume]]\nindex = "general"\nrate = "1%"\nfrom = "2015/16"\n[[assume]]\nindex = "general"\nrate = "2%"\nin = "2016/17"\n'
    )
    message = plan.refusal()
    assert message.startswith("try.toml:8: ")
    assert "at try.toml:4" in message
    assert "2016/17" in message


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (EARLY, '"S1" would start in March 2014, before the plan does'),
        ('[[drop]]\nchange = "S11"\n', 'no change is called "S11"'),
        ('[[drop]]\nwhere = { type = "O" }\n', "selects no change"),
        ('[[drop]]\nwhere = { service = "A > Musick" }\n', 'no service is called "A > Musick"'),
        ('[[deliver]]\nchange = "P1"\nshare = "80%"\n', '"P1" is a pressure'),
        ('[[deliver]]\nwhere = { type = "S" }\nshare = "80%"\n', '"B1" moves both ways'),
        ('[[rephase]]\nchange = "B1"\nlater = "1 year"\npart = 5\n', '"B1" moves both ways'),
        (
            '[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = 111\n',
            'the part, £111,000, is more than "S1" has',
        ),
        (
            HALF + '[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = 56\n',
            'the part, £56,000, is more than "S1" has',
        ),
        (
            '[[drop]]\nwhere = { type = "A" }\nexcept = ["S1"]\n',
            '"S1" is not among the changes that where selects',
        ),
        ('[[assume]]\nindex = "pay"\nrate = "1%"\nin = "2015/16"\n', 'no index is called "pay"'),
        (
            '[[add]]\nreference = "s1"\ntype = "P"\nservice = "A"\ntitle = "Again"\namounts = { "2014/15" = 1 }\n',
            "in capitals only",
        ),
    ],
)
def test_what_can_not_be_done_is_refused(plan: Folder, step: str, message: str) -> None:
    plan.scenario(step)
    assert message in plan.refusal()


def test_what_is_refused_of_several_changes_is_told_in_the_order_of_the_plan(plan: Folder) -> None:
    plan.scenario('[[rephase]]\nchange = ["S2", "S1"]\nearlier = "1 year"\n')
    message = plan.refusal()
    assert message.index('"S1" would start in April 2013') < message.index('"S2" would start in April 2013')


def test_no_step_is_held_against_what_a_refused_one_would_have_left(plan: Folder) -> None:
    """No half of a pressure is delivered; so all 70 of it are there, of which 60 may be late."""
    half = '[[deliver]]\nchange = "P1"\nshare = "50%"\n'
    plan.scenario(half + '[[rephase]]\nchange = "P1"\nlater = "1 year"\npart = 60\n')
    assert '"P1" is a pressure' in plan.refusal()
    assert "is more than" not in plan.refusal()


@pytest.mark.parametrize(("count", "shown"), [(11, "A > 19 and A > 20"), (12, "A > 19, A > 20 and 1 more")])
def test_of_the_services_that_have_a_change_twelve_are_named(folder: Folder, count: int, shown: str) -> None:
    """Theirs and the one above them: of eleven all are named, and of twelve all but the last."""
    change = '[[change]]\nreference = "C{0}"\ntype = "P"\nservice = "A > {0}"\ntitle = "T"\namounts."2014/15" = 1\n'
    lines = '[[line]]\nservice = "A"\nbase = 1_000\n[[line]]\nservice = "B"\nbase = 1_000\n'
    folder.plan(lines + "".join(change.format(10 + n) for n in range(count)))
    folder.scenario('[[drop]]\nwhere = { service = "B" }\n')
    assert "a service that has a change: A, A > 10, A > 11, A > 12" in folder.refusal()
    assert shown in folder.refusal()


def test_a_part_of_all_there_is_moves_all(plan: Folder) -> None:
    plan.scenario('[[rephase]]\nchange = "S1"\nlater = "1 year"\npart = 110\n')
    assert plan.amounts("S1") == thousands(0, -40, -70, 0)


def test_a_share_of_a_change_that_moves_both_ways_may_be_rephased(plan: Folder) -> None:
    plan.scenario('[[rephase]]\nchange = "B1"\nlater = "1 year"\npart = "50%"\n')
    assert plan.amounts("B1") == thousands(5, 0, -5, 0)


def test_a_scenario_builds_on_another(plan: Folder) -> None:
    plan.scenario(DROP, "parent").scenario('[[drop]]\nchange = "S2"\n', of='extends = "parent.toml"')
    assert plan.gap() == thousands(10 + 40 + 60, 110 + 60, 170, 170)


def test_a_child_that_meets_its_parent_is_refused_unless_it_overrides(plan: Folder) -> None:
    plan.scenario(LATE + HALF, "parent").scenario(DROP, of='extends = "parent.toml"')
    assert "at parent.toml:" in plan.refusal()
    plan.scenario(DROP + "overrides = true\n", of='extends = "parent.toml"')
    assert plan.amounts("S1") == thousands(0, 0, 0, 0)


def test_an_override_replaces_every_inherited_step_on_what_it_selects_and_no_other(plan: Folder) -> None:
    plan.scenario(
        LATE + '[[deliver]]\nwhere = { kind = "saving" }\nexcept = ["B1"]\nshare = "50%"\n', "parent"
    )
    plan.scenario(
        '[[deliver]]\nchange = "S1"\nshare = "100%"\noverrides = true\n', of='extends = "parent.toml"'
    )
    assert plan.amounts("S1") == thousands(-40, -70, 0, 0)
    assert plan.amounts("S2") == thousands(-30, 0, 0, 0)


def test_keep_restores_the_plan(plan: Folder) -> None:
    plan.scenario(LATE + HALF + '[[drop]]\nchange = "S2"\n', "parent").scenario(
        KEEP, of='extends = "parent.toml"'
    )
    assert plan.amounts("S1") == thousands(-40, -70, 0, 0)
    assert plan.amounts("S2") == thousands(0, 0, 0, 0)


def test_two_parents_that_touch_one_change_are_refused_whatever_their_order(plan: Folder) -> None:
    plan.scenario(LATE, "one").scenario(DROP, "other")
    for names in ('["one.toml", "other.toml"]', '["other.toml", "one.toml"]'):
        plan.scenario("", of=f"extends = {names}")
        message = plan.refusal()
        assert "one.toml:" in message
        assert "other.toml:" in message


def test_two_parents_that_touch_different_changes_work_together(plan: Folder) -> None:
    plan.scenario(DROP, "one").scenario('[[drop]]\nchange = "S2"\n', "other")
    gaps = []
    for names in ('["one.toml", "other.toml"]', '["other.toml", "one.toml"]'):
        plan.scenario("", of=f"extends = {names}")
        gaps.append(plan.gap())
    assert gaps == [thousands(110, 170, 170, 170)] * 2


def test_a_grandparent_met_twice_counts_once(plan: Folder) -> None:
    plan.scenario(LATE, "top")
    plan.scenario('[[drop]]\nchange = "S2"\n', "left", of='extends = "top.toml"')
    plan.scenario('[[drop]]\nchange = "P1"\n', "right", of='extends = "top.toml"')
    plan.scenario("", of='extends = ["left.toml", "right.toml"]')
    assert plan.amounts("S1") == thousands(-20, -55, -35, 0)
    assert plan.gap() == thousands(10 + 20 + 60, 35 + 60 - 70, 0 + 60 - 70, 60 - 70)


def test_a_step_replaced_on_one_side_of_a_diamond_never_silently_wins(plan: Folder) -> None:
    """Left drops what top makes late; right keeps top's step: the two can't both hold, and the order must not decide."""
    plan.scenario(LATE, "top")
    plan.scenario(DROP + "overrides = true\n", "left", of='extends = "top.toml"')
    plan.scenario('[[drop]]\nchange = "S2"\n', "right", of='extends = "top.toml"')
    messages = []
    for names in ('["left.toml", "right.toml"]', '["right.toml", "left.toml"]'):
        plan.scenario("", of=f"extends = {names}")
        messages.append(plan.refusal())
    assert all("top.toml:" in message and "left.toml:" in message for message in messages)


def test_where_sees_what_a_parent_adds(plan: Folder) -> None:
    add = '[[add]]\nreference = "X1"\ntype = "A"\nservice = "A"\ntitle = "Extra"\namounts = { "2014/15" = -5 }\n'
    plan.scenario(add, "parent").scenario('[[drop]]\nwhere = { type = "A" }\n', of='extends = "parent.toml"')
    assert plan.outcome().effects[-1].resolved.references == ("S2", "X1")


def test_the_order_of_steps_never_matters(plan: Folder) -> None:
    steps = [LATE, HALF, '[[drop]]\nchange = "S2"\n', '[[set_cash_limit]]\namounts = { "2015/16" = 880 }\n']
    plans = []
    for order in (steps, steps[::-1]):
        plan.scenario("".join(order))
        plans.append(plan.after())
    assert [change.profile for change in plans[0].changes] == [change.profile for change in plans[1].changes]
    assert plans[0].cash_limit == plans[1].cash_limit


ONE_LINE = """
    [[line]]
    service = "A"
    base = 1000
"""


def test_a_saving_that_a_scenario_adds_is_turned_when_it_is_reprofiled(folder: Folder) -> None:
    """Written positive, 50 less from 2015/16: 1,000 then 950."""
    folder.plan(ONE_LINE)
    written = (folder.path / "plan.toml").read_text(encoding="utf-8")
    signed = written.replace("[types]", 'signs = "savings positive"\n[types]', 1)
    (folder.path / "plan.toml").write_text(signed, encoding="utf-8")
    added = '[[add]]\nreference = "Z"\ntype = "S"\nservice = "A"\ntitle = "z"\namounts = { "2014/15" = 50 }\n'
    other = '[[reprofile]]\nchange = "Z"\namounts = { "2015/16" = 50 }\n'
    folder.scenario(added + other)
    assert folder.net() == thousands(1_000, 950, 950, 950)


DIAMOND_ADDS = (
    '[[add]]\nreference = "Z"\ntype = "P"\nservice = "A"\ntitle = "z"\namounts = { "2014/15" = 5 }\n'
)


@pytest.mark.parametrize("order", ['["left.toml", "right.toml"]', '["right.toml", "./left.toml"]'])
def test_two_scenarios_that_extend_a_third_add_its_change_once(folder: Folder, order: str) -> None:
    folder.plan(ONE_LINE)
    folder.scenario(DIAMOND_ADDS, "low")
    folder.scenario("", "left", 'extends = "low.toml"')
    folder.scenario("", "right", 'extends = "./low.toml"')
    folder.scenario("", "try", f"extends = {order}")
    assert folder.net() == thousands(1_005, 1_005, 1_005, 1_005)


@pytest.mark.parametrize("order", ['["left.toml", "right.toml"]', '["right.toml", "left.toml"]'])
def test_what_one_side_of_a_diamond_keeps_and_the_other_drops_is_a_conflict_in_either_order(
    folder: Folder, order: str
) -> None:
    folder.plan(ONE_LINE + DIAMOND_ADDS.replace("[[add]]", "[[change]]").replace("\n", "\n    "))
    folder.scenario('[[drop]]\nchange = "Z"\n', "low")
    folder.scenario('[[keep]]\nchange = "Z"\n', "left", 'extends = "low.toml"')
    folder.scenario("", "right", 'extends = "low.toml"')
    folder.scenario("", "try", f"extends = {order}")
    assert "two steps meet on Z" in folder.refusal()


def test_a_step_partly_overridden_says_the_years_left_to_it(folder: Folder) -> None:
    limit = "".join(f'    "{year}" = 900\n' for year in ("2014/15", "2015/16", "2016/17", "2017/18"))
    folder.plan(ONE_LINE + '    index = "g"\n    [index.g]\n    rates = "0%"\n    [cash_limit]\n' + limit)
    folder.scenario(
        '[[assume]]\nindex = "g"\nrate = "1%"\nfrom = "2014/15"\n'
        '[[set_cash_limit]]\namounts = { "2014/15" = 1000, "2015/16" = 1000 }\n',
        "low",
    )
    folder.scenario(
        '[[assume]]\noverrides = true\nindex = "g"\nrate = "2%"\nin = "2015/16"\n'
        '[[set_cash_limit]]\noverrides = true\namounts = { "2014/15" = 1 }\n',
        "try",
        'extends = "low.toml"',
    )
    assert [effect.words for effect in folder.outcome().effects] == [
        "Inflation (g): 1% in 2014/15, 2016/17 and 2017/18",
        "Cash limit: £1,000,000 in 2015/16",
        "Inflation (g): 2% in 2015/16",
        "Cash limit: £1,000 in 2014/15",
    ]


def test_an_amount_not_known_yet_moves_with_its_change_and_never_hides_a_figure(folder: Folder) -> None:
    """100 then tbc, a year late: 100 stands in 2015/16, where the tbc was, and the tbc a year later."""
    folder.plan(
        ONE_LINE
        + '    [[change]]\n    reference = "P1"\n    type = "P"\n    service = "A"\n    title = "p"\n'
        + '    amounts = { "2014/15" = 100, "2015/16" = "tbc" }\n'
    )
    folder.scenario('[[rephase]]\nchange = "P1"\nlater = "1 year"\n')
    assert folder.figures("changes")["P1 P p"] == ("0", "100", "tbc", "0", "100")


def test_a_year_with_no_such_line_stays_where_it_is_and_never_hides_a_figure(folder: Folder) -> None:
    """100 and then no such line, a year late: the 100 stands where n/a did."""
    folder.plan(
        ONE_LINE
        + '    [[change]]\n    reference = "P1"\n    type = "P"\n    service = "A"\n    title = "p"\n'
        + '    amounts = { "2014/15" = 100, "2015/16" = "n/a", "2017/18" = "n/a" }\n'
    )
    assert folder.figures("changes")["P1 P p"] == ("100", "n/a", "0", "n/a", "100")
    folder.scenario('[[rephase]]\nchange = "P1"\nlater = "1 year"\n')
    assert folder.figures("changes")["P1 P p"] == ("0", "100", "0", "n/a", "100")


def test_a_saving_in_the_base_that_adds_to_it_is_noticed_even_when_it_is_dropped(folder: Folder) -> None:
    folder.plan(
        ONE_LINE
        + '    [[change]]\n    reference = "B1"\n    type = "S"\n    service = "A"\n    title = "b"\n'
        + '    in_base_since = "2013/14"\n    full_year = 400\n'
    )
    folder.scenario('[[drop]]\nchange = "B1"\n')
    assert any("B1" in notice and "check its sign" in notice for notice in told(folder.outcome()))


@pytest.mark.parametrize(
    ("step", "years"),
    [
        ('later = "1 year"', ["2016/17"]),
        ('later = "6 months"', ["2015/16", "2016/17"]),
        ('later = "18 months"', ["2016/17", "2017/18"]),
        ('later = "1 year"\npart = "50%"', ["2015/16", "2016/17"]),
        ('later = "1 year"\npart = 10', ["2015/16", "2016/17"]),
        ('later = "18 months"\npart = 10', ["2015/16", "2016/17", "2017/18"]),
    ],
)
def test_a_part_of_what_is_not_known_yet_stays_and_a_part_goes(
    folder: Folder, step: str, years: list[str]
) -> None:
    """The amount of 2015/16 is not known: where all of it moves none is left behind, and of a part either year may have some."""
    tbc = PLAN.replace('"2014/15" = -40, "2015/16" = -70', '"2014/15" = -40, "2015/16" = "tbc"')
    folder.plan(tbc).scenario(f'[[rephase]]\nchange = "S1"\n{step}\n')
    assert sorted(map(str, folder.change("S1").tbc)) == years


@pytest.mark.parametrize(
    ("points", "rate"), [("-100%", "-100.5%"), ("-99.5001%", "-100.0001%"), ("100%", None), ("-99.5%", None)]
)
def test_points_may_take_an_index_to_minus_100_per_cent_and_not_below(
    folder: Folder, points: str, rate: str | None
) -> None:
    """-0.5% with points added: from -100% to 100% is a rate."""
    folder.plan(PLAN.replace('rates = "0%"', 'rates = "-0.5%"'))
    folder.scenario(f'[[assume]]\nindex = "general"\nadd_points = "{points}"\nin = "2015/16"\n')
    if rate is None:
        assert folder.outcome()
    else:
        assert f"index general would be {rate} in 2015/16" in folder.refusal()
