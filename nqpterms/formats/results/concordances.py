"""A concordance as text for a terminal, TSV or JSON Lines; `report` makes a page of it.

Key word in context: the term and its rendering stand under each other, whatever the width of the
characters before them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nqpterms.files.office.spreadsheet import guarded
from nqpterms.formats.results.columns import cut_left, cut_right, padded, width
from nqpterms.matching.term_lookup import LookupResult
from nqpterms.model.alignment import Side
from nqpterms.model.places import Span

if TYPE_CHECKING:  # it brings numpy, which the record of a look-up does without
    from nqpterms.renderings.concordance import Concordance, ConcordanceLine

Order = Literal["place", "rendering", "context"]
ORDERS: tuple[Order, ...] = ("place", "rendering", "context")
CONTEXT = 30  # columns before and behind the term in text
_COLUMNS = (
    *("document", "row", "line", "column", "left", "term", "right"),
    *("rendering", "score", "by", "other_left", "other", "other_right"),
)


class Kwic(NamedTuple):
    """What stands before a stretch of text, the stretch, and what stands behind it."""

    left: str
    word: str
    right: str


def in_order(concordance: Concordance, order: Order) -> list[ConcordanceLine]:
    """The lines by place, by rendering (the commonest first), or by what follows the term."""
    if order == "rendering":
        rank = {group: n for n, (group, _) in enumerate(concordance.groups)}
        return sorted(concordance.lines, key=lambda line: rank[line.group])
    if order == "context":
        return sorted(
            concordance.lines,
            key=lambda line: kwic(line, concordance.side)[0].right.casefold(),
        )
    return list(concordance.lines)


def dump_text(
    concordance: Concordance, order: Order = "place"
) -> Iterator[str]:
    """The groups counted, then two lines a place: the term, and under it its rendering."""
    places = "place" if len(concordance.lines) == 1 else "places"
    yield f"{concordance.term}: {len(concordance.lines)} {places}\n"
    for group, count in concordance.groups:
        yield f"{count:7}  {group or '(not found on the other side)'}\n"
    names = [where(line, concordance.side) for line in concordance.lines]
    margin = max((width(name) for name in names), default=0)
    for line in in_order(concordance, order):
        here, there = kwic(line, concordance.side)
        yield "\n"
        yield f"{padded(where(line, concordance.side), margin)}  {_lined_up(here)}\n"
        missing = (
            " " * CONTEXT
            + " [ ] "
            + cut_right(there.left + there.right, CONTEXT)
        )
        yield f"{' ' * margin}  {_lined_up(there) if there.word else missing}\n"


def dump_tsv(concordance: Concordance, order: Order = "place") -> Iterator[str]:
    """One place a row, under a header."""
    yield "\t".join(_COLUMNS) + "\n"
    for line in in_order(concordance, order):
        record = _record(line, concordance.side)
        cells = (
            "" if record[name] is None else str(record[name])
            for name in _COLUMNS
        )
        yield (
            "\t".join(guarded(" ".join(cell.split())) for cell in cells) + "\n"
        )


def dump_jsonl(
    concordance: Concordance, order: Order = "place"
) -> Iterator[str]:
    """One place a line, with spans in code points of the segment's two texts."""
    for line in in_order(concordance, order):
        span = line.rendering.span
        record = _record(line, concordance.side) | {
            "zh": line.segment.zh,
            "en": line.segment.en,
            "span": list(line.span),
            "rendering_span": list(span) if span else None,
            "evidence": [list(link) for link in line.rendering.evidence],
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def kwic(line: ConcordanceLine, side: Side) -> tuple[Kwic, Kwic]:
    """The place of the term, and that of its rendering on the other side."""
    other: Side = "en" if side == "zh" else "zh"
    return (
        _around(line.segment.text(side), line.span),
        _around(line.segment.text(other), line.rendering.span),
    )


def _around(text: str, span: Span | None) -> Kwic:
    if span is None:
        return Kwic("", "", _printable(text))
    return Kwic(
        _printable(text[: span.start]),
        _printable(span.of(text)),
        _printable(text[span.end :]),
    )


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _lined_up(kwic: Kwic) -> str:
    left = cut_left(kwic.left, CONTEXT)
    right = cut_right(kwic.right, CONTEXT)
    return (
        f"{' ' * (CONTEXT - width(left))}{left} [{kwic.word}] {right}".rstrip()
    )


def where(line: ConcordanceLine, side: Side) -> str:
    """Document and line, as editors read them, or the row of a bitext."""
    place = line.place(side).place
    at = place.label if line.segment.row is None else f"row {line.segment.row}"
    return ":".join(part for part in (line.segment.doc, at) if part)


def _record(line: ConcordanceLine, side: Side) -> dict[str, Any]:
    here, there = kwic(line, side)
    place = line.place(side).place
    return {
        "document": line.segment.doc,
        "row": line.segment.row,
        "line": place.line,
        "column": place.column,
        "left": here.left,
        "term": here.word,
        "right": here.right,
        "rendering": line.group,
        "score": line.rendering.score,
        "by": line.rendering.by,
        "other_left": there.left,
        "other": there.word,
        "other_right": there.right,
    }


def lookup_record(result: LookupResult) -> dict[str, Any]:
    """A result as a JSON object; its span in code points of the query.

    >>> from nqpterms.matching.term_lookup import lookup
    >>> from nqpterms.model.termbase import Concept, Term, TermBase
    >>> concept = Concept("force", (Term("生产力", "zh-Hans"), Term("productive forces", "en")))
    >>> record = lookup_record(lookup(TermBase((concept,)), "发展生产力")[0])
    >>> record["term"], record["span"], record["renderings"][0]["text"]
    ('生产力', [2, 5], 'productive forces')
    """
    return {
        "concept": result.concept.id,
        "kind": result.kind,
        "likeness": round(result.likeness, 1),
        "term": result.term.text,
        "lang": result.term.lang,
        "status": result.term.status or None,
        "use": result.use.text if result.use else None,
        "span": list(result.span),
        "renderings": [
            {
                "text": t.text,
                "lang": t.lang,
                "status": t.status or None,
                "scope": t.scope or None,
            }
            for t in result.renderings
        ],
        "definitions": [d.text for d in result.concept.definitions],
        "subject": result.concept.subject or None,
    }
