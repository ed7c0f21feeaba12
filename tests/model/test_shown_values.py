"""What notebooks and data frames get of the values: escaped, short, of one shape."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import nqpterms
from nqpterms import (
    Alignment,
    Bead,
    Concept,
    Document,
    Finding,
    Findings,
    Passage,
    Section,
    Segment,
    Term,
    TermBase,
)
from nqpterms.model.findings import Quote
from nqpterms.model.html_tables import MOST_ROWS, ShownCell, ShownTable, html_of
from nqpterms.model.places import Place, Span

BRIEF = files("nqpterms") / "brief"
NASTY = "<script>alert('a')</script> & \"喝茶\" \x00\ud800 ]]>"
LONG = "茶香四溢，" * 400


def body(*texts: str) -> Section:
    return Section(None, None, 0, tuple(Passage(text) for text in texts))


def document(text: str) -> Document:
    return Document(text, "zh-Hans", body(text), title=Passage(text))


def concept(text: str) -> Concept:
    return Concept(
        "tea", (Term(text, "zh"), Term(text, "en", "preferred")), notes=(text,)
    )


def alignment(text: str) -> Alignment:
    bead = Bead("paragraph", (Passage(text),), (Passage(text),), 0.5)
    return Alignment(document(text), document(text), (bead,) * 50, (text,))


def findings(text: str) -> Findings:
    quote = Quote(text, Span(2, 5))
    one = Finding(
        "T101",
        "warning",
        text,
        text,
        matched=text,
        expected=(text,),
        target_quote=quote,
    )
    return Findings([one] * 50)


VALUES: dict[str, Callable[[str], Any]] = {
    "Document": document,
    "Alignment": alignment,
    "Concept": concept,
    "TermBase": lambda text: TermBase((concept(text),) * 50, text, text),
    "Findings": findings,
    "Finding": lambda text: findings(text)[0],
    "Concordance": lambda text: nqpterms.concord(
        "茶", [Segment(text, text, doc=text)] * 50
    ),
}


@pytest.mark.parametrize(
    "text", [NASTY, LONG, "", "茶"], ids=["nasty", "long", "empty", "short"]
)
@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_shown_escaped_and_small(name: str, text: str) -> None:
    shown = VALUES[name](text)._repr_html_()
    assert len(shown) < 20_000
    shown.encode("utf-8")
    tree = html.fromstring(shown)
    assert not tree.xpath("//script") and not tree.xpath("//*[@href or @src]")
    assert len(tree.xpath("//tbody/tr")) <= MOST_ROWS


class Printer:
    """What IPython hands to a value that writes itself."""

    def __init__(self) -> None:
        self.written = ""

    def text(self, text: str, /) -> None:
        self.written += text


@pytest.mark.parametrize("text", [NASTY, LONG], ids=["nasty", "long"])
@pytest.mark.parametrize("name", [name for name in VALUES if name != "Finding"])
def test_the_text_that_a_notebook_keeps_is_small(name: str, text: str) -> None:
    printer = Printer()
    VALUES[name](text)._repr_pretty_(printer, False)
    assert 0 < len(printer.written) < 1500


def test_the_words_that_are_meant_are_marked_in_a_long_text() -> None:
    text = "甲" * 500 + "茶" + "乙" * 500
    shown = html_of(
        ShownTable("t", ("zh",), ((ShownCell(text, "zh", Span(500, 501)),),), 1)
    )
    assert "甲<mark>茶</mark>乙" in shown
    assert shown.count("…") == 2


def test_it_says_how_many_rows_are_not_shown() -> None:
    assert f"… and {50 - MOST_ROWS} more rows" in findings("x")._repr_html_()
    assert "more row" not in Findings(findings("x")[:3])._repr_html_()


def test_the_gravest_stand_first() -> None:
    mixed = Findings(
        [
            Finding("T105", "info", "a"),
            Finding("N401", "error", "b"),
            Finding("T101", "warning", "c"),
        ]
    )
    codes = html.fromstring(mixed._repr_html_()).xpath(
        "//tbody/tr/td[2]/text()"
    )
    assert codes == ["N401", "T101", "T105"]


def test_findings_stay_a_list() -> None:
    one = Finding("T101", "warning", "said")
    assert Findings([one]) == [one]
    assert isinstance(
        nqpterms.check([Segment("茶", "tea")], codes=()), Findings
    )
    assert isinstance(Findings([one, one])[:1], Findings)
    assert Findings([one])[0] is one


def brief_values() -> dict[str, Any]:
    """The values of the demo's brief."""
    zh = nqpterms.read(str(BRIEF / "brief.zh.md"))
    en = nqpterms.read(str(BRIEF / "brief.en.md"))
    pair = nqpterms.align(zh, en, level="sentence")
    terms = nqpterms.load_terms("nqp")
    return {
        "Document": zh,
        "Alignment": pair,
        "TermBase": terms,
        "Concept": terms.concepts[0],
        "Findings": nqpterms.check(
            en, zh, terms=terms, project=nqpterms.Project()
        ),
        "Concordance": nqpterms.concord(
            "新质生产力", pair.segments(), terms=terms
        ),
        "DatedConcept": nqpterms.history("新质生产力", base=terms)[0],
    }


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    return brief_values()


def test_rows_have_one_shape(values: dict[str, Any]) -> None:
    for name, value in values.items():
        rows = value.to_dicts()
        assert rows, name
        shapes = {
            tuple((key, type(cell)) for key, cell in row.items())
            for row in rows
        }
        assert len(shapes) == 1, name


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_frames_take_the_rows_as_they_are(
    values: dict[str, Any], package: str
) -> None:
    frames = pytest.importorskip(package)
    for name, value in values.items():
        rows = value.to_dicts()
        frame = frames.DataFrame(rows)
        assert frame.shape == (len(rows), len(rows[0])), name


@pytest.mark.parametrize("late", [1, 150])
def test_a_frame_holds_what_begins_late(late: int) -> None:
    """polars settles the types by the first hundred rows."""
    frames = pytest.importorskip("polars")
    plain = Finding("T101", "warning", "said")
    full = Finding(
        "T102",
        "warning",
        "said",
        place=Place(3, 4, 5, 6),
        segment=7,
        concept="tea",
        expected=("tea",),
        fix="tea",
        confidence=0.5,
    )
    frame = frames.DataFrame(Findings([plain] * late + [full]).to_dicts())
    last = frame.rows(named=True)[-1]
    assert (last["line"], last["segment"], last["expected"]) == (3, 7, ["tea"])
    assert (last["fix"], last["confidence"], last["concept"]) == (
        "tea",
        0.5,
        "tea",
    )


def test_an_alignment_tells_what_stands_alone(values: dict[str, Any]) -> None:
    rows = values["Alignment"].to_dicts()
    assert all(row["zh"] or row["en"] for row in rows)
    alone = [row for row in rows if not (row["zh"] and row["en"])]
    assert alone and all(row["reason"] for row in alone)
    paragraphs = values["Alignment"].to_dicts(level="paragraph")
    assert {row["level"] for row in paragraphs} == {
        "section",
        "note",
        "paragraph",
    }


def test_a_document_gives_every_passage(values: dict[str, Any]) -> None:
    document = values["Document"]
    assert [row["text"] for row in document.to_dicts()] == [
        p.text for p in document.passages()
    ]


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_marking_loses_nothing_of_a_short_text(
    text: str, start: int, length: int
) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    cell = ShownCell(text[:60], "en", span if span.start < span.end else None)
    tree = html.fromstring(html_of(ShownTable("t", ("en",), ((cell,),), 1)))
    shown = tree.xpath("//tbody/tr/td")[0].text_content()
    assert len(shown.replace("\r", "")) <= len(text[:60])
