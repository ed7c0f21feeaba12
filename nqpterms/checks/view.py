"""What a check is, what it is given, and what it gives.

    Rows of one document ──▶ DocumentView ──Check.run──▶ Findings
                  TermBase ──────────────────Check.run──▶ Findings

Every family of codes has a file; its CHECKS are the rows of the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any, Literal, Protocol, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.checks.likelihood import sure
from nqpterms.lang.normal_form import as_written, one_line
from nqpterms.lang.prose import find_non_prose
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.alignment import other_side
from nqpterms.model.findings import (
    CONTEXT_REACH,
    Edit,
    Finding,
    Severity,
    Standing,
    mqm,
)
from nqpterms.model.non_prose import NonProse, NonProseKind, is_among
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.renderings.census import Rendering, renderings_of
from nqpterms.renderings.rows import Row, TextKey, text_key

_BLOT = "\0"  # what no word has in it

_OF_WORDS = ("T1", "T204", "T205", "R")
"""Codes about words that stand in the translation. T201 is about what does not: a source title that
is left untranslated is no title that is cited."""
_WHERE_QUOTED: dict[NonProseKind, str] = {
    "mention": "the text speaks of it here",
    "title": "in the title of a work",
    "reference": "in a list of references",
}
# Texts, the preferred one first: what people can choose from.
_MOST_EXPECTED = 5
# What is matched stands for a term of the source.
_OF_RENDERINGS = ("T201", "T202", "T205", "T3")

Needs = Literal["translation", "source", "glossary"]
"""What a check looks at: a translation, also alone; one beside its source; a term base."""

_T = TypeVar("_T")


class DocumentView(Struct, frozen=True, dict=True):
    """One document as the checks see it: its rows, and what several checks work out of them.

    `base` is the term base; `has_time`: there is time for statistics.
    """

    rows: tuple[Row, ...]
    base: TermBase
    has_time: bool = True
    results: dict[Callable[..., Any], Any] = field(default_factory=dict)

    @cached_property
    def census(self) -> tuple[tuple[Rendering, ...], ...]:
        """The answers for the source terms of each row."""
        return tuple(map(self.by_texts(renderings_of), range(len(self.rows))))

    @cached_property
    def firsts(self) -> tuple[int, ...]:
        """For each row the number of the first one with the same texts, mostly its own."""
        number_by_key: dict[TextKey, int] = {}
        firsts = []
        for number, row in enumerate(self.rows):
            firsts.append(
                number_by_key.setdefault(text_key(row.segment), number)
            )
        return tuple(firsts)

    @property
    def different(self) -> Iterator[Row]:
        """The rows without repetitions, in order: the first of those with the same texts."""
        for number, first in enumerate(self.firsts):
            if number == first:
                yield self.rows[number]

    def by_texts(self, work: Callable[[Row], _T]) -> Callable[[int], _T]:
        """What gives *work* of the row of a number, worked out once for rows of the same texts.

        *work* may look at all of a row but where it stands.
        """
        rows, firsts = self.rows, self.firsts
        results: dict[int, _T] = {}

        def of_row(number: int) -> _T:
            first = firsts[number]
            if first not in results:
                results[first] = work(rows[first])
            return results[first]

        return of_row

    def once(self, work: Callable[[DocumentView], _T]) -> _T:
        """What *work* gives of this view, worked out when it is asked for the first time."""
        if work not in self.results:
            self.results[work] = work(self)
        result: _T = self.results[work]
        return result


class RenderedPlace(Struct, frozen=True):
    """A place of a Chinese term, `source`, and what stands for it in the translation, `span`.

    `concept` is the term's in the base; `term` the rendering's where the base has both.
    """

    row: Row
    source: Span
    span: Span
    concept: Concept | None = None
    term: Term | None = None

    @property
    def is_everyday(self) -> bool:
        """Whether the base takes the Chinese for an everyday word."""
        matches = [
            match
            for match in self.row.source_matches
            if match.span == self.source
        ]
        return bool(matches) and all(match.is_everyday for match in matches)

    @property
    def source_surface(self) -> str:
        """The Chinese term as it stands there."""
        return self.source.of(self.row.source_text)

    @property
    def surface(self) -> str:
        """What stands for it, on one line and without what nobody sees."""
        return as_written(self.span.of(self.row.text))

    @property
    def line(self) -> int:
        """The line on which the rendering stands; 0 in a bitext."""
        return line_of(self.row, self.span)


def place_of(row: Row, source: Span, span: Span) -> RenderedPlace:
    """A rendered place with the concept of the base that the Chinese is, if it is one."""
    whole = next(
        (match for match in row.source_matches if match.span == source), None
    )
    return RenderedPlace(
        row, source, span, whole.candidates[0].concept if whole else None
    )


class Run(Protocol):
    """A check at work: the findings about a DocumentView or a TermBase, in any order."""

    def __call__(self, subject: Any, /) -> Iterator[Finding]: ...


class Check(Struct, frozen=True):
    """One row of the registry of checks.

    `severity` is the gravest that its findings have. The first line of the docstring of `run` says
    what it reports. `on_request`: it is a matter of style and runs only where it is named in full.
    """

    code: str
    severity: Severity
    needs: Needs
    run: Run
    on_request: bool = False

    @property
    def mqm(self) -> str:
        """The MQM name of what it reports; "" for the term base itself."""
        return mqm(self.code)

    @property
    def explanation(self) -> str:
        """What it reports, in one line."""
        return (self.run.__doc__ or "").partition("\n")[0]


class Verdict(Struct, frozen=True):
    """What a check has to say: its code, how grave it is, in which words, and what to do.

    `expected` are the texts that would be right, `fix` a replacement that is safe and `further`
    what else changes with it; `group` is what the findings of one cause share. `stands` is what
    the text has in the place of what was expected, with its span in the row.
    """

    code: str
    severity: Severity
    message: str
    expected: tuple[str, ...] = ()
    fix: str | None = None
    group: str = ""
    stands: Standing | None = None
    further: tuple[tuple[Span, str], ...] = ()


def finding_in(
    row: Row,
    verdict: Verdict,
    *,
    span: Span | None = None,
    source: Match | None = None,
    reading: TermReading | None = None,
) -> Finding:
    """A finding in a row: at *span* of the checked text, or about its whole where that is None.

    *source* is the source term that it is about, *reading* the term of the base. Words that the
    text does not use itself are never fixed (see `as_not_used`).
    """
    stands = verdict.stands
    if span:
        verdict = as_not_used(verdict, row, span)
        if verdict.code.startswith(_OF_RENDERINGS) and not stands:
            stands = Standing(span.of(row.text), span)
    about = reading or (source.candidates[0] if source else None)
    concept = about.concept.id if about else None
    where = span or (stands.span if stands else Span(0, 0))
    start = row.segment.locate(row.side, where.start)
    if span:
        context = around(row.text, span)
    else:
        context = around(row.source_text, source.span if source else None)
    finding = Finding(
        verdict.code,
        verdict.severity,
        verdict.message,
        file=row.segment.doc,
        place=start.place,
        segment=row.segment.row,
        unit="" if row.segment.row is None else row.segment.id,
        concept=concept,
        source_term=source.candidates[0].term.text if source else None,
        source_span=in_file(row, source.span, source=True) if source else None,
        matched=span.of(row.text) if span else "",
        span=in_file(row, span) if span else None,
        expected=tuple(dict.fromkeys(verdict.expected))[:_MOST_EXPECTED],
        fix=verdict.fix,
        further_edits=tuple(_edit(row, *change) for change in verdict.further),
        group=f"{verdict.code}:{concept or ''}:{verdict.group}",
        context=context,
        stands=replace(stands, span=in_file(row, stands.span))
        if stands
        else None,
    )
    return sure(finding, row.text, pair=row.segment.confidence)


def finding_again(finding: Finding, row: Row) -> Finding:
    """A finding of one row of a bitext for another with the same texts.

    What it says is the same; where it stands is not. It changes nothing beside its span.
    """
    where = finding.span or (
        finding.stands.span if finding.stands else Span(0, 0)
    )
    return replace(
        finding,
        file=row.segment.doc,
        place=row.segment.locate(row.side, where.start).place,
        segment=row.segment.row,
        unit=row.segment.id,
    )


def _edit(row: Row, span: Span, new: str) -> Edit:
    """A change of the checked text as one of its file."""
    place = row.segment.locate(row.side, span.start).place
    return Edit(in_file(row, span), span.of(row.text), new, place)


def as_not_used(verdict: Verdict, row: Row, span: Span) -> Verdict:
    """A verdict on words of the translation, as far as the text uses them and does not quote them.

    Words that are spoken of, or stand in the title of a work or in a list of references, are worth
    a look at most; where they are set against others a fix would turn the sense about.
    """
    if not verdict.code.startswith(_OF_WORDS):
        return verdict
    kinds = {one.kind for one in non_prose_of(row) if span.overlaps(one.span)}
    if not kinds:
        return verdict
    quoted = next(
        (_WHERE_QUOTED[kind] for kind in _WHERE_QUOTED if kind in kinds), ""
    )
    if not quoted:
        return replace(verdict, fix=None, further=())
    message = f"{verdict.message} ({quoted})"
    return replace(
        verdict, severity="info", message=message, fix=None, further=()
    )


def non_prose_of(row: Row) -> tuple[NonProse, ...]:
    """What is not prose in the translation of a row."""
    return _find_non_prose(row.text, row.segment.non_prose(row.side))


def has_words(row: Row, span: Span) -> bool:
    """Whether a span of the translation is none of code, an address, a placeholder and the like."""
    return not is_among(
        span, [one for one in non_prose_of(row) if one.is_wordless]
    )


@lru_cache(maxsize=256)  # texts: the findings of one come together
def _find_non_prose(
    text: str, marked: tuple[NonProse, ...]
) -> tuple[NonProse, ...]:
    return find_non_prose(text, marked)


def in_file(row: Row, span: Span, *, source: bool = False) -> Span:
    """A span in the terms of the file; in a bitext, of its cell."""
    if row.segment.row is not None:
        return span
    side = other_side(row.side) if source else row.side
    start = row.segment.locate(side, span.start).offset
    return Span(start, row.segment.locate(side, span.end - 1).offset + 1)


def line_of(row: Row, span: Span) -> int:
    """The line on which a span of the translation stands; 0 in a bitext."""
    return row.segment.locate(row.side, span.start).place.line or 0


def blotted(text: str, spans: Iterable[Span]) -> str:
    """A text of the same length with NUL in the place of some stretches.

    >>> blotted("a b c", [Span(2, 3)])
    'a \\x00 c'
    """
    for start, end in spans:
        text = f"{text[:start]}{_BLOT * (end - start)}{text[end:]}"
    return text


def around(text: str, span: Span | None) -> str:
    """The text round a span, on one line.

    >>> around("Develop new quality productivity now.", Span(8, 32))
    'Develop new quality productivity now.'
    """
    start, end = span or (0, 0)
    return one_line(text[max(0, start - CONTEXT_REACH) : end + CONTEXT_REACH])
