"""A glossary TSV keeps every line that need not change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.errors import FormatError
from nqpterms.formats.term_bases import dump_terms_over
from nqpterms.formats.terms.fields import join_values
from nqpterms.formats.terms.glossary_lines import dump_over, line_of_term
from nqpterms.formats.terms.glossary_tsv import dump, load
from nqpterms.model.termbase import Concept, Term, TermBase

OLD = (
    "lang\tterm\tconcept\tstatus\n"
    "zh-Hans\t乡村振兴\trevival\tpreferred\n"
    "en\trural revitalization\trevival\tpreferred\n"
    "\n"
    "zh-Hans\t税\ttax\t\n"
    "en\ttax\ttax\tadmitted\n"
)


def written(
    tmp_path: Path, old: str, base: TermBase | None = None
) -> tuple[str, tuple[str, ...]]:
    """What stands in the file afterwards, and what was left out."""
    path = tmp_path / "old.tsv"
    path.write_bytes(old.encode("utf-8"))
    left_out = dump_over(base or load(path), tmp_path / "new.tsv", old=path)
    return (tmp_path / "new.tsv").read_bytes().decode("utf-8"), left_out


def with_term(base: TermBase, concept: str, term: Term) -> TermBase:
    concepts = [
        replace(one, terms=(*one.terms, term)) if one.id == concept else one
        for one in base.concepts
    ]
    return TermBase(tuple(concepts), base.name)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n"])
def test_the_same_base_gives_the_same_bytes(
    tmp_path, end: str, bom: str, tail: str
) -> None:
    old = bom + OLD.rstrip("\n").replace("\n", end) + tail.replace("\n", end)
    assert written(tmp_path, old) == (old, ())


def test_a_new_term_stands_behind_its_concept(tmp_path: Path) -> None:
    (tmp_path / "old.tsv").write_text(OLD, encoding="utf-8")
    base = with_term(
        load(tmp_path / "old.tsv"), "revival", Term("rural revival", "en")
    )
    lines = OLD.splitlines(keepends=True)
    expected = "".join(
        [*lines[:3], "en\trural revival\trevival\t\n", *lines[3:]]
    )
    assert written(tmp_path, OLD, base) == (expected, ())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_new_concept_stands_at_the_end_also_behind_a_line_without_one(
    tmp_path, end
) -> None:
    old = OLD.rstrip("\n").replace("\n", end)
    (tmp_path / "old.tsv").write_bytes(old.encode())
    base = load(tmp_path / "old.tsv")
    concept = Concept(
        "jobs", (Term("就业", "zh-Hans"), Term("employment", "en"))
    )
    base = TermBase((*base.concepts, concept), base.name)
    new, _ = written(tmp_path, old, base)
    assert new == f"{old}{end}zh-Hans\t就业\tjobs\t{end}en\temployment\tjobs\t"


@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("term", ["tax", "rural revitalization", "a | \\ b"])
def test_the_line_of_a_term_is_the_one_that_holds_it(
    tmp_path, begin: str, term: str
) -> None:
    old = OLD.replace("en\trural revitalization", f"en\t{join_values((term,))}")
    path = tmp_path / "old.tsv"
    path.write_bytes((begin + old).replace("\n", "\r\n").encode())
    number, line = line_of_term(path, "revival", Term(term, "en"))
    assert (number, line) == (3, old.splitlines()[2])
    with pytest.raises(KeyError):
        line_of_term(path, "revival", Term("taxes", "en"))


def test_only_the_cell_that_differs_changes(tmp_path: Path) -> None:
    (tmp_path / "old.tsv").write_text(OLD, encoding="utf-8")
    base = load(tmp_path / "old.tsv")
    tax = base.concepts[1]
    terms = (tax.terms[0], replace(tax.terms[1], status="preferred"))
    changed = TermBase((base.concepts[0], replace(tax, terms=terms)), base.name)
    assert written(tmp_path, OLD, changed)[0] == OLD.replace(
        "tax\tadmitted", "tax\tpreferred"
    )


def test_what_is_gone_goes(tmp_path: Path) -> None:
    (tmp_path / "old.tsv").write_text(OLD, encoding="utf-8")
    base = load(tmp_path / "old.tsv")
    kept = TermBase(base.concepts[:1], base.name)
    assert written(tmp_path, OLD, kept)[0] == "".join(
        OLD.splitlines(keepends=True)[:4]
    )


def test_what_has_no_column_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "old.tsv").write_text(OLD, encoding="utf-8")
    term = Term("levy", "en", sources=("a memo",))
    base = with_term(load(tmp_path / "old.tsv"), "tax", term)
    new, left_out = written(tmp_path, OLD, base)
    assert new == f"{OLD}en\tlevy\ttax\t\n"
    assert left_out == ("no column source: left out of 1 row",)


def test_a_file_with_a_header_alone_takes_concepts(tmp_path: Path) -> None:
    header = "concept\tlang\tterm\n"
    base = TermBase((Concept("tax", (Term("tax", "en"),)),))
    assert written(tmp_path, header, base)[0] == f"{header}tax\ten\ttax\n"


def test_another_code_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    old = tmp_path / "old.tsv"
    old.write_bytes(OLD.encode("gb18030"))
    with pytest.raises(FormatError, match="is not UTF-8"):
        dump_over(load(old), tmp_path / "new.tsv", old=old)
    assert not (tmp_path / "new.tsv").exists()


def test_another_format_is_written_anew(tmp_path: Path) -> None:
    old = tmp_path / "old.tsv"
    old.write_text(OLD, encoding="utf-8")
    dump_terms_over(load(old), old, tmp_path / "new.csv")
    assert (
        (tmp_path / "new.csv")
        .read_text(encoding="utf-8-sig")
        .startswith("concept,lang,")
    )


NAMES = (
    st.text(alphabet="abcd|\\ 税", min_size=1, max_size=6)
    .map(str.strip)
    .filter(bool)
)
TERMS = st.builds(
    Term,
    NAMES,
    st.sampled_from(["en", "zh-Hans"]),
    st.sampled_from(["", "admitted"]),
)
CONCEPTS = st.lists(
    TERMS, min_size=1, max_size=4, unique_by=lambda term: (term.text, term.lang)
)
BASES = st.lists(CONCEPTS, max_size=4).map(
    lambda groups: TermBase(
        tuple(Concept(f"c{at}", tuple(g)) for at, g in enumerate(groups))
    )
)


@given(BASES, BASES)
def test_the_file_says_afterwards_what_the_base_says(
    tmp_path_factory, before, after
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    old, new = folder / "old.tsv", folder / "new.tsv"
    dump(before, old)
    dump_over(after, new, old=old)
    assert {c.id: sorted(c.terms, key=str) for c in load(new).concepts} == {
        c.id: sorted(c.terms, key=str) for c in after.concepts
    }
