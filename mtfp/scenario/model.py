"""What a scenario is: steps on the facts of a plan, and the scenarios that it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from mtfp.frozen import frozen
from mtfp.problems import Notice, Place
from mtfp.scenario.steps.step import Step


@frozen
class Scenario:
    """Steps, and the scenarios they build on; `notices` are questions that came up as its file was read."""

    title: str
    author: str = ""
    source: str = ""
    why: str = ""
    extends: tuple[Scenario, ...] = ()
    steps: tuple[Step, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(compare=False, repr=False)

    def every_scenario(self) -> list[Scenario]:
        """Return all that it extends, each once, and last itself."""
        scenarios, met = [self], {id(self)}
        for each in scenarios:
            new = [parent for parent in reversed(each.extends) if id(parent) not in met]
            met |= {id(parent) for parent in new}
            scenarios += new
        return scenarios[::-1]

    def every_step(self) -> Iterator[Step]:
        """Yield the steps of all that it extends, and its own."""
        for each in self.every_scenario():
            yield from each.steps
