"""What is asked where money is put by, or left over, in a year that borrowing or a ring-fenced reserve pays for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtfp.analysis.paying import Paying, Rows, paying
from mtfp.engine.projection import Projection
from mtfp.money import Said
from mtfp.plan.funding import Stream
from mtfp.plan.reserves import Reserve
from mtfp.problems import Notice, listed


def put_by(projection: Projection, said: Said) -> Iterator[Notice]:
    """Yield each capitalised support, and each ring-fenced reserve, that pays for a year whose budget does not need all of it."""
    plan = projection.plan
    support = [stream for stream in plan.streams if stream.kind == "capitalised"]
    kept = [reserve for reserve in plan.reserves if reserve.reserve_class == "ring-fenced"]
    paid = paying(projection) if support or kept else []
    spare = [_spare(each, _left_over(projection, n), said) for n, each in enumerate(paid)]
    for stream in support:
        years = _pays(stream.name, [each.capitalised for each in paid], spare, projection)
        yield from _asked(stream, "support-put-by", "borrowed", years, "so much has to be borrowed")
    for reserve in kept:
        years = _pays(reserve.name, [each.ring_fenced for each in paid], spare, projection)
        yield from _asked(
            reserve, "ring-fenced-put-by", "ring-fenced", years, "it pays for what it is kept for"
        )


def _left_over(projection: Projection, n: int) -> int:
    return 0 if projection.unbalanced is None else -min(int(projection.unbalanced[n]), 0)


def _spare(paid: Paying, over: int, said: Said) -> str:
    """Return what a year puts by and what it has left over, in words; nothing where it does neither."""
    rise = sum(paid.put_in.values()) - sum(paid.used.values()) - sum(paid.in_budgets.values())
    words = [f"available reserves rise by {said.exactly(rise)}"] if rise > 0 else []
    words += [f"{said.exactly(over)} is left over"] if over else []
    return listed(words)


def _pays(name: str, rows: Iterable[Rows], spare: Iterable[str], projection: Projection) -> list[str]:
    """Return the years that one payer pays for, with what each has to spare."""
    return [
        f"{year}, when {words}"
        for year, of_year, words in zip(projection.plan.horizon, rows, spare, strict=True)
        if words and any(row.partition(" ")[2] == name for _, row in of_year)
    ]


def _asked(payer: Stream | Reserve, name: str, what: str, years: list[str], check: str) -> Iterator[Notice]:
    if years:
        text = f"{payer.name} is {what}, and pays for {', and for '.join(years)}: check that {check}."
        yield Notice(name=name, of=payer.name, text=text, place=payer.place)
