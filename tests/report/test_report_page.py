"""The report is one file, loads nothing, and cannot be made to run what a text contains."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Alignment, Bead, SectionPair
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.findings import Finding, Standing
from nqpterms.model.places import Anchor, Place, Span
from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.report.cells import Mark, marked
from nqpterms.report.page import cards, render_report
from nqpterms.report.parts import one_text
from nqpterms.report.uses import TermUses, Wording

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


def passage(text: str, *, line: int, offset: int) -> Passage:
    return Passage(text, (Anchor(0, offset, Place(line, 1)),))


def page(
    en_text: str, findings: list[Finding] | None = None, term: str = "工厂"
) -> str:
    root = Section(None, None, 0)
    zh, en = (
        Document("a.zh.md", "zh-Hans", root),
        Document("a.en.md", "en", root),
    )
    left, right = (
        passage("工厂换了窑炉。", line=3, offset=20),
        passage(en_text, line=5, offset=30),
    )
    title = Section("1", passage(HOSTILE, line=1, offset=0), 1)
    rows = (
        SectionPair(title, title, 0.99),
        Bead("paragraph", (left,), (right,), 0.7),
        Bead("sentence", (left,), (right,), 0.7),
        Bead("paragraph", (), (right,), 1.0, "no Chinese paragraph says this"),
    )
    concept = Concept(
        f"kiln{HOSTILE}",
        (Term(term, "zh-Hans"), Term("works", "en"), Term("工厂", "zh-Hans")),
        definitions=(Definition(HOSTILE),),
        sources=("javascript:alert(3)", "https://example.org/x"),
    )
    return render_report(
        Alignment(zh, en, rows), findings or [], Matcher(TermBase((concept,)))
    )


def finding(message: str = "not the official term") -> Finding:
    place = {
        "file": "a.en.md",
        "place": Place(5, 5),
        "matched": "works",
        "span": Span(34, 39),
    }
    return Finding("T101", "warning", message, expected=("factory",), **place)  # type: ignore[arg-type]


def test_a_hostile_text_stays_text() -> None:
    html = page(HOSTILE, [finding(HOSTILE)], term=HOSTILE)
    assert "<img" not in html
    assert len(re.findall("<script", html)) == 1
    assert html.count("&lt;img") >= 3
    assert 'href="javascript' not in html


def test_nothing_is_loaded_from_anywhere() -> None:
    html = page("The works changed its kilns.")
    assert not re.search(r"<[^>]*\ssrc=|url\((?!#)|@import", html)
    links = set(re.findall(r'href="([^#][^"]*)"', html))
    assert links == {"https://example.org/x"}
    assert "default-src 'none'" in unescape(html)


def test_the_policy_names_the_style_and_the_script_that_stand_there() -> None:
    html = page("The works changed its kilns.")
    policy = unescape(
        re.findall(r'Content-Security-Policy" content="([^"]*)"', html)[0]
    )
    for element in ("style", "script"):
        [body] = re.findall(rf"<{element}>(.*?)</{element}>", html, re.S)
        digest = base64.b64encode(
            hashlib.sha256(body.encode()).digest()
        ).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert " style=" not in html


def test_a_finding_is_marked_where_it_stands_and_told_beside_it() -> None:
    html = page("The works changed its kilns.", [finding()])
    assert re.search(
        r'The <mark class="f warning"[^>]* id="f0">works</mark>', html
    )
    note = re.findall(r'<p class="note warning" id="n0".*?</p>', html, re.S)[0]
    assert 'href="#f0"' in note
    assert "not the official term" in note
    assert "→ <bdi>factory</bdi>" in note


def test_what_is_told_before_in_a_row_is_told_shortly() -> None:
    html = page("The works changed its works.", [finding(), finding()])
    assert (
        html.count('<mark class="f') == 3
    )  # every row of this page holds the English text
    assert "again" in re.findall(r'id="n1".*?</p>', html, re.S)[0]


def test_what_has_no_partner_says_why() -> None:
    assert "no Chinese paragraph says this" in page(
        "The works changed its kilns."
    )


def test_partners_share_a_bead() -> None:
    assert re.findall(
        r'data-b="(\d+)"', page("The works changed its kilns.")
    ) == ["0", "0"]


def test_a_term_leads_to_its_card() -> None:
    html = page("The works changed its kilns.")
    assert '<a class="t" href="#c0">works</a>' in html.replace(
        f' title="{"工厂"}"', ""
    )
    assert 'id="c0"' in html


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_keeps_the_text(
    text: str, ranges: list[tuple[int, int]]
) -> None:
    marks = [
        Mark(Span(a, b), "t", '"<', f"f{a}" * (a % 2), "c1" * (b % 2))
        for a, b in ranges
        if b <= len(text)
    ]
    shown = re.sub(r"<[^>]*>", "", str(marked(text, marks)))
    for name, sign in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
    ):
        shown = shown.replace(name, sign)
    assert shown.replace("&amp;", "&") == text


def test_a_page_that_was_not_checked_says_so() -> None:
    root = Section(None, None, 0)
    pair = Alignment(
        Document("a", "zh-Hans", root), Document("b", "en", root), ()
    )
    html = render_report(pair, None, Matcher(TermBase()))
    assert "not checked" in html
    assert "No findings" not in html


def test_one_text_is_shown_in_one_column() -> None:
    body = Section(
        None, None, 0, (passage("The works changed.", line=1, offset=0),)
    )
    html = render_report(
        one_text(Document("a.en.md", "en", body)), [], Matcher(TermBase())
    )
    assert 'class="en"' in html
    assert 'class="zh"' not in html
    assert "Confidence along" not in html


def test_a_page_names_files_and_no_folder_of_the_disk() -> None:
    body = Section(
        None, None, 0, (passage("The works changed.", line=1, offset=0),)
    )
    document = Document("/home/ann/secret/a.en.md", "en", body)
    html = render_report(one_text(document), [finding()], Matcher(TermBase()))
    assert "a.en.md" in html
    assert "secret" not in html


def test_the_head_counts_what_was_matched_at_its_level() -> None:
    root = Section(None, None, 0)
    title = Section("1", passage("Kilns", line=1, offset=0), 1)
    rows = (
        SectionPair(title, title, 0.9),
        SectionPair(title, None, 0.9, "alone"),
    )
    pair = Alignment(
        Document("a", "zh-Hans", root), Document("b", "en", root), rows
    )
    html = render_report(pair, [], Matcher(TermBase()))
    assert "<dt>section pairs</dt><dd>1</dd>" in html
    assert "paragraph pairs" not in html


def test_a_mark_names_the_note_that_says_what_it_is() -> None:
    html = page("The works changed its kilns.", [finding()])
    assert re.search(
        r'<mark class="f warning"[^>]* aria-describedby="n0" id="f0">', html
    )


def test_what_stands_in_the_place_of_a_missing_term_is_marked() -> None:
    missing = Finding(
        "T201",
        "warning",
        "not rendered",
        file="a.en.md",
        place=Place(5, 5),
        stands=Standing("works", Span(34, 39), 0.8),
    )
    assert 'id="f0">works</mark>' in page(
        "The works changed its kilns.", [missing]
    )


def test_a_concept_with_findings_stands_before_one_with_more_places() -> None:
    concepts = [Concept(name, (Term(name, "en"),)) for name in ("kiln", "clay")]
    uses = [
        TermUses(concept, number, (0,), (Wording(concept.id, "", (places,)),))
        for number, (concept, places) in enumerate(
            zip(concepts, (9, 1), strict=True)
        )
    ]
    found = [Finding("T101", "warning", "said", concept="clay")]
    assert [
        card.concept.id for card in cards(concepts, uses, findings=found)
    ] == ["clay", "kiln"]
    assert [card.concept.id for card in cards(concepts, uses)] == [
        "kiln",
        "clay",
    ]
