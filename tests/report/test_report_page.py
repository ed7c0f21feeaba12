"""The report is one file, loads nothing, and cannot be made to run what a text contains."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.alignment import Alignment, Bead, SectionPair
from nqpterms.document import Document, Passage, Section
from nqpterms.findings import Finding
from nqpterms.places import Anchor, Place, Span
from nqpterms.report.marking import Mark, marked
from nqpterms.report.page import render_report
from nqpterms.termbase import Concept, Definition, Term, TermBase

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


def passage(text: str, *, line: int, offset: int) -> Passage:
    return Passage(text, (Anchor(0, offset, Place(line, 1)),))


def page(en_text: str, findings: list[Finding] | None = None, term: str = "厂") -> str:
    root = Section(None, None, 0)
    zh, en = Document("a.zh.md", "zh-Hans", root), Document("a.en.md", "en", root)
    left, right = passage("工厂换了窑炉。", line=3, offset=20), passage(en_text, line=5, offset=30)
    title = Section("1", passage(HOSTILE, line=1, offset=0), 1)
    rows = (
        SectionPair(title, title, 0.99),
        Bead("paragraph", (left,), (right,), 0.7),
        Bead("sentence", (left,), (right,), 0.7),
        Bead("paragraph", (), (right,), 1.0, "no Chinese paragraph says this"),
    )
    concept = Concept("kiln", (Term(term, "zh-Hans"),), definitions=(Definition(HOSTILE),))
    marks = lambda text: [Mark(Span(1, 2), "preferred", "kiln")] if "厂" in text else []  # noqa: E731
    return render_report(Alignment(zh, en, rows), findings or [], TermBase((concept,)), terms=marks)


def test_a_hostile_text_stays_text() -> None:
    html = page(HOSTILE, term=HOSTILE)
    assert "<img" not in html
    assert len(re.findall("<script", html)) == 1
    assert html.count("&lt;img") >= 3


def test_nothing_is_loaded_from_anywhere() -> None:
    html = page("The works changed its kilns.")
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import""", html)
    assert "default-src 'none'" in unescape(html)


def test_a_finding_is_marked_where_it_stands_and_can_be_reached() -> None:
    finding = Finding(
        "T101",
        "warning",
        "not the official term",
        file="a.en.md",
        place=Place(5, 5),
        matched="works",
        span=Span(34, 39),
        expected=("factory",),
    )
    html = page("The works changed its kilns.", [finding])
    assert re.search(r'The <mark id="f0" class="finding warning"[^>]*>works</mark>', html)
    assert '<a href="#f0">line 5</a>' in html


def test_what_has_no_partner_says_why() -> None:
    assert "no Chinese paragraph says this" in page("The works changed its kilns.")


def test_partners_share_a_bead() -> None:
    beads = re.findall(r'data-bead="(\d[^"]*)"', page("The works changed its kilns."))
    assert len(beads) == 2
    assert len(set(beads)) == 1


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_keeps_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    marks = [Mark(Span(a, b), "preferred", "c") for a, b in ranges if b <= len(text)]
    html = str(marked(text, marks))
    shown = re.sub(r"<[^>]*>", "", html)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'")):
        shown = shown.replace(name, sign)
    assert shown.replace("&amp;", "&") == text


def test_a_page_that_was_not_checked_says_so() -> None:
    root = Section(None, None, 0)
    pair = Alignment(Document("a", "zh-Hans", root), Document("b", "en", root), ())
    html = render_report(pair, None, TermBase(), terms=lambda _: ())
    assert "not checked" in html
    assert "Nothing to report" not in html
