"""The pages docs/glossary.md and docs/glossary/ are what the glossaries say.

Written anew by `python tests/glossaries/test_glossary_page.py`, in the project folder.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from nqpterms.formats.terms import history_tsv
from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.formats.terms.pages import as_markdown_pages
from nqpterms.model.histories import ConceptYears
from nqpterms.model.termbase import Concept, TermBase
from nqpterms.terms.bundled import history_path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "glossary"
INDEX = FOLDER.with_suffix(".md")
TITLE = "New quality productive forces and other terms of Chinese policy"
DESCRIPTION = (
    "Every entry of the glossaries nqp and policy: a page a subject, by pinyin on it; indexes by "
    "pinyin and by English stand below. An entry without a source rests on editorial knowledge. "
    "Years are those of China's government reports (docs/history.md). How entries are made and "
    "corrected: docs/glossaries.md. CC BY 4.0."
)
LARGEST = 1_000_000
"""Bytes; a longer page is not shown by code hosts and has to be split."""


def shown(concept: Concept, years: ConceptYears | None) -> Concept:
    """The concept with its years, and the documents behind it told once."""
    sources = dict.fromkeys(
        source for term in concept.terms for source in term.sources
    )
    documents = tuple(source for source in sources if source != "editorial")
    terms = tuple(replace(term, sources=()) for term in concept.terms)
    notes = (
        *concept.notes,
        *([in_years(years)] if years and years.first else []),
    )
    return replace(concept, terms=terms, sources=documents, notes=notes)


def in_years(years: ConceptYears) -> str:
    assert years.first and years.last
    first = f"{years.first.year}" + (
        "" if years.first.is_sure else " at the latest"
    )
    times = "once" if years.total == 1 else f"{years.total} times"
    return (
        f"in government reports {times}, first {first}, last {years.last.year}"
    )


def both() -> TermBase:
    bases = [
        load(ROOT / "glossaries" / f"{name}.tsv") for name in ("nqp", "policy")
    ]
    years = history_tsv.load(history_path()).of_concepts()
    concepts = tuple(
        shown(c, years.get(c.id)) for base in bases for c in base.concepts
    )
    return replace(bases[0], concepts=concepts, description=DESCRIPTION)


def pages() -> dict[Path, str]:
    """The text of each page by its path."""
    texts = as_markdown_pages(both(), TITLE, folder=FOLDER.name)
    return {
        FOLDER / f"{name}.md" if name else INDEX: text
        for name, text in texts.items()
    }


def test_the_pages_are_up_to_date() -> None:
    written = pages()
    assert {path.name for path in FOLDER.glob("*")} == {
        p.name for p in written if p != INDEX
    }
    stale = [
        path.name
        for path, text in written.items()
        if path.read_text("utf-8") != text
    ]
    assert stale == [], "run python tests/glossaries/test_glossary_page.py"


def test_each_page_can_be_shown_whole() -> None:
    assert max(path.stat().st_size for path in pages()) < LARGEST


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        old.unlink()
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
