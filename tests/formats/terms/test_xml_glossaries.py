"""Glossaries in the XML of other programs: MultiTerm, TBX-Min, and the terms in XLIFF files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from nqpterms.cli.app import application
from nqpterms.errors import FormatError
from nqpterms.files.remarks import overhearing
from nqpterms.formats.term_bases import load_terms, term_base_format
from nqpterms.model.termbase import (
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

MULTITERM = """<?xml version="1.0" encoding="UTF-16"?>
<mtf>
<conceptGrp><concept>17</concept><system type="entryClass">1</system>
<transacGrp><transac type="origination">wang</transac><date>2024-05-06T09:10:00</date></transacGrp>
<descripGrp><descrip type="Subject">fisheries</descrip></descripGrp>
<descripGrp><descrip type="Definition">weeks without <xref Tlink="x">fishing</xref></descrip>
<descripGrp><descrip type="Source">Bulletin 3</descrip></descripGrp></descripGrp>
<languageGrp><language type="Chinese (Simplified)" lang="ZH"/>
<descripGrp><descrip type="Region">coast</descrip></descripGrp>
<termGrp><term>休渔期</term></termGrp></languageGrp>
<languageGrp><language type="English" lang="EN"/>
<termGrp><term>closed season</term>
<descripGrp><descrip type="Status">Preferred</descrip></descripGrp>
<descripGrp><descrip type="Part of speech">noun</descrip></descripGrp>
<descripGrp><descrip type="Context">The closed season ends.</descrip></descripGrp>
<descripGrp><descrip type="Note">of boats</descrip></descripGrp></termGrp>
<termGrp><term>fishing ban</term>
<descripGrp><descrip type="Status">Forbidden</descrip></descripGrp>
<descripGrp><descrip type="Term type">Short form</descrip></descripGrp>
<descripGrp><descrip type="Colour">red</descrip></descripGrp></termGrp></languageGrp>
</conceptGrp>
<conceptGrp><concept>18</concept>
<languageGrp><language type="Chinese" lang="zh_TW"/>
<termGrp><term>漁獲量</term></termGrp></languageGrp>
<languageGrp><language type="English (United Kingdom)" lang="EN-GB"/>
<termGrp><term>catch</term></termGrp><termGrp><term/></termGrp></languageGrp>
</conceptGrp>
</mtf>
"""
OF_MULTITERM = (
    Concept(
        "c17",
        (
            Term("休渔期", "zh-Hans"),
            Term(
                *("closed season", "en", "preferred", "noun"),
                notes=("of boats",),
                contexts=(Context("The closed season ends."),),
            ),
            Term(
                "fishing ban",
                "en",
                "deprecated",
                "",
                "shortForm",
                notes=("Colour: red",),
            ),
        ),
        subject="fisheries",
        definitions=(Definition("weeks without fishing", "", "Bulletin 3"),),
        history=(Transaction("origination", "2024-05-06T09:10:00", "wang"),),
        languages=(LanguagePart("zh-Hans", notes=("Region: coast",)),),
    ),
    Concept("c18", (Term("漁獲量", "zh-TW"), Term("catch", "en-GB"))),
)
MIN = """<?xml version="1.0"?>
<TBX dialect="TBX-Min">
<header><id>Sea words</id><description>of the office</description>
<languages source="zh-Hans" target="en"/></header>
<body><{entry} id="C1"><subjectField>fisheries</subjectField>
<{language} xml:lang="zh-Hans"><{term}><term>渔船</term></{term}></{language}>
<{language} xml:lang="en"><{term}><term>fishing boat</term><termStatus>preferred</termStatus>
<partOfSpeech>noun</partOfSpeech><customer>Port</customer>
<noteGrp><note><noteKey>size</noteKey><noteValue>small</noteValue></note></noteGrp></{term}>
<{term}><term>fish ship</term><termStatus>notRecommended</termStatus><note>no word</note></{term}>
</{language}></{entry}></body></TBX>
"""
XLIFF_2 = """<xliff version="2.1" srcLang="zh-Hans" trgLang="en"
 xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0">
<file id="f"><unit id="u1"><gls:glossary><gls:glossEntry id="g1" ref="#m1">
<gls:term source="Office">渔港</gls:term><gls:translation>fishing port</gls:translation>
<gls:translation source="Fleet">fishing harbour</gls:translation>
<gls:definition>a port for boats</gls:definition></gls:glossEntry></gls:glossary>
<segment><source><mrk id="m1" type="term">渔港</mrk>和<mrk id="m2" type="term">码头</mrk></source>
<target>the <mrk id="m2" type="term">pier</mrk></target></segment></unit>
<unit id="u2"><segment><source><mrk id="m2" type="term">码头</mrk></source>
<target>a <mrk id="m2" type="term">pier</mrk></target></segment></unit></file></xliff>
"""
XLIFF_1 = """<xliff version="1.2"><file source-language="en" target-language="zh_CN"><body>
<trans-unit id="1"><source>a <mrk mtype="term" mid="1">pier</mrk>
<mrk mtype="seg" mid="2">x</mrk></source><target><mrk mtype="term" mid="1">码头</mrk></target>
</trans-unit></body></file></xliff>
"""


def written(
    folder: Path, name: str, text: str, encoding: str = "utf-8"
) -> Path:
    """A file with a text."""
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("name", ["a.xml", "a.mtf", "a.tbx"])
def test_multiterm(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, MULTITERM, "utf-16")
    with overhearing() as overheard:
        base = load_terms(path)
    assert base.concepts == OF_MULTITERM
    assert [str(error) for error in overheard().broken] == [
        f"{path}:26: a term has no text; write one or take it out"
    ]
    with pytest.raises(FormatError, match=r":26: a term has no text"):
        load_terms(path)


@pytest.mark.parametrize(
    ("entry", "language", "term"),
    [("entry", "langGroup", "termGroup"), ("termEntry", "langSet", "tig")],
)
def test_tbx_min(entry: str, language: str, term: str, tmp_path: Path) -> None:
    text = MIN.format(entry=entry, language=language, term=term)
    base = load_terms(written(tmp_path, "a.tbx", text))
    assert (base.name, base.description) == ("Sea words", "of the office")
    boat = Term(
        "fishing boat",
        "en",
        "preferred",
        "noun",
        notes=("customer: Port", "size: small"),
    )
    ship = Term("fish ship", "en", "deprecated", notes=("no word",))
    assert base.concepts == (
        Concept(
            "C1", (Term("渔船", "zh-Hans"), boat, ship), subject="fisheries"
        ),
    )


def test_the_glossary_and_the_marked_terms_of_xliff(tmp_path: Path) -> None:
    base = load_terms(written(tmp_path, "a.xlf", XLIFF_2))
    port = (
        Term("渔港", "zh-Hans", sources=("Office",)),
        Term("fishing port", "en"),
        Term("fishing harbour", "en", sources=("Fleet",)),
    )
    assert base.concepts == (
        Concept("c1", port, definitions=(Definition("a port for boats"),)),
        Concept("c2", (Term("码头", "zh-Hans"), Term("pier", "en"))),
    )
    older = load_terms(written(tmp_path, "b.xlf", XLIFF_1))
    assert older.concepts == (
        Concept("c1", (Term("pier", "en"), Term("码头", "zh-CN"))),
    )


def test_an_xliff_without_terms_says_what_it_is(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.xlf", XLIFF_1.replace('mtype="term"', 'mtype="seg"')
    )
    with pytest.raises(
        FormatError, match=r"holds no glossary: .* convert writes as tmx or tsv"
    ):
        load_terms(path)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.xml", MULTITERM.replace("UTF-16", "UTF-8"), "multiterm"),
        (
            "a.tbx",
            MIN.format(entry="entry", language="langSet", term="tig"),
            "tbx-min",
        ),
        ("a.xlf", XLIFF_1, "xliff-glossary"),
        (
            "a.tbx",
            '<tbx type="TBX-Min" xmlns="urn:iso:std:iso:30042:ed-2"/>',
            "tbx",
        ),
    ],
)
def test_the_content_says_which_format_it_is(
    name: str, text: str, kind: str, tmp_path: Path
) -> None:
    assert term_base_format(written(tmp_path, name, text)) == kind


@pytest.mark.parametrize("target", ["b.tsv", "b.tbx", "b.xlsx"])
def test_the_command_converts_and_validates_them(
    target: str, tmp_path: Path
) -> None:
    text = MULTITERM.replace("UTF-16", "UTF-8").replace(
        "<termGrp><term/></termGrp>", ""
    )
    path = written(tmp_path, "a.xml", text)
    run = CliRunner()
    options = ["--lossy"] if target != "b.tbx" else []
    result = run.invoke(
        application, ["convert", str(path), str(tmp_path / target), *options]
    )
    assert result.exit_code == 0, result.output
    assert [
        term.text for term in load_terms(tmp_path / target).concepts[0].terms
    ] == [*("休渔期", "closed season", "fishing ban")]
    assert run.invoke(application, ["validate", str(path)]).exit_code in (0, 1)
