"""What steps name, where they or their plan could not be read for another mistake: one mistake never hides the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mtfp.plan.model import Plan
from mtfp.plan.terms import normalise
from mtfp.plan.unknown import unknown, unknown_change, unknown_index, unknown_type
from mtfp.problems import MisreadError, Place, Problem

_REFERENCES = ("change", "except", "meets_slippage_of")


def unknown_names(
    steps: Iterable[tuple[Mapping[str, Any], Place]], plan: Plan, lost: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for each name without a meaning in steps; `plan` holds the added changes, and lacks what is lost."""
    for step, place in steps:
        yield from _of_step(step, place, plan, lost)


def _of_step(step: Mapping[str, Any], place: Place, plan: Plan, lost: Collection[str]) -> Iterator[Problem]:
    for at, reference in _named(step, place, *_REFERENCES):
        if reference not in plan.change_by_reference and "change" not in lost:
            yield unknown_change(at, reference, plan)
    for at, code in _named(step, place, "type"):
        if code not in plan.types and "types" not in lost:
            yield unknown_type(at, code, plan)
    for _, index in _named(step, place, "index"):
        if index not in plan.indices and "index" not in lost:
            yield unknown_index(place, index, plan)
    records: dict[str, list[str]] = {
        "stream": [stream.name for stream in plan.streams],
        "reserve": [reserve.name for reserve in plan.reserves],
        "demand": [demand.reference for demand in plan.demands],
        "scheme": [scheme.reference for scheme in plan.schemes],
    }
    for word, known in records.items():
        for at, name in _named(step, place, word):
            if name not in known and word not in lost:
                yield unknown(at, word, name, known)


def _named(step: Mapping[str, Any], place: Place, *keys: str) -> Iterator[tuple[Place, str]]:
    """Yield each name under some keys of a step that is text, with its place."""
    for key in keys:
        held = step.get(key, [])
        for n, name in enumerate(held if isinstance(held, list) else [held]):
            try:
                if isinstance(name, str) and normalise(name):
                    yield place.at(key, n), normalise(name)
            except MisreadError:
                continue
