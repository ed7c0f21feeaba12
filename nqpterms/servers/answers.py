"""What an assistant may ask, as plain functions from a question to a JSON object.

A `Desk` holds all that was named when the server started: a Project and the documents that may be
read. No question can name a path; a document is asked for by the name that `list_documents` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from nqpterms.errors import NqptermsError, installed_version
from nqpterms.formats.bitext_formats import is_bitext, load_segments
from nqpterms.formats.bitexts.bitext_pairs import by_script
from nqpterms.formats.results.annotated_rows import (
    Forms,
    term_block,
    terms_record,
)
from nqpterms.formats.results.candidate_tables import (
    dump_candidates,
    load_candidates,
)
from nqpterms.formats.results.concordances import lookup_record
from nqpterms.formats.results.finding_formats import as_record, summary
from nqpterms.formats.term_bases import load_terms
from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import TermFile, lookup
from nqpterms.model.alignment import Segment, lone_segments
from nqpterms.model.candidates import Candidate
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.model.termbase import DISCOURAGED, Concept, TermBase, is_language
from nqpterms.project.project import Project, find_project
from nqpterms.readers.reading import read, read_text
from nqpterms.renderings.source_terms import (
    AnnotatedSegment,
    annotated,
    terms_of_text,
)
from nqpterms.terms.bundled import glossary_names, glossary_path

MOST_CHARACTERS = 200_000  # of one text: a book's chapter; a longer text is named at the start
MOST_BYTES = 50_000_000  # of one document
MOST_ROWS = 200  # of one answer, so that it fits an assistant's context; the rest is counted
_WAVERING = ("T104", "T105", "T106", "T3")  # codes about a document as a whole
_KEYS = (  # of a finding
    *(
        "code",
        "severity",
        "message",
        "line",
        "column",
        "segment",
        "source_term",
        "matched",
    ),
    *("stands", "confidence", "expected", "fix", "further_edits", "fixed"),
)


class Desk(Struct, frozen=True):
    """What the server knows: the project, and the documents by the names they are asked for.

    `proposals` is the file into which proposed terms are written, None where none was named.
    """

    project: Project
    documents: Mapping[str, Path]
    proposals: Path | None = None


def desk_for(
    documents: Iterable[Path], glossaries: Sequence[str], proposals: Path | None
) -> Desk:
    """What the server knows, of what its command names.

    Raises NqptermsError for what cannot be read.
    """
    project = find_project(glossaries=glossaries)
    project.finder()  # a glossary that cannot be read is told at the start
    return Desk(project, named_documents(documents), proposals)


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
                raise NqptermsError(
                    f"two documents are called {file.name}: name only one of them"
                )
    return documents


def look_up(desk: Desk, query: str) -> dict[str, Any]:
    """What the term base says about a word, a phrase or a sentence, the best first."""
    finder: TermBase | Matcher | TermFile = desk.project.finder()
    if isinstance(finder, Matcher) and not finder.is_ready:
        # A few words are answered sooner than all its tables are made.
        finder = finder.base
    results = [
        lookup_record(result)
        for result in lookup(finder, _short(query, "query"))
    ]
    return _cut("results", results)


def annotate(desk: Desk, text: str, forms: Forms = "allowed") -> dict[str, Any]:
    """The terms that stand in a text in either language, with what may render them, in order.

    Each is named once, as in a row of ``nqpterms annotate``: the preferred form first, what is
    wrong under `avoid`.
    """
    terms = terms_of_text(_annotated(desk, text))
    return {
        **terms_record(terms[:MOST_ROWS], forms),
        "more": max(0, len(terms) - MOST_ROWS),
    }


def term_block_of(desk: Desk, text: str, budget: int | None = None) -> str:
    """The same terms as text for a prompt."""
    return term_block(
        _annotated(desk, text), forms="allowed", budget=budget
    ).text


def is_chinese(desk: Desk, text: str) -> bool:  # noqa: ARG001  # every question has a desk
    """Whether a text is Chinese."""
    return read_text(
        _short(text, "text"), name="text", type="markdown"
    ).lang.startswith("zh")


def check_draft(
    desk: Desk, draft: str, source: str | None = None
) -> dict[str, Any]:
    """What is wrong with the terminology of a draft, alone or beside its source."""
    target = read_text(_short(draft, "draft"), name="draft", type="markdown")
    if source is None:
        return _findings(_checked(desk, target))
    original = read_text(
        _short(source, "source"), name="source", type="markdown"
    )
    return _findings(_checked(desk, target, original))


def check_rows(desk: Desk, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What is wrong with translated rows, each an object of `source` and `target`.

    A finding names its row from 1, and its translation with the fix where one is safe.
    """
    _short("".join(text for row in rows for text in row.values()), "rows")
    segments = list(_segments(rows))
    return _findings(_checked(desk, segments))


def _segments(rows: Sequence[Mapping[str, str]]) -> Iterator[Segment]:
    """Rows as segments; the direction is that of all of them together."""
    for number, row in enumerate(rows, 1):
        if "source" not in row or "target" not in row:
            raise NqptermsError(f"row {number}: expected source and target")
    side = by_script((row["source"], row["target"]) for row in rows)
    for number, row in enumerate(rows, 1):
        source, target = row["source"], row["target"]
        if side == "zh":
            yield Segment(source, target, row=number, target="en")
        else:
            yield Segment(target, source, row=number, target="zh")


def _are_of_two_languages(zh: str, en: str) -> bool:
    """Whether a pair is a Chinese text and one without any Chinese."""
    return has_han(zh) and bool(en) and not has_han(en)


def propose(desk: Desk, zh: str, en: str, note: str = "") -> dict[str, Any]:
    """Write a Chinese term and a rendering of it into the file of proposals.

    A person decides on them there, and ``nqpterms merge`` takes those that are accepted into a
    glossary. A pair that the glossary or the file has already is not written again.
    """
    if desk.proposals is None:
        raise NqptermsError(
            "start nqpterms mcp with --proposals FILE to collect proposals"
        )
    zh, en, note = (
        " ".join(_short(text, "text").split()) for text in (zh, en, note)
    )
    if not _are_of_two_languages(zh, en):
        raise NqptermsError(
            "expected a Chinese term as zh and an English rendering as en"
        )
    concept = _concept_of(desk, zh)
    if concept is not None and en in [
        term.text for term in concept.renderings("en")
    ]:
        return {
            "written": False,
            "reason": f"the glossary has it: {concept.id}",
        }
    path = desk.proposals
    candidates = load_candidates(path) if path.exists() else []
    if any(
        (candidate.zh, candidate.en) == (zh, en) for candidate in candidates
    ):
        return {"written": False, "reason": "it is proposed already"}
    proposed = Candidate(
        zh, en, concept=concept.id if concept else "", note=note
    )
    dump_candidates([*candidates, proposed], path)
    return {
        "written": True,
        "file": path.name,
        "proposals": len(candidates) + 1,
    }


def _concept_of(desk: Desk, zh: str) -> Concept | None:
    """The concept of the glossary that has a Chinese term."""
    for result in lookup(desk.project.finder(), zh):
        if result.kind == "exact" and is_language(result.term.lang, "zh"):
            return result.concept
    return None


def settings(desk: Desk) -> dict[str, Any]:
    """What holds for checks: glossaries, codes, severities, and what people have decided."""
    rules = desk.project.settings
    decisions = [
        to_builtins(decision) for decision in desk.project.decisions.values()
    ]
    return {
        "version": installed_version(),
        "glossaries": list(rules.glossaries) or list(glossary_names()),
        "select": list(rules.select),
        "ignore": list(rules.ignore),
        "severity": dict(rules.severity),
        "fail_on": rules.fail_on,
        **_cut("decisions", decisions),
    }


def glossary_text(desk: Desk, name: str) -> str:
    """A glossary of the project: Chinese, preferred English, other English, English to avoid."""
    glossaries = named_glossaries(desk.project.settings.glossaries)
    if name not in glossaries:
        raise NqptermsError(
            f"no glossary {name!r}: expected one of {', '.join(glossaries)}"
        )
    lines = ["zh\ten\talso\tavoid\n"]
    for concept in load_terms(glossaries[name]).concepts:
        english = [term.text for term in concept.renderings("en")]
        wrong = [
            term.text
            for term in concept.terms_in("en")
            if term.status in DISCOURAGED
        ]
        cells = [
            concept.preferred("zh") or "",
            "".join(english[:1]),
            " | ".join(english[1:]),
            " | ".join(wrong),
        ]
        lines.append("\t".join(map(one_line, cells)) + "\n")
    return "".join(lines)


def offered(desk: Desk) -> dict[str, list[str]]:
    """The names of what may be read whole."""
    return {
        "glossaries": sorted(
            named_glossaries(desk.project.settings.glossaries)
        ),
        "documents": sorted(desk.documents),
    }


def named_glossaries(names: Iterable[str]) -> dict[str, Path]:
    """The glossaries of a project by their bare names; the bundled ones where none is named."""
    glossaries = {}
    for name in names or glossary_names():
        path = Path(name) if Path(name).exists() else glossary_path(name)
        glossaries[path.stem] = path
    return glossaries


def document_text(desk: Desk, name: str) -> str:
    """A document that was named when the server started, as text."""
    path = _path(desk, name)
    if is_bitext(path):
        rows = islice(load_segments(path), MOST_ROWS)
        return "".join(
            f"{one_line(row.zh)}\t{one_line(row.en)}\n" for row in rows
        )
    return read(path).text


def list_documents(desk: Desk) -> dict[str, Any]:
    """The names of the documents that were named when the server started."""
    return {"documents": sorted(desk.documents)}


def inconsistencies(
    desk: Desk, document: str, source: str | None = None
) -> dict[str, Any]:
    """What wavers in a document: one term rendered in several ways, mixed terms and spellings.

    A page with both languages and a bitext are read as such; *source* names the source of a
    translation that stands alone.
    """
    path = _path(desk, document)
    findings = _checked(desk, path, _path(desk, source) if source else None)
    return _findings(
        [finding for finding in findings if finding.code.startswith(_WAVERING)]
    )


def _annotated(desk: Desk, text: str) -> Iterator[AnnotatedSegment]:
    """The segments of a source text with their terms."""
    document = read_text(_short(text, "text"), name="text", type="markdown")
    return annotated(lone_segments(document), desk.project.finder())


def _checked(desk: Desk, target: Any, source: Any = None) -> list[Finding]:
    """The findings of what Python's `check` takes."""
    # With all checks, for which a look-up need not wait.
    from nqpterms.run.many import check

    return check(target, source, project=desk.project)


def _path(desk: Desk, name: str) -> Path:
    path = desk.documents.get(name)
    if path is None:
        there = (
            ", ".join(sorted(desk.documents))
            or "none was named when the server started"
        )
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


def _findings(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings, the most severe first, with what an assistant needs of each.

    What is empty is left out.
    """
    ranked = sorted(
        findings, key=lambda finding: -SEVERITIES.index(finding.severity)
    )
    rows = []
    for finding in ranked[:MOST_ROWS]:
        record = as_record(finding)
        rows.append({key: record[key] for key in _KEYS if record[key]})
    more = max(0, len(findings) - MOST_ROWS)
    return {"summary": summary(findings), "findings": rows, "more": more}


def _cut(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The first rows of an answer, and how many more there are."""
    return {name: rows[:MOST_ROWS], "more": max(0, len(rows) - MOST_ROWS)}
