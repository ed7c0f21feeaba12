"""How much two sections, or two paragraphs, speak for belonging together: natural log odds.

0 says nothing, 3 says twenty to one. Odds are added as if their evidence were independent, which
it is not quite; so each kind has a ceiling and a floor.

What a shared word is worth is read off the two documents: a word of every second title says
little, a word of one title says much. If 港口 may be "port", and one English title of twenty has
"port", then that title is likelier by log(0.5 / 0.005): half of all true counterparts have the
dictionary's rendering, and hardly a chance meeting has. A title without it is less likely by
log(0.5 / 0.995). Were the word in ten titles, both figures would be near 0.

No single trait of a section is law. Numbers differ where one version counts its preface or lost a
chapter; titles are translated freely; the text below may be cut. Tables have the shape (Chinese
sections, English sections).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf, log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN, has_han, simplified, words
from nqpterms.lang.english import content_stems
from nqpterms.lang.normal_form import fold
from nqpterms.lexicon import Lexicon
from nqpterms.model.document import Passage, Section

Table = NDArray[np.float64]
Keys = frozenset[str]
"""English stems or numerals."""
Words = list[Keys]
"""A text as the keys under which each of its words may be met in the other text."""

# Set by hand from how headings behave in translated reports: a number is kept far more often than
# not, an unnumbered heading is often a compiler's own.
_SAME_NUMBER = 3.0
_ONE_DEEPER = 0.5  # "3.4" and "4": one side may have lost the chapter above
_OTHER_NUMBER = -3.0
_OTHER_UNIT = -6.0  # 第一条 is not Chapter I, whatever they share
_SAME_LABEL = 2.0  # 第五条 and Article 5, wherever the two trees have them
_ONE_NUMBER = -2.0
_NO_NUMBER = -1.0
_LEVEL_STEP = -0.5  # for each level of difference, up to three
_ONE_EMPTY = -1.0  # one has text of its own, the other none

# How often a word has its dictionary rendering in the true counterpart, in a title and in the
# first words of a text, whose counterpart may begin otherwise.
_TITLE_HIT, _OPENING_HIT = 0.5, 0.35
_SURE = 0.3  # weight from which a stem counts as a rendering: one of five words of a gloss
# Chinese characters of the text under a heading that are looked at.
_OPENING = 120
_OVERLAP = 0.7  # what remains of the sum of both directions, which see the same words twice
# English characters a Chinese one, measured on aligned texts.
_ENGLISH_PER_HAN = 3.8
_SPREAD, _LOOSE = (
    0.5,
    1.5,
)  # deviation of the log length ratio of counterparts, and of any two

# Of paragraphs, chosen on novels cut into paragraphs with none, a tenth and a third of them
# missing, and on a government report: the best of a coarse grid, a little off it changes little.
_PARAGRAPH_SPREAD = 0.25
# Log likelihood; from here on, lengths are as wrong as they can be.
_WORST_FIT = -8.0

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_OWN_NUMBER = re.compile(r"^\W*(?:chapter|part|section|第)?\s*\d+(?:\.\d+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_UNITS = {
    "编": "book",
    "章": "chapter",
    "节": "section",
    "節": "section",
    "条": "article",
    "條": "article",
    "部分": "part",
    "book": "book",
    "chapter": "chapter",
    "part": "part",
    "section": "section",
    "article": "article",
    "art.": "article",
    "clause": "article",
    "sec.": "section",
    "§": "section",
}
_ABOVE_ARTICLES = frozenset({"book", "part", "chapter"})
_LABEL = re.compile(
    r"\W*(?:第\s*[\d〇零一二三四五六七八九十百千]+\s*(?P<han>编|章|节|節|条|條|部分)"
    r"|(?P<english>(?:book|chapter|part|section|article|clause|art\.|sec\.)(?=\s)|§)"
    r"\s*[\divxlc]+)",
    re.IGNORECASE,
)
_Label = tuple[str, str]


# --- sections ---


def section_odds(
    zh: Sequence[Section], en: Sequence[Section], *, lexicon: Lexicon
) -> Table:
    """Log odds that section i of *zh* and section j of *en* are one, from all traits together."""
    zh_levels, en_levels = [s.level for s in zh], [s.level for s in en]
    levels = np.abs(np.subtract.outer(zh_levels, en_levels))
    zh_titles = [_words_of(_title(s), lexicon) for s in zh]
    en_titles = [_words_of(_title(s), lexicon) for s in en]
    titles = _shared_words(zh_titles, en_titles, hit=_TITLE_HIT)
    zh_openings = [_words_of(_opening(s), lexicon) for s in zh]
    en_openings = [_words_of(_opening(s), lexicon) for s in en]
    openings = _shared_words(zh_openings, en_openings, hit=_OPENING_HIT)
    zh_lengths, en_lengths = _text_lengths(zh), _text_lengths(en)
    both = np.logical_and.outer(zh_lengths > 0, en_lengths > 0)
    numbers = _number_odds([s.number for s in zh], [s.number for s in en])
    labels = _label_odds([_label(s) for s in zh], [_label(s) for s in en])
    return (
        _numbering_odds(numbers, labels)
        + _LEVEL_STEP * np.minimum(levels, 3)
        + np.clip(titles, -3.0, 6.0)
        + np.where(both, np.clip(openings, -3.0, 3.0), 0.0)
        + _length_odds(zh_lengths, en_lengths, both)
    )


def _title(section: Section) -> str:
    """The title without the number, which is a trait by itself."""
    return (
        _OWN_NUMBER.sub("", fold(section.title.text)) if section.title else ""
    )


def _opening(section: Section) -> str:
    """The first words under a heading: further down may stand what lost its own heading."""
    text = " ".join(passage.text for passage in section.paragraphs[:_OPENING])
    end = (
        _OPENING
        if has_han(text[:_OPENING])
        else round(_OPENING * _ENGLISH_PER_HAN)
    )
    return fold(text[:end])


def _shared_words(
    zh: Sequence[Words], en: Sequence[Words], *, hit: float
) -> Table:
    """Log odds from the words that two texts share, and from those they do not.

    *hit* is the rate of hits, 0 to 1, in a true counterpart. A hit is worth log(hit / chance),
    where chance is the word's rate of hits among all texts of the other side; so a word that
    meets everything is worth nothing.

    >>> flower, tree, shrub = ([frozenset({word})] for word in ("flower", "tree", "shrub"))
    >>> _shared_words([flower, tree], [tree, shrub], hit=0.5).round(1).tolist()
    [[-0.9, -0.9], [3.8, -0.9]]
    """
    return _OVERLAP * (_one_way(zh, en, hit=hit) + _one_way(en, zh, hit=hit).T)


def _one_way(
    texts: Sequence[Words], others: Sequence[Words], *, hit: float
) -> Table:
    """Log odds from each word of *texts* that has, or lacks, a partner in each of *others*."""
    table = np.zeros((len(texts), len(others)))
    holders = _holders(others)
    for i, text in enumerate(texts):
        for keys in text:
            hits = np.zeros(len(others), dtype=bool)
            for key in keys & holders.keys():
                hits |= holders[key]
            # The counterpart itself is no chance hit; 0.1 in 2 is the rate of a word unseen.
            chance = min(
                (max(0, int(hits.sum()) - 1) + 0.1) / (len(others) + 1), hit
            )
            table[i] += np.where(
                hits, np.log(hit / chance), np.log((1 - hit) / (1 - chance))
            )
    return table


def _holders(texts: Sequence[Words]) -> dict[str, NDArray[np.bool_]]:
    """For each key which of the texts have it."""
    holders: dict[str, NDArray[np.bool_]] = {}
    for j, text in enumerate(texts):
        for key in Keys().union(*text):
            holders.setdefault(key, np.zeros(len(texts), dtype=bool))[j] = True
    return holders


def _number_odds(zh: list[str | None], en: list[str | None]) -> Table:
    """Log odds from the canonical numbers of the headings."""
    table = np.full((len(zh), len(en)), _OTHER_NUMBER)
    for i, j in np.argwhere(
        _equal([_last(n) for n in zh], [_last(n) for n in en])
    ):
        if _is_deeper(zh[i] or "", en[j] or "") or _is_deeper(
            en[j] or "", zh[i] or ""
        ):
            table[i, j] = _ONE_DEEPER
    table[_equal(zh, en)] = _SAME_NUMBER
    zh_bare = np.array([number is None for number in zh], dtype=bool)
    en_bare = np.array([number is None for number in en], dtype=bool)
    table[np.not_equal.outer(zh_bare, en_bare)] = _ONE_NUMBER
    table[np.logical_and.outer(zh_bare, en_bare)] = _NO_NUMBER
    return table


def _label(section: Section) -> _Label | None:
    """What a heading calls itself: ("article", "5") for 第五条 and for Article 5."""
    match = _LABEL.match(fold(section.title.text)) if section.title else None
    if not (match and section.number):
        return None
    unit = _UNITS[match["han"] or match["english"].lower()]
    return unit, _last(section.number) or ""


def _label_odds(
    zh: Sequence[_Label | None], en: Sequence[_Label | None]
) -> Table:
    """Log odds from what headings call themselves; 0 where one of them does not."""
    table = np.zeros((len(zh), len(en)))
    for i, left in enumerate(zh):
        for j, right in enumerate(en):
            if left and right:
                table[i, j] = _named_odds(left, right)
    return table


def unit_odds(zh: Section, en: Section) -> float:
    """Log odds from what two headings call themselves; 0 where one of them does not."""
    left, right = _label(zh), _label(en)
    return _named_odds(left, right) if left and right else 0.0


def _named_odds(zh: _Label, en: _Label) -> float:
    """Log odds from what two headings call themselves; the units of a law do not change places."""
    if zh == en:
        return _SAME_LABEL
    is_article = [label[0] == "article" for label in (zh, en)]
    is_above = [label[0] in _ABOVE_ARTICLES for label in (zh, en)]
    if any(is_article) and any(is_above):
        return _OTHER_UNIT
    return _OTHER_NUMBER


def _numbering_odds(numbers: Table, labels: Table) -> Table:
    """What numbers and labels say together: the kinder of the two, but for a wrong unit."""
    kinder = np.where(labels == 0, numbers, np.maximum(numbers, labels))
    return np.where(labels == _OTHER_UNIT, _OTHER_UNIT, kinder)


def _equal(zh: Sequence[object], en: Sequence[object]) -> NDArray[np.bool_]:
    """Where two lists hold the same value."""
    left, right = np.array(zh, dtype=object), np.array(en, dtype=object)
    return np.asarray(np.equal.outer(left, right), dtype=bool)


def _last(number: str | None) -> str | None:
    return number and number.rpartition(".")[2]


def _is_deeper(number: str, other: str) -> bool:
    """Whether a number is another one behind those of the headings above."""
    return number.endswith(f".{other}")


def _text_lengths(sections: Sequence[Section]) -> Table:
    """The length of the text under each heading, in characters."""
    lengths = [
        sum(len(passage.text) for passage in s.paragraphs) for s in sections
    ]
    return np.array(lengths, dtype=float)


def _length_odds(zh: Table, en: Table, both: NDArray[np.bool_]) -> Table:
    """Log odds from the lengths of the texts under the headings; *both* is where both have some."""
    # Thirty Chinese characters on either side keep the ratio of short texts near one.
    ratio = np.subtract.outer(
        np.log(zh + 30), np.log(en / _ENGLISH_PER_HAN + 30)
    )
    odds = np.log(_LOOSE / _SPREAD) - ratio**2 / 2 * (_SPREAD**-2 - _LOOSE**-2)
    odds = np.where(both, np.clip(odds, -1.5, 0.5), 0.0)
    return np.where(np.not_equal.outer(zh > 0, en > 0), _ONE_EMPTY, odds)


# --- words ---


def _words_of(text: str, lexicon: Lexicon) -> Words:
    """The words of a text, each as the stems it may have in English; numerals as they stand."""
    if not has_han(text):
        return _one_key_each([*content_stems(text), *_numerals(text)])
    # The dictionary is in simplified characters.
    text = simplified(text)
    chinese: Words = []
    for word in dict.fromkeys(words(text)):
        if has_han(word):
            stems = lexicon.stems(word).items()
            chinese.append(
                frozenset(key for key, weight in stems if weight >= _SURE)
            )
    latin = content_stems(_HAN_RUN.sub(" ", text))
    return [*filter(None, chinese), *_one_key_each([*latin, *_numerals(text)])]


def _numerals(text: str) -> list[str]:
    """The numerals of two digits and more."""
    return [n.replace(",", "") for n in _NUMERAL.findall(text) if len(n) > 1]


def _one_key_each(keys: Iterable[str]) -> Words:
    return [frozenset({key}) for key in dict.fromkeys(keys)]


def text_odds(
    zh: Sequence[str], en: Sequence[str], *, lexicon: Lexicon
) -> Table:
    """Log odds that text i of *zh* and text j of *en* translate each other, from their words."""
    return _shared_words(
        [_words_of(fold(text), lexicon) for text in zh],
        [_words_of(fold(text), lexicon) for text in en],
        hit=_OPENING_HIT,
    )


# --- paragraphs ---


class ParagraphWords(Struct, frozen=True):
    """The paragraphs of one text: lengths in Chinese characters' worth, words, and their keys.

    `rates` tells in how many paragraphs each key stands.
    """

    lengths: list[float]
    words: list[Words]
    keys: list[Keys]
    rates: Counter[str]

    @classmethod
    def of(
        cls,
        paragraphs: Sequence[Passage],
        lexicon: Lexicon,
        *,
        is_english: bool,
    ) -> ParagraphWords:
        """What is compared of some paragraphs."""
        unit = _ENGLISH_PER_HAN if is_english else 1.0
        # A bitext repeats many.
        texts = dict.fromkeys(passage.text for passage in paragraphs)
        words_by_text = {text: _words_of(text, lexicon) for text in texts}
        words = [words_by_text[passage.text] for passage in paragraphs]
        keys = [Keys().union(*text) for text in words]
        rates = Counter(key for text in keys for key in text)
        return cls(
            [len(passage.text) / unit for passage in paragraphs],
            words,
            keys,
            rates,
        )

    def keys_of(self, paragraphs: Iterable[int]) -> Keys:
        """All keys of some of the paragraphs."""
        return Keys().union(*(self.keys[n] for n in paragraphs))

    def length_of(self, paragraphs: Iterable[int]) -> float:
        """The length of some of the paragraphs together."""
        return sum(self.lengths[n] for n in paragraphs)


def link_odds(zh: ParagraphWords, i: int, en: ParagraphWords, j: int) -> float:
    """Log odds that two paragraphs translate each other, from the words of both."""
    return _answer_odds(zh, i, en, en.keys[j]) + _answer_odds(
        en, j, zh, zh.keys[i]
    )


def bead_odds(
    own_side: Sequence[int],
    other_side: Sequence[int],
    *,
    own: ParagraphWords,
    other: ParagraphWords,
) -> float:
    """Log odds that the paragraphs of two sides translate each other, from the words of all."""
    own_keys, other_keys = own.keys_of(own_side), other.keys_of(other_side)
    odds = 0.0
    for k in own_side:
        odds += _answer_odds(own, k, other, other_keys)
    for n in other_side:
        odds += _answer_odds(other, n, own, own_keys)
    return odds


def _answer_odds(
    own: ParagraphWords, k: int, other: ParagraphWords, keys: Keys
) -> float:
    """Log odds from the words of one paragraph that some keys of the other text answer, and from
    the rest."""
    odds = 0.0
    for word in own.words[k]:
        is_answered = not word.isdisjoint(keys)
        odds += _word_odds(_chance(word, other, own), hit=is_answered)
    return odds


def member_odds(
    k: int,
    own_side: range,
    other_side: range,
    *,
    own: ParagraphWords,
    other: ParagraphWords,
) -> float:
    """Log odds that paragraph *k* belongs to a bead; minus infinity where it brings no word.

    What it brings are words that answer what nothing else on its side answers.
    """
    rest = [n for n in own_side if n != k]
    answered = _newly_answered(
        own.keys[k], own.keys_of(rest), other, other_side
    )
    if not answered:
        return -inf
    odds = 0.0
    for word in answered:
        odds += _word_odds(_chance(word, own, other), hit=True)
    across, fresh = other.keys_of(other_side), Keys().union(*answered)
    for word in own.words[k]:
        if word.isdisjoint(across):
            odds += _word_odds(_chance(word, other, own), hit=False)
        elif not word.isdisjoint(fresh):
            odds += _word_odds(_chance(word, other, own), hit=True)
    across_length = other.length_of(other_side)
    without = own.length_of(rest)
    return (
        odds
        + fit(without + own.lengths[k], across_length)
        - fit(without, across_length)
    )


class Brought(Struct, frozen=True):
    """What a paragraph brings to a bead.

    `new` counts the words of the other side that it answers and nothing else on its side does, and
    `odds` are their log odds; `answered` and `missed` are the shares of its own words that answer
    one of these, and that nothing answers.
    """

    new: int
    odds: float
    answered: float
    missed: float


def brought(
    k: int,
    own_side: range,
    other_side: range,
    *,
    own: ParagraphWords,
    other: ParagraphWords,
) -> Brought:
    """What paragraph *k* brings to a bead."""
    rest = own.keys_of([n for n in own_side if n != k])
    new = _newly_answered(own.keys[k], rest, other, other_side)
    across, fresh = other.keys_of(other_side), Keys().union(*new)
    answered = missed = 0
    for word in own.words[k]:
        if word.isdisjoint(across):
            missed += 1
        elif not word.isdisjoint(fresh):
            answered += 1
    odds = sum(_word_odds(_chance(word, own, other), hit=True) for word in new)
    size = max(1, len(own.words[k]))
    return Brought(len(new), odds, answered / size, missed / size)


def answered_share(words: Words, keys: Keys) -> float:
    """The share of some words that keys answer; 0 of none."""
    answered = sum(not word.isdisjoint(keys) for word in words)
    return answered / max(1, len(words))


def _newly_answered(
    keys: Keys, explained: Keys, other: ParagraphWords, other_side: range
) -> Words:
    """The words of the other side that some keys answer and what is explained does not."""
    answered: Words = []
    for n in other_side:
        for word in other.words[n]:
            if word.isdisjoint(explained) and not word.isdisjoint(keys):
                answered.append(word)
    return answered


def _word_odds(chance: float, *, hit: bool) -> float:
    """What a word says that is answered, or is not."""
    if hit:
        return log(_OPENING_HIT / chance)
    return log((1 - _OPENING_HIT) / (1 - chance))


def _chance(word: Keys, met: ParagraphWords, source: ParagraphWords) -> float:
    """How likely a word of *source* meets a paragraph of *met* that has nothing to do with it."""
    size = len(met.keys) + 1
    meets = (sum(met.rates[key] for key in word) - 1) / size
    stands = (sum(source.rates[key] for key in word) - 1) / (
        len(source.keys) + 1
    )
    return min(_OPENING_HIT, max(0.1 / size, meets, stands))


def fit(one: float, other: float) -> float:
    """Log likelihood of two lengths in a bead, up to a constant."""
    off = log((one + 1) / (other + 1))
    return max(_WORST_FIT, -(off**2) / (2 * _PARAGRAPH_SPREAD**2))
