"""How much two headings, and what stands under them, speak for being one section: log odds.

Every table has the shape (Chinese sections, English sections) and holds natural log odds: 0 says
nothing, 3 says twenty to one. Tables are added as if their evidence were independent, which it is
not quite; so each has a ceiling and a floor.

No single trait is law. Numbers differ where one version counts its preface or lost a chapter;
titles are translated freely; the text below may be cut. What a shared word is worth is read off
the two documents: a word of every second title says little, a word of one title says much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN, has_han, words
from nqpterms.lang.english import content_stems
from nqpterms.lang.normal_form import fold
from nqpterms.lexicon import Lexicon
from nqpterms.model.document import Section

Table = NDArray[np.float64]
Words = list[frozenset[str]]
"""A text as the keys (English stems, numerals) under which each of its words may be met."""

# Natural log odds, set by hand from how headings behave in translated reports: a number is kept
# far more often than not, an unnumbered heading is often a compiler's own.
SAME_NUMBER = 3.0
ONE_DEEPER = 0.5  # "3.4" and "4": one side may have lost the chapter above
OTHER_NUMBER = -3.0
ONE_NUMBER = -2.0
NO_NUMBER = -1.0
LEVEL_STEP = -0.5  # for each level of difference, up to three
ONE_EMPTY = -1.0  # one has text of its own, the other none

# How often a word has its dictionary rendering in the true counterpart, in a title and in the
# first words of a text, whose counterpart may begin otherwise.
TITLE_HIT, OPENING_HIT = 0.5, 0.35
SURE = 0.3  # weight from which a stem counts as a rendering: one of five words of a gloss
OPENING = 120  # Chinese characters of the text under a heading that are looked at
OVERLAP = 0.7  # what remains of the sum of both directions, which see the same words twice
ENGLISH_PER_HAN = 3.8  # English characters a Chinese one, measured on aligned texts
SPREAD, LOOSE = 0.5, 1.5  # deviation of the log length ratio of counterparts, and of any two

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_OWN_NUMBER = re.compile(r"^\W*(?:chapter|part|section|第)?\s*\d+(?:\.\d+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")


def section_odds(zh: Sequence[Section], en: Sequence[Section], *, lexicon: Lexicon) -> Table:
    """Log odds that section i of *zh* and section j of *en* are one, from all traits together."""
    levels = np.abs(np.subtract.outer([s.level for s in zh], [s.level for s in en]))
    titles = shared_words(
        *([words_of(_title(s), lexicon) for s in side] for side in (zh, en)), hit=TITLE_HIT
    )
    openings = shared_words(
        *([words_of(_opening(s), lexicon) for s in side] for side in (zh, en)), hit=OPENING_HIT
    )
    return (
        _numbers([s.number for s in zh], [s.number for s in en])
        + LEVEL_STEP * np.minimum(levels, 3)
        + np.clip(titles, -3.0, 6.0)
        + np.where(_both(_length(zh), _length(en)), np.clip(openings, -3.0, 3.0), 0.0)
        + _lengths(_length(zh), _length(en))
    )


def shared_words(zh: Sequence[Words], en: Sequence[Words], *, hit: float) -> Table:
    """Log odds from the words that two texts share, and from those they do not.

    *hit* is the rate of hits, 0 to 1, in a true counterpart. A hit is worth log(hit / chance),
    where chance is the word's rate of hits among all texts of the other side; so a word that
    meets everything is worth nothing.

    >>> flower, tree, shrub = ([frozenset({word})] for word in ("flower", "tree", "shrub"))
    >>> shared_words([flower, tree], [tree, shrub], hit=0.5).round(1).tolist()
    [[-0.9, -0.9], [3.8, -0.9]]
    """
    return OVERLAP * (_one_way(zh, en, hit=hit) + _one_way(en, zh, hit=hit).T)


def _one_way(texts: Sequence[Words], others: Sequence[Words], *, hit: float) -> Table:
    """Log odds from each word of *texts* that has, or lacks, a partner in each of *others*."""
    table = np.zeros((len(texts), len(others)))
    holders: dict[str, NDArray[np.bool_]] = {}
    for j, other in enumerate(others):
        for key in {key for keys in other for key in keys}:
            holders.setdefault(key, np.zeros(len(others), dtype=bool))[j] = True
    for i, text in enumerate(texts):
        for keys in text:
            hits = np.zeros(len(others), dtype=bool)
            for key in keys & holders.keys():
                hits |= holders[key]
            # The counterpart itself is no chance hit; 0.1 in 2 is the rate of a word unseen.
            chance = min((max(0, int(hits.sum()) - 1) + 0.1) / (len(others) + 1), hit)
            table[i] += np.where(hits, np.log(hit / chance), np.log((1 - hit) / (1 - chance)))
    return table


def _numbers(zh: list[str | None], en: list[str | None]) -> Table:
    """Log odds from the canonical numbers of the headings."""
    table = np.full((len(zh), len(en)), OTHER_NUMBER)
    for i, j in np.argwhere(_equal([_last(n) for n in zh], [_last(n) for n in en])):
        long, short = sorted((zh[i] or "", en[j] or ""), key=len, reverse=True)
        if long.endswith(f".{short}"):
            table[i, j] = ONE_DEEPER
    table[_equal(zh, en)] = SAME_NUMBER
    bare_zh, bare_en = (np.array([n is None for n in side], dtype=bool) for side in (zh, en))
    table[np.not_equal.outer(bare_zh, bare_en)] = ONE_NUMBER
    table[np.logical_and.outer(bare_zh, bare_en)] = NO_NUMBER
    return table


def _equal(zh: Sequence[object], en: Sequence[object]) -> NDArray[np.bool_]:
    """Where two lists hold the same value."""
    left, right = (np.array(side, dtype=object) for side in (zh, en))
    return np.asarray(np.equal.outer(left, right), dtype=bool)


def _last(number: str | None) -> str | None:
    return number and number.rpartition(".")[2]


def _length(sections: Sequence[Section]) -> Table:
    """The length of the text under each heading, in characters."""
    return np.array([sum(len(p.text) for p in s.paragraphs) for s in sections], dtype=float)


def _both(zh: Table, en: Table) -> NDArray[np.bool_]:
    """Where both have text of their own."""
    return np.logical_and.outer(zh > 0, en > 0)


def _lengths(zh: Table, en: Table) -> Table:
    """Log odds from the lengths of the texts under the headings."""
    # Thirty Chinese characters on either side keep the ratio of short texts near one.
    ratio = np.subtract.outer(np.log(zh + 30), np.log(en / ENGLISH_PER_HAN + 30))
    odds = np.log(LOOSE / SPREAD) - ratio**2 / 2 * (SPREAD**-2 - LOOSE**-2)
    odds = np.where(_both(zh, en), np.clip(odds, -1.5, 0.5), 0.0)
    return np.where(np.not_equal.outer(zh > 0, en > 0), ONE_EMPTY, odds)


def _title(section: Section) -> str:
    """The title without the number, which is a trait by itself."""
    return _OWN_NUMBER.sub("", fold(section.title.text)) if section.title else ""


def _opening(section: Section) -> str:
    """The first words under a heading: further down may stand what lost its own heading."""
    text = " ".join(p.text for p in section.paragraphs[:OPENING])
    return fold(text[: OPENING if has_han(text[:OPENING]) else round(OPENING * ENGLISH_PER_HAN)])


def words_of(text: str, lexicon: Lexicon) -> Words:
    """The words of a text, each as the stems it may have in English; numerals as they stand."""
    numerals = _numerals(text)
    if not has_han(text):
        return _each([*content_stems(text), *numerals])
    known = (lexicon.stems(word) for word in dict.fromkeys(words(text)) if has_han(word))
    keys = (frozenset(k for k, w in stems.items() if w >= SURE) for stems in known)
    return [*filter(None, keys), *_each([*content_stems(_HAN_RUN.sub(" ", text)), *numerals])]


def _numerals(text: str) -> Iterable[str]:
    """The numerals of two digits and more."""
    return (n.replace(",", "") for n in _NUMERAL.findall(text) if len(n) > 1)


def _each(keys: Iterable[str]) -> Words:
    return [frozenset({key}) for key in dict.fromkeys(keys)]
