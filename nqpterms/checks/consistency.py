"""T104, T105 and T106: whether the translation calls one thing by one name, looked at alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.checks.reading import Reading, Row, allowed, glosses, other
from nqpterms.checks.reporting import Verdict, found
from nqpterms.checks.sameness import (
    are_rivals,
    capitals,
    competing,
    is_short,
    spelling,
    wording,
)
from nqpterms.lang.english import FUNCTION_WORDS, words
from nqpterms.lang.normal_form import one_line
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.findings import Finding
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED

_NEAR = 40  # code points on either side in which the next word is looked for


class _Use(NamedTuple):
    """One place of a term."""

    row: Row
    span: Span
    candidate: TermReading

    @property
    def surface(self) -> str:
        """The term as it stands there."""
        return self.span.of(self.row.text)


def t104(reading: Reading) -> Iterator[Finding]:
    """An acronym is used before its full form is introduced."""
    for concept, uses in _by_concept(reading.rows).items():
        first, *_ = uses
        full = next((use for use in uses if not is_short(use.candidate.term)), None)
        if full is None or not is_short(first.candidate.term) or first.row is full.row:
            continue
        glossed = any(short == first.surface.upper() for _, short in glosses(full.row.text))
        message = f"“{first.surface}” stands here before “{one_line(full.surface)}” introduces it"
        verdict = Verdict("T104", "warning" if glossed else "info", message)
        expected = [full.candidate.term.text]
        yield _told(verdict, first, expected, group=concept)


def t105(reading: Reading) -> Iterator[Finding]:
    """The spelling of one term varies within a document."""
    ways: dict[tuple[str, str], dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    cases: dict[tuple[str, str], dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    for concept, uses in _by_concept(reading.rows).items():
        varies = uses[0].row.side == "en" and len({use.surface for use in uses}) > 1
        for use in uses if varies else ():
            if is_short(use.candidate.term):
                continue
            key, written = spelling(use.surface)
            ways[concept, key][written].append(use)
            case = capitals(use.surface)
            if case:
                cases[concept, key][case].append(use)
    for spellings in ways.values():
        yield from _varied(spellings)
    for term, either in cases.items():
        if len(ways[term]) == 1 and len(either) > 1:
            told = {
                case: [use for use in uses if not _in_title(use)] for case, uses in either.items()
            }
            if all(told.values()):
                yield from _varied(told)


def t106(reading: Reading) -> Iterator[Finding]:
    """Two terms of one concept are mixed in a document."""
    alone = [row for row in reading.rows if not row.source_text.strip()]
    for uses in _by_concept(alone).values():
        if not are_rivals({use.candidate.term.text for use in uses}):
            continue
        names: dict[tuple[str, ...], list[_Use]] = defaultdict(list)
        for use in uses:
            term = use.candidate.term
            wrong = term.status in DISCOURAGED and term.scope != "pair"  # T101 speaks of these
            if not is_short(term) and not wrong:
                names[wording(term.text)].append(use)
        rivals = {name: found for name, found in names.items() if _has_rival(name, names)}
        if rivals:
            yield from _mixed(sorted(rivals.values(), key=_rank))


def _by_concept(rows: Sequence[Row]) -> dict[str, list[_Use]]:
    """Every place of each concept that has several, in order.

    What may stand for two concepts is left out.
    """
    found: dict[str, list[tuple[Row, Match]]] = defaultdict(list)
    for row in rows:
        for match in row.written:
            if len(match.concepts) == 1:
                found[match.candidates[0].concept.id].append((row, match))
    return {
        concept: [_Use(row, match.span, match.candidates[0]) for row, match in places]
        for concept, places in found.items()
        if len(places) > 1
    }


def _has_rival(name: tuple[str, ...], names: Iterable[tuple[str, ...]]) -> bool:
    return any(competing((name, other)) for other in names)


def _rank(uses: list[_Use]) -> tuple[int, bool]:
    """The most used first, of equals the preferred one."""
    return -len(uses), uses[0].candidate.term.status != "preferred"


def _mixed(ranked: list[list[_Use]]) -> Iterator[Finding]:
    """One finding for the document, then every place of a term that is not the usual one."""
    usual = ranked[0][0].candidate.term.text
    source = _source(ranked[0][0])
    counts = ", ".join(f"“{uses[0].candidate.term.text}” ×{len(uses)}" for uses in ranked)
    about = f"{source} has" if source else "one concept has"
    whole = Verdict("T106", "info", f"{about} {len(ranked)} terms here: {counts}")
    first = min((uses[0] for uses in ranked[1:]), key=_line)
    expected = [term.text for term in allowed(first.candidate.concept, first.row.side)]
    yield replace(_told(whole, first, expected), segment=None, matched="", span=None, context="")
    for uses in ranked[1:]:
        for use in uses:
            note = f"“{one_line(use.surface)}” here, mostly “{usual}”"
            yield _told(Verdict("T106", "info", note), use, expected)


def _varied(spellings: dict[str, list[_Use]]) -> Iterator[Finding]:
    """The places where a term is not spelled as it mostly is; none where it always is."""
    ranked = sorted(spellings.values(), key=_rank)
    usual = one_line(ranked[0][0].surface)
    for uses in ranked[1:]:
        for use in uses:
            message = f"“{one_line(use.surface)}” is mostly spelled “{usual}” here"
            yield _told(Verdict("T105", "info", message), use, [usual])


def _told(verdict: Verdict, use: _Use, expected: Sequence[str], *, group: str = "") -> Finding:
    """A finding at a place of a term; the term of the other language says what is meant."""
    finding = found(
        verdict,
        use.row,
        span=use.span,
        candidate=use.candidate,
        expected=expected,
        group=group,
    )
    return replace(finding, source_term=_source(use))


def _source(use: _Use) -> str | None:
    """What the concept is called in the language across."""
    return use.candidate.concept.preferred(other(use.row.side))


def _line(use: _Use) -> int:
    return use.row.segment.locate(use.row.side, use.span.start).place.line or 0


def _in_title(use: _Use) -> bool:
    """Whether a stretch is part of a title or a name: the next words of weight have capitals too.

    Where it stands alone in its line nothing can be told of its capitals.
    """
    text, (start, end) = use.row.text, use.span
    before = _weighty(text[max(0, start - _NEAR) : start])[-1:]
    after = _weighty(text[end : end + _NEAR])[:1]
    beside = [word for word in before + after if word[0].isalpha()]
    return not beside or any(word[0].isupper() for word in beside)


def _weighty(text: str) -> list[str]:
    return [w for w in (span.of(text) for span in words(text)) if w.lower() not in FUNCTION_WORDS]
