"""Savings targets: amounts to find, which never lower a gap by themselves."""

from __future__ import annotations

from dataclasses import field

from mtfp.plan.kinds import AMOUNT, NAME, SERVICE, UNSIGNED, UNSIGNED_BY_YEAR, YEAR
from mtfp.plan.record import key, record
from mtfp.plan.terms import Amounts, Service
from mtfp.problems import MisreadError, Place
from mtfp.years import FinancialYear


@record
class Target:
    """What a service is asked to save: an amount each year, or one in all by the end of a year."""

    title: str = key(NAME, "Its name; the service when left out.", default="")
    service: Service | None = key(
        SERVICE, "The service it is asked of; the whole plan when left out.", default=None
    )
    amounts: Amounts | None = key(UNSIGNED_BY_YEAR, "What is to be found in each year.", default=None)
    by: FinancialYear | None = key(YEAR, "The year by the end of which amount is to be found.", default=None)
    amount: int | None = key(UNSIGNED, "What is to be found in all, with by.", default=None)
    brought_forward: int = key(
        AMOUNT, "What was found above earlier targets; negative where they were missed.", default=0
    )
    place: Place = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        """Raise `MisreadError` unless the target says in exactly one way how much is to be saved by when."""
        cumulative = self.by is not None or self.amount is not None
        if (self.amounts is not None) == cumulative or (self.by is None) != (self.amount is None):
            stated = self.amounts is not None
            raise MisreadError(
                "this target has both amounts by year and an amount in all"
                if stated
                else "this target does not say how much by when",
                "amounts by year, or amount together with by",
                "remove amounts, or amount and by" if stated else "add amounts, or amount and by",
            )

    @property
    def name(self) -> str:
        """The target's name."""
        return self.title or ("All services" if self.service is None else str(self.service))

    @property
    def asked(self) -> Amounts:
        """What is to be found, in pence: by year, or in all by the end of one year."""
        return (self.amount or 0,) if self.amounts is None else self.amounts
