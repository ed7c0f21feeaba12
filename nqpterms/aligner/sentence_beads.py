"""The sentences of two aligned texts in beads, as they are asked what answers them.

A text is laid out flat, all sentences of one side in a row with their words, and beside it stands
where each bead begins. So a bead, or a stretch of beads, is a range of sentences of either side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.aligner.likeness import ParagraphWords
from nqpterms.lang.numbers.numerals import han_value
from nqpterms.lexicon import Lexicon
from nqpterms.model.alignment import Side
from nqpterms.model.document import Passage

_SHORT = 8  # characters of an address or a refrain, which may be left out where it comes back
_HAN_NUMERAL = "[一二三四五六七八九十]{1,3}"
_ZH_NUMBER = re.compile(
    rf"\s*(?:[（(]\s*(?:(?P<inside>{_HAN_NUMERAL})|(?P<figure>\d{{1,2}}))\s*[)）]"
    rf"|(?P<han>{_HAN_NUMERAL})[、是])"
)
_EN_NUMBER = re.compile(r"\s*[（(]?\s*(?:(\d{1,2})\s*[.)）、]|(\w+),)")
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth".split()
)


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


class Window(NamedTuple):
    """Some beads of the text, as a half-open range of their numbers."""

    first: int
    last: int


class SideSentences(Struct, frozen=True):
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
    def of(
        cls, beads: Sequence[SentenceBead], side: Side, lexicon: Lexicon
    ) -> SideSentences:
        """The sentences of one side of some beads."""
        texts = [
            text.strip() for text in chain(*(bead.side(side) for bead in beads))
        ]
        passages = [Passage(text) for text in texts]
        words = ParagraphWords.of(passages, lexicon, is_english=side == "en")
        begins = [0, *accumulate(len(bead.side(side)) for bead in beads)]
        numbers = [number_of(text, side) for text in texts]
        return cls(texts, words, begins, numbers, Counter(texts))

    def of_beads(
        self, beads: Sequence[SentenceBead], side: Side
    ) -> SideSentences:
        """The same sentences as they stand in other beads."""
        begins = [0, *accumulate(len(bead.side(side)) for bead in beads)]
        return replace(self, begins=begins)

    def inside(self, window: Window) -> range:
        """The sentences of some beads."""
        return range(self.begins[window.first], self.begins[window.last])

    def is_refrain(self, sentence: int) -> bool:
        """Whether so short a sentence comes back in the text (各位代表！)."""
        text = self.texts[sentence]
        return self.times[text] > 1 and self.words.lengths[sentence] <= _SHORT


def number_of(text: str, side: Side) -> int:
    """The number with which a sentence begins, an item of a list; 0 for none.

    >>> number_of("（三）深化改革。", "zh"), number_of("Third, we deepened reform.", "en")
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
