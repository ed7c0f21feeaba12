"""Whether the Chinese in which a term is found is another word there.

    Row, place of a source term ──other_reading──▶ the words that stand there instead, or ""

Terms are found by their characters, and Chinese has no blanks: 求是 stands in 实事求是, 机构改革 in
金融机构改革, 中试 in 集中试点. A word that holds the term or crosses its edge is believed where the
English renders it. Without that it is only where the term can be no word of its own there: in an
idiom, before a single character (银行业 in 银行业务), or between two words that have its ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nqpterms.lang.chinese import has_han, simplified
from nqpterms.lang.english import content_stems
from nqpterms.lang.segmenter import cut
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.matcher import Match
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row

_REACH = 3  # characters that a word reaches beyond an edge
# Characters of a term whose both ends may belong to others; longer ones are no chance.
_CUTTABLE = 3
# Characters of a crossing word; shorter ones come about by chance (融和 in 普惠金融和).
_CROSSING = 3
# Characters of a term that is no word, and of the idiom around it.
_IDIOM = (2, 4)
_SEGMENTED = 2  # characters of a term that is held against the segmenter's cut
_EVIDENT = 0.3  # weight from which a stem of the dictionary counts as a word's rendering


def other_reading(row: Row, source: Match) -> str:
    """What stands there in the place of a term of the base; "" for nothing.

    A reading of several words has bars between them.
    """
    text = simplified(row.source_text)
    place = source.span
    return (
        _word_around(text, place)
        or _rendered_term_behind(row, source)
        or _rendered_word(text, place, row.text)
        or _two_words(text, place)
        or _segment_across(text, place)
    )


def _word_around(text: str, place: Span) -> str:
    """A word of the dictionary around a place that leaves the term no meaning of its own.

    水利 keeps its own in 水利工程, since 工程 is a word as well. Of single characters
    `nqpterms.matching.whole_words` has decided already: 国 keeps its own in 我国.
    """
    if place.end - place.start == 1:
        return ""
    spans = list(_spans_around(text, place))
    for span in spans:
        rest = span.end - span.start - (place.end - place.start)
        if rest == 1 or _is_in_idiom(text, place, span):
            return max((one.of(text) for one in spans), key=len)
    return ""


def _is_in_idiom(text: str, place: Span, around: Span) -> bool:
    """Whether two characters that are no word stand in a word of four: 求是 in 实事求是."""
    sizes = (place.end - place.start, around.end - around.start)
    return sizes == _IDIOM and not load_lexicon().has(place.of(text))


def _rendered_term_behind(row: Row, source: Match) -> str:
    """A term of the base that begins within the place, ends behind it and is rendered.

    One that begins before it leaves the place its head: 党中央 takes nothing from 中央八项规定.
    """
    for match in row.source_matches:
        if (
            not source.span.start
            < match.span.start
            < source.span.end
            < match.span.end
        ):
            continue
        if not match.concepts.isdisjoint(row.rendered):
            return match.span.of(row.source_text)
    return ""


def _rendered_word(text: str, place: Span, english: str) -> str:
    """A word of the dictionary that holds a place or crosses its edge, and that is rendered."""
    for span in (*_spans_around(text, place), *_spans_across(text, place)):
        inside = text[max(span.start, place.start) : min(span.end, place.end)]
        before, behind = (
            text[span.start : place.start],
            text[place.end : span.end],
        )
        is_long = span.end - span.start >= _CROSSING
        if is_long and _stand_side_by_side(inside, before or behind, english):
            return span.of(text)
    return ""


def _stand_side_by_side(one: str, two: str, english: str) -> bool:
    """Whether English words for two Chinese ones stand beside each other."""
    ours, theirs = _evident_stems(one), _evident_stems(two)
    for first, second in pairwise(content_stems(english)):
        if (first in ours and second in theirs) or (
            first in theirs and second in ours
        ):
            return True
    return False


def _evident_stems(word: str) -> set[str]:
    weights = load_lexicon().stems(word)
    return {key for key, weight in weights.items() if weight >= _EVIDENT}


def _spans_around(text: str, place: Span) -> Iterator[Span]:
    """The words of the dictionary that hold a whole place and more."""
    lexicon = load_lexicon()
    for start in range(max(0, place.start - _REACH), place.start + 1):
        for end in range(min(len(text), place.end + _REACH), place.end - 1, -1):
            if Span(start, end) != place and lexicon.has(text[start:end]):
                yield Span(start, end)


def _segment_across(text: str, place: Span) -> str:
    """A word that both dictionary and segmenter see across an edge of a term of two characters."""
    if place.end - place.start > _SEGMENTED:
        return ""
    across = set(_spans_across(text, place))
    at = 0
    for segment in cut(text) if across else ():
        span = Span(at, at + len(segment))
        if span in across:
            return segment
        at = span.end
    return ""


def _spans_across(text: str, place: Span) -> Iterator[Span]:
    """The words of the dictionary that begin or end within a place and reach beyond it."""
    lexicon = load_lexicon()
    for edge in range(place.start + 1, place.end):
        for end in range(place.end + 1, min(len(text), place.end + _REACH) + 1):
            if lexicon.has(text[edge:end]):
                yield Span(edge, end)
        for start in range(max(0, place.start - _REACH), place.start):
            if lexicon.has(text[start:edge]):
                yield Span(start, edge)


def _two_words(text: str, place: Span) -> str:
    """Two dictionary words that meet inside a short term and reach beyond both its ends.

    中试 is found in 集中试点, which is 集中 and 试点.
    """
    start, end = place
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if (
        end - start > _CUTTABLE
        or len(around) < 2
        or not all(map(has_han, around))
    ):
        return ""
    lexicon = load_lexicon()
    for edge in range(start + 1, end):
        before_edge = (
            text[first:edge] for first in range(max(0, start - _REACH), start)
        )
        behind_edge = (
            text[edge:last]
            for last in range(end + 1, min(len(text), end + _REACH) + 1)
        )
        before = next(filter(lexicon.has, before_edge), "")
        behind = next(filter(lexicon.has, behind_edge), "") if before else ""
        if behind:
            return f"{before}|{behind}"
    return ""
