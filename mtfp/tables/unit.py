"""What figures are printed in: the unit, its decimals, and how negatives and nil print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Literal

from mtfp.frozen import frozen
from mtfp.money import Unit, divide

_ZERO = "0"


@frozen(slots=False, kw_only=False)
class PrintUnit:
    """What figures are printed in: a unit, a number of decimals, and the marks of a house style for negatives and nil."""

    unit: Unit
    decimals: int
    brackets: bool = False
    nil: Literal["0", "-"] = "0"

    @property
    def sign(self) -> str:
        """The unit as a caption says it: £000."""
        return self.unit.sign

    @cached_property
    def quantum(self) -> int:
        """The pence of one unit in the last printed place."""
        return self.unit.pence // int(10**self.decimals)

    @property
    def plain(self) -> PrintUnit:
        """The same unit with a minus sign and 0, for a sentence or a file that a program reads."""
        return PrintUnit(self.unit, self.decimals)

    def show(self, quanta: int) -> str:
        """Return a figure as text: commas for thousands, a minus sign or brackets, never -0."""
        return self.show_each([quanta])[0]

    def show_each(self, quanta: Iterable[int]) -> list[str]:
        """Return figures as text, as `show` does each."""
        if not self.decimals:
            shown = [f"{each:,}" for each in quanta]
        else:
            parts = [(each, *divmod(abs(each), 10**self.decimals)) for each in quanta]
            shown = [
                f"{'-' if each < 0 else ''}{whole:,}.{part:0{self.decimals}}" if each else _ZERO
                for each, whole, part in parts
            ]
        return [self.signed(each) for each in shown] if self.brackets or self.nil != _ZERO else shown

    def signed(self, text: str) -> str:
        """Return a figure that is written with a minus sign, or as 0, the way this style prints it."""
        if self.brackets and text.startswith("-"):
            return f"({text[1:]})"
        return self.nil if text == _ZERO else text

    def show_about(self, pence: int) -> str:
        """Return exact pence in the unit, to one place more than is printed; pounds to the penny."""
        more = 2 if self.unit is Unit.POUNDS else min(self.decimals + 1, self.unit.most_decimals)
        shown = replace(self, decimals=more, nil="0")
        exact = self.show_exact(pence)
        about = shown.show(divide(pence, shown.quantum))
        return exact if len(exact) <= len(about) else about

    def show_exact(self, pence: int) -> str:
        """Return exact pence in the unit, to the last decimal that is not nil, and at least to those printed."""
        places = self.unit.most_decimals
        shown = PrintUnit(self.unit, places).show(pence)
        if "." in shown:
            whole, part = shown.split(".")
            part = part.rstrip("0")
            pennies = 2 if part and self.unit is Unit.POUNDS else self.decimals
            part = part.ljust(pennies, "0")
            shown = f"{whole}.{part}" if part else whole
        return replace(self, nil="0").signed(shown)
