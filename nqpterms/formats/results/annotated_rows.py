"""The terms of a source as rows of a bitext for programs, and as a block of text for a prompt.

    新质生产力=new quality productive forces|NQPF; not new quality productivity

A block has one line a term: the preferred form, those that are allowed behind it, then what is
wrong. It says as much as it can in few characters:

- Terms of which it says the same share a line.
- An everyday word, whose rendering follows its sentence, is named only where all forms are.
- With preferred forms alone, a term is shown by the line of a longer one that holds it and its
  rendering: 乡村振兴 by 乡村振兴战略=strategy for rural revitalization.

Where a block may have only so many characters, those terms stay that a translator can know least:
what has forms to avoid or a note, then what stands in the text most seldom. The last line counts
what was left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

from msgspec import Struct

from nqpterms.model.alignment import Segment
from nqpterms.renderings.source_terms import (
    AnnotatedSegment,
    SourceTerm,
    terms_of_text,
)

Forms = Literal["preferred", "allowed", "all"]
"""Of the renderings the best alone; one that is allowed and what to avoid too; or everything."""
FORMS: tuple[Forms, ...] = ("preferred", "allowed", "all")
Scope = Literal["document", "segment"]


class TermBlock(Struct, frozen=True):
    """A block of text with some terms, and how many of them had no room in it."""

    text: str
    left_out: int = 0


def annotation_lines(
    rows: Iterable[AnnotatedSegment],
    *,
    forms: Forms = "all",
    definitions: bool = False,
) -> Iterator[str]:
    """One JSON object a segment, which is a row of a bitext.

    `source`, `target` and `source_lang`; `terms` maps each term to its renderings, the best first;
    `avoid` to those that are discouraged, `notes` and `definitions` to what the base says.
    """
    for segment, terms in rows:
        record = _row_record(segment) | terms_record(
            list(terms.values()), forms
        )
        if definitions:
            record |= _texts(
                "definitions", {t.text: t.definition for t in terms.values()}
            )
        names = {"doc": segment.doc, "id": segment.id}
        record |= {name: value for name, value in names.items() if value}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _row_record(segment: Segment) -> dict[str, Any]:
    if segment.target == "en":
        return {"source": segment.zh, "target": segment.en, "source_lang": "zh"}
    return {"source": segment.en, "target": segment.zh, "source_lang": "en"}


def terms_record(terms: Sequence[SourceTerm], forms: Forms) -> dict[str, Any]:
    """The terms of a row under their keys; `terms` stands there also where it is empty."""
    record: dict[str, Any] = {"terms": {}}
    for term in terms:
        if term.preferred:
            record["terms"][term.text] = [
                term.preferred,
                *_allowed(term, forms),
            ]
    if forms == "preferred":
        return record
    record |= _texts("avoid", {term.text: list(term.avoid) for term in terms})
    if forms == "all":
        record |= _texts("notes", {term.text: term.note for term in terms})
    return record


def _texts(key: str, values: dict[str, Any]) -> dict[str, Any]:
    """What is said of some terms, under its key; nothing where nothing is said."""
    filled = {term: value for term, value in values.items() if value}
    return {key: filled} if filled else {}


def _allowed(term: SourceTerm, forms: Forms) -> tuple[str, ...]:
    """The renderings beside the best one that are named."""
    most = {"preferred": 0, "allowed": 1, "all": len(term.allowed)}
    return term.allowed[: most[forms]]


def term_blocks(
    rows: Iterable[AnnotatedSegment],
    *,
    forms: Forms = "preferred",
    scope: Scope = "document",
    budget: int | None = None,
    definitions: bool = False,
) -> Iterator[TermBlock]:
    """The terms of each document, or of each segment, as text for a prompt.

    A block has at most *budget* characters. Of several documents each begins with its name, a
    segment with its text. What has no terms has no block.
    """
    documents = [
        (name, list(members))
        for name, members in groupby(rows, key=lambda row: row.segment.doc)
    ]
    for name, members in documents:
        title = f"# {name}\n" if len(documents) > 1 else ""
        for head, terms in _parts(title, members, scope):
            yield _block(
                terms,
                head=head,
                forms=forms,
                budget=budget,
                definitions=definitions,
            )


def _parts(
    title: str, rows: Sequence[AnnotatedSegment], scope: Scope
) -> Iterator[tuple[str, list[SourceTerm]]]:
    """What gets a block of its own in a document: what stands above it, and its terms."""
    if scope == "document":
        yield title, terms_of_text(rows)
        return
    for row in rows:
        yield _source_line(row.segment), list(row.terms.values())


def block_lines(
    rows: Iterable[AnnotatedSegment], **options: Any
) -> Iterator[str]:
    """The same blocks one after another, an empty line between them."""
    is_first = True
    for block in term_blocks(rows, **options):
        if not block.text:
            continue
        yield block.text if is_first else "\n" + block.text
        is_first = False


def _source_line(segment: Segment) -> str:
    source = segment.zh if segment.target == "en" else segment.en
    return f"> {' '.join(source.split())}\n"


def term_block(
    rows: Iterable[AnnotatedSegment],
    *,
    forms: Forms = "preferred",
    budget: int | None = None,
    definitions: bool = False,
) -> TermBlock:
    r"""The terms of some segments as one text for a prompt, in at most *budget* characters.

    *rows* are what `annotate` gives. *forms*: of each term the preferred form, also one that is
    allowed and those to avoid ("allowed"), or all forms with notes ("all").

    >>> tax, levy = SourceTerm("税", "tax", ("duty",), ("toll",)), SourceTerm("费", "fee")
    >>> row = AnnotatedSegment(Segment("税费", ""), {"税": tax, "费": levy})
    >>> term_block([row], forms="allowed").text
    '税=tax|duty; not toll\n费=fee\n'
    >>> fund = SourceTerm("社会保障基金", "social security fund")
    >>> long = AnnotatedSegment(Segment("社会保障基金", ""), {fund.text: fund})
    >>> term_block([long, row], budget=38)
    TermBlock(text='税=tax\n费=fee\n(1 more term left out)\n', left_out=1)
    """
    terms = terms_of_text(rows)
    return _block(terms, forms=forms, budget=budget, definitions=definitions)


def _block(
    terms: Sequence[SourceTerm],
    *,
    head: str = "",
    forms: Forms,
    budget: int | None,
    definitions: bool,
) -> TermBlock:
    """The block of some terms below *head*, within the budget with it."""
    lines = _block_lines(terms, forms, definitions=definitions)
    if not lines:
        return TermBlock("")
    whole = head + "".join(line.text for line in lines)
    if budget is None or len(whole) <= budget:
        return TermBlock(whole)
    every = sum(line.terms for line in lines)
    chosen = _within(lines, budget - len(head))
    left_out = every - sum(line.terms for line in chosen)
    text = head + "".join(line.text for line in chosen) + _remainder(left_out)
    if len(text) > budget:
        return TermBlock("", every)
    return TermBlock(text, left_out)


class _BlockLine(Struct, frozen=True):
    """A line of a block: its place among them, how many terms share it, how seldom they stand."""

    number: int
    text: str
    terms: int
    is_constrained: bool
    places: int


def _block_lines(
    terms: Sequence[SourceTerm], forms: Forms, *, definitions: bool
) -> list[_BlockLine]:
    """The lines of a block, in the order of the terms."""
    if forms != "all":
        terms = [term for term in terms if not term.is_everyday]
    if forms == "preferred" and not definitions:
        terms = _without_shown_by_longer(terms)
    sharers: dict[str, list[SourceTerm]] = {}
    for term in terms:
        sharers.setdefault(
            _said_of(term, forms, definitions=definitions), []
        ).append(term)
    lines = []
    for number, (line, members) in enumerate(sharers.items()):
        lines.append(_line_of(members, line, number))
    return lines


def _line_of(
    members: Sequence[SourceTerm], renderings: str, number: int
) -> _BlockLine:
    """The line of the terms that have the same renderings."""
    names = "、".join(" ".join(term.text.split()) for term in members)
    is_constrained = any(term.avoid or term.note for term in members)
    places = min(term.places for term in members)
    return _BlockLine(
        number, f"{names}={renderings}\n", len(members), is_constrained, places
    )


def _without_shown_by_longer(terms: Sequence[SourceTerm]) -> list[SourceTerm]:
    """The terms but those that stand, with their rendering, in the line of a longer one."""
    renderings = [
        (term.text, f" {term.preferred.casefold()} ") for term in terms
    ]
    longest = []
    for term in terms:
        rendering = f" {term.preferred.casefold()} "
        is_shown = any(
            term.text != text and term.text in text and rendering in longer
            for text, longer in renderings
        )
        if not is_shown:
            longest.append(term)
    return longest


def _within(lines: Sequence[_BlockLine], room: int) -> list[_BlockLine]:
    """The lines that stay, in order, where not all have room."""
    room -= len(_remainder(sum(line.terms for line in lines)))
    chosen = []
    for line in sorted(lines, key=_need):
        if len(line.text) <= room:
            room -= len(line.text)
            chosen.append(line)
    return sorted(chosen, key=lambda line: line.number)


def _need(line: _BlockLine) -> tuple[bool, int]:
    """How little a line is needed in a block: what sorts first stays."""
    return not line.is_constrained, line.places


def _remainder(left_out: int) -> str:
    return f"({left_out:,} more term{'s'[: left_out > 1]} left out)\n"


def _said_of(term: SourceTerm, forms: Forms, *, definitions: bool) -> str:
    """What the line of a term says of it."""
    renderings = (
        [term.preferred, *_allowed(term, forms)] if term.preferred else []
    )
    parts = ["|".join(renderings)] if renderings else []
    if term.avoid and (forms != "preferred" or not renderings):
        parts.append(f"not {', '.join(term.avoid)}")
    if term.note and forms == "all":
        parts.append(f"note: {term.note}")
    if term.definition and definitions:
        parts.append(f"means: {term.definition}")
    return "; ".join(parts)
