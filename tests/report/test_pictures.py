"""The pictures as SVG texts: sound XML that asks for nothing, seen on light and on dark."""

from __future__ import annotations

from importlib.resources import files

import pytest
from lxml import etree

import nqpterms
from nqpterms import (
    Alignment,
    Bead,
    Concept,
    Document,
    Passage,
    Section,
    Segment,
    Term,
    TermBase,
)
from nqpterms.model.alignment import SectionPair
from nqpterms.report.pictures import _COLOURS

BRIEF = files("nqpterms") / "brief"
SVG = "{http://www.w3.org/2000/svg}"
NASTY = '</svg><script>alert(1)</script> class="x" & 茶 \x01\ud800'
TEA = TermBase(
    (Concept("tea", (Term("茶", "zh"), Term(NASTY, "en", "preferred"))),)
)


@pytest.fixture(scope="module")
def of_brief() -> dict[str, str]:
    zh = nqpterms.read(str(BRIEF / "brief.zh.md"))
    en = nqpterms.read(str(BRIEF / "brief.en.md"))
    return nqpterms.pictures(
        nqpterms.align(zh, en), terms=nqpterms.load_terms("nqp")
    )


def nasty_pair() -> Alignment:
    heading = Section("1", Passage(NASTY), 1)
    bead = Bead("paragraph", (Passage(NASTY),), (Passage(NASTY),), 0.5)
    document = Document(NASTY, "en", Section(None, None, 0))
    section = SectionPair(heading, heading, 1.0)
    return Alignment(document, document, (section, bead, bead))


def test_an_alignment_has_four(of_brief: dict[str, str]) -> None:
    assert list(of_brief) == ["renderings", "shares", "confidence", "shape"]
    titles = [
        etree.fromstring(svg).findtext(f"{SVG}title")
        for svg in of_brief.values()
    ]
    assert all(titles)


def test_segments_have_two_a_column_a_document() -> None:
    pairs = [
        Segment("喝茶。", "Drink tea.", doc=f"{year}.tsv")
        for year in (2001, 2002)
    ]
    terms = TermBase((Concept("tea", (Term("茶", "zh"), Term("tea", "en"))),))
    drawn = nqpterms.pictures(pairs, terms=terms)
    assert list(drawn) == ["renderings", "shares"]
    words = [
        element.text
        for element in etree.fromstring(drawn["renderings"]).iter(f"{SVG}text")
    ]
    assert {"2001.tsv", "2002.tsv", "茶", "2 tea"} <= set(words)


def test_what_is_empty_is_not_drawn() -> None:
    assert nqpterms.pictures([], terms=TEA) == {}
    assert nqpterms.pictures([Segment("天气好。", "Fine.")], terms=TEA) == {}


def test_what_a_text_says_does_nothing() -> None:
    for svg in nqpterms.pictures(nasty_pair(), terms=TEA).values():
        root = etree.fromstring(svg)
        assert not root.xpath("//*[local-name()='script']")
        svg.encode("utf-8")


def test_no_style_and_no_address_but_its_own_patterns(
    of_brief: dict[str, str],
) -> None:
    for svg in of_brief.values():
        root = etree.fromstring(svg)
        assert not root.xpath(
            "//@class | //@style | //@href | //*[local-name()='style']"
        )
        patterns = set(root.xpath("//*[local-name()='pattern']/@id"))
        fills = {
            fill for fill in root.xpath("//@fill") if fill.startswith("url(")
        }
        assert {fill[5:-1] for fill in fills} <= patterns


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""
    lights = []
    for colour in (one, other):
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in shares
        ]
        lights.append(
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        )
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("colour", _COLOURS.values(), ids=_COLOURS)
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_colours_are_seen_on_light_and_on_dark(colour: str, page: str) -> None:
    assert _contrast(colour, page) >= 3
