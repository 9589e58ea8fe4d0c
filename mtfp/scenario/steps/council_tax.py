"""Council tax: other rises in Band D, or another tax base."""

from __future__ import annotations

from collections.abc import Mapping

from mtfp.plan.council_tax import CouncilTax
from mtfp.plan.record import Fact, changes_of, record
from mtfp.scenario.figures import Figure
from mtfp.scenario.steps.on_record import OnRecord, figures_of, no_figure


@record
class CouncilTaxStep(OnRecord):
    """Other rises in Band D, or another tax base."""

    figures: Mapping[Fact, Figure] = changes_of(CouncilTax)

    def __post_init__(self) -> None:
        """Raise `MisreadError` where it gives no figure."""
        if not self.figures:
            raise no_figure(CouncilTax)


COUNCIL_TAX = figures_of(
    CouncilTaxStep,
    key="council_tax",
    words="Other rises, or another tax base.",
    of=lambda _: ("council tax", ""),
)
