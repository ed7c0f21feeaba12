"""Which sentences of two aligned texts say what nothing on the other side says.

    SentenceBeads ──find_unanswered──▶ UnansweredSentences

The aligner leaves a sentence alone where it finds no partner, or joins it to its neighbour's bead
where it would rather not. Neither proves that the sentence was left out: a heading may stand inside
the paragraph of the other text, and two sentences may have become one. So each is asked what it
brings: the words on the other side that answer it and nothing else beside it (`likeness.py`), and
how the lengths agree with it and without it. Two small regressions weigh that.

    alone                   asked of all between the nearest beads of two sides, these included
    one of several          asked of its own bead, if it is of the source: a translation often makes
                            several sentences of one, with words that no dictionary has
    the only one of a bead  never asked, unless the numbers say that its partner is another one's:
                            that one stands alone beside it (item 一 paired with item 2), or the
                            items beside it have theirs and its own is nowhere

Of a translation only what stands alone is asked, and only where the source has nothing alone there:
else the aligner has lost its way, or one is a free translation of the other.
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
from nqpterms.lang.chinese import HAN
from nqpterms.lang.numbers.numerals import han_value
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Side
from nqpterms.model.document import Passage

_ANSWERED_ALONE = 2.5  # log odds from which a sentence that stands alone has its answer nearby
_SURE = 0.35  # confidence of a bead of the translation from which its being alone says something
_SHORT = 8  # characters of an address or a refrain, which may be left out where it comes back
_LOST = 0.33  # share of the source among what stands alone from which nothing is called added
_FEWEST_WORDS = 2  # of content, without which nothing can be told (第五条)
_PROVISO = "但"
_PROVISO_WORDS = re.compile(
    r"\b(?:but|however|provided|proviso|except|unless|notwithstanding|although|though|exempt\w*"
    r"|not (?:apply|subject|limited|applicable|restricted|required))\b",
    re.IGNORECASE,
)
_UNSURE = 0.6  # confidence of a bead up to which the numbers of a list speak against it
_NEAR = 3  # beads on either side in which the partner of an item would stand
_MOST_ODDS, _MOST_NEW = 12.0, 6  # of what a sentence brings: more says no more

_OF_ALONE = {
    "odds": -0.39,
    "new": -0.07,
    "missed": 2.39,
    "bead": 2.26,
    "rest": 0.74,
    "words": 1.24,
    "share": 1.25,
    "number": -3.73,
    "proviso": -1.94,
    "lost": -2.22,
    "bias": -1.45,
}
_OF_JOINED = {
    "odds": -0.31,
    "new": -0.69,
    "missed": 2.13,
    "bead": 1.35,
    "rest": 1.05,
    "words": 2.0,
    "share": 0.46,
    "number": -1.43,
    "proviso": -3.08,
    "lost": 0.0,
    "bias": -4.28,
}
"""Weights of logistic regressions: whether a sentence was left out that stands alone, or that
shares its bead with others.

Learned on sentences cut from the government reports of 2016, 2018, 2020 and 2022 and from seven
laws (874 sentences alone, 668 of them cut; 1,243 joined, 103 cut). `odds`, `new` and `missed` are
what a sentence brings; `bead` and `rest` are log length ratios, of all that it is held against and
without it; `words` is the log of how many it has, one added; `share` is its share of the length
beside it; `number`: the other side has its number; `proviso`: it begins with 但 and may belong to
the sentence before it; `lost` is the share of the other side among what stands alone.
"""
_SAID_OF_JOINED = -1.25  # log odds from which a joined sentence is said to be left out

_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
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
    return sorted({*of_zh, *of_en}, key=_position)


def _position(sentence: UnansweredSentence) -> tuple[int, int]:
    return sentence.bead, sentence.number


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
        if not bead.side(side):
            continue
        if not bead.is_paired:
            window = _gap(beads, at)
        elif is_source and len(bead.side(side)) > 1:
            window = _Window(at, at + 1)
        else:
            is_unsure = is_source and bead.confidence < _UNSURE
            if is_unsure and _is_number_missing(beads, at, own, other):
                yield UnansweredSentence(at, side, 0)
            continue
        lost = _lost(beads, window, own, other)
        exchanged = _exchanged(beads, at, own, other) if is_source else None
        if exchanged is not None:
            yield UnansweredSentence(exchanged, side, 0)
            continue
        for number, sentence in enumerate(own.inside(_Window(at, at + 1))):
            asked = _AskedSentence(sentence, window, lost, is_alone=not bead.is_paired)
            if is_source:
                is_missing = _is_left_out(asked, own, other)
            else:
                is_missing = bead.confidence >= _SURE and _is_added(asked, own, other)
            if is_missing:
                yield UnansweredSentence(at, side, number)


class _AskedSentence(Struct, frozen=True):
    """A sentence by its number, and the beads whose other side may answer it.

    `lost` is the share of the other side among what stands alone there, 0–1.
    """

    number: int
    window: _Window
    lost: float
    is_alone: bool


def _exchanged(
    beads: Sequence[SentenceBead], at: int, own: _TextSide, other: _TextSide
) -> int | None:
    """The bead beside one that stands alone which has its partner, by their numbers.

    With item 一 of a list gone, 二 stands alone and 一 is paired with item 2; with the sentence
    before the list gone, it is paired with item 1.
    """
    alone = own.inside(_Window(at, at + 1))
    if beads[at].is_paired or len(alone) != 1 or not own.numbers[alone[0]]:
        return None
    for beside in (at - 1, at + 1):
        if not 0 <= beside < len(beads):
            continue
        window = _Window(beside, beside + 1)
        ours, theirs = own.inside(window), other.inside(window)
        if len(ours) != 1 or len(theirs) != 1:
            continue
        if own.numbers[ours[0]] == 0 and not _is_all_there(beads, at, beside):
            continue
        number = other.numbers[theirs[0]]
        if number == own.numbers[alone[0]] != own.numbers[ours[0]]:
            return beside
    return None


def _is_all_there(beads: Sequence[SentenceBead], at: int, beside: int) -> bool:
    """Whether a sentence without a number, paired beside one that stands alone, has no other
    partner: its bead is unsure, and the next one has nothing to spare."""
    beyond = 2 * beside - at
    if beads[beside].confidence >= _UNSURE or not 0 <= beyond < len(beads):
        return False
    return len(beads[beyond].zh) == len(beads[beyond].en)


def _is_number_missing(
    beads: Sequence[SentenceBead], at: int, own: _TextSide, other: _TextSide
) -> bool:
    """Whether an item is paired with what is none, though the items beside it have theirs.

    With item 一 of a list gone, it is paired with the sentence before the list. Where the pair is
    sure, the translation only does not number its items.
    """
    item = own.numbers[own.begins[at]]
    near = _Window(max(0, at - _NEAR), min(len(beads), at + _NEAR + 1))
    if not item or item in [other.numbers[n] for n in other.inside(near)]:
        return False
    for beside in range(*near):
        window = _Window(beside, beside + 1)
        own_numbers = [own.numbers[n] for n in own.inside(window)]
        other_numbers = [other.numbers[n] for n in other.inside(window)]
        if own_numbers == other_numbers and own_numbers in ([item - 1], [item + 1]):
            return True
    return False


def _is_left_out(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> bool:
    """Whether nothing answers a sentence of the source."""
    if own.is_refrain(sentence.number) or len(own.words.words[sentence.number]) < _FEWEST_WORDS:
        return False
    if not other.inside(sentence.window):
        return True
    odds = _left_out_odds(sentence, own, other)
    return odds > (0 if sentence.is_alone else _SAID_OF_JOINED)


def _is_added(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> bool:
    """Whether a sentence of the translation that stands alone answers nothing."""
    if own.is_refrain(sentence.number) or len(own.words.words[sentence.number]) < _FEWEST_WORDS:
        return False
    if sentence.lost >= _LOST:
        return False
    across = other.inside(sentence.window)
    if not across:
        return True
    if _has_number(sentence, own, other) or _is_left_in_chinese(sentence, own, other):
        return False
    beside = own.inside(sentence.window)
    odds = member_odds(sentence.number, beside, across, own=own.words, other=other.words)
    return odds <= _ANSWERED_ALONE


def _is_left_in_chinese(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> bool:
    """Whether a sentence has Chinese in it that stands in the text which it may answer.

    Of a short sentence with an untranslated term little else is left to be answered.
    """
    across = [other.texts[n] for n in other.inside(sentence.window)]
    for run in _HAN_RUN.findall(own.texts[sentence.number]):
        if any(run in text for text in across):
            return True
    return False


def _has_number(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> bool:
    """Whether the other side has the number with which a sentence begins."""
    number = own.numbers[sentence.number]
    return number > 0 and number in [other.numbers[n] for n in other.inside(sentence.window)]


def _has_proviso(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> bool:
    """Whether a sentence is a proviso and the other side has the words of one."""
    if not own.texts[sentence.number].startswith(_PROVISO):
        return False
    across = [other.texts[n] for n in other.inside(sentence.window)]
    return any(map(_PROVISO_WORDS.search, across))


def _left_out_odds(sentence: _AskedSentence, own: _TextSide, other: _TextSide) -> float:
    """Log odds that a sentence of the source was left out."""
    beside, across = own.inside(sentence.window), other.inside(sentence.window)
    brings = brought(sentence.number, beside, across, own=own.words, other=other.words)
    length = own.words.lengths[sentence.number]
    size, across_size = own.words.length_of(beside), other.words.length_of(across)
    features = {
        "odds": min(brings.odds, _MOST_ODDS),
        "new": min(brings.new, _MOST_NEW),
        "missed": brings.missed,
        "bead": _log_ratio(size, across_size),
        "rest": _log_ratio(size - length, across_size),
        "words": log(len(own.words.words[sentence.number]) + 1),
        "share": length / size,
        "number": float(_has_number(sentence, own, other)),
        "proviso": float(_has_proviso(sentence, own, other)),
        "lost": sentence.lost,
        "bias": 1.0,
    }
    weights = _OF_ALONE if sentence.is_alone else _OF_JOINED
    return sum(weights[name] * value for name, value in features.items())


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


def _lost(
    beads: Sequence[SentenceBead], window: _Window, own: _TextSide, other: _TextSide
) -> float:
    """The share of the other side, by length, among what stands alone in some beads, 0–1."""
    own_length = other_length = 0.0
    for number in range(*window):
        if not beads[number].is_paired:
            here = _Window(number, number + 1)
            own_length += own.words.length_of(own.inside(here))
            other_length += other.words.length_of(other.inside(here))
    both = own_length + other_length
    return other_length / both if both else 0.0
