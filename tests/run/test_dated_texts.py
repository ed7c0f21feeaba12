"""Terms counted by year in texts of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from opencc import OpenCC

from nqpterms.model.histories import ConceptYears, YearCount
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import load_glossaries
from nqpterms.run.dated_texts import count_years, history
from nqpterms.run.inputs import find_units

BASE = TermBase(
    (
        Concept(
            "reform",
            (Term("改革", "zh-Hans"), Term("reform", "en", "preferred")),
        ),
        Concept(
            "opening",
            (
                Term("改革开放", "zh-Hans", "preferred"),
                Term("开放", "zh-Hans", "admitted"),
                Term("reform and opening up", "en", "preferred"),
                Term("opening up", "en", "admitted"),
            ),
        ),
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Chinese text a year, one of them in the other script, a pair, and a text without a year."""
    (tmp_path / "1979.txt").write_text(
        "坚持改革。\n开放是好事。\n", encoding="utf-8"
    )
    (tmp_path / "1981.md").write_text(
        "# 改革開放\n\n改革。\n", encoding="utf-8"
    )
    pair = tmp_path / "1983"
    pair.mkdir()
    rows = "zh\ten\n坚持改革开放\tWe stand by reform and opening up.\n要改革\tThings must change.\n"
    (pair / "rows.tsv").write_text(rows, encoding="utf-8")
    (tmp_path / "undated.txt").write_text("改革改革。\n", encoding="utf-8")
    return tmp_path


def counted(folder: Path, concept: str) -> ConceptYears:
    return count_years(find_units([folder]), BASE).of_concept(concept)


def test_each_concept_is_counted_by_itself(folder: Path) -> None:
    reform = counted(folder, "reform")
    assert reform.counts == (
        YearCount(1979, 1),
        YearCount(1981, 2),
        YearCount(1983, 2),
    )
    opening = counted(folder, "opening")
    assert {form.form: form.total for form in opening.chinese} == {
        "改革开放": 2,
        "开放": 1,
    }


def test_english_is_counted_where_it_stands_beside(folder: Path) -> None:
    reform = counted(folder, "reform")
    assert (reform.read, reform.paired) == ((1979, 1981, 1983), (1983,))
    assert ("", 1) in [(form.form, form.total) for form in reform.english]
    opening = counted(folder, "opening")
    assert [(form.form, form.counts) for form in opening.english] == [
        ("reform and opening up", (YearCount(1983, 1),))
    ]


def test_a_text_without_a_year_is_named_and_left_out(folder: Path) -> None:
    names: list[str] = []
    count_years(find_units([folder]), BASE, undated=names.append)
    assert [Path(name).name for name in names] == ["undated.txt"]


def test_places_are_told_where_the_texts_are_at_hand(folder: Path) -> None:
    [form] = counted(folder, "reform").chinese
    assert form.first.endswith("1979.txt 1:3")
    assert form.last.endswith("rows.tsv 3:2")


def test_a_chinese_term_needs_no_glossary(folder: Path) -> None:
    [dated] = history("坚持", base=BASE, texts=[folder])
    assert dated.years.counts == (YearCount(1979, 1), YearCount(1983, 1))
    assert history("坚持", base=BASE) == []
    assert history("persist", base=BASE, texts=[folder]) == []


def test_without_terms_all_that_were_seen_are_told(folder: Path) -> None:
    more = TermBase((*BASE.concepts, Concept("never", (Term("国债", "zh"),))))
    assert [one.concept.id for one in history(base=more, texts=[folder])] == [
        "reform",
        "opening",
    ]


def test_bundled_counts_agree_with_a_plain_search(shared: Path) -> None:
    """Headwords that are the one form of their concept, counted by str.count.

    A line may end a paragraph or go on in the next: the count lies between that of the lines and
    that of the text without line ends. One report is in Traditional characters.
    """
    simplified = OpenCC("t2s").convert
    texts = {
        int(path.stem): simplified(path.read_text(encoding="utf-8"))
        for path in (shared / "data" / "gwr-history" / "zh").glob("*.txt")
    }
    joined = {year: "".join(text.split()) for year, text in texts.items()}
    base = load_glossaries()
    single = [
        c
        for c in base.concepts
        if len(c.terms_in("zh")) == 1 and len(c.terms[0].text) > 3
    ]
    compared = 0
    for dated in history(
        *[concept.terms[0].text for concept in single[::12]], base=base
    ):
        if len(dated.concept.terms_in("zh")) != 1:
            continue
        form = dated.concept.terms[0].text
        counts = dict(dated.years.counts)
        for year, text in texts.items():
            found = counts.get(year, 0)
            assert text.count(form) <= found <= joined[year].count(form), (
                form,
                year,
            )
        compared += 1
    assert compared >= 34
