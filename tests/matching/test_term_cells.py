"""What people write into the cell of a term, and where it is found."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.matching import index as index_module
from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_cells import SLOT, advice, cell_forms
from nqpterms.matching.term_lookup import lookup, narrowed
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import renderings_of
from nqpterms.renderings.rows import matched_rows

# what stands in the cell, and the forms that it means; _ is a gap
MEANT = [
    ("widen/deepen", ["widen/deepen", "widen", "deepen"]),
    (
        "widen/deepen access",
        ["widen/deepen access", "widen access", "deepen access"],
    ),
    ("widen; deepen", ["widen", "deepen"]),
    ("拓宽；加深", ["拓宽", "加深"]),
    ("拓宽/加深", ["拓宽", "加深"]),
    ("aim / target", ["aim", "target"]),
    ("set up/establish", ["set up", "establish"]),
    ("traffic rule/rules", ["traffic rule", "traffic rules"]),
    ("work in/on", ["work in", "work on"]),
    ("survey (v.)", ["survey"]),
    ("survey（名词）", ["survey"]),
    ("adv. widely", ["widely"]),
    ("treat … as", ["treat_as"]),
    ("treat sb/sth as sth", ["treat_as"]),
    ("raise one's voice", ["raise_voice"]),
    ("把……当作", ["把_当作"]),
    ("把～当作", ["把_当作"]),
    ("以...为主", ["以_为主"]),
    ("widen ...", ["widen"]),
    ("widen (sth)", ["widen"]),
    # what is a form of its own
    ("元/吨", ["元/吨"]),
    ("TCP/IP", ["TCP/IP"]),
    ("and/or", ["and/or"]),
    ("input/output ratio", ["input/output ratio"]),
    ("3~5 years", ["3~5 years"]),
    ("1/3", ["1/3"]),
    ("U.S.", ["U.S."]),
    ("something", ["something"]),
    ("European Union (EU)", ["European Union (EU)"]),
]
NO_FORMS = ["…", "～", "~ ...", "～性", "…的", "sth", "a … b … c … d … e"]


@pytest.mark.parametrize(("text", "forms"), MEANT)
def test_what_is_meant(text: str, forms: list[str]) -> None:
    assert [form.text.replace(SLOT, "_") for form in cell_forms(text)] == forms
    assert not advice(text)


@pytest.mark.parametrize("text", NO_FORMS)
def test_what_is_looked_for_nowhere_comes_with_advice(text: str) -> None:
    assert not cell_forms(text)
    assert advice(text)


def test_a_word_class_in_the_cell_is_the_part_of_speech() -> None:
    [noun], [verb] = cell_forms("survey (n.)", "verb"), cell_forms("survey [v]")
    assert (noun.pos, verb.pos) == ("noun", "verb")


FOUND = [
    ("treat … as", "en", "They treated the old plan as a law.", "treated"),
    ("treat … as", "en", "Treating it, for once, as law", "Treating"),
    ("以…为主", "zh", "坚持以农业、轻工业为主，", "为主"),
    ("把…当作", "zh", "把他们的老朋友 當作同志", "當作"),
    ("widen/deepen access", "en", "It deepens access.", "deepens access"),
    ("survey (v.)", "en", "They surveyed it.", "surveyed"),
]
NOT_FOUND = [
    ("treat … as", "en", "They treat it. As a law"),
    ("treat … as", "en", "They treat as"),
    ("treat … as", "en", "retreat it as or treat it ask"),
    (
        "treat … as",
        "en",
        "treat one two three four five six seven eight nine as",
    ),
    ("以…为主", "zh", "以农业。为主"),
    ("以…为主", "zh", "以为主"),
    ("survey (n.)", "en", "They surveyed it."),
    ("treat … as", "en", "treat it\n\nas"),
]


def base_of(text: str, language: str) -> TermBase:
    return TermBase((Concept("c", (Term(text, language),)),))


@pytest.mark.parametrize(("term", "language", "text", "surface"), FOUND)
def test_found(term: str, language: str, text: str, surface: str) -> None:
    (match,) = Matcher(base_of(term, language)).find(text)
    assert match.span.of(text) == surface


@pytest.mark.parametrize(("term", "language", "text"), NOT_FOUND)
def test_not_found(term: str, language: str, text: str) -> None:
    assert Matcher(base_of(term, language)).find(text) == []


def test_what_stands_in_the_gap_is_found_too() -> None:
    concepts = (
        *base_of("把…当作", "zh").concepts,
        Concept("d", (Term("新农具", "zh"),)),
    )
    matches = Matcher(TermBase(concepts)).find("把新农具当作")
    assert [match.concepts for match in matches] == [{"d"}, {"c"}]
    assert [
        reading.change for match in matches for reading in match.candidates
    ] == ["", "gap"]


def test_the_census_takes_a_term_with_a_gap_and_asks_for_none_without_forms() -> (
    None
):
    gap = Concept("gap", (Term("把…当作", "zh"), Term("treat … as", "en")))
    dead = Concept("dead", (Term("美化", "zh"), Term("~ …", "en")))
    rows = [
        Segment("把它当作美化", "It was treating them as such."),
        Segment("把它当作", "It."),
    ]
    hows = [
        [rendering.how for rendering in renderings_of(row)]
        for [[row]] in (
            matched_rows([pair], Matcher(TermBase((gap, dead))))
            for pair in rows
        )
    ]
    assert hows == [["term", "unlisted"], ["nothing"]]


@pytest.mark.parametrize("suffix", ["tsv", "csv", "xlsx", "tbx", "sqlite"])
def test_a_file_that_is_written_again_says_what_it_said(
    suffix: str, tmp_path: Path
) -> None:
    texts = [text for text, _ in MEANT] + NO_FORMS
    concepts = tuple(
        Concept(f"c{n}", (Term(text, "en"),)) for n, text in enumerate(texts)
    )
    path = tmp_path / f"terms.{suffix}"
    dump_terms(TermBase(concepts), path)
    assert [term.text for _, term in load_terms(path).terms()] == texts


CELLS = st.sampled_from([text for text, _ in MEANT] + NO_FORMS) | st.text(
    st.sampled_from("把 作为…~/;(n.)sth ab新AB，1"), min_size=1, max_size=12
)
PLACES = st.lists(
    st.sampled_from(
        [
            "treated",
            "as",
            " ",
            "把",
            "当作",
            "它",
            "deepening access",
            "a",
            ". ",
            "以为主",
        ]
    ),
    max_size=8,
).map(" ".join)


@settings(max_examples=120, deadline=None)
@example("treat … as", "treated a as")
@given(CELLS, PLACES)
def test_a_file_and_a_narrowed_base_answer_as_memory_does(
    cell: str, text: str
) -> None:
    language = "en" if cell.isascii() else "zh"
    base = base_of(cell, language)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "_WHOLE_FROM", 10**9)
        path = Path(folder, "terms.sqlite")
        build(base.concepts, path)
        with TermIndex(path) as index:
            assert index.find_all(text) == Matcher(base).find_all(text)
            assert lookup(index, text) == lookup(Matcher(base), text)
    assert Matcher(narrowed(base, text)).find_all(text) == Matcher(
        base
    ).find_all(text)


@given(st.text(max_size=30), st.sampled_from(["", "noun", "verb"]))
def test_any_cell_is_read(text: str, pos: str) -> None:
    assert all(form.text for form in cell_forms(text, pos)) or not text
