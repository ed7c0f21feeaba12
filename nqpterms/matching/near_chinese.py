"""Stretches of a text that come near a Chinese term and are none.

    term base ──NearChineseTerms──▶ .slips_in(text) ──▶ [ChineseSlip(span, odd, …), …]

Who types by sound errs by sound: 因地治宜 for 因地制宜. Two characters change places, one is typed
twice, another one stands in the midst of a long term, or one of five is lost. In Chinese nearly
every character is a word, so what is odd must be so to a dictionary as well: it has no word of
which the character is a part there. Only what sounds the same is told in any case, as information
(社会主意). Words like 的 and 在, and numerals, are no slips: they make another phrase.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from nqpterms.lang.chinese import count_han, has_han
from nqpterms.lang.normal_form import flatten, fold_each
from nqpterms.lang.segmenter import frequency
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.matcher import TermReading
from nqpterms.model.places import Span
from nqpterms.model.termbase import DISCOURAGED, TermBase, is_language

_LEAST = 4  # characters of a term whose slips are looked for: of three one is a third
# The same where the odd character sounds like the right one.
_LEAST_BY_SOUND = 3
_LONG = 5  # characters of a term of which one may be lost
# Characters of the words that are looked for round an odd character.
_LONGEST_WORD = 4
_LEFT_OUT = frozenset("的之和与及或型化性者等各")
"""What may be left out of a term without a slip."""

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两双多几")
_EVERYWHERE = 40_000  # times in jieba's dictionary; 的 has 318,825, 子 19,089
Kind = Literal["part", "changed", "doubled", "lost"]


class ChineseSlip(Struct, frozen=True):
    """A slip: where it stands, what is odd in it, and the term that it comes near; whether nothing
    else can be meant."""

    span: Span
    odd: Span
    reading: TermReading
    is_sure: bool


class _SlipPattern(Struct, frozen=True):
    """What is looked for of a term: a part of it, or all of it with a slip at one place.

    The part begins at `at` of the term; the slip is at `at` of what is looked for.
    """

    term: str
    kind: Kind
    at: int


class _NearPlace(Struct, frozen=True):
    """A stretch of a flat text that comes near a term; `odd` is the place of the slip."""

    start: int
    end: int
    term: str
    odd: int
    is_sure: bool


class NearChineseTerms:
    """The Chinese terms of a term base, ready to be found where they are mistyped.

    >>> from nqpterms.model.termbase import Concept, Term
    >>> terms = NearChineseTerms(TermBase((Concept("c", (Term("因地制宜", "zh"),)),)))
    >>> text = "要因地治宜，因地而异。"
    >>> [slip.span.of(text) for slip in terms.slips_in(text)]
    ['因地治宜']
    """

    def __init__(self, base: TermBase) -> None:
        self._readings = _readings_by_text(base)
        self._patterns: dict[str, list[_SlipPattern]] = defaultdict(list)
        for term in self._readings:
            for text, pattern in _patterns_of(term):
                if pattern.kind == "part" or text not in self._readings:
                    self._patterns[text].append(pattern)
        self._texts = [*self._patterns]
        self._automaton: Any = None

    def slips_in(self, text: str) -> list[ChineseSlip]:
        """Every slip of a text in order, the longest term at each place."""
        if not self._texts or count_han(text) < _LEAST_BY_SOUND:
            return []
        flat = flatten(text)
        by_place: dict[int, _NearPlace] = {}
        for near in self._near_places(flat.folded):
            rival = by_place.get(near.odd)
            if rival is None or len(near.term) > len(rival.term):
                by_place[near.odd] = near
        slips: dict[Span, ChineseSlip] = {}  # two places of one slip count once
        for _, near in sorted(by_place.items()):
            span = flat.span(near.start, near.end)
            odd = flat.span(near.odd, near.odd + 1)
            slip = ChineseSlip(
                span, odd, self._readings[near.term], near.is_sure
            )
            slips.setdefault(span, slip)
        return list(slips.values())

    def _near_places(self, text: str) -> Iterator[_NearPlace]:
        """Every stretch of a folded text that is a slip of a term."""
        for index, start, end in self._ready().find_matches_as_indexes(
            text, overlapping=True
        ):
            for pattern in self._patterns[self._texts[index]]:
                if pattern.kind == "part":
                    near = _with_other_character(
                        text, start - pattern.at, pattern.term
                    )
                else:
                    near = _with_slip(text, start, end, pattern)
                if near is not None:
                    yield near

    def _ready(self) -> Any:
        """The automaton, built when the first text asks for it."""
        if self._automaton is None:
            from ahocorasick_rs import AhoCorasick

            self._automaton = AhoCorasick(self._texts, store_patterns=False)
        return self._automaton


def _readings_by_text(base: TermBase) -> dict[str, TermReading]:
    """The Chinese terms that a text may use by their folded texts, those of Han alone."""
    terms = [item for item in base.terms() if is_language(item[1].lang, "zh")]
    readings: dict[str, TermReading] = {}
    wrong = set[str]()  # of these T101 speaks
    folded = fold_each([term.text for _, term in terms])
    for (concept, term), text in zip(terms, folded, strict=True):
        if term.status in DISCOURAGED:
            wrong.add(text)
        elif len(text) >= _LEAST_BY_SOUND and count_han(text) == len(text):
            readings.setdefault(text, TermReading(concept, term))
    return {text: readings[text] for text in readings if text not in wrong}


def _patterns_of(term: str) -> Iterator[tuple[str, _SlipPattern]]:
    """What is looked for of a term: its halves, and the term with each slip but another character.

    >>> [text for text, _ in _patterns_of("因地制宜")][:5]
    ['因地', '制宜', '地因制宜', '因制地宜', '因地宜制']
    """
    half = max(2, len(term) // 2)
    for at in sorted({0, len(term) - half}):
        yield term[at : at + half], _SlipPattern(term, "part", at)
    if len(term) < _LEAST:
        return
    for at in range(len(term) - 1):
        changed = term[:at] + term[at + 1] + term[at] + term[at + 2 :]
        if changed != term:
            yield changed, _SlipPattern(term, "changed", at)
    for at in range(1, len(term) - 1):
        yield (
            term[:at] + term[at] + term[at:],
            _SlipPattern(term, "doubled", at),
        )
    if len(term) >= _LONG:
        for at in range(1, len(term) - 1):
            if term[at] not in _LEFT_OUT:
                yield term[:at] + term[at + 1 :], _SlipPattern(term, "lost", at)


def _with_other_character(
    text: str, start: int, term: str
) -> _NearPlace | None:
    """The stretch that would be a term but for one character, if that is a slip."""
    end = start + len(term)
    if start < 0 or end > len(text):
        return None
    odd = [at for at, right in enumerate(term) if text[start + at] != right]
    if len(odd) != 1 or not has_han(text[start + odd[0]]):
        return None
    at = start + odd[0]
    if _is_word_itself(text[at]) or _is_word_itself(term[odd[0]]):
        return None
    is_long = len(term) >= _LONG
    sounds_same = _sound_alike(text[at], term[odd[0]])
    # At an edge other things are said with the rest.
    is_inside = 0 < odd[0] < len(term) - 1
    if not sounds_same and not (is_long and is_inside):
        return None
    is_sure = not _is_in_word(text, at)
    if not is_sure and not sounds_same:
        return None
    if not is_sure and len(term) < _LEAST:
        return None
    return _NearPlace(start, end, term, at, is_sure)


def _with_slip(
    text: str, start: int, end: int, pattern: _SlipPattern
) -> _NearPlace | None:
    """The stretch that is a term with a slip of another kind, if no dictionary has it."""
    odd = start + pattern.at
    if any(map(_is_word_itself, text[odd : odd + 2])):
        return None
    is_sure = True
    if pattern.kind == "doubled":
        is_reading = _is_word(text[odd : odd + 2]) or _is_in_word(text, odd + 1)
    elif pattern.kind == "lost":
        is_reading = not _is_torn(text, odd, pattern)
    else:
        is_sure = not (_is_in_word(text, odd) or _is_in_word(text, odd + 1))
        is_reading = not is_sure and len(pattern.term) < _LONG
    return (
        None
        if is_reading
        else _NearPlace(start, end, pattern.term, odd, is_sure)
    )


def _is_torn(text: str, odd: int, pattern: _SlipPattern) -> bool:
    """Whether the loss of a character leaves half a word of the term, which is no word's now."""
    lost = pattern.at
    halves: list[int] = []
    if _is_word(pattern.term[lost - 1 : lost + 1]):
        halves.append(odd - 1)
    if _is_word(pattern.term[lost : lost + 2]):
        halves.append(odd)
    return bool(halves) and not any(_is_in_word(text, at) for at in halves)


def _is_word_itself(character: str) -> bool:
    """Whether a character is a word that stands anywhere (的, 在, 新), or a numeral."""
    return character in _NUMERALS or frequency(character) >= _EVERYWHERE


def _sound_alike(one: str, other: str) -> bool:
    """Whether two characters have a reading in common, tones aside."""
    readings = load_lexicon().readings
    return not set(readings(one)).isdisjoint(readings(other))


def _is_in_word(text: str, at: int) -> bool:
    """Whether a dictionary has a word of which the character at a place is a part there."""
    for length in range(2, _LONGEST_WORD + 1):
        for start in range(max(0, at - length + 1), at + 1):
            word = text[start : start + length]
            if len(word) == length and _is_word(word):
                return True
    return False


def _is_word(text: str) -> bool:
    """Whether a stretch of several Han characters is a word of CC-CEDICT or jieba."""
    return count_han(text) == len(text) and (
        load_lexicon().has(text) or frequency(text) > 0
    )
