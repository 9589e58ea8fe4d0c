"""Rounding all tables of a plan as one, so that each casts and a figure prints in one way wherever it stands.

Whole units stand, and balances, the net budget, the gap and council tax are at their ordinary nearest rounding. Then each
sum is put right: first those whose total is one of these, then table by table from the top down. A figure that is printed
is fixed. One for which the printed figures leave a single value takes that value. The others are rounded to nearest; where
they miss the total by d units, the |d| of them that were rounded furthest the other way move by one unit, ties by reference.

A figure that is the same as the year before prints the same, and one that is whole units more or less prints so: a sum is
left as it is rather than alter such a change. The table of -x is minus the table of x, and the order of rows makes no
difference. Why: docs/decisions/0007 and 0025.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from mtfp.frozen import frozen
from mtfp.money import divide
from mtfp.plan.terms import Amounts
from mtfp.tables.figures import AT_NEAREST, GIVES_WAY, Part, Parts, together, turned
from mtfp.tables.model import Row, Table

_NIL = -1
_TWO = 2


class _Cell(NamedTuple):
    """The number of a figure, and the sign it has in this cell. Figures have no sign of their own; a nil cell has none."""

    sign: int
    figure: int


class _Term(NamedTuple):
    """One of the cells that a sum adds, with its sign in the sum and the reference that decides ties."""

    sign: int
    figure: int
    reference: str


class _Sum(NamedTuple):
    """A total and the cells it adds, without those that are nil."""

    table: int
    total: _Cell
    terms: tuple[_Term, ...]

    @property
    def cells(self) -> list[_Cell | _Term]:
        """The total, and what it adds."""
        return [self.total, *self.terms]


@frozen(kw_only=False)
class Cast:
    """How every cell of the tables prints, in units of the last printed place, by the ids of table and row.

    `numbers` holds the exact pence beside them, which show whether a style has turned the sign of a row.
    """

    quantum: int
    numbers: dict[tuple[str, str], tuple[Amounts, list[int]]]

    def of(self, table: Table, row: Row) -> list[int]:
        """Return a row's cells in units of the last printed place."""
        amounts, units = self.numbers[table.id, row.id]
        return units if amounts == row.amounts else [-each for each in units]


def cast(batches: Iterable[Sequence[Table]], quantum: int) -> Cast:
    """Cast all tables in the order given, in units of `quantum` pence; each batch is settled before the next is looked at.

    30p, 45p and 45p make £1.20, which prints as 1, while each of them prints as 0: a unit is missing. The two of 45p are
    rounded furthest down, and the first of these by reference moves up.

    >>> pence = {"A": 30, "B": 45, "C": 45}
    >>> rows = [Row(id=each, stub=(each,), role="figure", amounts=(pence[each],)) for each in pence]
    >>> total = Row(id="All", stub=("All",), role="total", amounts=(120,), adds=tuple((1, each) for each in pence))
    >>> table = Table(id="costs", title="Costs", stub_heads=("",), columns=("2026/27",), rows=(*rows, total))
    >>> [cast([[table]], quantum=100).of(table, row) for row in table.rows]
    [[0], [1], [0], [1]]
    """
    system = _System(quantum)
    for tables in batches:
        system.add(tables)
        system.settle()
    return Cast(quantum, {key: (row.amounts, system.printed(cells)) for key, row, cells in system.rows})


@dataclass(slots=True)
class _System:
    """The figures of some tables and their sums. Every list is by the number of a figure; `units` has None where it is not printed yet."""

    quantum: int
    exact: list[int] = field(default_factory=list)
    units: list[int | None] = field(default_factory=list)
    same_as: list[int] = field(default_factory=list)
    nearest: list[bool] = field(default_factory=list)
    stands_in: list[set[int]] = field(default_factory=list)
    gives_way: list[bool] = field(default_factory=list)
    numbers: dict[Parts, int] = field(default_factory=dict)
    derived: dict[int, tuple[_Cell, ...]] = field(default_factory=dict)
    depends: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    in_sums: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    apart: defaultdict[int, list[tuple[int, _Cell, int]]] = field(default_factory=lambda: defaultdict(list))
    sums: list[_Sum] = field(default_factory=list)
    defined: list[tuple[_Cell, Sequence[tuple[int, _Cell]]]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    settled: int = 0
    tables: int = 0
    rows: list[tuple[tuple[str, str], Row, list[_Cell]]] = field(default_factory=list)

    # --- what figures there are

    def add(self, tables: Sequence[Table]) -> None:
        """Take in the figures and the sums of some tables."""
        found = []
        for table in tables:
            cells = self._cells(table)
            found.append((self.tables, table, cells))
            self.tables += 1
        for n, table, cells in found:
            self._add_totals(n, table, cells)
            self._add_sums(n, table, cells)
        for cell, terms in self.defined:
            self._define(cell, terms)
        self.defined.clear()

    def _define(self, cell: _Cell, terms: Iterable[tuple[int, _Cell]]) -> None:
        """Note that a figure is by its nature the sum of others."""
        figure = self.root(cell.figure)
        of = tuple(
            _Cell(cell.sign * sign * each.sign, self.root(each.figure))
            for sign, each in terms
            if each.figure != _NIL
        )
        if figure in {each.figure for each in of}:
            return
        self.derived.setdefault(figure, of)
        for each in of:
            self.depends[each.figure].append(figure)

    def root(self, figure: int) -> int:
        """Return the number that a figure and all that are one with it go by."""
        while self.same_as[figure] != figure:
            figure = self.same_as[figure]
        return figure

    def _number(self, parts: Parts, pence: int, *, even_if_nil: bool = False) -> _Cell:
        if not pence and not (even_if_nil and parts):
            return _Cell(1, _NIL)
        sign = -1 if pence < 0 else 1
        parts = parts if sign > 0 else turned(parts)
        figure = self.numbers.get(parts)
        if figure is None:
            figure = self.numbers[parts] = len(self.exact)
            self.exact.append(abs(pence))
            self.units.append(None)
            self.same_as.append(figure)
            self.nearest.append(False)
            self.stands_in.append(set())
            self.gives_way.append(False)
        return _Cell(sign, figure)

    def _cells(self, table: Table) -> dict[str, list[_Cell]]:
        """Give every cell of a table the number of its figure. A row that only adds others is a figure of all they are of."""
        rows = {row.id: row for row in table.rows if row.amounts}
        parts: dict[str, list[Parts]] = {}
        cells: dict[str, list[_Cell]] = {}
        for row in _bottom_up(rows):
            parts[row.id] = self._parts(row, parts, table)
            cells[row.id] = [
                self._number(each, pence, even_if_nil=bool(row.between))
                for each, pence in zip(parts[row.id], row.amounts, strict=False)
            ]
            self._describe(row, rows, parts, cells)
        self.rows += [((table.id, id_), rows[id_], cells[id_]) for id_ in rows]
        for each in cells.values():
            for cell in each:
                if cell.figure != _NIL:
                    self.stands_in[cell.figure].add(self.tables)
        return cells

    @staticmethod
    def _parts(row: Row, parts: dict[str, list[Parts]], table: Table) -> list[Parts]:
        if row.of:
            nil = frozenset[tuple[Part, int]]()
            return [
                nil if len(each) == 1 and not pence else each
                for each, pence in zip(row.of, row.amounts, strict=False)
            ]
        columns = range(len(row.amounts))
        if row.adds and row.role != "balance":
            return [together((sign, parts[id_][n]) for sign, id_ in row.adds) for n in columns]
        if row.between:
            before, after = row.between
            return [
                together((sign, each.of[n]) for sign, each in ((-1, before), (1, after)) if each.amounts[n])
                for n in columns
            ]
        return [frozenset({((table.id, row.id, str(n)), 1)} if row.amounts[n] else ()) for n in columns]

    def _describe(
        self, row: Row, rows: dict[str, Row], each_of: dict[str, list[Parts]], cells: dict[str, list[_Cell]]
    ) -> None:
        """Note which cells are at nearest, which total has but one part, and which years a change is between."""
        for n, (cell, parts) in enumerate(zip(cells[row.id], each_of[row.id], strict=True)):
            if cell.figure == _NIL:
                self._describe_nil(row, n, cells)
                continue
            measures = {part[0] for part, _ in parts} if len(parts) == 1 else set()
            if (row.role == "balance" and not row.of) or measures & AT_NEAREST:
                self.nearest[cell.figure] = True
            if measures & GIVES_WAY:
                self.gives_way[cell.figure] = True
            added = [id_ for _, id_ in row.adds if each_of[id_][n]]
            if len(added) == 1 and rows[added[0]].amounts[n]:
                self._are_one(cell.figure, cells[added[0]][n].figure)
            if row.between:
                before, after = (self._number(each.of[n], each.amounts[n]) for each in row.between)
                self.defined.append((cell, ((-1, before), (1, after))))
                self._note_change(before, after, row.amounts[n])

    def _note_change(self, before: _Cell, after: _Cell, pence: int) -> None:
        """Note the exact change on the year before, where both years have something."""
        if _NIL not in {before.figure, after.figure}:
            self.apart[self.root(after.figure)].append((after.sign, before, pence))
            self.apart[self.root(before.figure)].append((before.sign, after, -pence))

    def _describe_nil(self, row: Row, n: int, cells: dict[str, list[_Cell]]) -> None:
        """Note that where a balance is nil and adds one figure in and one out, those two are the same figure."""
        left = [cell.figure for _, id_ in row.adds for cell in [cells[id_][n]] if cell.figure != _NIL]
        if row.role == "balance" and len(left) == _TWO:
            self._are_one(*left)

    def _are_one(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        kept, gone = (one, other) if one < other else (other, one)
        if self.units[kept] is None:
            kept, gone = gone, kept
        self.same_as[gone] = kept
        self.nearest[kept] |= self.nearest[gone]
        self.gives_way[kept] |= self.gives_way[gone]
        self.stands_in[kept] |= self.stands_in[gone]
        self.in_sums[kept] += self.in_sums.pop(gone, [])
        self.apart[kept] += self.apart.pop(gone, [])

    def _add_totals(self, n: int, table: Table, cells: dict[str, list[_Cell]]) -> None:
        """Note that a Total column which is a figure of another table too is the sum of its row; one at nearest stands."""
        for row in table.rows if table.total_column else ():
            if row.amounts and len(row.of) > len(row.amounts):
                total = self._number(row.of[-1], sum(row.amounts))
                if total.figure != _NIL and self.nearest[self.root(total.figure)]:
                    each = zip(table.columns, cells[row.id], strict=True)
                    terms = (_Term(*cell, column) for column, cell in each)
                    self._add_sum(_Sum(n, total, tuple(term for term in terms if term.figure != _NIL)))
                elif total.figure != _NIL:
                    self.defined.append((total, [(1, each) for each in cells[row.id]]))

    def _add_sums(self, n: int, table: Table, cells: dict[str, list[_Cell]]) -> None:
        for row in top_down(table):
            for column, total in enumerate(cells[row.id]):
                terms = tuple(
                    _Term(sign * cells[id_][column].sign, self.root(cells[id_][column].figure), id_)
                    for sign, id_ in row.adds
                    if cells[id_][column].figure != _NIL
                )
                if total.figure != _NIL:
                    total = _Cell(total.sign, self.root(total.figure))  # noqa: PLW2901
                if len(terms) > 1 or (terms and total.figure != terms[0].figure):
                    self._add_sum(_Sum(n, total, terms))

    def _add_sum(self, each: _Sum) -> None:
        for figure in {each.total.figure, *(term.figure for term in each.terms)} - {_NIL}:
            self.in_sums[figure].append(len(self.sums))
        self.sums.append(each)

    # --- what they print

    def printed(self, cells: Sequence[_Cell]) -> list[int]:
        """Return how cells print, at nearest where nothing else has settled them."""
        return [0 if cell.figure == _NIL else cell.sign * self._now(self.root(cell.figure)) for cell in cells]

    def _now(self, figure: int) -> int:
        units = self.units[figure]
        if units is None:
            units = self.units[figure] = self._rounded(figure)
        return units

    def _rounded(self, figure: int) -> int:
        return divide(self.exact[figure], self.quantum)

    def _within(self, figure: int, units: int) -> bool:
        """Whether so many units are less than one from a figure's exact pence."""
        return abs(units * self.quantum - self.exact[figure]) < self.quantum

    def _is_known(self, figure: int) -> bool:
        return figure == _NIL or self.units[self.root(figure)] is not None

    def _known(self, cell: _Cell | _Term) -> int:
        return 0 if cell.figure == _NIL else cell.sign * (self.units[self.root(cell.figure)] or 0)

    def settle(self) -> None:
        """Print every figure of the sums taken in since the last time."""
        new = range(self.settled, len(self.sums))
        self.settled = len(self.sums)
        for figure, pence in enumerate(self.exact):
            alone = self.stands_in[figure] and not self.in_sums[figure] and figure not in self.derived
            stands = self.nearest[figure] or pence % self.quantum == 0 or alone
            if (
                stands
                and self.same_as[figure] == figure
                and not self._waits(figure)
                and self.units[figure] is None
            ):
                self.units[figure] = self._rounded(figure)
        for figure in [*self.derived]:
            self._derive(figure, again=figure not in self.used)
        self._follow(new)
        for n in [n for n in new if self._is_of_a_balance(self.sums[n])]:
            self._settle(self.sums[n])
        rest = [n for n in new if not self._is_of_a_balance(self.sums[n])]
        waits = {n for n in rest if any(self._waits(term.figure) for term in self.sums[n].terms)}
        for n in sorted(rest, key=lambda n: (n in waits, n)):
            self._settle(self.sums[n])

    def _is_of_a_balance(self, each: _Sum) -> bool:
        return each.total.figure != _NIL and self.nearest[self.root(each.total.figure)]

    def _waits(self, figure: int) -> bool:
        """Whether a figure is the difference of others that stand in a table and are not all printed yet."""
        levels = self.derived.get(self.root(figure))
        return (
            levels is not None
            and not self._is_known(figure)
            and all(level.figure == _NIL or self.stands_in[self.root(level.figure)] for level in levels)
        )

    def _derive(self, figure: int, *, again: bool = False) -> bool:
        """Print a figure that is by its nature the sum of others, if those are printed; return whether they are."""
        terms = self.derived.get(figure)
        if terms is None or (self._is_known(figure) and not again):
            return False
        known = all(self._is_known(term.figure) for term in terms)
        if known:
            self.units[figure] = sum(map(self._known, terms))
        return known

    def _only_stands(self, figure: int) -> bool:
        """Whether a figure is printed only because it is a whole number of units."""
        root = self.root(figure)
        return (
            figure != _NIL
            and self.exact[root] % self.quantum == 0
            and not self.nearest[root]
            and root not in self.derived
            and root not in self.used
        )

    def _follow(self, sums: Iterable[int]) -> None:
        """Print each figure for which the printed ones leave a single value, and what follows, in the order of the sums."""
        waiting = sorted({*sums})
        while waiting:
            figure = self._left_one_value(self.sums[heappop(waiting)])
            for n in () if figure is None else self._reached([figure]):
                heappush(waiting, n)

    def _left_one_value(self, each: _Sum) -> int | None:
        """Print the one figure of a sum that is not printed yet, if it is then less than a unit from exact; return it."""
        left = [cell for cell in each.cells if not self._is_known(cell.figure)]
        if len(left) != 1 or self._waits(left[0].figure):
            return None
        if left[0] is each.total and any(map(self._may_give, each.terms)):
            return None
        figure = self.root(left[0].figure)
        miss = self._miss(each)
        value = left[0].sign * (-miss if left[0] is each.total else miss)
        if left[0] is not each.total and (not self._within(figure, value) or self._alters_nil(figure, value)):
            return None
        self.units[figure] = value
        return figure

    def _settle(self, each: _Sum) -> None:
        """Print the figures of a sum that are not printed yet, so that it adds where it can."""
        total = each.total
        free = [term for term in each.terms if not self._is_known(term.figure)]
        fresh = [self.root(cell.figure) for cell in each.cells if not self._is_known(cell.figure)]
        soft = not self._is_known(total.figure) or self._only_stands(total.figure)
        if soft and not free:
            self.units[self.root(total.figure)] = total.sign * sum(map(self._known, each.terms))
        for figure in fresh:
            if self.units[figure] is None:
                self.units[figure] = next(self._whole_units_apart(figure), self._rounded(figure))
        self._move(each, free, most=abs(self._miss(each)))
        if soft and free:
            self._give(total, self._miss(each))
        self._move(each, [term for term in each.terms if self._may_give(term)], most=1)
        self._move_a_whole_unit(each)
        self.used |= {self.root(cell.figure) for cell in each.cells if cell.figure != _NIL}
        self._follow(self._reached(fresh))

    def _reached(self, figures: Sequence[int]) -> list[int]:
        """Print what is by its nature the sum of figures just printed; return the sums that have any of all these."""
        printed, sums = [*figures], []
        for figure in printed:
            sums += self.in_sums[figure]
            printed += [each for each in map(self.root, self.depends[figure]) if self._derive(each)]
        return sums

    def _miss(self, each: _Sum) -> int:
        """Return how many units more the printed total is than the printed cells it adds."""
        return self._known(each.total) - sum(map(self._known, each.terms))

    def _move(self, each: _Sum, terms: Sequence[_Term], most: int) -> None:
        """Move at most so many figures by a unit, those rounded furthest the other way first; none goes a unit from exact."""
        miss = self._miss(each)
        way = 1 if miss > 0 else -1
        most = min(most, abs(miss))
        if not most:
            return

        def order(term: _Term) -> tuple[int, bool, int, str]:
            figure = self.root(term.figure)
            units = self.units[figure] or 0
            away = units * self.quantum - self.exact[figure]
            far = self._changes_off(figure, units + way * term.sign)
            return far, len(self.stands_in[figure]) > 1, way * term.sign * away, term.reference

        for term in sorted(terms, key=order):
            figure = self.root(term.figure)
            units = self.units[figure] or 0
            moved, stands = units + way * term.sign, units in self._whole_units_apart(figure)
            if most and self._within(figure, moved) and not stands:
                self.units[figure] = moved
                most -= 1

    def _whole_units_apart(self, figure: int) -> Iterator[int]:
        """Yield how a figure prints that is exactly so many whole units from the printed one of the year before or after."""
        for sign, level, pence in self.apart.get(figure, ()):
            apart, odd = divmod(pence, self.quantum)
            units = sign * (self._known(level) + apart)
            if not odd and self._is_known(level.figure) and self._within(figure, units):
                yield units

    def _alters_nil(self, figure: int, units: int) -> bool:
        """Whether so many units would print a change where a figure is the same as the year before, or after."""
        return any(
            not pence and self._is_known(level.figure) and sign * units != self._known(level)
            for sign, level, pence in self.apart.get(figure, ())
        )

    def _changes_off(self, figure: int, units: int) -> int:
        """Return how many changes between years print a unit or more from exact if a figure prints so many units."""
        return sum(
            abs((sign * units - self._known(level)) * self.quantum - pence) >= self.quantum
            for sign, level, pence in self.apart.get(figure, ())
            if self._is_known(level.figure)
        )

    def _give(self, total: _Cell, miss: int) -> None:
        """Let a total that was not printed yet be the sum of its cells, if that is less than a unit from its exact pence."""
        figure = self.root(total.figure)
        units = (self.units[figure] or 0) - total.sign * miss
        if self._within(figure, units):
            self.units[figure] = units

    def _may_give(self, term: _Term) -> bool:
        figure = self.root(term.figure)
        return term.figure != _NIL and self.gives_way[figure] and figure not in self.used

    def _move_a_whole_unit(self, each: _Sum) -> None:
        """Move one figure by a whole unit, where two balances lie on exact halves either side of nil."""
        cells = zip((-1, *(1 for _ in each.terms)), each.cells, strict=True)
        halves = [
            side * cell.sign
            for side, cell in cells
            if cell.figure != _NIL
            and self.nearest[self.root(cell.figure)]
            and self.exact[self.root(cell.figure)] * _TWO % (_TWO * self.quantum) == self.quantum
        ]
        miss = self._miss(each)
        if abs(miss) != 1 or abs(sum(halves)) != _TWO:
            return
        for term in sorted(each.terms, key=lambda term: term.reference):
            figure = self.root(term.figure)
            whole = self.exact[figure] % self.quantum == 0 and not self.nearest[figure]
            if whole and figure not in self.used and figure not in self.derived:
                self.units[figure] = (self.units[figure] or 0) + term.sign * miss
                return


def _bottom_up(rows: dict[str, Row]) -> Iterator[Row]:
    """Yield the rows, each after the rows it adds."""
    seen: set[str] = set()

    def below(row: Row) -> Iterator[Row]:
        if row.id not in seen:
            seen.add(row.id)
            for _, id_ in row.adds:
                yield from below(rows[id_])
            yield row

    for row in rows.values():
        yield from below(row)


def top_down(table: Table) -> list[Row]:
    """Return the rows that add others, each before the rows it adds."""
    rows = {row.id: row for row in table.rows}
    added = {id_ for row in table.rows for _, id_ in row.adds}
    waiting = [row for row in table.rows if row.adds and (row.id not in added or row.role == "balance")]
    order: dict[str, Row] = {}
    while waiting:
        order |= {row.id: row for row in waiting}
        below = dict.fromkeys(id_ for row in waiting for _, id_ in row.adds if id_ not in order)
        waiting = [rows[id_] for id_ in below if rows[id_].adds]
    return list(order.values())
