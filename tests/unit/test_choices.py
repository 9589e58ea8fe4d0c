from __future__ import annotations

from typing import get_args

import pytest

from mtfp.plan.asked_tables import Basis
from mtfp.plan.capital import Method
from mtfp.plan.choices import MEANINGS, no_choice
from mtfp.plan.funding import Lasts, StreamKind
from mtfp.plan.reserves import ReserveClass
from mtfp.plan.terms import Kind, Stage, Status


@pytest.mark.parametrize("choices", [Basis, Kind, Lasts, Method, ReserveClass, Stage, Status])
def test_every_choice_is_told_with_its_meaning(choices: object) -> None:
    known = get_args(choices)
    told = no_choice("something else", "a key", known).expected
    assert all(f"{choice} (" in told for choice in known)


def test_a_grant_needs_no_meaning() -> None:
    told = no_choice("business rates", "kind", get_args(StreamKind)).expected
    assert told.startswith("grant, settlement (business rates as baseline funding")
    assert "nearest" not in told


def test_meanings_fit_in_a_message() -> None:
    for meanings in MEANINGS:
        assert len(no_choice("something else", "a key", [*meanings, "grant"]).expected) < 400


def test_the_same_word_misspelt_is_offered() -> None:
    error = no_choice("savings", "kind", get_args(Kind))
    assert error.fix == 'write "saving" if that is meant'
