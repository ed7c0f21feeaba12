"""What an alignment looks like outside, and what comes back in."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.results.alignments import (
    dump_beads,
    dump_jsonl,
    dump_text,
    dump_tsv,
    load_alignment,
)
from nqpterms.model.alignment import Alignment, Bead, NotePair, SectionPair
from nqpterms.model.document import Document, Note, Passage, Section
from nqpterms.model.places import Anchor, Place


def at(text: str, line: int, *more: int) -> Passage:
    anchors = [Anchor(k, k, Place(n, 1)) for k, n in enumerate((line, *more))]
    return Passage(text, tuple(anchors))


EMPTY = Section(None, None, 0)
ZH, EN = Document("zh.txt", "zh-Hans", EMPTY), Document("en.txt", "en", EMPTY)
ROWS = (
    SectionPair(
        Section("1", at("一、农业", 1), 1),
        Section("1", at("I. Farms", 2), 1),
        0.98765,
    ),
    Bead(
        "paragraph",
        (at("种麦。收麦。", 2),),
        (at("Sow.", 3, 4), at("Reap.", 5)),
        0.9,
    ),
    Bead("sentence", (at("种麦。", 2),), (at("Sow.", 3, 4),), 0.8),
    Bead("sentence", (at("收麦。", 2),), (at("Reap.", 5),), 0.7),
    Bead("paragraph", (), (at("Lost.", 7),), 1.0, "gone"),
    Bead("sentence", (), (at("Lost.", 7),), 1.0, "gone"),
    SectionPair(
        Section(None, at("结语", 9), 1),
        Section(None, None, 1, (at("Thanks.", 9),)),
        0.75,
    ),
    NotePair("note", None, Note("26", at("A book", 11)), 1.0, "no note 26"),
    NotePair(
        "reference",
        Note("1", at("一书", 12)),
        Note("1", at("One book", 12)),
        0.99,
    ),
)
WHOLE = Alignment(ZH, EN, ROWS, ("look twice",))
COARSE = Alignment(
    ZH,
    EN,
    tuple(r for r in ROWS if not isinstance(r, Bead) or r.level == "paragraph"),
)


def test_json_lines():
    rows = [json.loads(line) for line in dump_jsonl(WHOLE)]
    assert rows[0] == {
        "level": "section",
        "zh": {"number": "1", "title": "一、农业", "line": 1},
        "en": {"number": "1", "title": "I. Farms", "line": 2},
        "confidence": 0.9877,
    }
    assert rows[1]["en"] == {"lines": [3, 4, 5], "text": "Sow. Reap."}
    assert rows[4] == {
        "level": "paragraph",
        "zh": None,
        "en": {"lines": [7], "text": "Lost."},
        "confidence": 1.0,
        "reason": "gone",
    }
    assert rows[6]["en"] == {"number": None, "title": None, "line": 9}
    assert rows[7]["en"] == {"number": "26", "line": 11, "text": "A book"}
    assert [row["level"] for row in rows[6:]] == [
        "section",
        "note",
        "reference",
    ]


def test_places_without_lines_are_told_by_page_and_paragraph():
    passage = Passage("文", (Anchor(0, 0, Place(page=3, paragraph=7)),))
    bead = Bead("paragraph", (passage,), (at("Text", 1),), 1.0)
    row = json.loads(next(dump_jsonl(Alignment(ZH, EN, (bead,)))))
    assert row["zh"] == {"lines": [], "paragraph": 7, "page": 3, "text": "文"}


def test_tsv_has_no_text_twice():
    lines = list(dump_tsv(WHOLE))
    assert lines[0] == "zh\ten\tlevel\tconfidence\tlines_zh\tlines_en\treason\n"
    assert lines[2] == "种麦。\tSow.\tsentence\t0.8000\t2\t3,4\t\n"
    assert lines[4] == "\tLost.\tsentence\t1.0000\t\t7\tgone\n"
    assert [line.split("\t")[2] for line in dump_tsv(COARSE)].count(
        "paragraph"
    ) == 2


def test_tsv_cells_hold_no_tabs_or_breaks():
    bead = Bead(
        "paragraph", (at("一\t二", 1),), (at("one\r\ntwo\u2028three", 1),), 1.0
    )
    _, line = dump_tsv(Alignment(ZH, EN, (bead,)))
    assert line.startswith("一 二\tone two three\t")


def test_beads_count_each_side():
    assert list(dump_beads(WHOLE)) == [
        "[0]:[0]:0.8000\n",
        "[1]:[1]:0.7000\n",
        "[]:[2]:1.0000\n",
    ]
    assert list(dump_beads(COARSE)) == [
        "[0]:[0, 1]:0.9000\n",
        "[]:[2]:1.0000\n",
    ]


def test_text_shows_places_warnings_and_reasons():
    text = "".join(dump_text(WHOLE))
    assert text.startswith("! look twice\n")
    assert (
        "1 | 2  0.99\n" in text
        and "– | 7  gone\n" in text
        and "(no heading)" in text
    )


def test_segments_come_back(tmp_path):
    for alignment, level in ((WHOLE, "sentence"), (COARSE, "paragraph")):
        path = tmp_path / f"{level}.jsonl"
        path.write_text("".join(dump_jsonl(alignment)), encoding="utf-8")
        expected = [(s.zh, s.en) for s in alignment.segments(level=level)]
        assert [(s.zh, s.en) for s in load_segments(path)] == expected


def test_the_tsv_is_a_bitext(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("".join(dump_tsv(COARSE)), encoding="utf-8")
    expected = [(s.zh, s.en) for s in COARSE.segments(level="paragraph")]
    assert [
        (s.zh, s.en) for s in load_segments(path) if s.zh and s.en
    ] == expected


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_is_one_line_of_json(pairs):
    beads = tuple(
        Bead("paragraph", (at(z, 1),), (at(e, 1),), 0.5) for z, e in pairs
    )
    rows = [json.loads(line) for line in dump_jsonl(Alignment(ZH, EN, beads))]
    assert [(row["zh"]["text"], row["en"]["text"]) for row in rows] == pairs


PLACES = st.builds(
    Place,
    st.none() | st.integers(1, 99),
    page=st.none() | st.integers(1, 9),
    paragraph=st.none() | st.integers(1, 9),
)
PASSAGES = st.builds(
    lambda text, places: Passage(
        text, tuple(Anchor(k, k, p) for k, p in enumerate(places))
    ),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(PLACES, max_size=3),
)
SIDES = st.lists(PASSAGES, min_size=1, max_size=3).map(tuple)
SECTIONS = st.builds(
    Section,
    st.none() | TEXT,
    st.none() | PASSAGES,
    st.just(1),
    st.lists(PASSAGES, max_size=2),
)
NOTES = st.builds(Note, TEXT, PASSAGES)
SURE, REASON = st.floats(0, 1), st.just("") | TEXT
BEADS = st.builds(
    Bead,
    st.sampled_from(["paragraph", "sentence"]),
    SIDES,
    SIDES | st.just(()),
    SURE,
    REASON,
)
ANY_ROW = st.one_of(
    BEADS,
    st.builds(SectionPair, SECTIONS, st.none() | SECTIONS, SURE, REASON),
    st.builds(
        NotePair,
        st.sampled_from(["note", "reference", "entry"]),
        st.none() | NOTES,
        NOTES,
        SURE,
        REASON,
    ),
)


def read_back(alignment: Alignment) -> Alignment:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_text(
            "".join(dump_jsonl(alignment)), encoding="utf-8", newline="\n"
        )
        return load_alignment(path)


@given(st.lists(ANY_ROW, max_size=4))
def test_an_alignment_is_read_back(rows):
    alignment = Alignment(ZH, EN, tuple(rows))
    again = read_back(alignment)
    assert list(dump_jsonl(again)) == list(dump_jsonl(alignment))
    for row, before in zip(again.rows, rows, strict=True):
        assert type(row) is type(before)
        assert (row.confidence, row.reason) == (
            round(before.confidence, 4),
            before.reason,
        )
    pairs = [(s.zh, s.en) for s in alignment.segments()]
    assert [(s.zh, s.en) for s in again.segments()] == pairs


def test_what_is_read_back_has_its_documents():
    again = read_back(WHOLE)
    assert [p.text for p in again.en.body.paragraphs] == ["Sow. Reap.", "Lost."]
    assert [s.number for s in again.zh.body.children] == ["1", None]
    assert [n.number for n in again.en.notes] == ["26"]
    assert (again.zh.lang, again.en.lang) == ("zh-Hans", "en")
    assert again.rows[1].en[0].lines == (3, 4, 5)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"zh": "一", "en": "one"}',
        '{"level": "word", "zh": null, "en": null}',
    ],
)
def test_what_is_no_row_is_refused_with_its_line(tmp_path, line):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(dump_jsonl(COARSE)) + line + "\n", encoding="utf-8")
    number = len(COARSE.rows) + 1
    with pytest.raises(
        FormatError, match=f":{number}: is no row of an alignment"
    ):
        load_alignment(path)
