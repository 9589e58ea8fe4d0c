"""Laws 60 and 63 to 67 of README.md: text in and text out, as far as files are read and written here."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.money import LARGEST_AMOUNT, Unit, parse_amount
from mtfp.plan.model import Plan
from mtfp.plan.terms import normalise
from mtfp.problems import InputError, MisreadError
from mtfp.render.csv import to_csv
from mtfp.render.markdown import to_markdown
from mtfp.tables.report import report_of
from mtfp.tables.style import Style
from tests.laws.written import amount, table, toml, write, years
from tests.strategies import plan_of, plans
from tests.work import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.laws.shared import Facts

short = plans(years=st.integers(1, 3))


@given(short, st.sampled_from(["pounds", "thousands", "millions"]), st.lists(st.integers(0, 6), max_size=3))
def test_law_60_row_accounting(facts: Facts, unit: str, blank: list[int]) -> None:
    rows = table(facts, unit)
    width = len(rows[0])
    for at in blank:
        rows.insert(min(at + 1, len(rows)), [""] * width)
    with TemporaryDirectory() as folder:
        read = read_request(write(facts, Path(folder), unit, rows)).read.plan
    assert replace(read, unit=Unit.POUNDS) == plan_of(facts)
    filled = [row for row in rows[1:] if any(row)]
    assert [change.reference for change in read.changes] == [row[0] for row in filled]
    for n, year in enumerate(years(facts)):
        column = rows[0].index(year)
        in_file = sum((Decimal(row[column]) for row in filled if row[column]), Decimal(0))
        used = sum(
            change.profile.levels(read.horizon)[n]
            if row[rows[0].index("basis")] == "levels"
            else change.profile.movements(read.horizon)[n]
            for row, change in zip(filled, read.changes, strict=True)
            if row[column]
        )
        assert Decimal(amount(used, unit)) == in_file


STYLES: dict[str, Callable[[str, bool], str]] = {
    "minus": lambda size, less: f"-{size}" if less else size,
    "printed minus": lambda size, less: f"−{size}" if less else size,
    "brackets": lambda size, less: f"({size})" if less else size,
    "after": lambda size, less: f"{size}-" if less else size,
    "plus": lambda size, less: f"-{size}" if less else f"+{size}",
    "spaces": lambda size, less: f"  -{size} " if less else f" {size}\t",
    "a space after the sign": lambda size, less: f"\u2013\u00a0{size}" if less else f"+\u2009{size}",
    "a minus in brackets": lambda size, less: f"( -{size} )" if less else size,
    "no nought before the point": lambda size, less: ("-" if less else "") + re.sub(r"^0\.", ".", size),
    "underscores": lambda size, less: ("-" if less else "") + size.replace(",", "_"),
    "capitals": lambda size, less: ("-" if less else "") + size.upper(),
    "a space before the suffix": lambda size, less: (
        ("-" if less else "") + re.sub(r"(?=[kmb])", " ", size, count=1)
    ),
}
SCALES = {"k": 100_000, "m": 100_000_000, "bn": 100_000_000_000}
WORDS = {"thousand": "k", "million": "m", "billion": "bn"}
AROUND = {
    ("", ""): 1,
    ("+", ""): 1,
    ("-", ""): -1,
    ("", "-"): -1,
    ("(", ")"): -1,
    ("(-", ")"): -1,
    ("(", "-)"): -1,
}
NUMBER = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:_\d{3})+)?(\.\d+)?", re.ASCII)
SUFFIX = re.compile(r"thousand|million|billion|bn|[km]", re.ASCII | re.IGNORECASE)
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"


def meant(text: str, unit: Unit) -> int | None:
    """Return the pence that a text stands for, by the rules for papers' amounts, or None where it stands for none.

    Spaces count for nothing but inside a number or a word; then what stands before and after the number is looked up.
    """
    text = re.sub(f"[{DASHES}]", "-", text)
    text = re.sub(r"\s+", " ", text).strip()
    if re.search(r"[\w.,] [\d.,_]|[^\W\d_] \w", text):
        return None
    text = text.replace(" ", "")
    if text == "-" or (text == "£-" and unit is Unit.POUNDS):
        return 0
    found = re.fullmatch(r"([^\d.,_]*)([\d.,_]+)([^\d.,_]*)", text)
    number = NUMBER.fullmatch(found[2]) if found else None
    if found is None or number is None:
        return None
    suffixes = SUFFIX.findall(found[3])
    before, after = found[1].replace("£", "", 1), SUFFIX.sub("", found[3])
    sign = AROUND.get((before, after))
    right_place = not suffixes or re.match(rf"\)?{suffixes[0]}|-\){suffixes[0]}", found[3])
    if (
        sign is None
        or len(suffixes) > 1
        or not right_place
        or (found[1] != before and not suffixes and unit is not Unit.POUNDS)
    ):
        return None
    whole = re.sub("[,_]", "", number[1] or "0")
    if len(whole) > 1 and whole[0] == "0" and int(whole):
        return None  # a point may be lost after the nought
    scale = suffixes[0].lower() if suffixes else ""
    worth = SCALES[WORDS.get(scale, scale)] if scale else unit.pence
    pence = Decimal(whole + (number[2] or "")) * worth
    if pence != int(pence) or pence > LARGEST_AMOUNT:
        return None
    return sign * int(pence)


@given(
    st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT),
    st.sampled_from(list(Unit)),
    st.sampled_from(list(STYLES)),
    st.booleans(),
    st.booleans(),
    st.one_of(
        st.text(max_size=20),
        st.text("0123456789,.-−()£kmbn +e", max_size=12),
        st.text("01.,-–£()k_ M", max_size=8),
    ),
)
@example(0, Unit.POUNDS, "minus", False, False, "(1234),999")
@example(0, Unit.POUNDS, "minus", False, False, "nan")
@example(0, Unit.POUNDS, "minus", False, False, "1e5")
@example(0, Unit.POUNDS, "minus", False, False, "01")
@example(0, Unit.POUNDS, "minus", False, False, "00")
@example(0, Unit.POUNDS, "minus", False, False, "١٢٣")
@example(0, Unit.THOUSANDS, "minus", False, False, "£-")
@example(0, Unit.THOUSANDS, "minus", False, False, "£(1.2)m")
def test_law_63_amount_parser(
    pence: int, unit: Unit, style: str, commas: bool, pound: bool, other: str
) -> None:
    size = Decimal(abs(pence)) / unit.pence
    for scale, text in (("", size), *((name, Decimal(abs(pence)) / worth) for name, worth in SCALES.items())):
        shown = STYLES[style](f"{text:{',' if commas else ''}f}{scale}", pence < 0)
        if pound and (scale or unit is Unit.POUNDS):
            shown = re.sub(r"(?=[\d.])", "£", shown, count=1)
        assert parse_amount(shown, unit) == pence
    assert parse_amount(-size if pence < 0 else size, unit) == pence
    expected = meant(other, unit)
    if expected is None:
        with pytest.raises(MisreadError):
            parse_amount(other, unit)
    else:
        found = parse_amount(other, unit)
        assert type(found) is int
        assert found == expected
        letters = re.findall(r"[^\W\d_]+", other)
        assert len(letters) <= 1
        assert not letters or SUFFIX.fullmatch(letters[0])


def read_or_refuse(facts: Facts) -> Plan | tuple[str, ...]:
    """Return the plan the files give, or what is wrong with them."""
    with TemporaryDirectory() as folder:
        try:
            return read_request(write(facts, Path(folder))).read.plan
        except InputError as error:
            return tuple(problem.what for problem in error.problems)


names = st.text("aAbé Åñ\u00a0\u2003ﬁ'&-\u200b", min_size=1, max_size=8)


@given(names, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["  ", " \u00a0", " \t "]), st.booleans())
def test_law_64_white_space_and_unicode_form(
    name: str, form: Literal["NFC", "NFD"], space: str, twice: bool
) -> None:
    assume(name.strip())

    plain = unicodedata.normalize("NFC", " ".join(name.split()))

    def named(spell: Callable[[str], str]) -> Facts:
        text = spell(plain)
        line = {
            "service": f"D > {text}",
            "base": 70_000,
            "one_off_in_base": 0,
            "index": text,
            "inflation": {},
        }
        return {
            "first": 2026,
            "years": 1,
            "lines": {text: line} | ({spell(f"{plain}{x}"): line for x in "xX"} if twice else {}),
            "rates": {text: [0]},
            "restatements": [(text, [100])],
            "virements": [(None, text, [100])],
            "changes": {text: {"line": text, "type": "S", "one_off": False, "movements": [-700]}},
            "cash_limit": None,
        }

    first = read_or_refuse(named(lambda text: text))
    last = read_or_refuse(
        named(lambda text: unicodedata.normalize(form, f"{space}{text.replace(' ', space)}{space}"))
    )
    assert first == last
    assert isinstance(first, Plan) != (twice or not plain.isprintable())


hostile = st.one_of(
    st.sampled_from(
        [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "<script>alert(1)</script>",
            "| a | b |",
            "# Heading",
            "**bold**",
            "`x`",
            '"quoted", text',
            "[a](b)",
            "&amp;",
            "1,234",
            "\\| x",
            "- item",
            "1. item",
            "~~x~~",
        ]
    ),
    st.text("|<>&*_`#[]()!\\=+-@'\",.1a ~:", min_size=1, max_size=20),
)
SPECIAL = re.compile(r"\\(.)")


@given(short, hostile)
def test_law_65_escaping(facts: Facts, text: str) -> None:
    text = normalise(text)
    assume(text)

    def rendered(name: str) -> tuple[str, str]:
        plan = plan_of(facts)
        # a title that is a figure by itself would be asked about
        changes = tuple(replace(change, title=f"{name} x", printed=name) for change in plan.changes)
        plan = replace(
            plan,
            council=name,
            title=name,
            changes=changes,
            types={code: replace(each, label=name) for code, each in plan.types.items()},
        )
        report = report_of(run(plan), None, Style(unit=Unit.POUNDS, decimals=0))
        return to_markdown(report), to_csv(report)

    (plain, plain_csv), (markdown, in_csv) = rendered("plain"), rendered(text)
    assert len(markdown.splitlines()) == len(plain.splitlines())
    for one, other in zip(plain.splitlines(), markdown.splitlines(), strict=True):
        bare, bare_plain = (re.sub(r"\\.", "", line) for line in (other, one))
        for mark in "|<>`[]#*_&":
            assert bare.count(mark) == bare_plain.count(mark)
        if "plain" in one and one.count("plain") == 1:
            assert SPECIAL.sub(r"\1", other) == SPECIAL.sub(r"\1", one).replace("plain", text)
    for was, cells in zip(csv.reader(io.StringIO(plain_csv)), csv.reader(io.StringIO(in_csv)), strict=True):
        assert len(was) == len(cells)
        for before, after in zip(was, cells, strict=True):
            if before in ("plain", "plain x"):
                assert after.removeprefix("'") == f"{text}{before.removeprefix('plain')}".removeprefix("'")
                assert after[0] not in "=+-@\t\r"


@given(plans(years=st.integers(1, 3)), st.data())
def test_law_66_message(facts: Facts, data: st.DataObject) -> None:
    assume(facts["changes"])
    rows = table(facts)
    row = data.draw(st.integers(1, len(rows) - 1))
    filled = [n for n, cell in enumerate(rows[row]) if cell and rows[0][n] not in ("title", "reference")]
    column = data.draw(st.sampled_from(filled))
    broken = deepcopy(rows)
    broken[row][column] = data.draw(st.sampled_from(["banana", "n/a?", "1.2.3", "2,5"]))
    assume(rows[0][column] != "service" or not facts["changes"])
    with TemporaryDirectory() as folder:
        path = write(facts, Path(folder), rows=broken)
        with pytest.raises(InputError) as refused:
            read_request(path)
    named = {
        (Path(problem.place.file).name, problem.place.line, problem.place.key)
        for problem in refused.value.problems
    }
    wanted = {rows[0][column]} | ({"amounts"} if rows[0][column] == "basis" else set())
    assert any(file == "changes.csv" and line == row + 1 and wanted & {*key} for file, line, key in named)


fragments = st.sampled_from(
    [
        "[[line]]\n",
        "[plan]\n",
        '"',
        "'",
        '"""',
        "[",
        "{",
        "=",
        "\n",
        ",",
        "a.b",
        "\x00",
        "\ufeff",
        "9" * 30,
        "1e9",
        "nan",
        "é",
        "\\",
        "#",
        "[[[",
        "2026/27",
        "£",
    ]
)
SCENARIO = '[scenario]\ntitle = "S"\nplan = "plan.toml"\n\n[[drop]]\nchange = "C0"\n'


@st.composite
def spoilt(draw: st.DrawFn, good: str) -> bytes:
    """Draw bytes: any at all, or a good file with some of it gone, repeated or replaced."""
    if draw(st.booleans()):
        return draw(st.binary(max_size=400))
    text = good
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(fragments) * draw(st.sampled_from([0, 1, 2, 200])) + text[end:]
    return text.encode()


@given(
    plans(years=st.integers(1, 2)), st.sampled_from(["plan.toml", "changes.csv", "scenario.toml"]), st.data()
)
def test_law_67_total_function(facts: Facts, name: str, data: st.DataObject) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(table(facts))
    good = {"plan.toml": toml(facts), "changes.csv": text.getvalue(), "scenario.toml": SCENARIO}
    with TemporaryDirectory() as folder:
        write(facts, Path(folder))
        (Path(folder) / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
        (Path(folder) / name).write_bytes(data.draw(spoilt(good[name])))
        with counted(most=100_000):
            try:
                request = read_request(Path(folder) / "scenario.toml")
                run(request.read.plan, request.scenario)
            except (InputError, MisreadError) as refused:
                assert str(refused)  # noqa: PT017
