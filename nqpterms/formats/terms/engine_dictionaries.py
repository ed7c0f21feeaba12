"""Term dictionaries for translation engines and CAT tools, within the limits that each one sets.

    TermBase ──term_pairs──▶ pairs ──dump──▶ file

An export is a choice, not a copy: it takes the terms of the wanted statuses, in one direction, and
leaves what the engine has no place for. Everything is checked before anything is written, and a
refusal names the concept. Rules and limits are those that the makers publish, as tables.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.files.writing import atomic
from nqpterms.model.termbase import (
    Concept,
    Status,
    Term,
    TermBase,
    is_language,
    status_rank,
)

Direction = Literal["zh-en", "en-zh"]
Shape = Literal["pairs", "comment", "set", "memoq"]


class Engine(Struct, frozen=True):
    """What an engine's dictionary looks like and how much it takes.

    `shape`: source and target alone, with a comment, a row a concept with its part of speech and
    definition, or memoQ's. `header`: whether language codes stand above. `every`: whether a source
    may have several targets, or only the preferred one. `file_bytes` and `term_bytes` are the most
    it takes, in UTF-8; 0 for no known limit.
    """

    shape: Shape = "pairs"
    header: bool = False
    every: bool = False
    unique: bool = False
    file_bytes: int = 0
    term_bytes: int = 0
    delimiter: str = ","


ENGINES: dict[str, Engine] = {
    "omegat": Engine("comment", every=True, delimiter="\t"),
    # DeepL, glossaries: 10 MiB a file, 1,024 UTF-8 bytes a text, no source twice.
    "deepl": Engine(unique=True, file_bytes=10 * 2**20, term_bytes=1024),
    # Google Cloud Translation v3, glossaries: 10,485,760 bytes, each term under 1,024 bytes.
    "google": Engine(file_bytes=10_485_760, term_bytes=1023),
    "google-terms": Engine(
        "set", header=True, file_bytes=10_485_760, term_bytes=1023
    ),
    # Amazon Translate, custom terminology: 10 MB, 200 bytes a term.
    "amazon": Engine(header=True, file_bytes=10_000_000, term_bytes=200),
    "azure": Engine(),
    "memoq": Engine("memoq", header=True, every=True, delimiter=";"),
}
"""The engines by the name that `--type` takes."""

WANTED: tuple[Status, ...] = ("preferred", "admitted", "")
CODES = {
    "zh": "zh-CN",
    "zh-Hans": "zh-CN",
    "zh-CN": "zh-CN",
    "zh-Hant": "zh-TW",
    "zh-TW": "zh-TW",
    "en": "en",
}
"""Our language tags in the engines' codes; a tag that is not here is cut at its last hyphen."""
_AMAZON = {"zh-CN": "zh"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class TermPair(Struct, frozen=True):
    """A source term and its target, with the concept that they stand for."""

    concept: Concept
    source: Term
    target: Term


def dump(  # noqa: PLR0913  # an option each; the row of its format names them
    base: TermBase,
    path: str | Path,
    *,
    kind: str,
    direction: Direction = "zh-en",
    statuses: Iterable[Status] = WANTED,
    zh: str = "zh",
    en: str = "en",
    languages: Mapping[str, str] | None = None,
    numeric_ids: bool = True,
    lossy: bool = False,
) -> tuple[str, ...]:
    """Write the dictionary of an engine, `kind` its name: a CSV, or a TSV where the suffix is .tsv.

    `statuses` are those of the terms to take; `zh` and `en` narrow the languages ("zh-Hant",
    "en-GB"); `languages` gives codes for our tags in a header (zh-Hans → zh-CN); `numeric_ids`
    numbers memoQ's entries instead of naming them. A concept without a term on each side is left
    out. Raises FormatError, naming the concept, for what the engine would refuse; `lossy` leaves
    that pair out instead, and gives what it was.
    """
    if kind not in ENGINES:
        raise NqptermsError(
            f"no engine {kind!r}: expected one of {', '.join(ENGINES)}"
        )
    engine = ENGINES[kind]
    wanted = term_pairs(
        base, engine, direction=direction, statuses=statuses, zh=zh, en=en
    )
    pairs, losses = _pairs_and_refusals(wanted, engine, kind)
    if losses and not lossy:
        raise FormatError(
            f"{losses[0]}; mend it, or allow the loss (lossy)", path
        )
    if not pairs:
        raise FormatError(
            "nothing to write: no concept has a wanted term on each side", path
        )
    codes = (_AMAZON if kind == "amazon" else {}) | dict(languages or {})
    rows = list(_rows(pairs, engine, numeric_ids=numeric_ids))
    if engine.header:
        rows.insert(0, _header(pairs, engine, codes, path))
    is_tsv = engine.delimiter == "\t" or Path(path).suffix.lower() == ".tsv"
    text = _tsv(rows) if is_tsv else _csv(rows, engine.delimiter)
    _check_size(text, engine, kind, path)
    with atomic(path) as file:
        file.write(text)
    return losses


def term_pairs(
    base: TermBase,
    engine: Engine,
    *,
    direction: Direction = "zh-en",
    statuses: Iterable[Status] = WANTED,
    zh: str = "zh",
    en: str = "en",
) -> Iterator[TermPair]:
    """The pairs of source and target that an engine gets, in the base's order, none twice.

    >>> concept = Concept("c1", (Term("生产力", "zh"), Term("productive forces", "en")))
    >>> pairs = term_pairs(TermBase((concept,)), ENGINES["deepl"])
    >>> [(pair.source.text, pair.target.text) for pair in pairs]
    [('生产力', 'productive forces')]
    """
    wanted = frozenset(statuses)
    source, target = (zh, en) if direction == "zh-en" else (en, zh)
    for concept in base.concepts:
        sources, targets = (
            _wanted(concept, side, wanted) for side in (source, target)
        )
        if engine.shape == "set":
            sources = sources[:1]
        if not engine.every:
            targets = targets[:1]
        seen = set()
        for pair in (TermPair(concept, s, t) for s in sources for t in targets):
            if (texts := (pair.source.text, pair.target.text)) not in seen:
                seen.add(texts)
                yield pair


def _wanted(
    concept: Concept, language: str, statuses: frozenset[Status]
) -> list[Term]:
    """The terms of a language in the wanted statuses, the best first."""
    terms = [
        t
        for t in concept.terms
        if is_language(t.lang, language) and t.status in statuses
    ]
    return sorted(terms, key=status_rank)


def _check_size(text: str, engine: Engine, kind: str, path: str | Path) -> None:
    """Raise FormatError for a file that is larger than the engine takes."""
    size = len(text.encode())
    if engine.file_bytes and size > engine.file_bytes:
        most = f"{kind} takes at most {engine.file_bytes:,} bytes a file"
        raise FormatError(
            f"{size:,} bytes: {most}; export fewer statuses or concepts", path
        )


def _pairs_and_refusals(
    wanted: Iterable[TermPair], engine: Engine, kind: str
) -> tuple[list[TermPair], tuple[str, ...]]:
    """The pairs that the engine takes, and what it would refuse of the others, with the concept."""
    pairs, problems = [], []
    owners: dict[str, str] = {}
    for pair in wanted:
        name, text = pair.concept.id, pair.source.text
        refusals = _refusals(pair, engine, kind)
        if engine.unique and not refusals:
            other = owners.setdefault(text, name)
            if other != name:
                message = f"concepts {other!r} and {name!r}: both have the source {text!r}"
                refusals.append(f"{message}, which {kind} takes once")
        problems += refusals
        if not refusals:
            pairs.append(pair)
    return pairs, tuple(problems)


def _refusals(pair: TermPair, engine: Engine, kind: str) -> list[str]:
    """What the engine would refuse about a pair by itself, with the concept."""
    name = pair.concept.id
    refusals = []
    for term in (pair.source, pair.target):
        problem = _problem(term.text, engine, kind)
        if problem:
            refusals.append(f"concept {name!r}: {term.text[:60]!r} {problem}")
    if kind == "omegat" and pair.source.text.startswith("#"):
        refusals.append(
            f"concept {name!r}: {pair.source.text!r} would be a comment, by its #"
        )
    return refusals


def _problem(text: str, engine: Engine, kind: str) -> str:
    """What the engine would not take about a text; "" if nothing."""
    if not text.strip():
        return "is empty"
    if match := _CONTROL.search(text):
        return f"holds the control character U+{ord(match[0]):04X}"
    size = len(text.encode())
    if engine.term_bytes and size > engine.term_bytes:
        return (
            f"has {size:,} bytes in UTF-8: {kind} takes {engine.term_bytes:,}"
        )
    return ""


def _rows(
    pairs: list[TermPair], engine: Engine, *, numeric_ids: bool
) -> Iterator[tuple[str, ...]]:
    numbers: dict[str, str] = {}
    for pair in pairs:
        texts = (pair.source.text, pair.target.text)
        if engine.shape == "comment":
            yield (*texts, _comment(pair))
        elif engine.shape == "set":
            yield (
                *texts,
                pair.source.pos or pair.target.pos,
                _definition(pair),
            )
        elif engine.shape == "memoq":
            number = numbers.setdefault(pair.concept.id, str(len(numbers) + 1))
            entry = number if numeric_ids else pair.concept.id
            yield (entry, pair.concept.subject, "", *texts)
        else:
            yield texts


def _comment(pair: TermPair) -> str:
    """What a translator should know of a pair: a status that warns, then the definition."""
    statuses = {term.status for term in (pair.source, pair.target)} - {
        "",
        "preferred",
    }
    return "; ".join(filter(None, [*sorted(statuses), _definition(pair)]))


def _definition(pair: TermPair) -> str:
    """The definition in the source's language, or any, on one line."""
    definitions = sorted(
        pair.concept.definitions, key=lambda d: d.lang != pair.source.lang
    )
    return (
        " ".join(_CONTROL.sub(" ", definitions[0].text).split())
        if definitions
        else ""
    )


def _header(
    pairs: list[TermPair],
    engine: Engine,
    codes: Mapping[str, str],
    path: str | Path,
) -> tuple[str, ...]:
    """The codes of the two languages, with the names of the columns beside them."""
    languages: list[str] = []
    for tags in (
        {p.source.lang: p for p in pairs},
        {p.target.lang: p for p in pairs},
    ):
        concept_of = {
            _code(tag, codes): pair.concept.id for tag, pair in tags.items()
        }
        if len(concept_of) > 1:
            choices = ", ".join(
                f"{code} (concept {name!r})"
                for code, name in sorted(concept_of.items())
            )
            message = (
                f"terms in several languages for one column: "
                f"{choices}; choose one with zh or en"
            )
            raise FormatError(message, path)
        languages += concept_of
    if engine.shape == "set":
        return (*languages, "pos", "description")
    if engine.shape == "memoq":
        return ("Entry_ID", "Entry_Subject", "Entry_Domain", *languages)
    return tuple(languages)


def _code(tag: str, codes: Mapping[str, str]) -> str:
    """The engine's code for a language tag: the caller's word first, then ours."""
    if tag in codes:
        return codes[tag]
    while tag not in CODES and "-" in tag:
        tag = tag.rpartition("-")[0]
    code = CODES.get(tag, tag)
    return codes.get(code, code)


def _tsv(rows: list[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def _csv(rows: list[tuple[str, ...]], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
