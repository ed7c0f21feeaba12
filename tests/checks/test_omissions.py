"""O601 to O607: what is left out is said once, where it would stand, in place of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms import Project, check
from nqpterms.checks.registry import check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase

BASE = TermBase(
    (
        Concept(
            "bed", (Term("病床", "zh"), Term("hospital bed", "en", "preferred"))
        ),
    )
)
MATCHER = Matcher(BASE)
STORY = (
    ("桥梁已经修好。", "The bridge has been repaired."),
    (
        "去年医院增加了37张病床。",
        "Last year the hospital added 37 hospital beds.",
    ),
    ("村民可以通行。", "Villagers can pass."),
    ("工厂停止排放废水。", "The factory stopped discharging waste water."),
    ("学校明天开学。", "School begins tomorrow."),
    ("公园种植了许多树木。", "The park planted many trees."),
    ("火车准时到达车站。", "The train arrived at the station on time."),
    ("农民收获了小麦。", "Farmers harvested the wheat."),
    ("渔船离开港口。", "The fishing boats left the port."),
    ("图书馆购买新书。", "The library bought new books."),
    ("法院公布判决。", "The court announced its judgment."),
    ("商店延长营业时间。", "Shops extended their business hours."),
)


def row_without(*missing: int) -> Segment:
    """The story as one row of a bitext, without the translation of some sentences."""
    zh = "".join(zh for zh, _ in STORY)
    en = " ".join(
        en for number, (_, en) in enumerate(STORY) if number not in missing
    )
    return Segment(zh, en, row=1)


def pair_without(folder: Path, missing: Sequence[int]) -> list[Finding]:
    """What is said of two files, a paragraph for each sentence, some of them not translated."""
    zh, en = folder / "story.zh.txt", folder / "story.en.txt"
    zh.write_text("\n\n".join(zh for zh, _ in STORY), encoding="utf-8")
    kept = [en for number, (_, en) in enumerate(STORY) if number not in missing]
    en.write_text("\n\n".join(kept), encoding="utf-8")
    return check(en, zh, project=Project(terms=BASE))


def test_a_sentence_is_told_with_the_words_beside_its_gap() -> None:
    segment = row_without(1)
    (finding,) = check_segments([segment], MATCHER)
    assert (finding.code, finding.severity, finding.segment) == (
        "O601",
        "warning",
        1,
    )
    assert finding.source_span is not None
    assert finding.source_span.of(segment.zh) == STORY[1][0]
    assert "has been repaired.”" in finding.message
    assert "“Villagers can pass.”" in finding.message
    assert finding.context == STORY[1][0]


def test_its_terms_and_numbers_are_told_where_nobody_asks_for_omissions() -> (
    None
):
    findings = check_segments([row_without(1)], MATCHER, codes={"T201", "N401"})
    assert {finding.code for finding in findings} == {"T201", "N401"}


def test_a_term_beside_the_gap_is_told_as_before() -> None:
    segment = row_without(2)
    segment = replace(segment, en=segment.en.replace("hospital beds", "places"))
    assert [f.code for f in check_segments([segment], MATCHER)] == [
        "T201",
        "O601",
    ]


def test_sentences_that_follow_each_other_are_one() -> None:
    (finding,) = check_segments([row_without(5, 6)], MATCHER)
    assert finding.source_span is not None
    assert finding.source_span.of(row_without().zh) == STORY[5][0] + STORY[6][0]


def test_what_is_whole_is_not_told() -> None:
    assert check_segments([row_without()], MATCHER) == []


@pytest.mark.parametrize("missing", [(1,), (4,), (7,)])
def test_a_paragraph_of_a_pair_is_told_where_it_would_stand(
    tmp_path: Path, missing: tuple[int]
) -> None:
    (finding,) = pair_without(tmp_path, missing)
    assert finding.code == "O602"
    assert finding.source_span is not None
    source = (tmp_path / "story.zh.txt").read_text(encoding="utf-8")
    assert finding.source_span.of(source) == STORY[missing[0]][0]
    assert (
        finding.place.line == 2 * missing[0] - 1
    )  # that of the paragraph before the gap
    assert finding.file.endswith("story.en.txt")


def test_the_end_of_a_text_is_told_once(tmp_path: Path) -> None:
    zh, en = tmp_path / "long.zh.txt", tmp_path / "long.en.txt"
    zh.write_text("\n\n".join(zh for zh, _ in STORY), encoding="utf-8")
    en.write_text("\n\n".join(en for _, en in STORY[:7]), encoding="utf-8")
    (finding,) = check(en, zh, project=Project(terms=BASE))
    assert finding.code == "O607"


def test_a_translation_with_much_missing_is_told_once(tmp_path: Path) -> None:
    (finding,) = pair_without(tmp_path, (1, 3, 4, 6, 8, 9))
    assert finding.code == "O607"


def test_chinese_may_be_the_translation() -> None:
    segment = row_without()
    segment = replace(
        segment, zh=segment.zh.replace(STORY[6][0], ""), target="zh"
    )
    (finding,) = check_segments([segment], MATCHER, target="zh")
    assert finding.code == "O601"
    assert finding.source_span is not None
    assert finding.source_span.of(segment.en) == STORY[6][1]


def test_an_addition_is_information_and_has_its_place() -> None:
    segment = row_without()
    added = "Tickets for the museum cost 5 yuan at the hotel."
    segment = replace(
        segment, en=segment.en.replace(STORY[7][1], f"{STORY[7][1]} {added}")
    )
    (finding,) = check_segments([segment], MATCHER)
    assert (finding.code, finding.severity, finding.matched) == (
        "O603",
        "info",
        added,
    )
    assert finding.span is not None
    assert finding.span.of(segment.en) == added


@pytest.mark.parametrize(
    "english", ["病床 were praised.", "They praised 病床."]
)
def test_a_short_sentence_with_a_term_left_in_chinese_is_no_addition(
    english: str,
) -> None:
    zh = "工厂停止排放废水，村民赞扬医院病床。"
    segment = Segment(
        zh, f"The factory stopped discharging waste water. {english}", row=1
    )
    (finding,) = check_segments([segment], MATCHER)
    assert (finding.code, finding.matched) == ("T201", "病床")


def test_a_term_left_in_chinese_is_a_missing_term() -> None:
    rows = [Segment("医院增加了新病床。", "The hospital added 新病床.", row=1)]
    assert [f.code for f in check_segments(rows, MATCHER)] == ["T201"]
    long = Concept("bed", (Term("医院病床", "zh"), Term("hospital bed", "en")))
    rows = [Segment("增加了医院病床。", "We added 医院病床.", row=1)]
    assert [
        f.code for f in check_segments(rows, Matcher(TermBase((long,))))
    ] == ["T201"]


def test_a_heading_that_is_a_term_is_a_missing_term() -> None:
    rows = [Segment("# 病床", "# 病床", row=1)]
    assert [f.code for f in check_segments(rows, MATCHER)] == ["T201"]
    rows = [Segment("# 村民的病床", "# 村民的病床", row=1)]
    assert [f.code for f in check_segments(rows, MATCHER)] == ["O605"]


def test_a_part_left_in_chinese_says_nothing_of_the_rest() -> None:
    rows = [
        Segment(
            "医院增加了病床，村民可以通行。",
            "It grew, and 村民可以通行.",
            row=1,
        )
    ]
    assert {f.code for f in check_segments(rows, MATCHER)} == {"T201", "O605"}


def test_most_targets_empty_are_told_once() -> None:
    rows = [Segment(zh, "", row=n) for n, (zh, _) in enumerate(STORY, 1)]
    (finding,) = check_segments(rows, MATCHER)
    assert (
        finding.message
        == f"{len(STORY)} of {len(STORY)} segments are not translated"
    )


LEFT_IN_ENGLISH = (
    ("School begins tomorrow.", "School begins tomorrow.", True),
    (
        "School begins tomorrow at nine.",
        "学校 begins tomorrow at nine o'clock 上课",
        False,
    ),
    (
        "It says that the fishing boats left the port early.",
        "据说 that the fishing boats left the port early。",
        True,
    ),
    (
        "Read The Old Man and the Sea by night.",
        "夜读《The Old Man and the Sea》。",
        False,
    ),
    ("NATO and the EU", "NATO 和 EU", False),
)


@pytest.mark.parametrize(("source", "target", "is_told"), LEFT_IN_ENGLISH)
def test_english_left_in_a_chinese_translation(
    source: str, target: str, is_told: bool
) -> None:
    rows = [Segment(target, source, row=1, target="zh")]
    codes = [
        finding.code for finding in check_segments(rows, MATCHER, target="zh")
    ]
    assert ("O605" in codes) == is_told
