from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.files.budget import Budget
from nqpterms.files.office.word_styles import numeral
from nqpterms.readers.docx.word_document import docx_blocks
from nqpterms.readers.reading import read
from nqpterms.readers.text_blocks import Block

DATA = Path(__file__).resolve().parents[1] / "data" / "documents"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, *, external: str = "", **parts: str) -> bytes:
    """A DOCX of a body and of parts by their kind (styles, numbering, footnotes, endnotes)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels", _relations({"officeDocument": "word/document.xml"})
        )
        mode = dict.fromkeys(parts, "") | (
            {external: "External"} if external else {}
        )
        targets = {kind: f"{kind}.xml" for kind in mode}
        archive.writestr(
            "word/_rels/document.xml.rels", _relations(targets, mode)
        )
        document = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for kind, text in parts.items():
            archive.writestr(
                f"word/{kind}.xml", f"<w:{kind} {SPACES}>{text}</w:{kind}>"
            )
    return data.getvalue()


def _relations(
    targets: dict[str, str], modes: dict[str, str] | None = None
) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if (modes or {}).get(kind) else "/>")
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def blocks(body: str, **parts: str) -> list[Block]:
    return docx_blocks(package(body, **parts), "a.docx")[1]


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks(body, **parts)]


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


# -- what LibreOffice writes -------------------------------------------------------------------


def test_one_of_everything_as_libreoffice_saves_it() -> None:
    """The file is `sample_documents.features()`, saved as DOCX by LibreOffice 7.4."""
    found = docx_blocks((DATA / "features.docx").read_bytes(), "features.docx")[
        1
    ]
    told = [
        (b.text, b.level, b.number, b.kind, b.passage.place.paragraph)
        for b in found
    ]
    assert told == [
        ("第一章总则", 1, None, "text", 1),
        ("为了切实办好学校，制定本办法。", None, None, "text", 2),
        ("前半句，后半句。", None, None, "text", 4),
        ("（一）目标", 2, None, "text", 5),
        ("三年之内¹，每个县 都有一所职业学校。", None, None, "text", 6),
        ("（二）原则", 2, None, "text", 7),
        ("因地制宜， 量力而行", None, None, "text", 8),
        ("另起一行，cooperate。", None, None, "text", 8),
        ("框里的话。", None, None, "text", 9),
        ("第二章附则", 1, None, "text", 10),
        ("（一）解释", 2, None, "text", 11),
        ("1. 先调查；", None, None, "text", 12),
        ("2. 后决定。", None, None, "text", 13),
        ("占地\t200 m²，由教育厅解释[^i]。", None, None, "text", 14),
        ("从今年算起。第二段。", None, "1", "note", 15),
        ("另见附件。第二段。", None, "i", "note", 17),
    ]


def test_sections_notes_and_places() -> None:
    document = read(DATA / "features.docx")
    sections = [
        (s.level, s.number, s.title and s.title.text)
        for s in document.sections()
    ]
    assert sections == [
        (0, None, None),
        (1, "1", "第一章总则"),
        (2, "1.1", "（一）目标"),
        (2, "1.2", "（二）原则"),
        (1, "2", "第二章附则"),
        (2, "2.1", "（一）解释"),
    ]
    assert [note.number for note in document.notes] == ["1", "i"]
    lines = document.text.split("\n")
    for passage in document.passages():
        for at, char in enumerate(passage.text):
            offset, place = passage.locate(at)
            if document.text[offset] != "\n":
                assert document.text[offset] == char
                assert (
                    lines[(place.line or 0) - 1][(place.column or 0) - 1]
                    == char
                )


# -- what Word writes --------------------------------------------------------------------------

BOX = "<w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r("new quali") + "<w:proofErr/>" + r("ty"), "new quality"),
        (f"<w:ins><w:smartTag>{r('in')}<w:ins>{r('side')}</w:ins></w:smartTag></w:ins>", "inside"),
        (f"a<w:del><w:r><w:delText>x</w:delText></w:r></w:del>{r('kept')}", "kept"),
        (f"<w:moveFrom>{r('gone')}</w:moveFrom><w:moveTo>{r('here')}</w:moveTo>", "here"),
        (f"<w:sdt><w:sdtPr>{r('no')}</w:sdtPr><w:sdtContent>{r('yes')}</w:sdtContent></w:sdt>",
         "yes"),
        (f"<w:hyperlink>{r('a link')}</w:hyperlink>", "a link"),
        (f"<w:fldSimple>{r('7')}</w:fldSimple>", "7"),
        (FIELD.format("begin") + CODE.format("REF x") + FIELD.format("separate") + r("see 2")
         + FIELD.format("end") + r("."), "see 2."),
        (FIELD.format("begin") + CODE.format("IF") + FIELD.format("begin") + CODE.format("A")
         + FIELD.format("separate") + r("no") + FIELD.format("end") + FIELD.format("separate")
         + r("yes") + FIELD.format("end"), "yes"),
        (r("a") + FIELD.format("begin") + CODE.format("X") + r("b"), "ab"),  # it never ends
        (r("x", "<w:vanish/>") + r("y", '<w:vanish w:val="0"/>'), "y"),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>s</w:t></w:r>",
         "coop-s"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="2264"/></w:r>', "✓≤"),
        (f"<w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>",
         "汉"),
        (r("文") + r("1", '<w:vertAlign w:val="superscript"/>')
         + r("2", '<w:vertAlign w:val="superscript"/>'), "文¹²"),
        ("<m:oMath xmlns:m='urn:m'><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "E=mc"),
    ],
)  # fmt: skip
def test_inside_a_paragraph(inner: str, text: str) -> None:
    assert texts(p(inner)) == [text]


def test_a_text_box_is_read_once() -> None:
    shape = f"<wps:txbx>{BOX}</wps:txbx>"
    old = f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing>{}</w:drawing></mc:Choice>"
        "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(p(both.format(shape, old) + r("Text."))) == ["Text.", "Boxed."]
    assert texts(p(both.format("", old) + r("Text."))) == ["Text.", "Boxed."]
    assert texts(p(f"<w:r>{old}</w:r>")) == ["Boxed."]


def test_paragraphs_whose_end_is_deleted_run_on() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert texts(p(r("one, "), gone) + p("", gone) + p(r("two"))) == [
        "one, two"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("one")) + p(r("two"), "<w:rPr><w:del/></w:rPr>"), ["one", "two"]),
        (p(r("one"), "<w:rPr><w:del/></w:rPr>"), ["one"]),
        (p(r("one")) + p("", "<w:rPr><w:del/></w:rPr>"), ["one"]),
    ],
)
def test_text_before_a_deleted_last_end_stays(
    body: str, expected: list[str]
) -> None:
    assert texts(body) == expected


def test_tables_in_reading_order_without_deleted_rows() -> None:
    def row(*cells: str, properties: str = "") -> str:
        inner = "".join(f"<w:tc><w:tcPr/>{p(r(cell))}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"

    table = f"<w:tbl>{row('a', 'b')}{row('x', properties='<w:del/>')}{row('c')}</w:tbl>"
    assert texts(p(r("0")) + table + p(r("9"))) == ["0", "a", "b", "c", "9"]


def test_headings_by_style_and_outline_level() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/>{more}</w:style>'
        for id_, name, more in (
            ("1", "heading 1", ""),
            ("a", "标题 2", ""),
            ("b", "Own", '<w:basedOn w:val="a"/>'),
            ("c", "Outlined", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
            ("t", "Title", '<w:basedOn w:val="t"/>'),
            ("h", "Ghost", "<w:rPr><w:vanish/></w:rPr>"),
        )
    )
    body = "".join(
        p(r(f"Style {id_}"), f'<w:pStyle w:val="{id_}"/>{more}')
        for id_, more in (("1", ""), ("a", ""), ("b", ""), ("c", ""), ("h", ""),
                          ("1", '<w:outlineLvl w:val="9"/>'), ("x", '<w:outlineLvl w:val="0"/>'))
    )  # fmt: skip
    assert [b.level for b in blocks(body, styles=styles)] == [
        1,
        2,
        2,
        3,
        None,
        1,
    ]
    titled = p(r("The title"), '<w:pStyle w:val="t"/>') + body
    assert [b.level for b in blocks(titled, styles=styles)] == [
        1,
        2,
        3,
        3,
        4,
        None,
        2,
    ]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
  <w:lvlText w:val="第%1章"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
  <w:lvlText w:val="（%3）"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
 <w:lvlText w:val="&#61623;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride
 w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
"""


def test_automatic_numbers() -> None:
    def item(text: str, number: int, level: int) -> str:
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return p(r(text), listed)

    body = "".join(
        item(text, number, level)
        for text, number, level in (
            ("甲", 1, 0), ("乙", 1, 1), ("丙", 1, 1), ("丁", 1, 2), ("戊", 1, 0), ("己", 1, 1),
            ("庚", 3, 0), ("辛", 2, 0), ("壬", 0, 0), ("癸", 9, 0),
        )
    )  # fmt: skip
    found = texts(body, numbering=NUMBERING)
    assert found == ["第一章 甲", "1.1 乙", "1.2 丙", "（一）丁", "第二章 戊", "2.1 己", "庚",
                     "第七章 辛", "壬", "癸"]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (10, "chineseCountingThousand", "十"),
        (105, "chineseCounting", "一百零五"),
        (2010, "japaneseCounting", "二千零一十"),
        (20, "ideographDigital", "二〇"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (3, "ideographTraditional", "丙"),
        (12, "decimalEnclosedCircleChinese", "⑫"),
        (21, "decimalEnclosedCircle", "21"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (42, "cardinalText", "Forty-two"),
        (22, "ordinal", "22nd"),
        (12, "ordinal", "12th"),
        (5, "none", ""),
    ],
)
def test_numerals(number: int, style: str, printed: str) -> None:
    assert numeral(number, style) == printed


def test_notes_are_numbered_as_they_come() -> None:
    def note(kind: str, number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{p(r(text))}</w:{kind}>'

    footnotes = '<w:footnote w:type="separator" w:id="-1"/>' + "".join(
        note("footnote", n, f"Note {n}.") for n in (1, 2, 3)
    )
    own = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = p(
        r("a") + '<w:r><w:footnoteReference w:id="3"/></w:r>' + r("b") + own
        + r("c") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )  # fmt: skip
    found = [
        (b.text, b.number, b.kind) for b in blocks(body, footnotes=footnotes)
    ]
    assert found == [
        ("a¹b*c²", None, "text"),
        ("Note 3.", "1", "note"),
        ("Note 1.", "*", "note"),
        ("Note 2.", "2", "note"),
    ]


def test_a_contents_page_is_what_its_field_or_style_says() -> None:
    begin = (
        FIELD.format("begin")
        + CODE.format("TOC \\o")
        + FIELD.format("separate")
    )
    body = p(r("目录")) + p(begin + r("总则") + "<w:r><w:tab/></w:r>" + r("1"))
    body += (
        p(r("附则\t2") + FIELD.format("end"))
        + p(r("总则"))
        + p(r("学校办好了。"))
    )
    assert [b.kind for b in blocks(body)] == [
        "text",
        "contents",
        "contents",
        "text",
        "text",
    ]


def test_strict_documents() -> None:
    data = package(p(r("学校")) + p(r("道路"), '<w:outlineLvl w:val="0"/>'))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(W.encode(), STRICT.encode())
            )
    found = docx_blocks(out.getvalue(), "a.docx")[1]
    assert [(b.text, b.level) for b in found] == [("学校", None), ("道路", 1)]


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "encrypted or an old .doc: save it",
        ),
        (b"", "no DOCX that can be read"),
        (b"PK\3\4 broken", "no DOCX that can be read"),
        (
            (DATA / "features.docx").read_bytes()[:5000],
            "no DOCX that can be read",
        ),
        (package(p(r(" " * Budget().tree))), "unpacks to more than"),
        (package(p(r("x" * 9_000_000))), "more than 200 times"),
        (package(p("<w:r>")), "document.xml"),
        (
            package("").replace(b"word/document.xml", b"word/document.xmi"),
            "no DOCX|lacks its part",
        ),
        (package(p(r("x")), external="styles"), "outside itself: refused"),
        (package(p(r("&#8195;"))), "holds no text"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=message) as error:
        read(path)
    assert "\n" not in str(error.value)


def test_entities_and_paths_outside_the_package_reach_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret.xml").write_text("<w:styles/>", encoding="utf-8")
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    for main, inner in (
        (
            "word/document.xml",
            f"{entity}<w:document {SPACES}><w:body>&e;</w:body></w:document>",
        ),
        ("../secret.xml", "<w:styles/>"),
        ("file:///etc/passwd", ""),
        ("word/sheet.xml", "<workbook/>"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(
                "_rels/.rels", _relations({"officeDocument": main})
            )
            if main.startswith("word"):
                archive.writestr(main, inner)
        with pytest.raises(FormatError):
            docx_blocks(out.getvalue(), "a.docx")


@given(st.data())
def test_damage_is_told_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray((DATA / "features.docx").read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(whole)))
    try:
        docx_blocks(bytes(whole[: end if end % 3 else None]), "a.docx")
    except FormatError as error:
        assert "\n" not in str(error)


PIECES = (
    "<w:p> </w:p> <w:r> </w:r> <w:t>x</w:t> <w:pPr><w:outlineLvl/></w:pPr> <w:tbl> </w:tbl> "
    "<w:tr> </w:tr> <w:tc> </w:tc> <w:txbxContent> </w:txbxContent> <w:br/> <w:tab/> "
    "<mc:AlternateContent> </mc:AlternateContent> <w:footnoteReference/> "
    "<w:fldChar/> <w:sym/> <w:numPr/>"
).split()


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    try:
        for block in blocks("".join(parts)):
            assert block.text
    except FormatError:
        pass
