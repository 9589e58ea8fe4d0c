"""Stream: other amounts of a stream of funding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtfp.plan.funding import Stream
from mtfp.plan.kinds import NAME
from mtfp.plan.record import Fact, changes_of, key, record
from mtfp.scenario.figures import Figure
from mtfp.scenario.steps.on_record import OnRecord, figures_of, no_figure
from mtfp.scenario.steps.step import Signs


@record
class StreamStep(OnRecord):
    """Other amounts of a stream of funding."""

    stream: str = key(NAME, "The name of the stream.")
    figures: Mapping[Fact, Figure] = changes_of(Stream)

    def __post_init__(self) -> None:
        """Raise `MisreadError` where it gives no figure."""
        if not self.figures:
            raise no_figure(Stream)


def _turned(step: StreamStep, signs: Signs) -> StreamStep:
    figures = {
        fact: signs.funding * each if isinstance(each, int) else each for fact, each in step.figures.items()
    }
    return replace(step, figures=figures)


STREAM = replace(
    figures_of(
        StreamStep, key="stream", words="Other amounts of a stream.", of=lambda step: ("stream", step.stream)
    ),
    turned=_turned,
)
