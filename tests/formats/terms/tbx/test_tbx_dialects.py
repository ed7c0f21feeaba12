"""Each dialect of TBX has its own rules: right files, and beside them what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from nqpterms.formats.terms.tbx import dump, load, validate

V3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="{dialect}" style="{style}" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"
 xmlns:ling="http://www.tbxinfo.net/ns/linguist">
<tbxHeader><fileDesc><sourceDesc><p>Fisheries office</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
<conceptEntry id="c1">
{concept}
<langSec xml:lang="zh-Hans">
{language}
<termSec><term>休渔期</term>{term}</termSec>
</langSec>
<langSec xml:lang="en"><termSec id="t1"><term>closed season</term></termSec></langSec>
</conceptEntry>
</body></text></tbx>
"""
V2 = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX" xml:lang="en">
<martifHeader><fileDesc><sourceDesc><p>Fisheries office</p></sourceDesc></fileDesc>
<encodingDesc><p type="XCSURI">{dialect}</p></encodingDesc></martifHeader>
<text><body>
<termEntry id="c1">
{concept}
<langSet xml:lang="zh-Hans">
{language}
<tig><term>休渔期</term>{term}</tig>
</langSet>
<langSet xml:lang="en"><tig id="t1"><term>closed season</term></tig></langSet>
</termEntry>
</body></text></martif>
"""
BASIC_2, DEFAULT = "TBXBasicXCSV02.xcs", "http://www.example.org/TBXXCSV02.XCS"


class Case(NamedTuple):
    """A file by what stands at its three levels, and what is to be said of it: "" nothing."""

    dialect: str
    style: str
    concept: str = ""
    language: str = ""
    term: str = ""
    said: str = ""

    def text(self) -> str:
        """The file."""
        frame = V2 if self.style == "2" else V3
        return frame.format(**self._asdict())


def note(kind: str, value: str) -> str:
    """A termNote."""
    return f'<termNote type="{kind}">{value}</termNote>'


def descrip(kind: str, value: str = "a text") -> str:
    """A descrip."""
    return f'<descrip type="{kind}">{value}</descrip>'


def source(text: str = "a bulletin") -> str:
    """An admin that names a source."""
    return f'<admin type="source">{text}</admin>'


MADE = (
    '<transacGrp><transac type="transactionType">origination</transac><date>2025-03-01</date>'
    "</transacGrp>"
)
SUBJECT, STATUS = (
    descrip("subjectField"),
    note("administrativeStatus", "preferredTerm-admn-sts"),
)
LINK = '<xref type="externalCrossReference" target="https://sea.example/">sea</xref>'
SEE = '<ref type="crossReference" target="t1">see</ref>'
READING = '<adminGrp><admin type="reading">xiūyúqī</admin></adminGrp>'
SYLLABLES = (
    '<termCompList type="syllabification"><termComp>xiu</termComp><termComp>yu</termComp>'
    "</termCompList>"
)

RIGHT = [
    Case("TBX-Core", "dca", term="<note>a <hi>b</hi></note>"),
    Case("TBX-Core", "dct", concept="<note>a</note>"),
    Case(
        "TBX-Min", "dca", SUBJECT, LINK, STATUS + note("partOfSpeech", "noun")
    ),
    Case(
        *("TBX-Min", "dct", "<min:subjectField>sea</min:subjectField>", ""),
        "<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus>",
    ),
    Case(
        "TBX-Basic",
        "dca",
        SUBJECT + MADE,
        descrip("definition"),
        STATUS + descrip("context"),
    ),
    Case(
        *("TBX-Basic", "dca", "<note>n</note>"),
        f"<descripGrp>{descrip('definition')}{source()}</descripGrp>",
        note("termType", "phrase") + SEE,
    ),
    Case(
        *(
            "TBX-Basic",
            "dct",
            '<basic:crossReference target="t1">see</basic:crossReference>',
        ),
        "<basic:definition>d</basic:definition>",
        "<min:partOfSpeech>noun</min:partOfSpeech><basic:context>c</basic:context>",
    ),
    Case(
        "TBX-Linguist",
        "dca",
        SUBJECT,
        "",
        note("register", "technicalRegister") + READING,
    ),
    Case("TBX-Linguist", "dct", "", "", "<ling:reading>xiūyúqī</ling:reading>"),
    Case(
        BASIC_2,
        "2",
        SUBJECT,
        descrip("definition"),
        STATUS + note("partOfSpeech", "properNoun"),
    ),
    Case(
        BASIC_2,
        "2",
        MADE,
        "<note>n</note>",
        f"<descripGrp>{descrip('context')}</descripGrp>",
    ),
    Case(
        *(
            DEFAULT,
            "2",
            SUBJECT + descrip("reliabilityCode", "9"),
            descrip("explanation"),
        ),
        note("termType", "synonym")
        + descrip("definition")
        + descrip("sampleSentence"),
    ),
    Case(
        DEFAULT,
        "2",
        "",
        "",
        note("partOfSpeech", "noun phrase") + note("animacy", "inanimate"),
    ),
    Case(
        *(
            DEFAULT,
            "2",
            descrip("relatedConcept").replace(">a", ' target="c1">a'),
            "",
        ),
        f"</tig><ntig><termGrp><term>禁渔期</term>{STATUS}{SYLLABLES}</termGrp></ntig><tig>"
        "<term>伏季休渔</term>",
    ),
    Case(
        "TBX-Ours", "dca", descrip("seaArea"), "", note("partOfSpeech", "noun")
    ),
    Case(
        "ours.xcs",
        "2",
        descrip("seaArea"),
        "",
        note("partOfSpeech", "noun phrase"),
    ),
]

UNKNOWN = "is not a category of the dialect"
SECOND_NTIG = (
    "</tig><ntig><termGrp><term>b</term></termGrp></ntig><tig><term>c</term>"
)
WRONG = [
    Case(
        "TBX-Core",
        "dca",
        SUBJECT,
        said=f"8:1: conceptEntry c1: subjectField {UNKNOWN}",
    ),
    Case(
        "TBX-Core",
        "dct",
        SUBJECT,
        said="subjectField is not in the dct style of the file",
    ),
    Case(
        "TBX-Min",
        "dca",
        "",
        descrip("definition"),
        said=f"10:1: langSec c1: definition {UNKNOWN}",
    ),
    Case(
        "TBX-Min",
        "dca",
        term=note("partOfSpeech", "Noun"),
        said="11:26: termSec c1: partOfSpeech",
    ),
    Case(
        "TBX-Min",
        "dct",
        "",
        "<basic:definition>d</basic:definition>",
        said=UNKNOWN,
    ),
    Case(
        "TBX-Min",
        "dct",
        "<min:subjectField>a <hi>b</hi></min:subjectField>",
        said="holds a hi",
    ),
    Case(
        "TBX-Basic",
        "dca",
        "",
        SUBJECT,
        said="10:1: langSec c1: subjectField does not stand at a",
    ),
    Case(
        "TBX-Basic",
        "dca",
        term=descrip("definition"),
        said="does not stand at a termSec",
    ),
    Case(
        "TBX-Basic",
        "dca",
        "",
        descrip("context"),
        said="context does not stand at a langSec",
    ),
    Case(
        "TBX-Basic",
        "dca",
        term=note("termType", "synonym"),
        said="'synonym' is not in its",
    ),
    Case(
        "TBX-Basic", "dca", term=note("register", "slangRegister"), said=UNKNOWN
    ),
    Case(
        "TBX-Basic",
        "dca",
        term=note("partOfSpeech", "properNoun"),
        said="'properNoun' is not",
    ),
    Case("TBX-Basic", "dca", term=READING, said=f"reading {UNKNOWN}"),
    Case(
        "TBX-Basic",
        "dca",
        term=descrip("context") + STATUS,
        said="comes too late",
    ),
    Case(
        "TBX-Basic",
        "dca",
        "stray",
        said="7:1: conceptEntry c1: conceptEntry holds a text outside",
    ),
    Case(
        "TBX-Basic",
        "dca",
        term=SYLLABLES,
        said="termCompList does not belong in a termSec",
    ),
    Case(
        "TBX-Basic",
        "dca",
        term='<note lang="en">n</note>',
        said="unknown attribute 'lang'",
    ),
    Case(
        "TBX-Basic",
        "dca",
        term='<note>a <hi type="big">b</hi></note>',
        said="unknown type 'big'",
    ),
    Case(
        "TBX-Basic",
        "dca",
        MADE.replace("ation<", "al<"),
        said="'original' is not in its picklist",
    ),
    Case(
        "TBX-Basic", "dca", MADE.replace("-03-01", ""), said="'2025' is no date"
    ),
    Case(
        "TBX-Basic",
        "dca",
        LINK.replace("https", "ftp"),
        said="is no http address",
    ),
    Case(
        "TBX-Basic",
        "dca",
        SEE.replace("t1", "t9"),
        said="8:1: conceptEntry c1: crossReference",
    ),
    Case(
        "TBX-Basic",
        "dct",
        "",
        "<min:definition>d</min:definition>",
        said="does not belong in a",
    ),
    Case(
        *("TBX-Basic", "dct", "", ""),
        '<min:partOfSpeech type="x">noun</min:partOfSpeech>',
        "has an unknown attribute 'type'",
    ),
    Case(
        "TBX-Basic",
        "dct",
        term=note("termType", "phrase"),
        said="is not in the dct style",
    ),
    Case(
        "TBX-Linguist",
        "dca",
        term=note("grammaticalNumber", "few"),
        said="'few' is not in",
    ),
    Case(
        "TBX-Linguist",
        "dca",
        "",
        READING,
        said="reading does not stand at a langSec",
    ),
    Case(
        "TBX-Linguist",
        "dct",
        term="<ling:register>low</ling:register>",
        said="'low' is not in",
    ),
    Case(
        BASIC_2,
        "2",
        term=note("termType", "synonym"),
        said="10:22: tig c1: termType 'synonym'",
    ),
    Case(
        BASIC_2,
        "2",
        "",
        descrip("explanation"),
        said=f"langSet c1: explanation {UNKNOWN}",
    ),
    Case(BASIC_2, "2", term=SECOND_NTIG, said="ntig is not in TBX-Basic"),
    Case(
        BASIC_2,
        "2",
        f"<adminGrp>{source()}</adminGrp>",
        said="does not belong in a termEntry",
    ),
    Case(
        BASIC_2, "2", descrip("subjectField", "a <hi>b</hi>"), said="holds a hi"
    ),
    Case(
        DEFAULT,
        "2",
        "",
        SUBJECT,
        said="subjectField does not stand at a langSet",
    ),
    Case(
        DEFAULT,
        "2",
        term=note("termType", "phrase"),
        said="'phrase' is not in its picklist",
    ),
    Case(
        DEFAULT,
        "2",
        term=note("register", "low"),
        said="'low' is not in its picklist",
    ),
    Case(
        DEFAULT,
        "2",
        descrip("reliabilityCode", "11"),
        said="'11' is not in its picklist",
    ),
    Case(DEFAULT, "2", descrip("seaArea"), said=f"seaArea {UNKNOWN}"),
    Case(
        DEFAULT,
        "2",
        term=f"<termNoteGrp>{STATUS}</termNoteGrp>",
        said="does not belong in a tig",
    ),
    Case(
        DEFAULT,
        "2",
        term=note("partOfSpeech", "a <hi>b</hi>"),
        said="partOfSpeech holds a hi",
    ),
    Case(
        "TBX-Ours",
        "dca",
        term=note("partOfSpeech", "noun phrase"),
        said="is not in its picklist",
    ),
    Case("ours.xcs", "2", descrip("seaArea", ""), said="seaArea is empty"),
]


def problems(case: Case, folder: Path) -> list[str]:
    """What is said of a file, behind its name."""
    path = folder / "a.tbx"
    path.write_text(case.text(), encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in validate(path)]


@pytest.mark.parametrize("case", RIGHT)
def test_a_file_that_keeps_the_rules_of_its_dialect(
    case: Case, tmp_path: Path
) -> None:
    assert problems(case, tmp_path) == []


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_breaks_them(case: Case, tmp_path: Path) -> None:
    found = problems(case, tmp_path)
    assert any(case.said in problem for problem in found), found


@pytest.mark.parametrize("case", RIGHT)
def test_a_right_file_comes_back_right(case: Case, tmp_path: Path) -> None:
    path, again = tmp_path / "a.tbx", tmp_path / "b.tbx"
    path.write_text(case.text(), encoding="utf-8")
    base = load(path)
    dump(
        base,
        again,
        version=2 if case.style == "2" else 3,
        style=STYLES[case.style],
    )
    assert [str(problem) for problem in validate(again)] == []
    assert load(again) == base


STYLES = {"dca": "dca", "dct": "dct", "2": "tig"}
