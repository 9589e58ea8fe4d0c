"""Names in steps that another mistake kept from being read: one mistake never hides the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mtfp.files.read import read_record
from mtfp.plan.model import Plan
from mtfp.plan.record import Context
from mtfp.plan.terms import normalise
from mtfp.plan.unknown import Unread, unknown, unknown_change, unknown_index
from mtfp.problems import MisreadError, Place, Problem
from mtfp.scenario.steps.selected import Where, unknown_in_where

_REFERENCES = ("change", "except", "meets_slippage_of")


def unknown_names(steps: Iterable[Unread], plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each unknown name in steps that could not be read; `plan` holds the added changes."""
    for _, step, place in steps:
        yield from _of_step(step, place, plan)


def _of_step(step: Mapping[str, Any], place: Place, plan: Plan) -> Iterator[Problem]:
    for at, reference in _named(step, place, *_REFERENCES):
        if reference not in plan.change_by_reference:
            yield unknown_change(at, reference, plan)
    for _, index in _named(step, place, "index"):
        if index not in plan.indices:
            yield unknown_index(place, index, plan)
    if "where" in step:
        where, _ = read_record(Where, step["where"], place.at("where"), Context(plan.unit, plan.horizon))
        if where is not None:
            yield from unknown_in_where(plan, where, place.at("where"))
    records: dict[str, list[str]] = {
        "stream": [stream.name for stream in plan.streams],
        "reserve": [reserve.name for reserve in plan.reserves],
        "demand": [demand.reference for demand in plan.demands],
        "scheme": [scheme.reference for scheme in plan.schemes],
    }
    for word, known in records.items():
        for at, name in _named(step, place, word):
            if name not in known:
                yield unknown(at, word, name, known)


def _named(step: Mapping[str, Any], place: Place, *keys: str) -> Iterator[tuple[Place, str]]:
    """Yield each name that some keys of a step hold as text, with its place."""
    for key in keys:
        held = step.get(key, [])
        for n, name in enumerate(held if isinstance(held, list) else [held]):
            try:
                if isinstance(name, str) and normalise(name):
                    yield place.at(key, n), normalise(name)
            except MisreadError:
                continue
