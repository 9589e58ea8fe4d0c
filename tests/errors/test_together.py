"""Mistakes made together in one plan, its CSV files and a scenario: each is told as it is alone, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from itertools import combinations
from math import gcd
from pathlib import Path

import pytest

from mtfp.files.scenario import read_scenario
from mtfp.files.source import parse_toml, read_source
from mtfp.problems import InputError
from mtfp.scenario.apply import apply

FILES = {
    "plan.toml": """\
[plan]
council = "Anyshire"
title = "Budget"
years = "2026/27 to 2028/29"
unit = "£000"
lines = "lines.csv"
changes = "changes.csv"
dependants = "follow"

[index.pay]
rates = "3%"

[index.prices]
rates = { "2026/27" = "2%", "2027/28" = "2%", "2028/29" = "2%" }

[types]
S = { kind = "saving", status = "new", label = "Savings" }
P = { kind = "pressure", status = "new", label = "Pressures" }

[confidence]
likely = "80%"

[[virement]]
from = "Roads"
to = "Care"
amounts = { "2026/27" = 5 }

[[restatement]]
line = "Parks"
amounts = { "2026/27" = 3 }
why = "Moved"

[[stream]]
name = "Revenue support grant"
kind = "grant"
lasts = "ongoing"
amounts = { "2026/27" = 900, "2027/28" = 880, "2028/29" = 870 }

[[stream]]
name = "Business rates"
kind = "other"
lasts = "ongoing"
amounts = { "2026/27" = 300, "2027/28" = 310, "2028/29" = 320 }

[[transfer]]
name = "Grant rolled in"
line = "Care"
stream = "Revenue support grant"
amounts = { "2026/27" = 10 }

[[reserve]]
name = "General fund"
class = "general"
opening = 200
minimum = 50

[[demand]]
reference = "D1"
title = "Older people"
type = "P"
service = "Care"
unit = "people"
activity = 100
unit_cost = "£1,000"
growth = "1%"

[[target]]
title = "Savings of roads"
service = "Roads"
amounts = { "2027/28" = 20 }
""",
    "lines.csv": """\
service,reference,base,index,note
Care,Care,600,pay,
Roads,Roads,300,prices,
Parks,Parks,200,,
Libraries,Libraries,100,pay,
""",
    "changes.csv": """\
reference,type,service,title,2026/27,2027/28,2028/29,requires,note
S1,S,Care,Reablement,-5,-6,,,
S2,S,Roads,Verges,-5,,-2,S1,
S3,S,Parks,Fees,-1,-1,-1,,
S4,S,Libraries,Hours,-2,,,,
P1,P,Care,Placements,20,20,20,,
P2,P,Roads,Potholes,3,3,3,,
P3,P,Parks,Play,1,1,1,,
S5,S,Libraries,Rent,-4,,,,
S6,S,Care,Travel,-3,,,,
""",
    "scenario.toml": """\
[scenario]
title = "Later"
plan = "plan.toml"

[[rephase]]
change = "S1"
later = "6 months"

[[drop]]
change = "S3"

[[rephase]]
change = ["S2", "S4"]
later = "1 year"

[[deliver]]
where = { service = "Libraries" }
except = "S4"
share = "50%"

[[reprofile]]
change = "P1"
amounts = { "2026/27" = 30 }

[[add]]
reference = "X1"
type = "P"
service = "Care"
title = "Winter"
amounts = { "2026/27" = 10 }

[[assume]]
index = "pay"
rate = "4%"
from = "2027/28"

[[stream]]
stream = "Revenue support grant"
amounts = { "2028/29" = 860 }

[[reserve]]
reserve = "General fund"
opening = 190

[[demand]]
demand = "D1"
growth = "2%"
from = "2026/27"

[[confidence]]
change = "S6"
share = "likely"
""",
}

MISTAKES = {
    "unit": ("plan.toml", 'unit = "£000"', 'unit = "£bn"'),
    "plan key": ("plan.toml", 'dependants = "follow"', 'dependents = "follow"'),
    "no title": ("plan.toml", 'title = "Budget"', 'title = ""'),
    "rate": ("plan.toml", 'rates = "3%"', "rates = 3"),
    "index year": ("plan.toml", '"2027/28" = "2%", ', ""),
    "type kind": ("plan.toml", 'P = { kind = "pressure"', 'P = { kind = "presure"'),
    "type status": (
        "plan.toml",
        'S = { kind = "saving", status = "new"',
        'S = { kind = "saving", status = "newish"',
    ),
    "word": ("plan.toml", 'likely = "80%"', "likely = 80"),
    "virement to": ("plan.toml", 'to = "Care"', 'to = "Cars"'),
    "virement from": ("plan.toml", 'from = "Roads"', 'from = "Rods"'),
    "virement amount": ("plan.toml", '"2026/27" = 5 }', '"2026/27" = "x" }'),
    "restate line": ("plan.toml", 'line = "Parks"', 'line = "Barks"'),
    "restate why": ("plan.toml", 'why = "Moved"', 'why = ""'),
    "stream kind": ("plan.toml", 'kind = "grant"', 'kind = "grnt"'),
    "stream lasts": ("plan.toml", 'kind = "other"\nlasts = "ongoing"', 'kind = "other"\nlasts = "long"'),
    "transfer line": (
        "plan.toml",
        'name = "Grant rolled in"\nline = "Care"',
        'name = "Grant rolled in"\nline = "Core"',
    ),
    "transfer stream": ("plan.toml", '\nstream = "Revenue support grant"', '\nstream = "Revenue"'),
    "reserve class": ("plan.toml", 'class = "general"', 'class = "generals"'),
    "reserve minimum": ("plan.toml", "minimum = 50", 'minimum = "lots"'),
    "demand type": ("plan.toml", 'type = "P"\nservice = "Care"\nunit', 'type = "Q"\nservice = "Care"\nunit'),
    "demand service": ("plan.toml", 'service = "Care"\nunit', 'service = "Cave"\nunit'),
    "demand growth": ("plan.toml", 'growth = "1%"', "growth = 1"),
    "target service": ("plan.toml", 'service = "Roads"\namounts', 'service = "Roots"\namounts'),
    "target amount": ("plan.toml", '{ "2027/28" = 20 }', '{ "2027/28" = "20%" }'),
    "line base": ("lines.csv", "Parks,Parks,200", "Parks,Parks,ten"),
    "line index": ("lines.csv", "300,prices", "300,pices"),
    "line twice": ("lines.csv", "Libraries,Libraries,", "Libraries,Care,"),
    "line heading": ("lines.csv", "base,index,note", "base,indx,note"),
    "line blank": ("lines.csv", "Care,Care,600", "Care,Care,"),
    "title heading": ("changes.csv", "service,title", "service,titel"),
    "type heading": ("changes.csv", "reference,type", "reference,typ"),
    "year heading": ("changes.csv", "title,2026/27", "title,2025/26"),
    "unit heading": ("changes.csv", "2028/29", "2028/29 £m"),
    "requires heading": ("changes.csv", "requires", "reqires"),
    "cell": ("changes.csv", "Fees,-1,", "Fees,lots,"),
    "cell 2": ("changes.csv", "Placements,20", "Placements,£€20"),
    "type": ("changes.csv", "S4,S,", "S4,X,"),
    "service": ("changes.csv", "P,Roads,", "P,Railways,"),
    "twice": ("changes.csv", "S5,S", "S4,S"),
    "requires": ("changes.csv", "-2,S1", "-2,S9"),
    "blank title": ("changes.csv", "Play", ""),
    "too many": ("changes.csv", "Rent,-4,,,,", "Rent,-4,,,,,7"),
    "row type and cell": ("changes.csv", "S6,S,Care,Travel,-3", "S6,Y,Cars,Travel,few"),
    "step change": ("scenario.toml", 'change = "S1"', 'change = "S1x"'),
    "step change 2": ("scenario.toml", 'change = "S3"', 'change = "S33"'),
    "step list": ("scenario.toml", '["S2", "S4"]', '["S2", "S44"]'),
    "step length": ("scenario.toml", '"6 months"', '"6 weeks"'),
    "step length and change": (
        "scenario.toml",
        '["S2", "S4"]\nlater = "1 year"',
        '["S2", "S77"]\nlater = "1 yeer"',
    ),
    "step key": ("scenario.toml", 'share = "50%"', 'shar = "50%"'),
    "where": ("scenario.toml", 'service = "Libraries" }', 'service = "Library" }'),
    "where and share": (
        "scenario.toml",
        'where = { service = "Libraries" }\nexcept = "S4"\nshare = "50%"',
        'where = { type = "NS" }\nexcept = "S48"\nshare = 50',
    ),
    "except": ("scenario.toml", 'except = "S4"', 'except = "S49"'),
    "reprofile year": ("scenario.toml", '"2026/27" = 30', '"2030/31" = 30'),
    "add type": ("scenario.toml", 'reference = "X1"\ntype = "P"', 'reference = "X1"\ntype = "PX"'),
    "add service": (
        "scenario.toml",
        'service = "Care"\ntitle = "Winter"',
        'service = "Carr"\ntitle = "Winter"',
    ),
    "add in use": ("scenario.toml", 'reference = "X1"', 'reference = "P3"'),
    "add amount": ("scenario.toml", '"2026/27" = 10', '"2026/27" = "ten"'),
    "assume index": ("scenario.toml", 'index = "pay"', 'index = "pays"'),
    "assume rate": ("scenario.toml", 'rate = "4%"', "rate = 4"),
    "stream": ("scenario.toml", 'stream = "Revenue support grant"', 'stream = "RSG"'),
    "stream year": ("scenario.toml", '"2028/29" = 860', '"2038/39" = 860'),
    "reserve": ("scenario.toml", 'reserve = "General fund"', 'reserve = "General"'),
    "demand": ("scenario.toml", 'demand = "D1"', 'demand = "D2"'),
    "demand and growth": ("scenario.toml", 'demand = "D1"\ngrowth = "2%"', 'demand = "D3"\ngrowth = 2'),
    "confidence": ("scenario.toml", 'share = "likely"', 'share = "likly"'),
    "confidence change": ("scenario.toml", 'change = "S6"', 'change = "S66"'),
    "twice in steps": ("scenario.toml", '[[drop]]\nchange = "S3"', '[[drop]]\nchange = "S1"'),
    "scenario key": ("scenario.toml", 'title = "Later"', 'titel = "Later"'),
}

HIDDEN_RIGHTLY = {
    ("unit", "unit heading"): "which unit a column should be in is not known",
    ("line heading", "line index"): "a column whose heading is wrong is not read",
    ("type heading", "type"): "a column whose heading is wrong is not read",
    ("type heading", "row type and cell"): "a column whose heading is wrong is not read",
    ("title heading", "blank title"): "a column whose heading is wrong is not read",
    ("requires heading", "requires"): "a column whose heading is wrong is not read",
    ("year heading", "cell"): "a column whose heading is wrong is not read",
    ("year heading", "cell 2"): "a column whose heading is wrong is not read",
    ("year heading", "row type and cell"): "a column whose heading is wrong is not read",
    ("twice", "too many"): "in a row with a cell too many it can't be told which cell is the reference",
    ("line twice", "line blank"): "of two that are the same, the one that can be read stands",
    ("step change", "twice in steps"): "the steps no longer meet",
    ("step length", "twice in steps"): "a step that can't be read meets no other",
    ("add service", "add in use"): "the change has another reference then",
}

Told = frozenset[tuple[str, int, str]]
EIGHTEEN = 18


def told(folder: Path, *names: str) -> Told:
    """Return what is told of a plan and scenario with some mistakes in them: each file, line and mistake."""
    texts = dict(FILES)
    for name in names:
        file, right, wrong = MISTAKES[name]
        assert right in texts[file]
        texts[file] = texts[file].replace(right, wrong, 1)
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    with chdir(folder):
        try:
            source = read_source(Path("scenario.toml"))
            read, scenario, _ = read_scenario(source, parse_toml(source))
            apply(read.plan, scenario)
        except InputError as error:
            return frozenset((each.place.file, each.place.line, each.what) for each in error.problems)
    return frozenset()


def apart(one: str, other: str) -> bool:
    """Whether two mistakes are made in different places."""
    (file, right, _), (other_file, other_right, _) = MISTAKES[one], MISTAKES[other]
    start, other_start = FILES[file].index(right), FILES[other_file].index(other_right)
    return file != other_file or (
        start >= other_start + len(other_right) or other_start >= start + len(right)
    )


PAIRS = [
    pair
    for pair in combinations(MISTAKES, 2)
    if apart(*pair) and pair not in HIDDEN_RIGHTLY and pair[::-1] not in HIDDEN_RIGHTLY
]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    folder = tmp_path_factory.mktemp("alone")
    return {name: told(folder, name) for name in MISTAKES}


def test_nothing_is_wrong_at_first(tmp_path: Path) -> None:
    assert told(tmp_path) == frozenset()


def test_every_mistake_is_told(alone: dict[str, Told]) -> None:
    assert [name for name, mistakes in alone.items() if not mistakes] == []


def test_no_mistake_hides_another_or_makes_one(tmp_path: Path, alone: dict[str, Told]) -> None:
    for one, other in PAIRS[::9]:
        assert told(tmp_path, one, other) == alone[one] | alone[other], (one, other)


def many_together() -> Iterator[list[str]]:
    """Yield the mistakes in many orders, of each as many as stand apart, up to eighteen."""
    names = [*MISTAKES]
    known = {*PAIRS} | {(other, one) for one, other in PAIRS}
    for stride in range(1, len(names)):
        order = [names[(stride * n) % len(names)] for n in range(len(names))]
        chosen: list[str] = []
        for name in order if gcd(stride, len(names)) == 1 else ():
            if all((one, name) in known for one in chosen):
                chosen.append(name)
        if chosen:
            yield chosen[:EIGHTEEN]


def test_eighteen_together_are_all_told(tmp_path: Path, alone: dict[str, Told]) -> None:
    for names in many_together():
        assert len(names) == EIGHTEEN
        every: Told = frozenset().union(*(alone[name] for name in names))
        assert told(tmp_path, *names) == every, names


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("plan.toml", "[types]", "[typs]"),
        ("plan.toml", "[index.pay]", "[indx.pay]"),
        ("plan.toml", "[confidence]", "[confidences]"),
        ("plan.toml", 'lines = "lines.csv"\n', ""),
        ("plan.toml", '[[stream]]\nname = "Business', '[[streem]]\nname = "Business'),
        ("plan.toml", 'lines = "lines.csv"', 'lines = "liness.csv"'),
        ("plan.toml", 'changes = "changes.csv"', 'changes = "chang.csv"'),
        ("plan.toml", '"2026/27 to 2028/29"', '"2026 to 2029"'),
        ("changes.csv", "Potholes", '"Potholes'),
        ("changes.csv", "reference,type", "refrence,type"),
        ("changes.csv", "service,title", "servce,title"),
        ("changes.csv", "title,2026/27", "title,,2026/27"),
        ("changes.csv", "2027/28,2028/29", "2028/29"),
        ("changes.csv", "2027/28,2028/29", "2027/28,2027/28"),
        ("lines.csv", "Parks,Parks", '"Parks,Parks'),
        ("lines.csv", "service,reference", "servic,reference"),
        ("lines.csv", "service,reference", "service,refrence"),
        ("lines.csv", "service,reference,base", "service;reference;base"),
    ],
)
def test_what_hangs_on_a_mistake_is_not_told(
    file: str, right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MISTAKES, "here", (file, right, wrong))
    assert len(told(tmp_path, "here")) == 1


def test_what_a_step_that_can_not_be_read_makes_late_is_not_doubted(tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "docs" / "examples"
    scenario = (examples / "council-scenario.toml").read_text(encoding="utf-8")
    assert 'later = "6 months"' in scenario
    (tmp_path / "council.toml").write_bytes((examples / "council.toml").read_bytes())
    path = tmp_path / "council-scenario.toml"
    path.write_text(scenario.replace('later = "6 months"', 'later = "6 month late"', 1), encoding="utf-8")
    source = read_source(path)
    with pytest.raises(InputError) as refused:
        read_scenario(source, parse_toml(source))
    assert [each.what for each in refused.value.problems] == ['"6 month late" is not a length of time']
