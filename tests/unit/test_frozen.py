"""Records that nobody may change keep what a frozen dataclass keeps."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, replace
from functools import cached_property

import pytest

from mtfp.frozen import frozen, in_columns, rule_of


@frozen
class Road:
    """A road, its length, and what a rule says of it."""

    name: str
    miles: int = 1
    bridges: dict[str, int] = field(default_factory=dict)
    seen_in: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a road of no length."""
        if self.miles <= 0:
            raise ValueError(self.name)


@frozen
class Toll(Road):
    """A road that is paid for."""

    pence: int


@frozen(kw_only=False)
class Span:
    """From here to there."""

    first: int
    last: int = 9


@frozen(eq=False, slots=False)
class Survey:
    """A road, and what is worked out of it once."""

    road: Road

    @cached_property
    def furlongs(self) -> int:
        """Its length in furlongs."""
        return 8 * self.road.miles


def test_fields_fill_by_name_with_their_defaults_and_rules() -> None:
    road, other = Road(name="A40"), Road(name="A40")
    assert (road.name, road.miles, road.bridges, road.seen_in) == ("A40", 1, {}, "")
    assert road.bridges is not other.bridges
    assert Toll(name="M6", miles=27, pence=940).pence == 940
    with pytest.raises(ValueError, match="A40"):
        Road(name="A40", miles=0)


def test_fields_fill_by_position_where_the_record_says_so() -> None:
    assert Span(1) == Span(1, 9) == Span(first=1, last=9)
    assert Span(2, last=3).last == 3


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Road, "missing a required argument: 'name'"),
        (lambda: Road(name="A40", lanes=2), "unexpected keyword argument 'lanes'"),  # type: ignore[call-arg]
        (lambda: Road("A40"), "too many positional arguments"),  # type: ignore[call-arg]
        (lambda: Span(1, 2, 3), "too many positional arguments"),  # type: ignore[call-arg]
        (lambda: Span(1, first=2), "multiple values for argument 'first'"),  # type: ignore[misc]
    ],
)
def test_anything_else_is_refused_by_name(make: object, said: str) -> None:
    assert callable(make)
    with pytest.raises(TypeError, match=said):
        make()


def test_nobody_changes_a_record() -> None:
    road = Road(name="A40")
    with pytest.raises(FrozenInstanceError):
        road.miles = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        road.lanes = 2  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del road.miles
    assert replace(road, miles=2) == Road(name="A40", miles=2)
    assert road.miles == 1
    assert not hasattr(road, "__dict__")


def test_records_compare_by_what_they_are_said_to_compare() -> None:
    assert Road(name="A40", seen_in="north") == Road(name="A40", seen_in="south")
    assert Road(name="A40") != Road(name="A41")
    assert Road(name="M6") != Toll(name="M6", pence=0)
    assert len({Span(1), Span(1), Span(2)}) == 2
    survey = Survey(road=Road(name="A40"))
    assert len({survey, survey, Survey(road=Road(name="A40"))}) == 2


def test_what_is_worked_out_is_kept() -> None:
    survey = Survey(road=Road(name="A40", miles=3))
    assert survey.furlongs == 24
    assert survey.__dict__["furlongs"] == 24


def test_a_record_shows_its_fields_and_what_it_is_made_from() -> None:
    assert repr(Road(name="A40")) == "Road(name='A40', miles=1, bridges={})"
    assert list(inspect.signature(Toll).parameters) == ["name", "miles", "bridges", "seen_in", "pence"]
    assert str(inspect.signature(Span)) == "(first: int, last: int = 9)"


@pytest.mark.parametrize(
    "record", [Road(name="A40", seen_in="north"), Toll(name="M6", pence=940), Span(1, 2)]
)
def test_copies_and_pickles_are_equal(record: object) -> None:
    for made in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):  # noqa: S301 - our own
        assert made == record
        assert repr(made) == repr(record)


@frozen
class Verge:
    """What stands beside a road, and a rule for it."""

    road: str
    trees: int = 1
    signs: tuple[str, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        """Refuse a verge without trees."""
        if not self.trees:
            raise ValueError(self.road)


def test_columns_fill_records_whose_rules_are_looked_at_after() -> None:
    made = in_columns(Verge, {"road": ["A40", "M6"], "trees": [3, 0]})
    assert made[0] == Verge(road="A40", trees=3)
    assert in_columns(Verge, {"road": ["A40"]}) == [Verge(road="A40")]
    rule_of(Verge)(made[0])
    with pytest.raises(ValueError, match="M6"):
        rule_of(Verge)(made[1])
    with pytest.raises(KeyError, match="road"):
        in_columns(Verge, {"trees": [3]})
    assert in_columns(Verge, {"road": []}) == []
    rule_of(Span)(Span(1))
