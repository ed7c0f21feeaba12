"""Term success and consistency, counted on texts small enough to count by hand."""

from __future__ import annotations

import pytest

from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.scoring.terminology import score_terminology

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
    assert (row.source, row.places, row.rendered, row.success) == ("因地制宜", 4, 3, 0.75)
    assert row.renderings[0] == ("in light of local conditions", 2)
    assert (score.bleu, score.chrf) == (None, None)


def test_a_source_term_that_stands_twice_may_be_rendered_in_two_ways() -> None:
    both = "in light of local conditions, according to local conditions"
    (row,) = score_terminology([Segment("因地制宜，因地制宜", both)], MATCHER).table
    assert len(row.renderings) == 2


def test_a_reference_adds_the_figures_of_sacrebleu() -> None:
    score = score_terminology(ROWS, MATCHER, references=[row.en for row in ROWS])
    assert score.bleu == pytest.approx(100)
    assert score.chrf == pytest.approx(100)
    assert "BLEU|" in score.signature


def test_nothing_to_score() -> None:
    assert score_terminology([], MATCHER, references=[]).success == 1.0


def test_the_command_prints_them(run, tmp_path) -> None:
    rows = "zh\ten\n新质生产力\tnew quality productive forces\n新质生产力\tnew output\n"
    (tmp_path / "a.tsv").write_text(rows, encoding="utf-8")
    ran = run("score", "terminology", tmp_path / "a.tsv", tmp_path / "a.tsv")
    assert ran.status == 0
    assert "0.5000  of 2 places" in ran.out
    assert "chrF" in ran.out
    (tmp_path / "b.tsv").write_text("zh\ten\n好\tgood\n", encoding="utf-8")
    assert run("score", "terminology", tmp_path / "a.tsv", tmp_path / "b.tsv").status == 2


def test_several_systems_give_a_table(run, tmp_path) -> None:
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("生产力\tproductive forces\n", encoding="utf-8")
    outputs = tmp_path / "systems"
    outputs.mkdir()
    for name, said in (("a", "output"), ("b", "productive forces")):
        (outputs / f"{name}.tsv").write_text(f"生产力\t{said}\n", encoding="utf-8")
    reference = tmp_path / "reference.tsv"
    reference.write_text("生产力\tproductive forces\n", encoding="utf-8")
    command = ("score", "terminology", outputs, "--reference", reference, "-g", glossary)
    head, best, worst = run(*command, "--format", "tsv").out.splitlines()
    assert head.split("\t")[:2] == ["system", "success"]
    assert (best.split("\t")[1], worst.split("\t")[1]) == ("1.0000", "0.0000")
    assert run(*command).out.splitlines()[1].split()[1] == "1.0000"
    assert run(*command, "--format", "jsonl").out.count('"signature"') == 2
