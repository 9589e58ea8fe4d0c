"""What Oxfordshire's directorate was asked to find, the growth in its children looked after, and its four homes."""

import csv
import shutil
from pathlib import Path

import pytest

from mtfp.analysis.delivery import progress
from mtfp.analysis.outcome import savings_of
from mtfp.analysis.run import run
from mtfp.engine.projection import Projection
from mtfp.files.request import read_request
from mtfp.money import Unit, parse_amount
from tests.unit.plans import POUND, THOUSAND, Folder

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"


def paper(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def projected(plan: Path) -> Projection:
    return run(read_request(plan).read.plan).after


@pytest.fixture
def asked(tmp_path: Path) -> Projection:
    """The plan of February 2014 with what was asked in October 2013 as a target in all."""
    (row,) = paper("oxfordshire-2013/asked.csv")
    amount = parse_amount(row["amount_gbp_m"], Unit.MILLIONS) // THOUSAND
    for file in ("plan.toml", "changes.csv"):
        shutil.copy(SCENARIOS / "oxfordshire-2014" / file, tmp_path)
    plan = tmp_path / "plan.toml"
    target = f'\n[[target]]\ntitle = "Asked in October 2013"\nby = "{row["by"]}"\namount = {amount}\n'
    plan.write_text(plan.read_text(encoding="utf-8") + target, encoding="utf-8")
    return projected(plan)


def test_the_plan_of_2014_identifies_4_050_of_the_22_500_asked(asked: Projection) -> None:
    """£000: the lines of types S and NS come to 3,056 in 2014/15 and 994 in 2015/16; 22,500 - 4,050 = 18,450."""
    (found,) = progress(asked.plan, savings_of(asked))
    assert found.required == (22_500 * THOUSAND,)
    assert found.identified == (4_050 * THOUSAND,)
    assert found.unidentified == (18_450 * THOUSAND,)


def test_the_same_figure_from_the_paper_s_own_cells() -> None:
    lines = [row for row in paper("oxfordshire-2014/changes.csv") if row["row"] == "line"]
    by_year = [
        sum(int(row[year].replace(",", "") or 0) for row in lines if row["type"] in {"S", "NS"})
        for year in ("2014/15", "2015/16")
    ]
    assert by_year == [-3_056, -994]


def test_the_target_moves_no_figure_of_the_plan(asked: Projection) -> None:
    without = projected(SCENARIOS / "oxfordshire-2014" / "plan.toml")
    assert asked.net_budget.tolist() == without.net_budget.tolist()
    assert asked.gap is not None
    assert without.gap is not None
    assert asked.gap.tolist() == without.gap.tolist()


def test_four_homes_on_assumed_figures_beside_the_printed_ones() -> None:
    """£000. Assumed: 4,000 in each of 2015/16 and 2016/17, equal instalments over 25 years, 4.5%.

    Charge: 160 from 2016/17, 320 from 2017/18. Interest: of half of 4,000, 90; of 4,000 + half of 4,000, 270;
    of 8,000 - 160, 352.8. Together 90, 430, 672.8: pressures of 90, 340 and 242.8 where the paper prints nil, 420 and 238.
    That the two are near shows only that such figures are of the right size: the paper prints no spend, life or rate.
    """
    homes = projected(SCENARIOS / "oxfordshire-2014-homes" / "plan.toml")
    row = next(row for row in paper("oxfordshire-2014/changes.csv") if row["ref"] == "15CEF8")
    printed = [int(row[str(year)] or 0) * THOUSAND for year in homes.plan.horizon]
    (paid,) = homes.financing
    assert paid.charge == (0, 0, 160_000_00, 320_000_00)
    assert paid.interest == (0, 90_000_00, 270_000_00, 352_800_00)
    ours = {change.reference: list(change.amounts(homes.plan.horizon)) for change in homes.changes}["15CEF8"]
    assert list(zip(ours, printed, strict=True)) == [
        (0, 0),
        (90_000_00, 0),
        (340_000_00, 420_000_00),
        (242_800_00, 238_000_00),
    ]
    assert "Assumed" in homes.plan.schemes[0].note


def test_the_homes_pay_for_themselves_in_the_paper_and_not_on_these_figures() -> None:
    """Printed, 15CEF9 saves 420 and 238, all of what 15CEF8 costs. Here 15 more is left by 2017/18: 672.8 - 658 = 14.8."""
    homes = projected(SCENARIOS / "oxfordshire-2014-homes" / "plan.toml")
    base = int(homes.inputs.base.sum())
    assert [int(net) - base for net in homes.net_budget] == [0, 90_000_00, 10_000_00, 14_800_00]


PLACEMENT = """
[[demand]]
reference = "{reference}"
title = "{title}"
type = "P"
service = "Placements"
activity = {activity}
growth = {{ "2014/15" = "{growth}", "2015/16" = "0%", "2016/17" = "0%", "2017/18" = "0%" }}
unit_cost = "{unit_cost}"
unit = "children"
note = "Growth as printed, over the 18 months to October 2014, here in one year; activity and unit cost assumed"
"""

ASSUMED = {
    "All children looked after": (500, "47,000"),
    "Care homes outside the council": (40, "150,000"),
    "Independent living": (50, "40,000"),
    "Foster care": (250, "30,000"),
}
"""Children and the cost of each a year: invented, as the paper prints neither."""


def placements(tmp_path: Path, titles: list[str]) -> Projection:
    """A plan whose base is the assumed children at their cost, and whose demand grows as printed."""
    growth = {row["placement"]: row["growth"] for row in paper("oxfordshire-2015/children-looked-after.csv")}
    base = sum(children * int(cost.replace(",", "")) for children, cost in map(ASSUMED.__getitem__, titles))
    demands = "".join(
        PLACEMENT.format(
            reference=f"D{n}",
            title=title,
            activity=ASSUMED[title][0],
            growth=growth[title],
            unit_cost=ASSUMED[title][1],
        )
        for n, title in enumerate(titles, start=1)
    )
    folder = Folder(tmp_path).plan(f'[[line]]\nservice = "Placements"\nbase = {base}\n{demands}', unit="£")
    return folder.outcome().after


def test_26_per_cent_more_children_looked_after(tmp_path: Path) -> None:
    """500 + 26% = 630: 130 more at £47,000 = £6,110,000, and £29,610,000 in all."""
    after = placements(tmp_path, ["All children looked after"])
    assert after.inputs.change_amounts.tolist() == [[6_110_000 * POUND, 0, 0, 0]]
    assert after.net_budget.tolist() == [29_610_000 * POUND] * 4


def test_the_dearest_placements_grew_most(tmp_path: Path) -> None:
    """40 + 75% = 70: 30 at £150,000 = £4,500,000. 50 + 30% = 65: 15 at £40,000 = £600,000. 250 + 20% = 300: 50 at £30,000
    = £1,500,000. In all 70 x 150,000 + 65 x 40,000 + 300 x 30,000 = £22,100,000.
    """
    after = placements(tmp_path, [title for title in ASSUMED if title != "All children looked after"])
    assert after.inputs.change_amounts[:, 0].tolist() == [
        4_500_000 * POUND,
        600_000 * POUND,
        1_500_000 * POUND,
    ]
    assert after.net_budget.tolist() == [22_100_000 * POUND] * 4
