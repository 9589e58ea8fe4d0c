"""Amounts out of scale, in any key of a plan or a step: pounds written as thousands, or thousands as pounds.

An amount is out of scale where reading it in the next unit up or down would bring it to the size of its neighbours, and
as written it is a hundred times beyond them. Its neighbours are its list, the other years of its row, and what it is part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

import numpy as np

from mtfp.analysis.band_d import implied_base, jumps
from mtfp.analysis.neighbours import Record, Whole, lists, tax_records
from mtfp.engine.projection import Projection
from mtfp.money import Pence, Unit, divide, show_pounds
from mtfp.plan.changes import Change
from mtfp.plan.council_tax import CouncilTax
from mtfp.problems import Notice, listed

BEYOND = 100
UNITS = (1_000, 1_000_000)
"""How many of a unit make the next one, and the one after that: £1,000 and £1m."""
_MANY, _FEW = 10, 5
_TWICE, _TENFOLD = 2, 10


class Sizes(NamedTuple):
    """The amounts of a list that are not nil, without signs and in order of size, and how a sentence names the others of it."""

    each: Sequence[int]
    others: str

    @classmethod
    def of(cls, amounts: Iterable[int], others: str) -> Self:
        """Return the sizes of a list of unsigned amounts."""
        return cls(sorted(filter(None, amounts)), others)

    def high(self, own: int) -> int:
        """Return the most that the others are; of many, the most that nine in ten are."""
        if len(self.each) > _MANY:
            return self.each[(len(self.each) - 1) * 9 // 10]
        return self.each[-2] if own == self.each[-1] else self.each[-1]

    def low(self, own: int) -> int:
        """Return the least that the others are; of many, the least that nine in ten are."""
        if len(self.each) > _MANY:
            return self.each[(len(self.each) - 1) // 10]
        return self.each[1] if own == self.each[0] else self.each[0]

    @property
    def name(self) -> str:
        """The words for the others that are compared: all of a few, or nine in ten of many."""
        return f"nine in ten of {self.others}" if len(self.each) > _MANY else self.others


def out_of_scale(projection: Projection) -> Iterator[Notice]:
    """Yield a notice for each amount of a plan that is out of scale.

    A change or a line in doubt is no measure of others. Where the control total agrees with the lines, they are looked at
    only if council tax is out of scale with the net budget that they make up.
    """
    plan, doubted = projection.plan, [*_changes(projection)]
    of_tax = [*_council_tax(projection, Whole.of(projection, doubted))]
    if plan.control is None or of_tax:
        doubted += _lines(projection, paid=not of_tax)
    yield from doubted
    net = Whole.of(projection, doubted)
    yield from _council_tax(projection, net) if net.but else of_tax
    yield from _works_to(projection)
    for others, records in lists(plan, net):
        sizes = Sizes.of((max(map(abs, each.amounts)) for each in records if each.amounts), others)
        for record in records:
            yield from _doubt(sizes, record)


def _council_tax(projection: Projection, net: Whole) -> Iterator[Notice]:
    """Yield what is asked about council tax; of the same figures once, as one answer is to all."""
    tax = projection.plan.council_tax
    if tax is None:
        return
    records, jumped = [*tax_records(tax, net)], [*jumps(projection)]
    of_records = [doubt for each in records for doubt in _doubt(Sizes.of((), "the others"), each)]
    above = () if net.but or of_records or jumped else _above_the_budget(records[0], tax)
    found = [*of_records, *above, *implied_base(projection), *jumped]
    yield from {each.figures: each for each in reversed(found)}.values()


def _above_the_budget(record: Record, tax: CouncilTax) -> Iterator[Notice]:
    """Yield a notice where council tax raises more than twice the net budget, which it pays a part of; Band D may be in pence."""
    odd = [pence for pence in record.amounts if pence > _TWICE * record.whole]
    if not record.whole or not odd:
        return
    pence = tax.stated_yield is None and max(odd) > _TENFOLD * record.whole
    meant = f"is a Band D of {show_pounds(divide(tax.band_d, 100))} meant?" if pence else "check it."
    raises = listed((show_pounds(each) for each in dict.fromkeys(odd)), most=20)
    yield Notice(
        name="out-of-scale",
        of=record.of,
        text=f"{record.name} is {raises}, and {record.whole_name} is {show_pounds(record.whole)}: {meant}",
        place=record.place,
        figures=tuple(odd),
    )


def _changes(projection: Projection) -> Iterator[Notice]:
    plan = projection.plan
    amounts = np.abs(projection.inputs.change_amounts[: len(plan.changes)])
    if not amounts.size:
        return
    most = amounts.max(axis=1)
    least = np.where(amounts == 0, np.iinfo(np.int64).max, amounts).min(axis=1)
    size = {line.reference: max(abs(line.base), line.gross or 0) for line in plan.lines}
    whole = np.array([size[plan.line_of(change).reference] for change in plan.changes], dtype=np.int64)
    sizes = Sizes.of(most.tolist(), "the other changes")
    base = abs(int(projection.inputs.base.sum()))
    small = 0 if plan.unit is Unit.MILLIONS else plan.unit.pence
    if sizes.each and 2 * sizes.each[-1] < small and base >= UNITS[0] * small:
        yield _all_small(plan.changes[int(most.argmax())], sizes.each[-1], base)
    for n in _looked_at(most, least, whole, sizes, base):
        change = plan.changes[n]
        name = f'{plan.types[change.type].kind.capitalize()} {change.printed} "{change.title}"'
        of_line = f"line {plan.line_of(change).reference}"
        record = Record(
            name, change.reference, change.place, amounts[n].tolist(), int(whole[n]), of_line, small=small
        )
        of_plan = record._replace(whole=base, whole_name="the base budget", share=True)
        yield from _doubt(sizes, record, of_plan)


def _all_small(change: Change, most: int, base: int) -> Notice:
    """Return the notice that no change comes to half a unit of the plan, so that each prints as nil."""
    return Notice(
        name="out-of-scale",
        of=change.reference,
        text=f"No change in any year is of more than {show_pounds(most)}, that of {change.printed}, and the base budget is "
        f"{show_pounds(base)}: is {show_pounds(most * UNITS[0])} meant?",
        place=change.place,
        figures=(most,),
    )


def _lines(projection: Projection, *, paid: bool) -> Iterator[Notice]:
    """Yield the lines whose base is out of scale; none where the control total agrees with the lines.

    They are held against what pays for the plan, unless that is in doubt itself.
    """
    lines = projection.plan.lines
    most = np.abs(projection.inputs.base)
    resources = abs(int(projection.resources[0])) if paid and projection.resources is not None else 0
    whole = np.full_like(most, resources)
    sizes = Sizes.of(most.tolist(), "the other lines")
    for n in _looked_at(most, most, whole, sizes):
        line = lines[n]
        name = f"The base of line {line.reference}"
        record = Record(
            name, line.reference, line.place, (line.base,), resources, "what pays for the plan", share=True
        )
        yield from _doubt(sizes, record)


def _works_to(projection: Projection) -> Iterator[Notice]:
    """Yield what a plan works to, if that is more than a thousandth of the net budget: a gap of half of it would balance."""
    plan, net = projection.plan, int(abs(projection.net_budget).max())
    stated = plan.to_the_nearest
    if stated is not None and net and stated * _THOUSANDTH > net:
        meant = divide(stated, UNITS[0])
        text = (
            f"The plan works to the nearest {show_pounds(stated)}, and the net budget is {show_pounds(net)}: "
            f"is {show_pounds(meant)} meant?"
        )
        place = plan.place.at("plan", "to_the_nearest")
        yield Notice(name="out-of-scale", of="to_the_nearest", text=text, place=place, figures=(stated,))


def _looked_at(most: Pence, least: Pence, whole: Pence, sizes: Sizes, base: int = 0) -> list[int]:
    """Return the positions of the records that may be out of scale, so that the rest of a long list takes no time."""
    if len(sizes.each) <= _MANY:
        return np.flatnonzero(most).tolist()
    odd = (most // BEYOND >= sizes.high(0)) | (most <= sizes.low(0) // BEYOND) | (most // BEYOND >= least)
    odd |= (whole > 0) & (most // _TEN >= whole)
    odd |= (base > 0) & (most // _TEN >= base)
    return np.flatnonzero(odd & (most > 0)).tolist()


def _doubt(sizes: Sizes, record: Record, *wider: Record) -> Iterator[Notice]:
    """Yield a notice of an amount that is out of scale with its list, with its own other years, or with what it is part of.

    `wider` are the same amounts as part of something larger.
    """
    own = sorted(filter(None, map(abs, record.amounts)))
    if not own:
        return
    judged = {pence: next(_found(pence, own, sizes, record, *wider), None) for pence in own}
    by_reason: dict[str, list[tuple[int, int]]] = {}
    for amount in record.amounts:
        found = judged.get(abs(amount))
        if found is not None:
            by_reason.setdefault(found.why, []).append((abs(amount), found.read_as))
    for why, amounts in by_reason.items():
        each = dict(amounts)
        meant = f"{'are' if len(each) > 1 else 'is'} {_pounds(each.values())} meant?"
        yield Notice(
            name="out-of-scale",
            of=record.of,
            text=f"{record.name} is {_pounds(each)}, and {why}: {meant}",
            place=record.place,
            figures=tuple(pence for pence, _ in amounts),
        )


def _pounds(amounts: Iterable[int]) -> str:
    return listed(map(show_pounds, amounts), most=20)


class Found(NamedTuple):
    """What an amount out of scale would be in another unit, and the numbers that say so."""

    read_as: int
    why: str


def _found(pence: int, own: Sequence[int], sizes: Sizes, record: Record, *wider: Record) -> Iterator[Found]:
    yield from _in_list(pence, own[-1], record, sizes)
    yield from _in_row(pence, own, record)
    for each in (record, *wider):
        yield from _beside_whole(pence, each)


def _in_list(pence: int, most: int, record: Record, sizes: Sizes) -> Iterator[Found]:
    """Yield an amount out of scale with the others of its list, which holds the largest amount of each row."""
    count = len(sizes.each)
    if count > 1:
        high = sizes.high(most)
        less = _read_down(pence, sizes.each[0], high)
        if pence >= BEYOND * high and less and _stands_out(pence, count, record):
            yield Found(less, f"{sizes.name} are at most {show_pounds(high)}")
    if count >= _FEW - 1 and pence == most:
        low = sizes.low(pence)
        more = _read_up(pence, low, sizes.each[-1])
        if pence * BEYOND <= low and more:
            yield Found(more, f"{sizes.name} are at least {show_pounds(low)}")


def _stands_out(pence: int, count: int, record: Record) -> bool:
    """Whether an amount far above the others of its list is out of scale with what it is part of, too.

    One share may be most of a whole, as the main grant is of what pays for the net budget.
    """
    if record.share:
        return pence > _PART * record.whole and (record.whole > 0 or count > _PART)
    return pence > record.whole or (count >= _FEW and pence * _TEN >= record.whole)


def _in_row(pence: int, own: Sequence[int], record: Record) -> Iterator[Found]:
    """Yield a year's amount out of scale with at least half of its row; a small one needs at least two other years."""
    below = [each for each in own if each * BEYOND <= pence]
    if below and 2 * len(below) >= len(own) and pence * _TEN >= record.whole:
        less = _read_down(pence, below[0], below[-1])
        if less:
            yield Found(less, f"{_years(below, own)} at most {show_pounds(below[-1])}")
    above = [each for each in own if each >= BEYOND * pence]
    if above and (pence < record.small or 2 * len(above) >= max(len(own), _LEAST_YEARS)):
        more = _read_up(pence, above[0], above[-1])
        if more:
            yield Found(more, f"{_years(above, own)} at least {show_pounds(above[0])}")


def _years(others: Sequence[int], own: Sequence[int]) -> str:
    """Return the words for the years of a row that an amount is held against: all the others, or those that are alike."""
    return "its other years are" if len(others) == len(own) - 1 else f"{len(others)} of its years are"


def _beside_whole(pence: int, record: Record) -> Iterator[Found]:
    """Yield an amount out of scale with its whole: too small to be most of it, or ten times as large and so no part of it."""
    whole = record.whole
    if not whole:
        return
    less = _read_down(pence, 0, whole)
    if pence >= (_TEN if record.share else BEYOND) * whole and less:
        yield Found(less, f"{record.whole_name} is {show_pounds(whole)}")
    more = _read_up(pence, whole, whole, near=_NEAR_DOWN) if record.like or record.within else 0
    if pence * BEYOND <= whole and more and (record.like or more <= whole):
        yield Found(more, f"{record.whole_name} is {show_pounds(whole)}")


_TEN, _PART, _LEAST_YEARS, _THOUSANDTH = 10, 2, 3, 1_000
_NEAR_DOWN, _NEAR_UP = 10, 3
"""How many times larger or smaller counts as the same size: ten for one read in a smaller unit, three in a larger."""


def _read_down(pence: int, low: int, high: int) -> int:
    """Return an amount read in a smaller unit, the next one first, that is of the size of others; nil where none is."""
    read = (divide(pence, unit) for unit in UNITS)
    return next((each for each in read if each and _of_the_size(each, low, high, _NEAR_DOWN)), 0)


def _read_up(pence: int, low: int, high: int, near: int = _NEAR_UP) -> int:
    """Return an amount read in a larger unit, the next one first, that is of the size of others; nil where none is."""
    read = (pence * unit for unit in UNITS)
    return next((each for each in read if _of_the_size(each, low, high, near)), 0)


def _of_the_size(pence: int, low: int, high: int, near: int) -> bool:
    """Whether an amount is of the size of others that run from one to another."""
    return low <= pence * near and pence <= high * near
