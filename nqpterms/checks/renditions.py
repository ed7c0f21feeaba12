"""Where the terms of the source are rendered, and by what: what T301 and T302 count.

rows ──listed──▶ Renditions   terms of the base, by their own renderings
rows ──quoted──▶ Renditions   names in quotation marks, the term base not asked
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nqpterms.checks.reading import Rendition, Row
from nqpterms.checks.sameness import is_short
from nqpterms.matching.forms import spells
from nqpterms.matching.matcher import Match, TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term

_NAME = 12  # characters of a Chinese name in quotation marks; what is longer is a quotation
_WORDS = 6  # words of an English one
_OPENING = re.compile('[“「『"]')
_CHINESE_QUOTES = re.compile('[“「『"]([^“”「」『』"]+)[”」』"]')
_ENGLISH_QUOTES = re.compile('[“"]([^“”"]+)[”"]')
_EDGES = " ,.;:!?，。；：！？"


def listed(rows: Sequence[Row]) -> list[Rendition]:
    """The full terms of the base with those of its renderings that stand across from them.

    Where more of them stand there than the source has places, the usual ones count: what is left
    over is a part of the same rendering, or said of something else.
    """
    groups: dict[tuple[int, str], list[Rendition]] = defaultdict(list)
    usual: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for rendition in _in_row(row):
            listing = _listing(rendition)
            usual[listing] += 1
            groups[id(row), listing[0]].append(rendition)
    kept = []
    for (_, concept), group in groups.items():
        if len(group) > 1:
            said = sum(concept in match.concepts for match in group[0].row.said)
            ranked = sorted(group, key=lambda r: -usual[_listing(r)])
            group = sorted(ranked[:said], key=lambda r: r.span)
        kept += group
    return kept


def _listing(rendition: Rendition) -> tuple[str, str]:
    """The concept and the term of a rendition that the base has."""
    concept, term = rendition.concept, rendition.term
    return (concept.id if concept else "", term.text if term else "")


def _in_row(row: Row) -> Iterator[Rendition]:
    """Every rendering in a row of a term in its source, acronyms left out."""
    asked = [match for match in row.written if not match.concepts.isdisjoint(row.named)]
    if not asked:
        return
    sources = {concept: match for match in row.said for concept in match.concepts}
    for match in asked:
        for candidate in _one_a_concept(match):
            concept, term = candidate.concept, candidate.term
            if concept.id in sources and not _is_acronym(term, concept):
                yield Rendition(row, sources[concept.id].span, match.span, concept, term)


def _is_acronym(term: Term, concept: Concept) -> bool:
    """Whether a term is short for another of its concept, however its case is damaged (eFAC)."""
    if is_short(term):
        return True
    others = concept.terms_in(term.lang.partition("-")[0]) if " " not in term.text else []
    return any(" " in t.text and spells(term.text.removesuffix("s"), t.text) for t in others)


def quoted(rows: Sequence[Row]) -> Iterator[Rendition]:
    """The names in quotation marks, where both sides have as many of them."""
    for row in rows:
        if row.side != "en" or not row.text or not _OPENING.search(row.source_text):
            continue
        chinese, english = (
            [_bare(text, *found.span(1)) for found in pattern.finditer(text)]
            for pattern, text in (
                (_CHINESE_QUOTES, row.source_text),
                (_ENGLISH_QUOTES, row.text),
            )
        )
        if len(chinese) == len(english) and all(map(_is_name, chinese)):
            for name, span in zip(chinese, english, strict=True):
                if 0 < len(span.of(row.text).split()) <= _WORDS:
                    yield with_concept(Rendition(row, name, span))


def with_concept(found: Rendition) -> Rendition:
    """A rendition with the concept of the base that the Chinese is, if it is one."""
    whole = (m for m in found.row.source if m.span == found.source)
    match = next(whole, None)
    return found._replace(concept=match.candidates[0].concept) if match else found


def _bare(text: str, start: int, end: int) -> Span:
    """What stands between quotation marks, without signs at its ends."""
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip(_EDGES))
    return Span(start + left, max(start + left, start + len(inside.rstrip(_EDGES))))


def _is_name(span: Span) -> bool:
    return 2 <= span.end - span.start <= _NAME


def _one_a_concept(match: Match) -> Iterable[TermReading]:
    """One term for each concept: singular and plural are the same rendering, the first listed."""
    if len(match.candidates) < 2:
        return match.candidates
    ranked = sorted(match.candidates, key=lambda c: c.concept.terms.index(c.term))
    return {c.concept.id: c for c in reversed(ranked)}.values()
