"""A bitext on a page: every finding is marked at its own words, whatever stands before them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.project.project import Project
from nqpterms.report.bitext_rows import BitextDocument, bitext_rows
from nqpterms.run.inputs import unit_of
from nqpterms.run.one import check_unit, in_memory, page_of

CELLS = st.text(alphabet="茶山ab ", max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6), st.data())
def test_a_finding_moves_with_its_cell(
    cells: list[tuple[str, str]], data: st.DataObject
) -> None:
    segments = [
        Segment(zh, en, row=row) for row, (zh, en) in enumerate(cells, 1)
    ]
    chosen = data.draw(st.sampled_from(segments))
    end = data.draw(st.integers(0, len(chosen.en)))
    found = Finding(
        "T101", "warning", "said", segment=chosen.row, span=Span(0, end)
    )
    alignment, [moved] = bitext_rows(
        [BitextDocument(segments, [found])], "a.tsv"
    )
    assert chosen.row is not None
    row = alignment.rows[chosen.row - 1]
    for passage in row.passages("en"):
        assert moved.span is not None
        assert moved.span.start == passage.anchors[0].offset
        assert Span(0, end).of(passage.text) == Span(0, end).of(chosen.en)


def test_cells_share_no_offset() -> None:
    segments = [
        Segment("茶", "tea", row=1),
        Segment("", "x", row=2),
        Segment("山", "", row=3),
    ]
    alignment, _ = bitext_rows([BitextDocument(segments, [])], "a.tsv")
    starts = []
    for row in alignment.rows:
        for passage in (*row.passages("zh"), *row.passages("en")):
            starts.append(passage.anchors[0].offset)
    assert starts == sorted(set(starts))


def test_what_is_empty_says_so() -> None:
    segments = [Segment("茶", "", row=1), Segment("", "tea", row=2)]
    alignment, _ = bitext_rows([BitextDocument(segments, [])], "a.tsv")
    reasons = [row.reason for row in alignment.rows]
    assert reasons == [
        "the segment has no translation",
        "the segment has no source",
    ]


def test_several_documents_have_headings() -> None:
    documents = [
        BitextDocument([Segment("茶", "tea", row=1, doc="one")], []),
        BitextDocument([Segment("山", "hill", row=2, doc="two")], []),
    ]
    alignment, _ = bitext_rows(documents, "a.tmx")
    assert [
        pair.en.title.text
        for pair in alignment.sections()
        if pair.en and pair.en.title
    ] == [
        "one",
        "two",
    ]


def test_a_bitext_has_a_page_with_its_marks() -> None:
    segments = [
        Segment("会议结束。", "The meeting ended.", row=1),
        Segment(
            "推进中国式现代化。", "Advance Chinese-style modernization.", row=2
        ),
    ]
    html = page_of(
        [in_memory(check_unit(unit_of(segments), Project()))], Project()
    )
    marked = re.findall(r'id="([fs]\d+)">(?:<a[^>]*>)?([^<]*)', html)
    assert ("f0", "Chinese-style modernization") in marked
    assert ("s0", "中国式现代化") in marked


def test_a_folder_has_a_page_that_leads_to_its_reports(
    tmp_path: Path, run: Any
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a b.tsv").write_text(
        "zh\ten\n推进中国式现代化。\tAdvance Chinese-style modernization.\n",
        encoding="utf-8",
    )
    (folder / "t.zh.md").write_text("# 茶\n\n山上有茶园。\n", encoding="utf-8")
    (folder / "t.en.md").write_text(
        "# Tea\n\nTea grows on the hill.\n", encoding="utf-8"
    )
    page = tmp_path / "reports.html"
    assert run("check", folder, "-o", page).status == 1
    links = re.findall(
        r'<th scope="row"><a href="([^"]*)"', page.read_text(encoding="utf-8")
    )
    assert links == ["reports/a%20b.tsv.html", "reports/t.html"]
    assert (tmp_path / "reports" / "a b.tsv.html").is_file()
    assert (tmp_path / "reports" / "index.html").is_file()
    ran = run("check", folder, "-o", page, "-o", tmp_path / "decisions.xlsx")
    assert ran.status == 2
    assert "name it alone" in ran.err
