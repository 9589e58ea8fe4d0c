"""What sentences say of amounts: each by itself as its cell prints it, or exactly and said to be; worked by hand."""

import pytest

from mtfp.analysis.effects import changed
from mtfp.analysis.run import run
from mtfp.analysis.verdict import answer
from mtfp.money import Said, Unit
from mtfp.plan.terms import Service
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.unit.plans import Folder, told

MILLIONS, THOUSANDS = Said(Unit.MILLIONS, 1), Said(Unit.THOUSANDS, 0)
TWO = "2027/28 to 2028/29"


def by_year(*amounts: int | str) -> str:
    return "{ " + ", ".join(f'"20{27 + n}/{28 + n}" = "{each}"' for n, each in enumerate(amounts)) + " }"


def line(service: str, base: int) -> str:
    return f'[[line]]\nservice = "{service}"\nbase = {base}\n'


def change(reference: str, service: str, *amounts: int | str, head: str = "change") -> str:
    return (
        f'[[{head}]]\nreference = "{reference}"\ntype = "{reference[0]}"\nservice = "{service}"\n'
        f'title = "{reference}"\namounts = {by_year(*amounts)}\n'
    )


def grant(*amounts: int | str) -> str:
    return f'[[stream]]\nname = "Grant"\nkind = "grant"\namounts = {by_year(*amounts)}\n'


def reserve(name: str, opening: int, keys: str = "", class_: str = "earmarked") -> str:
    return f'[[reserve]]\nname = "{name}"\nclass = "{class_}"\nopening = {opening}\n{keys}\n'


def verdict(folder: Folder, unit: Unit) -> str:
    """Return the verdict beside the tables that are cast."""
    return said_beside_tables(folder, unit)[0]


def said_beside_tables(folder: Folder, unit: Unit) -> tuple[str, ...]:
    """Return every paragraph of the answer beside the tables that are cast."""
    style = Style(unit=unit, decimals=1 if unit is Unit.MILLIONS else 0)
    return report_of(folder.outcome(), None, style).answers


class TestAMoveThatPrintsAsNilIsSaidExactly:
    """40 of savings are dropped in each of two services of 1,020: £1.0m stays £1.0m as printed."""

    @pytest.fixture
    def dropped(self, folder: Folder) -> Folder:
        """Return a plan and a scenario that drops one of two savings of 40."""
        lines = line("Alpha", 1_020) + line("Beta", 1_020)
        savings = change("S1", "Alpha", -40) + change("S2", "Beta", -40)
        return folder.plan(lines + savings, years=TWO).scenario('[[drop]]\nchange = "S1"\n')

    def test_of_one_service(self, dropped: Folder) -> None:
        request = dropped.request()
        outcome = run(request.read.plan, request.scenario, Service(("Alpha",)))
        assert changed(outcome, MILLIONS) == (
            "Against the plan, the net budget is exactly £40,000 more in 2027/28 and 2028/29. "
            "It costs exactly £80,000 over the plan."
        )

    def test_of_changes_so_far(self, folder: Folder) -> None:
        """A > X has no line of its own, so it has changes and no budget."""
        folder.plan(line("A", 1_020) + change("S1", "A > X", -40), years=TWO)
        request = folder.scenario('[[drop]]\nchange = "S1"\n').request()
        outcome = run(request.read.plan, request.scenario, Service(("A", "X")))
        assert changed(outcome, MILLIONS) == (
            "Against the plan, changes so far are exactly £40,000 more in 2027/28 and 2028/29. "
            "It costs exactly £80,000 over the plan."
        )

    def test_of_the_gap(self, dropped: Folder) -> None:
        """1,960 against 1,900 is 0.1 both before and, at 100, after."""
        path = dropped.path / "plan.toml"
        path.write_text(path.read_text(encoding="utf-8") + grant(1_900, 1_900), encoding="utf-8")
        assert changed(dropped.outcome(), MILLIONS) == (
            "Against the plan, the gap is exactly £40,000 more in 2027/28 and 2028/29. "
            "It costs exactly £80,000 over the plan."
        )

    def test_of_a_cost_that_reserves_pay(self, folder: Folder) -> None:
        """1,000 less 40 against 960; the reserve of 200 pays the 40 of both years."""
        held = reserve("Balancing", 200, "balances_gap = 1")
        folder.plan(line("A", 1_000) + change("S1", "A", -40) + grant(960, 960) + held, years=TWO)
        folder.scenario('[[drop]]\nchange = "S1"\n')
        assert changed(folder.outcome(), MILLIONS) == (
            "Against the plan, before reserves balance the gap, the scenario costs exactly £40,000 each year in "
            "2027/28 and 2028/29: exactly £80,000 over the plan. Reserves that balance the gap pay exactly £40,000 more "
            "in 2027/28 and 2028/29. After them every year still balances."
        )

    def test_of_the_gap_that_reserves_leave(self, folder: Folder) -> None:
        """40 more in 2027/28 takes 40 of the 500 that paid towards 560 in 2028/29: 60 to find becomes 100, 0.1 both."""
        held = reserve("Balancing", 500, "balances_gap = 1")
        folder.plan(line("A", 1_000) + grant(1_000, 440) + held, years=TWO)
        folder.scenario(change("P1", "A", "40", "-40", head="add"))
        assert changed(folder.outcome(), MILLIONS).endswith(
            "After them the gap is exactly £40,000 more in 2028/29."
        )


class TestAYearThatRoundsToNilIsSaidExactlyThoughItsCellIsCast:
    """A grows by 30 from 50,000, against grants of 50,000 and a reserve of 50, and 40 a year is added by the scenario.

    To find, before the reserve: 30 and 30; with the scenario 70 and 70. The reserve pays 30 and 20; then 50 and nothing.
    So the cost is 40 and 40, the reserve pays 20 more and 20 less, and 20 and 60 more is to find.
    """

    @pytest.mark.parametrize("parts_of", [1, 100])
    def test_of_a_cost(self, folder: Folder, parts_of: int) -> None:
        def of(amount: int) -> str:
            return f"{amount / parts_of:g}"

        held = f'[[reserve]]\nname = "G"\nclass = "general"\nopening = "{of(50)}"\nbalances_gap = 1\n'
        folder.plan(line("A", 50_000) + change("P1", "A", of(30)) + grant(50_000, 50_000) + held, years=TWO)
        folder.scenario(change("P2", "A", of(40), head="add"))
        (unit, cost, all_cost, pays) = (
            (Unit.MILLIONS, "£40,000", "£80,000", "£20,000")
            if parts_of == 1
            else (Unit.THOUSANDS, "£400", "£800", "£200")
        )
        (said,) = (each for each in said_beside_tables(folder, unit) if "the scenario" in each)
        assert said.startswith(
            f"Against the plan, before reserves balance the gap, the scenario costs exactly {cost} each year in 2027/28 "
            f"and 2028/29: exactly {all_cost} over the plan. Reserves that balance the gap pay exactly {pays} more in "
            f"2027/28 and exactly {pays} less in 2028/29. "
        )

    def test_of_what_reserves_pay(self, folder: Folder) -> None:
        """2% on 50,000 is 51,000 and 52,020, and 53,060.4 in the third year, against 53,060: 0.4 is missing.

        A saving of 1,000 for two years meets a pressure of 1,000; three years late it does not. To find, then: 1,000, of
        which Smooth pays its 900 and General 100; 52,000 with 2% less 52,120, 920, of which General pays its 700 above
        200; and 53,040 with 2% and less 1,000, against 53,060, 40.8, of which nothing is paid: 0.4 less than before.
        """
        folder.plan(
            '[index.pay]\nrates = "2%"\n'
            + line("A", 50_000)
            + 'index = "pay"\n'
            + change("S1", "A", -1_000, 0, 1_000)
            + change("P1", "A", 1_000, 0, -1_000)
            + grant(51_000, 52_020, 53_060)
            + f'[[stream]]\nname = "Tmp"\nkind = "grant"\namounts = {by_year(0, 100, 0)}\n'
            + reserve("General", 1_000, "minimum = 200\nbalances_gap = 2", "general")
            + reserve("Smooth", 900, "balances_gap = 1"),
            years="2027/28 to 2029/30",
        ).scenario('[[rephase]]\nchange = "S1"\nlater = "3 years"\n')
        said = " ".join(said_beside_tables(folder, Unit.THOUSANDS))
        assert " and exactly £400 less in 2029/30." in said


class TestAYearThatBalancesOnOneSideAloneIsNamed:
    """Nothing to find in 2027/28, 100 in 2028/29; a pressure of 13.229 there prints as nil in £m."""

    PLAN = line("A", 1_000) + grant(1_000, 900)

    def test_where_the_plan_balances(self, folder: Folder) -> None:
        folder.plan(self.PLAN, years=TWO).scenario(change("P1", "A", "13.229", "86.771", head="add"))
        assert changed(folder.outcome(), MILLIONS).startswith(
            "Against the plan, there is a gap of exactly £13,229 in 2027/28, where the plan has none; "
            "the gap is £0.1m more in 2028/29."
        )

    def test_where_the_scenario_balances(self, folder: Folder) -> None:
        folder.plan(self.PLAN + change("P1", "A", "13.229", "86.771"), years=TWO)
        folder.scenario('[[drop]]\nchange = "P1"\n')
        assert changed(folder.outcome(), MILLIONS).startswith(
            "Against the plan, the gap of exactly £13,229 in 2027/28 is closed; the gap is £0.1m less in 2028/29."
        )

    def test_where_a_gap_becomes_a_surplus(self, folder: Folder) -> None:
        folder.plan(self.PLAN + change("P1", "A", "13.229", "86.771"), years=TWO)
        folder.scenario(change("S1", "A", "-20", "20", head="add"))
        assert changed(folder.outcome(), MILLIONS).startswith(
            "Against the plan, a gap of exactly £13,229 becomes a surplus of exactly £6,771 in 2027/28."
        )


class TestEachAmountOfAListIsSaidByItself:
    def test_what_is_still_to_find(self, folder: Folder) -> None:
        folder.plan(line("A", 1_000) + grant("986.771", 162, 1_000), years="2027/28 to 2029/30")
        assert answer(folder.outcome().after, MILLIONS).startswith(
            "2 years do not balance. Still to find: exactly £13,229 in 2027/28 and £0.8m in 2028/29."
        )

    def test_one_year_to_find(self, folder: Folder) -> None:
        folder.plan(line("A", 1_000) + grant("986.771", 1_000), years=TWO)
        assert answer(folder.outcome().after, MILLIONS).startswith(
            "2027/28 does not balance: exactly £13,229 still to find."
        )

    def test_what_is_ring_fenced_of_what_reserves_pay(self, folder: Folder) -> None:
        """40 of a ring-fenced reserve prints as nil beside 0.9."""
        held = reserve("Homes", 100, f"uses = {by_year(40)}", "ring-fenced")
        held += reserve("Balancing", 2_000, "balances_gap = 1")
        folder.plan(line("A", 1_000) + grant(100) + held, years="2027/28 to 2027/28")
        assert verdict(folder, Unit.MILLIONS) == (
            "2027/28 balances by using £0.9m of reserves (exactly £40,000 of them ring-fenced)."
        )


class TestWhatIsSaidOfReservesAddsUp:
    """1,033.3 against 900 with 150 put in: 140 stated and 143.3 in balancing are 283.3."""

    PLAN = line("A", 1_033) + change("P1", "A", "0.3") + grant(900)
    IN = f"contributions = {by_year(150)}"

    def test_the_fall_is_what_is_used_less_what_is_put_in_as_printed(self, folder: Folder) -> None:
        held = reserve("General", 1_050, self.IN, "general")
        held += reserve("Transformation", 700, f"uses = {by_year(140)}")
        held += reserve("Stabilisation", 700, "balances_gap = 1")
        folder.plan(self.PLAN + held, years="2027/28 to 2027/28")
        assert verdict(folder, Unit.THOUSANDS) == (
            "2027/28 balances by using £283,000 of reserves; after £150,000 put in, available reserves fall by £133,000."
        )

    def test_what_is_used_is_the_printed_cells_less_what_only_moves(self, folder: Folder) -> None:
        """133.3 short: 150 of one reserve only move to another; 80 ring-fenced and 53.3 are used: 230 + 53 - 150 is 133."""
        held = reserve("General", 1_050, self.IN, "general")
        held += reserve("Transformation", 700, f"uses = {by_year(150)}")
        held += reserve("Homes", 100, f"uses = {by_year(80)}", "ring-fenced")
        held += reserve("Stabilisation", 700, "balances_gap = 1")
        folder.plan(self.PLAN + held, years="2027/28 to 2027/28")
        assert verdict(folder, Unit.THOUSANDS) == (
            "2027/28 balances by using £133,000 of reserves (£80,000 of them ring-fenced)."
        )

    def test_put_in_that_prints_as_nil_leaves_what_is_used(self, folder: Folder) -> None:
        """35 put in prints as nil: 600 used is a fall of 0.6 as printed."""
        held = reserve("General", 1_050, f"contributions = {by_year(35)}", "general")
        held += reserve("Stabilisation", 700, "balances_gap = 1")
        folder.plan(line("A", 1_000) + grant("435") + held, years="2027/28 to 2027/28")
        assert verdict(folder, Unit.MILLIONS) == (
            "2027/28 balances by using £0.6m of reserves; after exactly £35,000 put in, available reserves fall by £0.6m."
        )


def test_reserves_that_stop_paying_leave_two_years_that_do_not_balance(folder: Folder) -> None:
    """100 short in each year: the reserve pays 60 of the first."""
    held = reserve("Balancing", 60, "balances_gap = 1")
    folder.plan(line("A", 1_000) + grant(900, 900) + held, years=TWO)
    (said,) = (each for each in told(folder.outcome()) if each.startswith("Reserves pay"))
    assert said == "Reserves pay £60,000 in 2027/28 and nothing of the gap in 2028/29."
