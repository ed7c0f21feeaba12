"""Term success and consistency, counted on texts small enough to count by hand."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.scoring.significance import paired_bootstrap
from nqpterms.scoring.terminology import (
    PlaceCount,
    ScoreOptions,
    score_terminology,
)

LOCAL = Concept(
    "local",
    (
        Term("因地制宜", "zh", status="preferred"),
        Term("in light of local conditions", "en", status="preferred"),
        Term("according to local conditions", "en", status="admitted"),
        Term("locally", "en", status="deprecated"),
    ),
)
MATCHER = Matcher(TermBase((LOCAL,)))
ROWS = [
    Segment("因地制宜", "according to local conditions"),
    Segment("因地制宜", "in light of local conditions"),
    Segment("因地制宜", "In light of local conditions"),
    Segment("因地制宜", "locally"),
    Segment("下雨了", "It rains."),
]


def test_the_figures() -> None:
    score = score_terminology(ROWS, MATCHER)
    assert (score.places, score.success) == (4, 0.75)
    assert score.first == pytest.approx(1 / 3)
    assert score.frequent == score.preferred == pytest.approx(2 / 3)
    (row,) = score.table
    assert (row.source, row.places, row.rendered, row.success) == (
        "因地制宜",
        4,
        3,
        0.75,
    )
    assert row.renderings[0] == ("in light of local conditions", 2)
    assert (score.bleu, score.chrf) == (None, None)


def test_a_source_term_that_stands_twice_may_be_rendered_in_two_ways() -> None:
    both = "in light of local conditions, according to local conditions"
    (row,) = score_terminology(
        [Segment("因地制宜，因地制宜", both)], MATCHER
    ).table
    assert len(row.renderings) == 2


def test_a_reference_adds_the_figures_of_sacrebleu() -> None:
    score = score_terminology(
        ROWS, MATCHER, references=[row.en for row in ROWS]
    )
    assert score.bleu == pytest.approx(100)
    assert score.chrf == pytest.approx(100)
    assert "BLEU|" in score.signature


@pytest.mark.parametrize("rows", [[], [Segment("下雨了", "It rains.")]])
def test_nothing_to_count_is_no_success(rows: list[Segment]) -> None:
    score = score_terminology(rows, MATCHER)
    figures = (
        score.success,
        score.overlapping,
        score.first,
        score.frequent,
        score.preferred,
    )
    assert figures == (None,) * 5


def test_consistency_of_what_is_never_rendered_is_nothing() -> None:
    score = score_terminology([Segment("因地制宜", "locally")], MATCHER)
    assert (score.success, score.first) == (0.0, None)


def test_a_system_into_chinese_is_scored_on_its_chinese() -> None:
    rows = [Segment("因地制宜", "in light of local conditions", target="zh")]
    right = [Segment("因地制宜地", "in light of local conditions", target="zh")]
    score = score_terminology(rows, MATCHER, references=right)
    assert (score.direction, score.success) == ("en-zh", 1.0)
    assert "tok:zh" in score.signature
    assert score.bleu is not None and score.bleu < 100


def test_the_direction_is_the_one_in_which_the_system_differs() -> None:
    """Rows of JSON Lines do not say what is the source; the reference shows it."""
    system = [Segment("按当地情况", "in light of local conditions")]
    reference = [Segment("因地制宜", "in light of local conditions")]
    score = score_terminology(system, MATCHER, references=reference)
    assert (score.direction, score.success) == ("en-zh", 0.0)
    forced = ScoreOptions(target="en")
    assert (
        score_terminology(system, MATCHER, options=forced).direction == "zh-en"
    )


def with_terms(zh: str, en: str, terms: object) -> Segment:
    return Segment(
        zh, en, properties=(("terms", json.dumps(terms, ensure_ascii=False)),)
    )


def test_the_terms_of_the_rows_stand_in_the_place_of_the_base() -> None:
    rows = [
        with_terms("因地制宜种茶", "grow tea locally", {"茶": ["tea", "cha"]}),
        with_terms("茶和茶", "cha and brew", {"茶": "cha"}),
    ]
    score = score_terminology(rows, MATCHER)
    assert [(tally.places, tally.rendered) for tally in score.by_row] == [
        (1, 1),
        (2, 1),
    ]
    assert "|terms:rows|" in score.signature
    of_base = score_terminology(
        rows, MATCHER, options=ScoreOptions(own_terms="")
    )
    assert (of_base.places, of_base.success) == (1, 0.0)


def test_terms_in_the_reference_come_before_those_of_the_system() -> None:
    system = [with_terms("茶", "tea", {"茶": "tea"})]
    reference = [
        Segment("茶", "cha", properties=(("proper", '{"茶": ["cha"]}'),))
    ]
    assert (
        score_terminology(system, MATCHER, references=reference).success == 0.0
    )


@pytest.mark.parametrize("terms", [["茶"], {"茶": 1}, {"茶": [1]}, "茶"])
def test_terms_of_another_kind_are_refused(terms: object) -> None:
    with pytest.raises(
        NqptermsError, match=r"row 1: expected .* under \"terms\""
    ):
        score_terminology([with_terms("茶", "tea", terms)], MATCHER)


@pytest.mark.parametrize(
    ("english", "options", "success"),
    [
        ("In Light of local conditions", ScoreOptions(), 1.0),
        ("In Light of local conditions", ScoreOptions(match="case"), 0.0),
        ("in light of local conditions", ScoreOptions(match="case"), 1.0),
        ("in light of local condition", ScoreOptions(), 1.0),
        ("in light of local condition", ScoreOptions(match="exact"), 0.0),
        ("according to local conditions", ScoreOptions(), 1.0),
        (
            "according to local conditions",
            ScoreOptions(alternatives=False),
            0.0,
        ),
        ("in light of local conditions", ScoreOptions(alternatives=False), 1.0),
        ("locally", ScoreOptions(alternatives=False), 0.0),
    ],
)
def test_case_inflection_and_alternatives(
    english: str, options, success: float
) -> None:
    score = score_terminology(
        [Segment("因地制宜", english)], MATCHER, options=options
    )
    assert score.success == success


def test_a_document_as_a_row_renders_a_term_anywhere_in_it() -> None:
    rows = [
        Segment("因地制宜", "They farm.", doc="a"),
        Segment("他们种田。", "This is in light of local conditions.", doc="a"),
        Segment("因地制宜", "They farm.", doc="b"),
    ]
    assert score_terminology(rows, MATCHER).success == 0.0
    whole = score_terminology(
        rows, MATCHER, options=ScoreOptions(rows="document")
    )
    assert (whole.success, len(whole.by_row)) == (0.5, 2)


def test_the_signature_names_what_made_the_figures() -> None:
    signature = score_terminology(ROWS, MATCHER).signature
    other = score_terminology(
        ROWS, Matcher(TermBase((replace(LOCAL, terms=LOCAL.terms[:2]),)))
    )
    parts = signature.split("|")
    assert parts[:2] == ["terminology", "zh-en"]
    assert {
        "rows:segment",
        "match:longest,inflected",
        "alternatives:yes",
        "v3",
    } <= set(parts)
    assert (
        other.signature.split("|")[2] != parts[2]
    )  # another version of the glossary


def test_the_figure_of_wmt25() -> None:
    """By hand: of row 1 one of two places, of row 2 all; the term of row 3 is in no reference."""
    rows = [
        with_terms("茶，茶", "tea", {"茶": ["tea"]}),
        with_terms("茶", "steams", {"茶": ["team", "teas"]}),  # inside a word
        with_terms("茶", "tea", {"茶": ["brew"]}),
    ]
    references = ["tea, tea", "teas", "tea"]
    options = ScoreOptions(wmt25=True)
    score = score_terminology(
        rows, MATCHER, references=references, options=options
    )
    assert score.wmt25 == pytest.approx((0.5 + 1) / 2)
    assert "chrF++" in score.signature
    assert score_terminology(rows, MATCHER, references=references).wmt25 is None


def test_chance() -> None:
    better = [PlaceCount(2, 2)] * 30 + [PlaceCount(2, 1)] * 10
    worse = [PlaceCount(2, 1)] * 30 + [PlaceCount(2, 1)] * 10
    same = [PlaceCount(2, 2), PlaceCount(2, 1)] * 20
    other = [PlaceCount(2, 1), PlaceCount(2, 2)] * 20
    assert (paired_bootstrap(better, worse) or 1) < 0.01
    assert (paired_bootstrap(same, other) or 0) > 0.5
    assert paired_bootstrap(same, same[1:]) is None
    assert (
        paired_bootstrap([PlaceCount(0, 0)] * 4, [PlaceCount(0, 0)] * 4) is None
    )


@pytest.mark.parametrize("rows", ["segment", "document"])
def test_without_every_second_row_success_falls_by_its_share(
    shared, rows
) -> None:
    segments = list(
        load_segments(shared / "data" / "gwr-history" / "pairs" / "2021.tsv")
    )
    matcher = Matcher(load_terms())
    whole = score_terminology(segments, matcher)
    kept = sum(tally.rendered for tally in whole.by_row[::2])
    share = kept / sum(tally.rendered for tally in whole.by_row)
    half = [
        s if n % 2 == 0 else replace(s, en="") for n, s in enumerate(segments)
    ]
    options = ScoreOptions(rows=rows)
    before = score_terminology(segments, matcher, options=options).success
    after = score_terminology(half, matcher, options=options).success
    assert before is not None and after is not None
    assert after / before == pytest.approx(
        share, abs=0.02 if rows == "segment" else 0.15
    )


def test_the_command_prints_them(run, tmp_path) -> None:
    rows = "zh\ten\n新质生产力\tnew quality productive forces\n新质生产力\tnew output\n"
    (tmp_path / "a.tsv").write_text(rows, encoding="utf-8")
    ran = run("score", "terminology", tmp_path / "a.tsv", tmp_path / "a.tsv")
    assert ran.status == 0
    assert "0.5000  of 2 places" in ran.out
    assert "chrF" in ran.out
    (tmp_path / "b.tsv").write_text("zh\ten\n好\tgood\n", encoding="utf-8")
    assert (
        run(
            "score", "terminology", tmp_path / "a.tsv", tmp_path / "b.tsv"
        ).status
        == 2
    )


def test_several_systems_give_a_table(run, tmp_path) -> None:
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("生产力\tproductive forces\n", encoding="utf-8")
    outputs = tmp_path / "systems"
    outputs.mkdir()
    for name, said in (("a", "output"), ("b", "productive forces")):
        (outputs / f"{name}.tsv").write_text(
            f"生产力\t{said}\n", encoding="utf-8"
        )
    reference = tmp_path / "reference.tsv"
    reference.write_text("生产力\tproductive forces\n", encoding="utf-8")
    command = (
        "score",
        "terminology",
        outputs,
        "--reference",
        reference,
        "-g",
        glossary,
    )
    head, best, worst = run(*command, "--format", "tsv").out.splitlines()
    assert head.split("\t")[:2] == ["system", "success"]
    assert (best.split("\t")[1], worst.split("\t")[1]) == ("1.0000", "0.0000")
    assert run(*command).out.splitlines()[1].split()[1] == "1.0000"
    assert run(*command, "--format", "jsonl").out.count('"signature"') == 2
