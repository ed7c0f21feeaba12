"""Files of other tools, read and written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.errors import FormatError
from nqpterms.files.remarks import RemarkListener, remarks_to
from nqpterms.formats.terms.tbx import dump, iter_concepts, load
from nqpterms.model.termbase import (
    Category,
    Concept,
    Definition,
    Term,
    TermBase,
    Transaction,
)

V2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
 <martifHeader><fileDesc><titleStmt><title>Saws</title></titleStmt>
  <sourceDesc><p>by hand</p></sourceDesc></fileDesc>
  <encodingDesc><p type="XCSURI">TBXXCS.xcs</p></encodingDesc></martifHeader>
 <text><body>
  <termEntry id="17">
   <descrip type="subjectField">tools</descrip>
   <langSet xml:lang="zh-CN">
    <ntig id="n1"><termGrp><term>
      手锯
    </term><termNote type="partOfSpeech">noun</termNote></termGrp>
    <descripGrp><descrip type="context">他拿起手锯。</descrip>
     <admin type="source">书</admin></descripGrp></ntig></langSet>
   <langSet xml:lang="en">
    <tig><term>hand <hi type="bold">saw</hi></term>
     <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
     <termNote type="normativeAuthorization">standardizedTerm</termNote></tig>
    <tig><term>saw</term><termNoteGrp>
     <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
     <note>too wide</note></termNoteGrp></tig></langSet>
  </termEntry>
  <!-- a comment -->
  <termEntry><langSet xml:lang="en"><tig><term>R&amp;D<![CDATA[ <x>]]></term></tig></langSet>
  </termEntry>
 </body></text>
</martif>
"""

V3 = """<tbx type="TBX-Mine" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p/></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1">
 <admin type="conceptOrigin" id="a1">Asia</admin>
 <descripGrp><descrip type="sampleSentence" xml:lang="en">One.</descrip>
  <admin type="source">S</admin>
  <descripNote type="contextType">explanatory</descripNote></descripGrp>
 <langSec xml:lang="en"><termSec id="t1"><term>a</term>
  <termNote type="usageNote">see <hi target="c1">b</hi> too</termNote>
  <transacGrp><transac type="transactionType">approval</transac><date>2024-01-01</date></transacGrp>
 </termSec></langSec>
</conceptEntry></body></text></tbx>
"""


def written(folder: Path, content: str) -> Path:
    path = folder / "a.tbx"
    path.write_text(content, "utf-8")
    return path


def test_v2_with_tig_and_ntig(tmp_path: Path) -> None:
    base = load(written(tmp_path, V2))
    first, second = base.concepts
    assert (base.name, base.description, base.header) == ("Saws", "by hand", ())
    assert base.dialect == "TBX-Default"
    dump(base, tmp_path / "b.tbx", version=2)
    assert load(tmp_path / "b.tbx") == base
    assert (first.id, first.subject, second.id) == ("c17", "tools", "c2")
    saw, hand, short = first.terms
    assert (saw.text, saw.lang, saw.pos, saw.id) == (
        "手锯",
        "zh-CN",
        "noun",
        "n1",
    )
    assert (saw.contexts[0].text, saw.contexts[0].source) == (
        "他拿起手锯。",
        "书",
    )
    assert (hand.text, hand.status, hand.markup) == (
        "hand saw",
        "preferred",
        'hand <hi type="bold">saw</hi>',
    )
    assert hand.extra == (
        Category("normativeAuthorization", "standardizedTerm", "termNote"),
    )
    assert short.status == "deprecated"
    assert short.extra[0].inner == (Category("", "too wide", "note"),)
    assert second.terms == (Term("R&D <x>", "en"),)


def test_what_is_unknown_comes_back(tmp_path: Path) -> None:
    base = load(written(tmp_path, V3))
    concept = base.concepts[0]
    assert base.dialect == "TBX-Mine"
    assert [said.type for said in concept.extra] == [
        "conceptOrigin",
        "sampleSentence",
    ]
    assert concept.terms[0].history == ()
    for version, style in ((3, "dca"), (2, "tig"), (2, "ntig")):
        path = tmp_path / "b.tbx"
        dump(base, path, version=version, style=style)  # type: ignore[arg-type]
        assert load(path).concepts == base.concepts


def test_losses_are_refused_or_reported(tmp_path: Path) -> None:
    base = load(written(tmp_path, V3))
    path = tmp_path / "b.tbx"
    with pytest.raises(
        FormatError, match=r"concept c1: conceptEntry: conceptOrigin is not in"
    ):
        dump(base, path, dialect="TBX-Basic")
    assert not path.exists()
    losses = dump(base, path, dialect="TBX-Basic", lossy=True)
    assert [(loss.level, loss.category) for loss in losses] == [
        ("conceptEntry", "conceptOrigin"),
        ("conceptEntry", "sampleSentence"),
        ("termSec", "usageNote"),
        ("termSec", "transactionType"),
    ]
    assert load(path).concepts[0].terms == (Term("a", "en", id="t1"),)


def test_min_and_core_hold_less(tmp_path: Path) -> None:
    base = load(written(tmp_path, V2))
    path = tmp_path / "b.tbx"
    for dialect, count in (("TBX-Min", 2), ("TBX-Core", 6)):
        losses = dump(base, path, dialect=dialect, lossy=True)
        assert len(losses) == count, losses
        assert [t.text for c in load(path).concepts for t in c.terms] == [
            t.text for c in base.concepts for t in c.terms
        ]


def test_choices_of_an_export(tmp_path: Path) -> None:
    base = load(written(tmp_path, V2))
    path = tmp_path / "b.tbx"
    base = type(base)(
        tuple(
            type(c)(
                c.id,
                c.terms,
                definitions=(Definition("d", "en"),),
                broader=("c2",),
            )
            for c in base.concepts
        )
    )
    dump(
        base,
        path,
        version=2,
        dialect="TBX-Basic",
        lossy=True,
        languages={"zh-CN": "zh", "en": "en-GB"},
        statuses={"preferred", ""},
        numeric_ids=True,
        definitions="concept",
    )
    text = path.read_text("utf-8")
    assert '<termEntry id="1">' in text
    assert '<descrip type="definition" xml:lang="en-GB">d</descrip>' in text
    assert 'target="2"' in text
    first = load(path).concepts[0]
    assert (first.id, first.broader) == ("c17", ("c2",))
    assert [(t.text, t.lang) for t in first.terms] == [
        ("手锯", "zh"),
        ("hand saw", "en-GB"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('<langSet xml:lang="en">', "<langSet>", 16, "no xml:lang"),
        ("手锯\n", "\n", 11, "no term"),
        (
            '<termEntry id="17">',
            '<termEntry id="c2">',
            25,
            "two concepts have the id 'c2'",
        ),
        ("<termEntry>", '<termEntry id="c17">', 25, "two concepts"),
        ("</martif>", "", 29, "not well-formed"),
    ],
)
def test_what_cannot_be_read_has_its_line(
    old: str, new: str, line: int | None, why: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=why) as caught:
        load(written(tmp_path, V2.replace(old, new, 1)))
    assert caught.value.line == line


def test_another_kind_of_xml_is_no_tbx(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is not TBX: it begins with <tmx>"):
        list(iter_concepts(written(tmp_path, '<tmx version="1.4"/>')))


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (Term("a\x01", "en"), "XML cannot hold"),
        (Term(" ", "en"), "empty term"),
        (Term("a", "zh_CN"), "no language tag"),
        (Term("a", ""), "no language tag"),
        (Term("a", "en", id="c1"), "there twice"),
        (
            Term("a", "en", history=(Transaction("origination", "2024"),)),
            "no date",
        ),
        (
            Term("a", "en", history=(Transaction("origination", target="x"),)),
            "points to 'x'",
        ),
        (
            Term("a", "en", extra=(Category("register", "x", "termNote"),)),
            "not in TBX-Basic",
        ),
        (
            Term("a", "en", extra=(Category("definition", "x", "descrip"),)),
            "at a termSec",
        ),
        (Term("a", "en", extra=(Category("", "x", "no name"),)), "is not in"),
        (Term("ab", "en", markup="<hi>a</hi"), "not well-formed"),
    ],
)
def test_what_cannot_be_written_names_the_concept(
    term: Term, why: str, tmp_path: Path
) -> None:

    path = tmp_path / "a.tbx"
    with pytest.raises(FormatError, match="concept c1: ") as caught:
        dump(TermBase((Concept("c1", (term,)),)), path)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_stream_with_a_dangling_pointer_is_refused(tmp_path: Path) -> None:

    concepts = (Concept("c1", (Term("a", "en"),), broader=("c9",)),)
    with pytest.raises(
        FormatError, match="concept c1: points to 'c9', which is not there"
    ):
        dump(iter(concepts), tmp_path / "a.tbx")
    assert list(tmp_path.iterdir()) == []


BROKEN_PARTS = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>
</fileDesc></martifHeader><text><body>
<termEntry id="a"><langSet xml:lang="ZH_cn"><tig><term>就业</term></tig><tig><term/></tig></langSet>
<langSet><tig><term>emploi</term></tig></langSet>
<langSet xml:lang="EN"><tig><term>employment</term>
<termNote type="partOfSpeech">Noun</termNote></tig><tig><term>jobbing</term>
<termNote type="administrativeStatus">Forbidden</termNote></tig></langSet></termEntry>
<termEntry id="a"><langSet xml:lang="en"><tig><term>work</term></tig></langSet></termEntry>
</body></text></martif>
"""


def test_what_is_broken_is_left_out_and_placed_where_somebody_listens(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(BROKEN_PARTS, encoding="utf-8")
    broken: list[FormatError] = []
    with remarks_to(RemarkListener([].append, broken.append)):
        base = load(path)
    assert [
        (term.text, term.lang, term.status, term.pos)
        for _, term in base.terms()
    ] == [
        ("就业", "zh-CN", "", ""),
        ("employment", "en", "", "noun"),
        ("jobbing", "en", "deprecated", ""),
    ]
    assert [
        (error.line, error.message.partition(";")[0]) for error in broken
    ] == [
        (4, "a termSec has no term"),
        (5, "a langSec has no xml:lang"),
        (9, "two concepts have the id 'a'"),
    ]
    with pytest.raises(FormatError, match=r"a\.tbx:4: a termSec has no term"):
        load(path)


def test_a_status_of_nobody_is_said_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(
        BROKEN_PARTS.replace("Forbidden", "shiny"), encoding="utf-8"
    )
    remarks: list[str] = []
    with remarks_to(RemarkListener(remarks.append, [].append)):
        base = load(path)
    term = base.concepts[0].terms[2]
    assert (term.status, term.extra[0].value) == ("", "shiny")
    assert remarks == [
        "the status 'shiny' is none of ours: kept with its terms, which have none"
    ]


def test_blanks_in_the_address_of_a_namespace(tmp_path: Path) -> None:
    text = (
        '<tbx type="TBX-Min" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2 "'
        ' xmlns:own="http://example.org/my own"><tbxHeader><fileDesc><sourceDesc><p>x</p>'
        '</sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1">'
        '<langSec xml:lang="en"><termSec><term>xmlns="a b"</term></termSec></langSec>'
        "</conceptEntry></body></text></tbx>"
    )
    (tmp_path / "a.tbx").write_text(text, encoding="utf-8")
    assert [term.text for _, term in load(tmp_path / "a.tbx").terms()] == [
        'xmlns="a b"'
    ]
