"""Which sentences of two aligned texts say what nothing on the other side says.

    SentenceBeads ──find_unanswered──▶ UnansweredSentences

The aligner leaves a sentence alone where it finds no partner, or joins it to its neighbour's bead
where it would rather not. Neither proves that the sentence was left out: a heading may stand inside
the paragraph of the other text, and two sentences may have become one. So each is asked what it
brings: the words on the other side that answer it and nothing else beside it (`likeness.py`), and
how the lengths agree with it and without it. Two small regressions weigh that
(`left_out_odds.py`).

Where a sentence was left out the aligner may give it its neighbour's partner, so that the neighbour
stands alone. So partners are moved first to where they are answered best.

    alone                   asked of all between the nearest beads of two sides, these included
    one of several          asked of its own bead, if it is of the source: a translation often makes
                            several sentences of one, with words that no dictionary has
    the only one of a bead  never asked, unless the numbers say that its partner is none of a list:
                            the items beside it have theirs, and its own number is nowhere

Of a translation only what stands alone is asked, and only where the source has nothing alone there:
else the aligner has lost its way, or one is a free translation of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nqpterms.aligner.left_out_odds import (
    AskedSentence,
    Features,
    has_number,
    is_left_out,
    left_out_features,
)
from nqpterms.aligner.likeness import member_odds
from nqpterms.aligner.moved_partners import with_moved_partners
from nqpterms.aligner.sentence_beads import SentenceBead, SideSentences, Window
from nqpterms.lang.chinese import HAN
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.alignment import Side, other_side

_ANSWERED_ALONE = 2.5  # log odds from which a sentence that stands alone has its answer nearby
_SURE = 0.35  # confidence of a bead of the translation from which its being alone says something
_LOST = 0.33  # share of the source among what stands alone from which nothing is called added
_FEWEST_WORDS = 2  # of content, without which nothing can be told (第五条)
_UNSURE = 0.6  # confidence of a bead up to which the numbers of a list speak against it
_NEAR = 3  # beads on either side in which the partner of an item would stand

_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")


class UnansweredSentence(NamedTuple):
    """A sentence by the number of its bead, its side, and its number on that side of the bead."""

    bead: int
    side: Side
    number: int


class WeighedSentence(NamedTuple):
    """A sentence of the source that may have been left out, and what tells whether it was."""

    place: UnansweredSentence
    is_alone: bool
    features: Features


def find_unanswered(
    beads: Sequence[SentenceBead],
    *,
    source: Side = "zh",
    lexicon: Lexicon | None = None,
) -> list[UnansweredSentence]:
    """The sentences of either side that nothing on the other side answers, in reading order.

    *source* is the side that was translated.

    >>> pair = SentenceBead(("农业发展。",), ("Agriculture grows.",))
    >>> alone = SentenceBead(("关闭污染严重的工厂。",), ())
    >>> find_unanswered([pair, alone, pair])
    [UnansweredSentence(bead=1, side='zh', number=0)]
    """
    lexicon = lexicon or load_lexicon()
    own = SideSentences.of(beads, source, lexicon)
    other = SideSentences.of(beads, other_side(source), lexicon)
    omitted = _omitted(source, beads, own, other)
    added = _added(other_side(source), beads, other, own)
    return sorted({*omitted, *added}, key=_position)


def _position(sentence: UnansweredSentence) -> tuple[int, int]:
    return sentence.bead, sentence.number


def weighed_sentences(
    beads: Sequence[SentenceBead],
    *,
    source: Side = "zh",
    lexicon: Lexicon | None = None,
) -> Iterator[WeighedSentence]:
    """The sentences of the source of which the weights decide: what they are learned from.

    >>> pair = SentenceBead(("农业发展。",), ("Agriculture grows.",))
    >>> alone = SentenceBead(("关闭污染严重的工厂。",), ())
    >>> [one.place.bead for one in weighed_sentences([pair, alone, pair])]
    [1]
    """
    lexicon = lexicon or load_lexicon()
    own = SideSentences.of(beads, source, lexicon)
    other = SideSentences.of(beads, other_side(source), lexicon)
    beads = with_moved_partners(source, beads, own, other)
    other = other.of_beads(beads, other_side(source))
    for place, asked in _asked_of_source(source, beads, own, other):
        if other.inside(asked.window):
            features = left_out_features(asked, own, other)
            yield WeighedSentence(place, asked.is_alone, features)


def _omitted(
    side: Side,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> Iterator[UnansweredSentence]:
    """The sentences of the source that the translation does not answer."""
    beads = with_moved_partners(side, beads, own, other)
    other = other.of_beads(beads, other_side(side))
    for place, asked in _asked_of_source(side, beads, own, other):
        if not other.inside(asked.window) or is_left_out(asked, own, other):
            yield place
    for at, bead in enumerate(beads):
        is_one = bead.is_paired and len(bead.side(side)) == 1
        if not is_one or bead.confidence >= _UNSURE:
            continue
        if _is_number_missing(beads, at, own, other):
            yield UnansweredSentence(at, side, 0)


def _added(
    side: Side,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> Iterator[UnansweredSentence]:
    """The sentences of the translation that answer nothing in the source."""
    for at, bead in enumerate(beads):
        is_alone = bead.side(side) and not bead.is_paired
        if not is_alone or bead.confidence < _SURE:
            continue
        for place, asked in _asked_in(
            side, at, _gap(beads, at), beads, own, other
        ):
            if _is_added(asked, own, other):
                yield place


def _asked_of_source(
    side: Side,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> Iterator[tuple[UnansweredSentence, AskedSentence]]:
    """The sentences of the source that stand alone or share their bead, with their places."""
    for at, bead in enumerate(beads):
        if not bead.side(side):
            continue
        if not bead.is_paired:
            window = _gap(beads, at)
        elif len(bead.side(side)) > 1:
            window = Window(at, at + 1)
        else:
            continue
        yield from _asked_in(side, at, window, beads, own, other)


def _asked_in(
    side: Side,
    at: int,
    window: Window,
    beads: Sequence[SentenceBead],
    own: SideSentences,
    other: SideSentences,
) -> Iterator[tuple[UnansweredSentence, AskedSentence]]:
    """The sentences of one bead that tell something, held against the beads of a window."""
    lost = _lost(beads, window, own, other)
    is_alone = not beads[at].is_paired
    for number, sentence in enumerate(own.inside(Window(at, at + 1))):
        if _is_telling(sentence, own):
            place = UnansweredSentence(at, side, number)
            yield place, AskedSentence(side, sentence, window, lost, is_alone)


def _is_telling(sentence: int, own: SideSentences) -> bool:
    """Whether a sentence, by its number, has words that can be missed, and is no refrain."""
    words = own.words.words[sentence]
    return len(words) >= _FEWEST_WORDS and not own.is_refrain(sentence)


def _is_number_missing(
    beads: Sequence[SentenceBead],
    at: int,
    own: SideSentences,
    other: SideSentences,
) -> bool:
    """Whether an item is paired with what is none, though the items beside it have theirs.

    With item 一 of a list gone, it is paired with the sentence before the list. Where the pair is
    sure, the translation only does not number its items.
    """
    item = own.numbers[own.begins[at]]
    near = Window(max(0, at - _NEAR), min(len(beads), at + _NEAR + 1))
    if not item or item in [other.numbers[n] for n in other.inside(near)]:
        return False
    for beside in range(*near):
        window = Window(beside, beside + 1)
        own_numbers = [own.numbers[n] for n in own.inside(window)]
        other_numbers = [other.numbers[n] for n in other.inside(window)]
        if own_numbers == other_numbers and own_numbers in (
            [item - 1],
            [item + 1],
        ):
            return True
    return False


def _is_added(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> bool:
    """Whether a sentence of the translation that stands alone answers nothing."""
    if sentence.lost >= _LOST:
        return False
    across = other.inside(sentence.window)
    if not across:
        return True
    if has_number(sentence, own, other) or _is_left_in_chinese(
        sentence, own, other
    ):
        return False
    beside = own.inside(sentence.window)
    odds = member_odds(
        sentence.number, beside, across, own=own.words, other=other.words
    )
    return odds <= _ANSWERED_ALONE


def _is_left_in_chinese(
    sentence: AskedSentence, own: SideSentences, other: SideSentences
) -> bool:
    """Whether a sentence has Chinese in it that stands in the text which it may answer.

    Of a short sentence with an untranslated term little else is left to be answered.
    """
    across = [other.texts[n] for n in other.inside(sentence.window)]
    for run in _HAN_RUN.findall(own.texts[sentence.number]):
        if any(run in text for text in across):
            return True
    return False


def _gap(beads: Sequence[SentenceBead], at: int) -> Window:
    """From the nearest bead of two sides before one that stands alone to the nearest behind it."""
    first = at
    while first > 0 and not beads[first].is_paired:
        first -= 1
    last = at
    while last + 1 < len(beads) and not beads[last].is_paired:
        last += 1
    return Window(first, last + 1)


def _lost(
    beads: Sequence[SentenceBead],
    window: Window,
    own: SideSentences,
    other: SideSentences,
) -> float:
    """The share of the other side, by length, among what stands alone in some beads, 0–1."""
    own_length = other_length = 0.0
    for number in range(*window):
        if not beads[number].is_paired:
            here = Window(number, number + 1)
            own_length += own.words.length_of(own.inside(here))
            other_length += other.words.length_of(other.inside(here))
    both = own_length + other_length
    return other_length / both if both else 0.0
