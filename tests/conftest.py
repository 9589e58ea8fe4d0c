"""How hard Hypothesis looks: `quick` every time, `deep` with MTFP_HYPOTHESIS=deep or --hypothesis-profile deep.

`few` is for tests/mutants.py, where whether a law fails is all that matters, not the smallest plan on which it does.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "quick", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "deep", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "few",
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("MTFP_HYPOTHESIS", "quick"))
