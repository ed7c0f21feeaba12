"""What is wrong with a TBX file is said with its line, its level and its category."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.formats.terms.tbx import validate

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
<descrip type="subjectField">economy</descrip>
<ref type="crossReference" target="c2">see</ref>
<xref type="xGraphic" target="https://a.example/b.png">b</xref>
<transacGrp><transac type="transactionType">origination</transac><date>2024-02-29</date>
<transacNote type="responsibility" target="p1">Li</transacNote></transacGrp>
<langSec xml:lang="zh-Hans">
<descripGrp><descrip type="definition">d</descrip><admin type="source">s</admin></descripGrp>
<termSec id="t1">
<term>新</term>
<termNote type="partOfSpeech">noun</termNote>
<note>n <hi type="bold">b</hi></note>
</termSec>
</langSec>
</conceptEntry>
<conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>a</term></termSec></langSec>
</conceptEntry>
</body><back><refObjectSec type="respPerson">
<refObject id="p1"><item type="fn">Li</item></refObject>
</refObjectSec></back></text></tbx>
"""
DCT = (
    GOOD.replace('style="dca"', 'style="dct"')
    .replace("<tbx ", '<tbx xmlns:m="http://www.tbxinfo.net/ns/min" ')
    .replace("<tbx ", '<tbx xmlns:b="http://www.tbxinfo.net/ns/basic" ')
    .replace(
        '<descrip type="subjectField">economy</descrip>',
        "<m:subjectField>e</m:subjectField>",
    )
    .replace('<ref type="crossReference" target="c2">see</ref>', "")
    .replace(
        '<xref type="xGraphic" target="https://a.example/b.png">b</xref>', ""
    )
    .replace(
        '<transac type="transactionType">origination</transac>',
        "<b:transactionType>origination</b:transactionType>",
    )
    .replace(
        '<transacNote type="responsibility" target="p1">Li</transacNote>', ""
    )
    .replace(
        '<descrip type="definition">d</descrip>',
        "<b:definition>d</b:definition>",
    )
    .replace('<admin type="source">s</admin>', "<b:source>s</b:source>")
    .replace(
        '<termNote type="partOfSpeech">noun</termNote>',
        "<m:partOfSpeech>noun</m:partOfSpeech>",
    )
)
C, L, T = "conceptEntry", "langSec", "termSec"

WRONG = [
    # what to replace, by what, line, level, category, part of the message
    ('style="dca"', 'style="x"', 2, "tbx", "style", "neither dca nor dct"),
    (' xml:lang="en" xmlns', " xmlns", 2, "tbx", "xml:lang", "is missing"),
    (
        "<sourceDesc><p>x</p></sourceDesc>",
        "",
        3,
        "tbxHeader",
        "sourceDesc",
        "is missing",
    ),
    ('<conceptEntry id="c1">', "<conceptEntry>", 5, C, C, "has no id"),
    ('id="c2"', 'id="c1"', 20, C, "id", "'c1' is there twice"),
    ('id="t1"', 'id="c1"', 13, T, "id", "'c1' is there twice"),
    ('id="c2"', 'id="2"', 20, C, "id", "no XML id"),
    ('target="c2"', 'target="c3"', 7, C, "crossReference", "points to 'c3'"),
    (' target="c2"', "", 7, C, "crossReference", "has no target"),
    ('target="p1"', 'target="p2"', 10, C, "responsibility", "points to 'p2'"),
    ("https://a", "ftp://a", 8, C, "xGraphic", "no http address"),
    (
        'type="xGraphic"',
        'type="xPicture"',
        8,
        C,
        "xPicture",
        "not a category of the dialect",
    ),
    ('<ref type="crossReference"', "<ref", 7, C, "ref", "has no type"),
    ("origination", "creation", 9, C, "transactionType", "not in its picklist"),
    ("2024-02-29", "2023-02-29", 9, C, "date", "is no date"),
    ("2024-02-29", "2024", 9, C, "date", "is no date"),
    ("zh-Hans", "zh_Hans", 11, L, L, "is no language tag"),
    (' xml:lang="zh-Hans"', "", 11, L, L, "has no xml:lang"),
    (
        "</langSec>\n",
        '</langSec><langSec xml:lang="ZH-hans"><termSec><term>b</term></termSec></langSec>\n',
        18,
        L,
        L,
        "is the second",
    ),
    (
        '<descrip type="definition">d</descrip>',
        "",
        12,
        L,
        "descrip",
        "is missing",
    ),
    (
        'type="definition"',
        'type="context"',
        12,
        L,
        "context",
        "does not stand at a langSec",
    ),
    ("<term>新</term>", "<term> </term>", 14, T, "term", "is empty"),
    ("<term>新</term>", "", 13, T, "term", "is missing"),
    (
        "<term>新</term>",
        "<term>新</term><term>b</term>",
        13,
        T,
        "term",
        "more than once",
    ),
    ("<term>新</term>", "<term>\ufffd</term>", 14, T, "term", "U+FFFD"),
    ("<term>新</term>", "<term>新&#x9c;</term>", 14, T, "term", "U+009C"),
    ("noun", "name", 15, T, "partOfSpeech", "not in its picklist: noun"),
    ("noun", "", 15, T, "partOfSpeech", "is empty"),
    ("termNote", "admin", 15, T, "partOfSpeech", "it should be a termNote"),
    (
        "partOfSpeech",
        "reading",
        15,
        T,
        "reading",
        "not a category of the dialect",
    ),
    ('<hi type="bold">b</hi>', "<p>b</p>", 16, T, "note", "holds a p"),
    ("<note>", '<note type="x">', 16, T, "x", "a note has no type"),
    ("<note>", '<note kind="x">', 16, T, "note", "unknown attribute 'kind'"),
    (
        "</conceptEntry>\n<conc",
        "</conceptEntry>\n<foo/><conc",
        20,
        "body",
        "foo",
        "does not belong",
    ),
    ("<body>", "<body><!-- -->", None, "", "", ""),
    ("</back>", "</bakc>", 24, "file", "XML", "not well-formed"),
    ("</text>", "", 24, "file", "XML", "not well-formed"),
]


def problems(folder: Path, content: str) -> list[tuple[int, str, str, str]]:
    path = folder / "a.tbx"
    path.write_text(content, "utf-8")
    return [(p.line, p.level, p.category, p.message) for p in validate(path)]


@pytest.mark.parametrize("content", [GOOD, DCT], ids=["dca", "dct"])
def test_nothing_is_wrong(content: str, tmp_path: Path) -> None:
    assert problems(tmp_path, content) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "level", "category", "why"), WRONG
)
def test_what_is_wrong_is_said_once(
    old: str,
    new: str,
    line: int | None,
    level: str,
    category: str,
    why: str,
    tmp_path: Path,
) -> None:
    assert old in GOOD
    content = GOOD.replace(old, new, 1 if old != "termNote" else 2)
    found = problems(tmp_path, content)
    if line is None:
        assert found == []
        return
    assert (line, level, category) in [p[:3] for p in found], found
    assert why in next(p[3] for p in found if p[:3] == (line, level, category))


def test_a_private_dialect_may_hold_more(tmp_path: Path) -> None:
    content = GOOD.replace("TBX-Basic", "TBX-Mine").replace(
        "xGraphic", "xPicture"
    )
    assert problems(tmp_path, content) == []


def test_lines_are_right_far_down(tmp_path: Path) -> None:
    entry = '<conceptEntry id="{}">\n<langSec xml:lang="en">\n<termSec>\n<term>a</term>\n{}</termSec>\n</langSec>\n</conceptEntry>\n'  # noqa: E501
    head, tail = (
        GOOD.split('<conceptEntry id="c1">')[0],
        "</body></text></tbx>\n",
    )
    bad = '<termNote type="partOfSpeech">x</termNote>\n'
    entries = [
        entry.format(f"e{n}", bad if n == 15_000 else "") for n in range(20_000)
    ]
    content = head + "".join(entries) + tail
    line = content[: content.index(bad)].count("\n") + 1
    assert line > 65_535
    assert [p[0] for p in problems(tmp_path, content)] == [line]


def test_what_is_no_tbx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is not TBX"):
        problems(tmp_path, "<tmx/>")
    with pytest.raises(
        FormatError, match="its namespace is 'urn:iso:std:iso:30042:ed-9'"
    ):
        problems(tmp_path, GOOD.replace("ed-2", "ed-9"))
