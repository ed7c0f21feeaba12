"""The page docs/glossary.md is what the glossaries say.

Written anew by `python tests/glossaries/test_glossary_page.py`, in the project folder.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.formats.terms.pages import dump
from nqpterms.model.termbase import Concept, TermBase

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "glossary.md"
TITLE = "New quality productive forces and other terms of Chinese policy"
DESCRIPTION = (
    "Every entry of the glossaries nqp and policy, by subject and, within a subject, by pinyin; "
    "indexes by pinyin and by English stand at the end. A form without a source rests on "
    "editorial knowledge. How entries are made and corrected: docs/glossaries.md. CC BY 4.0."
)
LARGEST = 1_000_000
"""Bytes; a longer page is not shown by code hosts and has to be split."""


def documented(concept: Concept) -> Concept:
    """The concept with the sources that are documents: what every other form has goes unsaid."""
    terms = [
        replace(term, sources=tuple(s for s in term.sources if s != "editorial"))
        for term in concept.terms
    ]
    return replace(concept, terms=tuple(terms))


def both() -> TermBase:
    bases = [load(ROOT / "glossaries" / f"{name}.tsv") for name in ("nqp", "policy")]
    concepts = tuple(documented(concept) for base in bases for concept in base.concepts)
    return replace(bases[0], concepts=concepts, description=DESCRIPTION)


def test_the_page_is_up_to_date(tmp_path: Path) -> None:
    dump(both(), tmp_path / PAGE.name, title=TITLE)
    assert (tmp_path / PAGE.name).read_bytes() == PAGE.read_bytes()


def test_the_page_can_be_shown_whole() -> None:
    assert PAGE.stat().st_size < LARGEST


if __name__ == "__main__":
    dump(both(), PAGE, title=TITLE)
