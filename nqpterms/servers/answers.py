"""What an assistant may ask, as plain functions from a question to a JSON object.

A `Desk` holds all that was named when the server started: a Matcher and the documents that may be
read. No question can name a path; a document is asked for by the name that `documents` lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.registry import is_bitext, load_segments
from nqpterms.formats.results.concordances import lookup_record
from nqpterms.formats.results.findings import as_record, summary
from nqpterms.matching.lookup import TermFile, lookup, renderings
from nqpterms.matching.matcher import Match, Matcher, TermFinder
from nqpterms.model.alignment import Side
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import is_language
from nqpterms.readers.reading import read_either, read_text
from nqpterms.run.pipeline import aligned, check, check_alignment

MOST_CHARACTERS = 200_000  # of one text: a book's chapter; a longer text is named at the start
MOST_BYTES = 50_000_000  # of one document
MOST_ROWS = 200  # of one answer, so that it fits an assistant's context; the rest is counted
_SHOWN = ("code", "severity", "message", "line", "column", "segment", "source_term", "matched")
_ALSO = ("expected", "fix", "group")


class Desk(Struct, frozen=True):
    """What the server knows: the terms, and the documents by the names they are asked for."""

    matcher: Matcher | TermFile
    documents: Mapping[str, Path]


def named_documents(paths: Iterable[Path]) -> dict[str, Path]:
    """The documents that may be read, by name: files, and the files of folders (not below them).

    Links are followed once, here: a link that leads out of its folder is left out.
    Raises NqptermsError for a path that is not there and for two files of one name.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise NqptermsError(f"{path}: no such file or folder")
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            home, real = path.resolve(), file.resolve()
            if not real.is_file() or file.name.startswith(".") or not real.is_relative_to(home):
                continue
            if found.setdefault(file.name, real) != real:
                raise NqptermsError(f"two documents are called {file.name}: name only one of them")
    return found


def look_up(desk: Desk, query: str) -> dict[str, Any]:
    """What the term base says about a word, a phrase or a sentence, the best first."""
    results = [lookup_record(result) for result in lookup(desk.matcher, _short(query, "query"))]
    return _cut("results", results)


def annotate(desk: Desk, text: str) -> dict[str, Any]:
    """The terms that stand in a text, each with its places and its renderings, in reading order."""
    terms: dict[str, dict[str, Any]] = {}
    for match in desk.matcher.find(_short(text, "text")):
        record = terms.setdefault(match.span.of(text), _annotation(match, text))
        record["spans"].append(list(match.span))
    return _cut("terms", list(terms.values()))


def check_draft(desk: Desk, draft: str, source: str | None = None) -> dict[str, Any]:
    """What is wrong with the terminology of a draft, alone or beside its source."""
    target = read_text(_short(draft, "draft"), name="draft", type="markdown")
    if source is None:
        return _findings(check(target, terms=desk.matcher))
    original = read_text(_short(source, "source"), name="source", type="markdown")
    return _findings(check(target, original, terms=desk.matcher))


def list_documents(desk: Desk) -> dict[str, Any]:
    """The names of the documents that were named when the server started."""
    return {"documents": sorted(desk.documents)}


def inconsistencies(desk: Desk, document: str, source: str | None = None) -> dict[str, Any]:
    """What wavers in a document: one term rendered in several ways, mixed terms and spellings.

    A page with both languages and a bitext are read as such; *source* names the source of a
    translation that stands alone.
    """
    path = _known(desk, document)
    if source is None and is_bitext(path):
        segments = load_segments(path)
        return _findings(_wavering(check(segments, terms=desk.matcher)))
    texts = [*read_either(path), *(read_either(_known(desk, source)) if source else ())]
    if len(texts) == 1:
        return _findings(_wavering(check(texts[0], terms=desk.matcher)))
    return _findings(_wavering(_of_pair(desk.matcher, texts, alone=source is not None)))


def _of_pair(matcher: TermFinder, texts: Sequence[Document], *, alone: bool) -> list[Finding]:
    """The findings of a translation, the first text, beside its source; of a page's English."""
    if len(texts) != 2:
        raise NqptermsError("expected a translation and its source, each in one language")
    chinese = alone and is_language(texts[0].lang, "zh")
    target: Side = "zh" if chinese else "en"
    return check_alignment(aligned(*texts), matcher, target=target)


def _wavering(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that are about a document as a whole."""
    return [f for f in findings if f.code.startswith(("T104", "T105", "T106", "T3"))]


def _known(desk: Desk, name: str) -> Path:
    path = desk.documents.get(name)
    if path is None:
        there = ", ".join(sorted(desk.documents)) or "none was named when the server started"
        raise NqptermsError(f"no document {name!r}: there is {there}")
    if path.stat().st_size > MOST_BYTES:
        raise NqptermsError(f"{name}: longer than {MOST_BYTES:,} bytes")
    return path


def _short(text: str, name: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise NqptermsError(
            f"{name} has {len(text):,} characters: expected at most {MOST_CHARACTERS:,}; "
            "send it in parts"
        )
    return text


def _annotation(match: Match, text: str) -> dict[str, Any]:
    """A term of a text without its places yet."""
    concepts = [
        {
            "concept": candidate.concept.id,
            "status": candidate.term.status or None,
            "renderings": [
                {"text": term.text, "lang": term.lang, "status": term.status or None}
                for term in renderings(candidate.concept, candidate.term)
            ],
        }
        for candidate in match.candidates
    ]
    return {"text": match.span.of(text), "concepts": concepts, "spans": []}


def _findings(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings, the gravest first, with what an assistant needs of each."""
    grave = sorted(
        findings, key=lambda finding: ("error", "warning", "info").index(finding.severity)
    )
    records = [as_record(finding) for finding in grave]
    rows = [{key: record[key] for key in (*_SHOWN, *_ALSO)} for record in records]
    return {"summary": summary(findings), **_cut("findings", rows)}


def _cut(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The first rows of an answer, and how many more there are."""
    return {name: rows[:MOST_ROWS], "more": max(0, len(rows) - MOST_ROWS)}
