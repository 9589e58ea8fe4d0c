"""Amounts of savings asked for, which never lower a gap by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtfp.plan.terms import Amounts, Service
from mtfp.problems import Place
from mtfp.years import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a service (or with None the whole plan) is asked to save, in unsigned pence: by year, or in all by the end of `by`.

    `brought_forward` is what was found above earlier targets, negative where they were missed.
    """

    title: str
    service: Service | None
    amounts: Amounts = ()
    by: FinancialYear | None = None
    amount: int = 0
    brought_forward: int = 0
    place: Place = field(compare=False, repr=False)
