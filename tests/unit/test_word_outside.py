"""What leads outside a council's template is taken out and said, and a template with macros is refused."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from mtfp.analysis.run import run
from mtfp.files.request import read_request
from mtfp.output import Paper
from mtfp.problems import MisreadError
from mtfp.render.word.document import led_outside
from mtfp.render.word.outside import refuse_macros
from mtfp.render.word.paper import to_word
from tests.cli.mtfp import SCENARIOS, Here
from tests.word import parts_of, png, read, text_of, with_part

PLAN = SCENARIOS / "oxfordshire-2014" / "plan.toml"
REPORT = replace(Paper(outcome=run(read_request(PLAN).read.plan), tables=["roll-forward"]).report, charts=())
WEB = "https://www.anyshire.gov.uk/"
OUT = "file://server/share/"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(asks: str, shown: str) -> str:
    """Return a field as Word writes it; what it asks may be cut in two anywhere, and hold other fields."""
    asked = asks if asks.startswith("<") else f"<w:r><w:instrText>{asks}</w:instrText></w:r>"
    return mark("begin") + asked + mark("separate") + f"<w:r><w:t>{shown}</w:t></w:r>" + mark("end")


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_header(inside: str, **links: tuple[str, str]) -> bytes:
    """Return a template whose header holds this XML, in which {name} is the id of a link that leads outside."""
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "Anyshire Council"
    ids = {
        name: header.part.relate_to(target, kind, is_external=True) for name, (kind, target) in links.items()
    }
    xml = f"<w:p {nsdecls('w', 'r', 'a', 'wp', 'pic')} {VML}>{inside.format(**ids)}</w:p>"
    header._element.append(parse_xml(xml))
    return saved(document)


def picture(attributes: str) -> str:
    return f"<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip {attributes}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"


def made(template: bytes) -> bytes:
    return to_word(REPORT, {}, template)


def outward(data: bytes) -> list[str]:
    """Return the target of every link that leads outside a document, in whatever part."""
    return [
        target
        for name, text in parts_of(data).items()
        if name.endswith(".rels")
        for link in re.findall(r"<Relationship [^>]*>", text)
        if "External" in link
        for target in re.findall(r'Target="([^"]*)"', link)
    ]


def header_of(data: bytes) -> str:
    return "".join(text for name, text in parts_of(data).items() if re.search(r"word/header\d+\.xml$", name))


def words_in_header(data: bytes) -> list[str]:
    return [each.text for each in read(data).sections[0].header.paragraphs]


@pytest.mark.parametrize(
    ("inside", "links", "said"),
    [
        (picture('r:link="{x}"'), {"x": (KIND.IMAGE, WEB)}, f"a linked picture ({WEB})"),
        (
            '<w:r><w:pict><v:shape><v:imagedata r:id="{x}"/></v:shape></w:pict></w:r>',
            {"x": (KIND.IMAGE, OUT)},
            f"a linked picture ({OUT})",
        ),
        (
            f'<w:r><w:pict><v:shape><v:imagedata src="{WEB}"/></v:shape></w:pict></w:r>',
            {},
            f"a linked picture ({WEB})",
        ),
        (
            '<w:r><w:object><o:OLEObject Type="Link" r:id="{x}"/></w:object></w:r>',
            {"x": (KIND.OLE_OBJECT, OUT)},
            f"a linked object ({OUT})",
        ),
    ],
)
def test_a_linked_picture_or_object_is_taken_out_and_said(
    inside: str, links: dict[str, tuple[str, str]], said: str
) -> None:
    given = with_header(inside, **links)
    assert led_outside(given) == (said,)
    paper = made(given)
    assert outward(paper) == []
    assert not re.search("<w:(drawing|pict|object)|anyshire.gov|server", header_of(paper))
    assert words_in_header(paper)[0] == "Anyshire Council"


def test_a_picture_that_is_linked_and_held_too_stays() -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(png(70, 50)))
    (blip,) = header._element.xpath(".//a:blip")
    blip.set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link",
        header.part.relate_to(WEB, KIND.IMAGE, is_external=True),
    )
    given = saved(document)
    assert led_outside(given) == (f"a linked picture ({WEB})",)
    paper = made(given)
    assert outward(paper) == []
    assert "r:embed" in header_of(paper)
    assert "r:link" not in header_of(paper)


@pytest.mark.parametrize("target", [WEB, "mailto:finance@anyshire.gov.uk"])
def test_a_link_that_is_only_followed_when_it_is_clicked_stays(target: str) -> None:
    given = with_header(
        '<w:hyperlink r:id="{x}"><w:r><w:t>Our pages</w:t></w:r></w:hyperlink>', x=(KIND.HYPERLINK, target)
    )
    assert led_outside(given) == ()
    assert outward(made(given)) == [target]


def test_a_link_to_a_file_is_taken_out_and_its_words_stay() -> None:
    given = with_header(
        '<w:hyperlink r:id="{x}"><w:r><w:t>Our folder</w:t></w:r></w:hyperlink>', x=(KIND.HYPERLINK, OUT)
    )
    assert led_outside(given) == (f"a link to a file ({OUT})",)
    paper = made(given)
    assert outward(paper) == []
    assert words_in_header(paper) == ["Anyshire Council", "Our folder"]
    assert "hyperlink" not in header_of(paper)


FIELDS = [
    ("DDE", 'DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', "a field DDEAUTO"),
    ("lower", ' ddeauto excel "a" ', "a field DDEAUTO"),
    ("picture", f' INCLUDEPICTURE "{WEB}logo.png" \\d ', "a field INCLUDEPICTURE"),
    ("text", " INCLUDETEXT c:/secret.docx ", "a field INCLUDETEXT"),
    ("link", " LINK Excel.Sheet.12 book.xlsx R1C1 ", "a field LINK"),
    ("data", " DATABASE \\d c:/db.mdb ", "a field DATABASE"),
    ("file", f' HYPERLINK "{OUT}a.docx" ', "a link to a file"),
    (
        "cut in two",
        "<w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>E excel a</w:instrText></w:r>",
        "a field DDE",
    ),
    (
        "made by another",
        field(" QUOTE 68 68 69 ", "DDE") + "<w:r><w:instrText> excel a</w:instrText></w:r>",
        "a field that another makes",
    ),
    (
        "with another inside",
        "<w:r><w:instrText> INCLUDETEXT </w:instrText></w:r>" + field(" FILENAME ", "secret.docx"),
        "a field INCLUDETEXT",
    ),
]


@pytest.mark.parametrize(("asks", "said"), [each[1:] for each in FIELDS], ids=[each[0] for each in FIELDS])
def test_a_field_that_fetches_is_taken_out_and_what_it_showed_stays(asks: str, said: str) -> None:
    given = with_header(field(asks, "shown") + field(" PAGE ", "1"))
    assert led_outside(given) == (said,)
    paper = made(given)
    assert words_in_header(paper)[1] == "shown1"
    assert re.findall("<w:instrText>(.*?)</w:instrText>", header_of(paper)) == [" PAGE "]
    assert header_of(paper).count("fldChar ") == 3


def test_a_field_in_what_another_shows_is_taken_out_alone() -> None:
    inner = field(" DDE excel a ", "inner")
    given = with_header(
        mark("begin")
        + "<w:r><w:instrText> IF 1 = 1 </w:instrText></w:r>"
        + mark("separate")
        + inner
        + mark("end")
    )
    assert led_outside(given) == ("a field DDE",)
    assert re.findall("<w:instrText>(.*?)</w:instrText>", header_of(made(given))) == [" IF 1 = 1 "]


def test_a_short_field_that_fetches_is_taken_out_and_others_stay() -> None:
    given = with_header(
        '<w:fldSimple w:instr=" DDEAUTO excel a "><w:r><w:t>shown</w:t></w:r></w:fldSimple>'
        '<w:fldSimple w:instr=" STYLEREF &quot;Link&quot; "><w:r><w:t>kept</w:t></w:r></w:fldSimple>'
        f'<w:fldSimple w:instr=" HYPERLINK &quot;{WEB}&quot; "><w:r><w:t>pages</w:t></w:r></w:fldSimple>'
    )
    assert led_outside(given) == ("a field DDEAUTO",)
    assert header_of(made(given)).count("<w:fldSimple") == 2
    assert "shown" in header_of(made(given))


def test_the_attached_template_and_a_mail_merge_are_taken_out_of_the_settings() -> None:
    document = docx.Document()
    settings = document.settings
    id_ = document.part._settings_part.relate_to(
        f"{OUT}council.dotm", f"{KIND.STYLES.rpartition('/')[0]}/attachedTemplate", is_external=True
    )
    source = document.part._settings_part.relate_to(
        f"{OUT}staff.mdb", f"{KIND.STYLES.rpartition('/')[0]}/mailMergeSource", is_external=True
    )
    settings._element.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{id_}"/>'))
    settings._element.insert(
        1,
        parse_xml(
            f'<w:mailMerge {nsdecls("w", "r")}><w:connectString w:val="DSN=staff"/><w:dataSource r:id="{source}"/></w:mailMerge>'
        ),
    )
    given = saved(document)
    assert led_outside(given)[0] == f"the template attached to it ({OUT}council.dotm)"
    assert led_outside(given)[-1] == "a mail merge"
    paper = made(given)
    assert outward(paper) == []
    assert not re.search("attachedTemplate|mailMerge|DSN", parts_of(paper)["word/settings.xml"])


def test_a_picture_that_the_theme_links_to_is_taken_out() -> None:
    """The theme is a part that python-docx holds as bytes."""
    given = saved(docx.Document())
    theme = parts_of(given)["word/theme/theme1.xml"]
    given = with_part(
        given,
        "word/theme/theme1.xml",
        theme.replace(
            "<a:bgFillStyleLst>",
            '<a:bgFillStyleLst><a:blipFill xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<a:blip r:link="rId9"/></a:blipFill>',
        ),
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{KIND.IMAGE}" Target="{WEB}" TargetMode="External"/></Relationships>'
    )
    file = io.BytesIO(given)
    with zipfile.ZipFile(file, "a") as held:
        held.writestr("word/theme/_rels/theme1.xml.rels", rels)
    given = file.getvalue()
    assert led_outside(given) == (f"a linked picture ({WEB})",)
    assert outward(made(given)) == []
    assert "blip " not in parts_of(made(given))["word/theme/theme1.xml"]


def test_a_template_that_leads_nowhere_is_left_as_it_is() -> None:
    given = saved(docx.Document())
    assert led_outside(given) == ()
    kept = "word/theme/theme1.xml"
    assert parts_of(made(given))[kept] == parts_of(given)[kept]


def as_docm() -> bytes:
    given = saved(docx.Document())
    types = parts_of(given)["[Content_Types].xml"]
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return with_part(
        given, "[Content_Types].xml", re.sub(r"application/[\w.-]*document\.main\+xml", kind, types)
    )


def with_a_part(name: str) -> bytes:
    file = io.BytesIO(saved(docx.Document()))
    with zipfile.ZipFile(file, "a") as held:
        held.writestr(name, b"")
    return file.getvalue()


@pytest.mark.parametrize(
    "given", [as_docm(), with_a_part("word/vbaProject.bin"), with_a_part("word/VBAPROJECT.BIN")]
)
def test_a_template_with_macros_is_refused(given: bytes) -> None:
    with pytest.raises(MisreadError) as refused:
        made(given)
    assert refused.value.what == "the template holds macros"
    assert "which leaves them out" in refused.value.fix


def test_a_template_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO(saved(docx.Document()))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as held,
        held.open("word/media/zeros.bin", "w") as out,
    ):
        for _ in range(129):
            out.write(bytes(1 << 20))
    assert len(file.getvalue()) < 1 << 20
    with pytest.raises(MisreadError) as refused:
        refuse_macros(file.getvalue())
    assert refused.value.what.startswith("the template unpacks to 136,")


def test_a_template_of_too_many_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as held:
        for n in range(5_001):
            held.writestr(f"{n}.xml", b"")
    with pytest.raises(MisreadError) as refused:
        made(file.getvalue())
    assert refused.value.what == "the template unpacks to 0 bytes in 5,001 parts"


def test_what_is_taken_out_is_said_on_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    given = with_header(field(" DDE excel a ", "shown") + picture('r:link="{x}"'), x=(KIND.IMAGE, WEB))
    Path("council.docx").write_bytes(given)
    ran = Here(monkeypatch, capsys)(
        "report", PLAN.as_posix(), "--to", "paper.docx", "--template", "council.docx"
    )
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        f"Taken out of the template, as it leads outside the paper: a linked picture ({WEB}) and a field DDE.\n"
        "Written to paper.docx.\n"
    )
    assert "shown" in header_of(Path("paper.docx").read_bytes())
    assert text_of(Path("paper.docx").read_bytes())
