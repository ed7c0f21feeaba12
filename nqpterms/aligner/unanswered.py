"""Which sentences of two aligned texts say what nothing on the other side says.

    SentenceBeads ──find_unanswered──▶ UnansweredSentences

The aligner leaves a sentence alone where it finds no partner, or joins it to its neighbour's bead
where it would rather not. Neither proves that the sentence was left out: a heading may stand inside
the paragraph of the other text, and two sentences may have become one. So each is asked what it
brings: the words on the other side that answer it and nothing else beside it (`likeness.py`).

    alone                   asked of all between the nearest beads of two sides, these included
    a proviso that stands alone (但…): asked of the bead before it, of which it is mostly a part
    one of several          asked of its own bead, if it is of the source: a translation often makes
                            several sentences of one, with words that no dictionary has
    the only one of a bead  never asked: a free translation shares few words

Where both texts have something that stands alone between the same two beads, the aligner has lost
its way, or one is a free translation of the other: nothing is said there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from math import log
from typing import NamedTuple

from msgspec import Struct

from nqpterms.aligner.likeness import ParagraphWords, brought, member_odds
from nqpterms.lang.numbers.numerals import han_value
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Side
from nqpterms.model.document import Passage

_ANSWERED_ALONE = 2.5  # log odds from which a sentence that stands alone has its answer nearby
_SURE = 0.35  # confidence of a bead from which its being alone says something
_SHORT = 8  # characters of an address or a refrain, which may be left out where it comes back
_LOST = 0.5  # share of the length of what stands alone that the other side has alone there too
_FEWEST_WORDS = 2  # of content, without which nothing can be told (第五条)
_PROVISO = "但"
_MOST_ODDS, _MOST_NEW = 12.0, 6  # of what a sentence brings: more says no more

_LEFT_OUT = {
    "odds": -0.41,
    "new": -0.43,
    "answered": -0.68,
    "missed": 1.13,
    "bead": 0.28,
    "rest": 0.81,
    "words": 3.08,
    "bias": -5.51,
}
"""Weights of a logistic regression: whether a sentence that shares its bead was left out.

Learned on sentences cut from the government reports of 2016, 2018, 2020 and 2022 (439 sentences
in such beads, 58 of them cut). `odds`, `new`, `answered` and `missed` are what it brings; `bead`
and `rest` are log length ratios, of the whole bead and without the sentence; `words` is the log of
how many it has, one added.
"""

_HAN_NUMERAL = "[一二三四五六七八九十]{1,3}"
_ZH_NUMBER = re.compile(
    rf"\s*(?:[（(]\s*(?:(?P<inside>{_HAN_NUMERAL})|(?P<figure>\d{{1,2}}))\s*[)）]"
    rf"|(?P<han>{_HAN_NUMERAL})[、是])"
)
_EN_NUMBER = re.compile(r"\s*[（(]?\s*(?:(\d{1,2})\s*[.)）、]|(\w+),)")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


class SentenceBead(Struct, frozen=True):
    """The sentences of a bead of both sides, and how sure it is; either side may be empty."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    confidence: float = 1.0

    def side(self, side: Side) -> tuple[str, ...]:
        """The sentences of one side."""
        return self.zh if side == "zh" else self.en

    @property
    def is_paired(self) -> bool:
        """Whether it has both sides."""
        return bool(self.zh and self.en)


class UnansweredSentence(NamedTuple):
    """A sentence by the number of its bead, its side, and its number on that side of the bead."""

    bead: int
    side: Side
    number: int


class _Window(NamedTuple):
    """Some beads of the text, as a half-open range of their numbers."""

    first: int
    last: int


def find_unanswered(
    beads: Sequence[SentenceBead], *, source: Side = "zh", lexicon: Lexicon | None = None
) -> list[UnansweredSentence]:
    """The sentences of either side that nothing on the other side answers, in reading order.

    *source* is the side that was translated.

    >>> pair = SentenceBead(("农业发展。",), ("Agriculture grows.",))
    >>> alone = SentenceBead(("关闭污染严重的工厂。",), ())
    >>> find_unanswered([pair, alone, pair])
    [UnansweredSentence(bead=1, side='zh', number=0)]
    """
    lexicon = lexicon or load_lexicon()
    zh, en = _TextSide.of(beads, "zh", lexicon), _TextSide.of(beads, "en", lexicon)
    of_zh = _unanswered_of("zh", beads, zh, en, is_source=source == "zh")
    of_en = _unanswered_of("en", beads, en, zh, is_source=source == "en")
    return sorted([*of_zh, *of_en], key=_bead_of)


def _bead_of(sentence: UnansweredSentence) -> int:
    return sentence.bead


class _TextSide(Struct, frozen=True):
    """One side of all beads: its sentences with their words, and where those of each bead begin.

    `numbers` are those with which the sentences begin, 0 for none; `times` tells how often each
    text stands there.
    """

    texts: list[str]
    words: ParagraphWords
    begins: list[int]
    numbers: list[int]
    times: Counter[str]

    @classmethod
    def of(cls, beads: Sequence[SentenceBead], side: Side, lexicon: Lexicon) -> _TextSide:
        """The sentences of one side of some beads."""
        texts = [text.strip() for text in chain(*(bead.side(side) for bead in beads))]
        passages = [Passage(text) for text in texts]
        words = ParagraphWords.of(passages, lexicon, is_english=side == "en")
        begins = [0, *accumulate(len(bead.side(side)) for bead in beads)]
        numbers = [_number_of(text, side) for text in texts]
        return cls(texts, words, begins, numbers, Counter(texts))

    def inside(self, window: _Window) -> range:
        """The sentences of some beads."""
        return range(self.begins[window.first], self.begins[window.last])

    def is_refrain(self, sentence: int) -> bool:
        """Whether so short a sentence comes back in the text (各位代表！)."""
        text = self.texts[sentence]
        return self.times[text] > 1 and self.words.lengths[sentence] <= _SHORT


def _unanswered_of(
    side: Side,
    beads: Sequence[SentenceBead],
    own: _TextSide,
    other: _TextSide,
    *,
    is_source: bool,
) -> Iterator[UnansweredSentence]:
    """The sentences of one side that the other one does not answer."""
    for at, bead in enumerate(beads):
        here = _Window(at, at + 1)
        if bead.is_paired:
            is_asked = is_source and len(bead.side(side)) > 1
            window = here
        else:
            window = _gap(beads, at)
            is_asked = bool(bead.side(side)) and _is_sure(beads, at, window, own, other)
        if not is_asked:
            continue
        is_alone = not bead.is_paired
        if is_alone and at and bead.side(side)[0].startswith(_PROVISO):
            window, is_alone = _Window(at - 1, at + 1), False
        for number, sentence in enumerate(own.inside(here)):
            if not _is_answered(sentence, window, own, other, is_alone=is_alone):
                yield UnansweredSentence(at, side, number)


def _is_answered(
    sentence: int, window: _Window, own: _TextSide, other: _TextSide, *, is_alone: bool
) -> bool:
    """Whether a sentence has its answer in a window of the other side, or may have."""
    if own.is_refrain(sentence) or len(own.words.words[sentence]) < _FEWEST_WORDS:
        return True
    across = other.inside(window)
    if not across:
        return False
    number = own.numbers[sentence]
    if number and any(other.numbers[n] == number for n in across):
        return True
    beside = own.inside(window)
    if not is_alone:
        return _left_out_odds(sentence, beside, across, own.words, other.words) <= 0
    odds = member_odds(sentence, beside, across, own=own.words, other=other.words)
    return odds > _ANSWERED_ALONE


def _left_out_odds(
    sentence: int, beside: range, across: range, own: ParagraphWords, other: ParagraphWords
) -> float:
    """Log odds that a sentence was left out of the bead that it shares with others."""
    brings = brought(sentence, beside, across, own=own, other=other)
    size, across_size = own.length_of(beside), other.length_of(across)
    features = {
        "odds": min(brings.odds, _MOST_ODDS),
        "new": min(brings.new, _MOST_NEW),
        "answered": brings.answered,
        "missed": brings.missed,
        "bead": _log_ratio(size, across_size),
        "rest": _log_ratio(size - own.lengths[sentence], across_size),
        "words": log(len(own.words[sentence]) + 1),
        "bias": 1.0,
    }
    return sum(_LEFT_OUT[name] * value for name, value in features.items())


def _log_ratio(own: float, other: float) -> float:
    """The logarithm of a ratio of lengths, between -1 and 1."""
    return max(-1.0, min(1.0, log((own + 1) / (other + 1))))


def _number_of(text: str, side: Side) -> int:
    """The number with which a sentence begins, an item of a list; 0 for none.

    >>> _number_of("（三）深化改革。", "zh"), _number_of("Third, we deepened reform.", "en")
    (3, 3)
    """
    if side == "zh":
        numbered = _ZH_NUMBER.match(text)
        if numbered is None:
            return 0
        if numbered["figure"]:
            return int(numbered["figure"])
        return int(han_value(numbered["inside"] or numbered["han"]) or 0)
    numbered = _EN_NUMBER.match(text)
    if numbered is None:
        return 0
    if numbered[1]:
        return int(numbered[1])
    word = numbered[2].lower()
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else 0


def _gap(beads: Sequence[SentenceBead], at: int) -> _Window:
    """From the nearest bead of two sides before one that stands alone to the nearest behind it."""
    first = at
    while first > 0 and not beads[first].is_paired:
        first -= 1
    last = at
    while last + 1 < len(beads) and not beads[last].is_paired:
        last += 1
    return _Window(first, last + 1)


def _is_sure(
    beads: Sequence[SentenceBead], at: int, window: _Window, own: _TextSide, other: _TextSide
) -> bool:
    """Whether a bead of one side surely stands alone: the other side has nothing to pair."""
    if beads[at].confidence < _SURE:
        return False
    own_length = other_length = 0.0
    for number in range(*window):
        if not beads[number].is_paired:
            here = _Window(number, number + 1)
            own_length += own.words.length_of(own.inside(here))
            other_length += other.words.length_of(other.inside(here))
    return other_length < _LOST * own_length
