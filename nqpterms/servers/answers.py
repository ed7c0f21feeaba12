"""What an assistant may ask, as plain functions from a question to a JSON object.

A `Desk` holds all that was named when the server started: a Project and the documents that may be
read. No question can name a path; a document is asked for by the name that `list_documents` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from nqpterms.errors import NqptermsError
from nqpterms.formats.results.concordances import lookup_record
from nqpterms.formats.results.finding_formats import as_record, summary
from nqpterms.matching.lookup import lookup, renderings
from nqpterms.matching.matcher import Match
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.project.project import Project
from nqpterms.readers.reading import read_text
from nqpterms.run.many import check

MOST_CHARACTERS = 200_000  # of one text: a book's chapter; a longer text is named at the start
MOST_BYTES = 50_000_000  # of one document
MOST_ROWS = 200  # of one answer, so that it fits an assistant's context; the rest is counted
_WAVERING = ("T104", "T105", "T106", "T3")  # codes about a document as a whole
_KEYS = (  # of a finding
    *("code", "severity", "message", "line", "column", "segment", "source_term", "matched"),
    *("expected", "fix", "further_edits", "group"),
)


class Desk(Struct, frozen=True):
    """What the server knows: the project, and the documents by the names they are asked for."""

    project: Project
    documents: Mapping[str, Path]


def named_documents(paths: Iterable[Path]) -> dict[str, Path]:
    """The documents that may be read, by name: files, and the files of folders (not below them).

    Links are followed once, here: a link that leads out of its folder is left out.
    Raises NqptermsError for a path that is not there and for two files of one name.
    """
    documents: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise NqptermsError(f"{path}: no such file or folder")
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            real = file.resolve()
            if not real.is_file() or file.name.startswith("."):
                continue
            if not real.is_relative_to(path.resolve()):
                continue
            if documents.setdefault(file.name, real) != real:
                raise NqptermsError(f"two documents are called {file.name}: name only one of them")
    return documents


def look_up(desk: Desk, query: str) -> dict[str, Any]:
    """What the term base says about a word, a phrase or a sentence, the best first."""
    results = [
        lookup_record(result) for result in lookup(desk.project.finder(), _short(query, "query"))
    ]
    return _cut("results", results)


def annotate(desk: Desk, text: str) -> dict[str, Any]:
    """The terms that stand in a text, each with its places and its renderings, in reading order."""
    terms: dict[str, dict[str, Any]] = {}
    for match in desk.project.finder().find(_short(text, "text")):
        record = terms.setdefault(match.span.of(text), _annotation(match, text))
        record["spans"].append(list(match.span))
    return _cut("terms", list(terms.values()))


def check_draft(desk: Desk, draft: str, source: str | None = None) -> dict[str, Any]:
    """What is wrong with the terminology of a draft, alone or beside its source."""
    target = read_text(_short(draft, "draft"), name="draft", type="markdown")
    if source is None:
        return _findings(check(target, project=desk.project))
    original = read_text(_short(source, "source"), name="source", type="markdown")
    return _findings(check(target, original, project=desk.project))


def list_documents(desk: Desk) -> dict[str, Any]:
    """The names of the documents that were named when the server started."""
    return {"documents": sorted(desk.documents)}


def inconsistencies(desk: Desk, document: str, source: str | None = None) -> dict[str, Any]:
    """What wavers in a document: one term rendered in several ways, mixed terms and spellings.

    A page with both languages and a bitext are read as such; *source* names the source of a
    translation that stands alone.
    """
    path = _path(desk, document)
    findings = check(path, _path(desk, source) if source else None, project=desk.project)
    return _findings([finding for finding in findings if finding.code.startswith(_WAVERING)])


def _path(desk: Desk, name: str) -> Path:
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
    """The findings, the most severe first, with what an assistant needs of each."""
    ranked = sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))
    rows = []
    for finding in ranked:
        record = as_record(finding)
        rows.append({key: record[key] for key in _KEYS})
    return {"summary": summary(findings), **_cut("findings", rows)}


def _cut(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The first rows of an answer, and how many more there are."""
    return {name: rows[:MOST_ROWS], "more": max(0, len(rows) - MOST_ROWS)}
