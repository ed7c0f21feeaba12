"""A long text as it is matched, made by arrays: what `flatten` gives, in a fifth of the time.

    text ──flat_arrays──▶ cased, folded, places, words

One step of numpy does for a whole text what is done sign by sign elsewhere: a table gives the even,
simplified form of each code point, masks say which blanks go, and `places` leads back from each
code point that stays. Characters that OpenCC converts by the words round them are few; only the
stretches that hold one are given to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from nqpterms.lang.chinese import (
    CJK,
    HAN,
    simplified_common,
    with_mainland_words,
)
from nqpterms.lang.normal_form import (
    even_table,
    fold_case,
    with_blank_lines,
)
from nqpterms.lang.rewritings import (
    LIGATURES,
    MARKS,
    UNSEEN,
    Rewritten,
    rewritten,
)

Codes = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
Facts = NDArray[np.uint8]
_Array = TypeVar("_Array", Codes, Facts)

BY_WORD = "么乾俱剋劄吒哩噁坏彷徵扞於昇氾沈濛牴甦畫瞭祕脩蒐薹藉衹袷覆計谿逕釐鉅鍊鍾陞麼麽"
"""What OpenCC converts otherwise in some words than alone (乾 in 乾坤): in each entry of its
phrases that is not converted character by character, the characters that differ. Of all versions
from 1.2 to 1.4.2: each has its own phrases."""

_REGIONAL_SIGNS = "分份著"  # in what `with_mainland_words` changes
_AT_LINE_ENDS = "\n\r\u2010"
_PLANE = 0x10000  # code points that have a row in the tables
_PICTURES = range(0x1F300, 0x1FB00)  # beyond it, and nothing to convert
WORD, DIGIT = 1, 2
_SEVERAL, _BY_WORD, _HAN, _LETTER, _REGIONAL = 4, 8, 16, 32, 64
_APOSTROPHE, _BLANK, _HYPHEN, _DASH = 0x27, 0x20, 0x2D, 0x1F
_SIGMA = "Σ"  # in lower case another at the end of a word
_PIECE = 1 << 14  # code points
_FEW = 256  # values for each that is left out
_STOP = re.compile("[.,;:!?。，、；：！？]")


class FlatArrays(NamedTuple):
    """A flat text, which of its code points belong to words, and the way to the original.

    `words` has the bits WORD and DIGIT of each code point, and a 0 before the first and behind the
    last. `gaps` has for each code point
    that is missing the flat position behind it, in order. The way leads to the text as it was
    rewritten, and through `rewriting`, if there is one, to the original.
    """

    cased: str
    folded: str
    words: Facts
    gaps: Places
    rewriting: Rewritten | None = None

    def original(self, positions: Places) -> Places:
        """The offsets in the original text of some flat positions."""
        places = positions + np.searchsorted(self.gaps, positions, side="right")
        if self.rewriting is None:
            return places
        removed = np.array((0, *self.rewriting.removed))
        starts = np.array(self.rewriting.starts)
        before = np.searchsorted(starts, places, side="right")
        original: Places = places + removed[before]
        return original

    def original_ends(self, positions: Places) -> Places:
        """The ends in the original text of what ends at some flat positions, none of them 0."""
        stops = self.original(positions - 1) + 1
        if self.rewriting is None or not self.rewriting.ends:
            return stops
        ends = self.rewriting.ends
        return np.array([ends.get(stop, stop) for stop in stops.tolist()], int)


class _CodeTables(NamedTuple):
    """What is to be known of each code point of the first plane.

    `facts` has a sum of the constants above for each.
    """

    even: Codes
    simple: Codes  # even and simplified
    lower: Codes
    facts: NDArray[np.uint8]


class _FlatPiece(NamedTuple):
    """A part of a flat text; its gaps count from its own beginning."""

    cased: str
    folded: str
    words: Facts
    gaps: Places


def flat_arrays(text: str) -> FlatArrays | None:
    """The flat text of a long one; None for what has signs beyond the tables.

    >>> flat = flat_arrays("China’s  new-quality\\nproductive  forces")
    >>> flat and (flat.folded, flat.original(np.array([6, 16])).tolist())
    ('china new quality productive forces', [9, 19])
    """
    signs = _signs_of_several(text)
    if signs is None:
        return None
    rewriting = rewritten(text, signs)
    text = with_blank_lines(rewriting.text if rewriting else text)
    parts: list[_FlatPiece] = []
    gaps: list[Places] = []
    length = 0
    for piece in _pieces(text):
        part = _part(piece)
        if part is None:
            return None
        gaps.append(part.gaps + length)
        length += len(part.cased)
        parts.append(part)
    edge = np.zeros(1, np.uint8)
    cased = "".join([part.cased for part in parts])
    folded = "".join([part.folded for part in parts])
    return FlatArrays(
        cased,
        fold_case(cased) if _SIGMA in cased else folded,
        np.concatenate([edge, *[part.words for part in parts], edge]),
        np.concatenate([np.zeros(0, np.int64), *gaps]),
        rewriting,
    )


def _signs_of_several(text: str) -> set[str] | None:
    """The signs for which a text may be rewritten; None for what has signs beyond the tables."""
    tables = _tables()
    signs = {sign for sign in _AT_LINE_ENDS if sign in text}
    for begin in range(0, len(text), _PIECE):
        codes = _codes(text[begin : begin + _PIECE])
        if _has_more(codes):
            return None
        facts = _facts(codes, tables)
        if _has(facts, _SEVERAL):
            several = codes[(facts & _SEVERAL) != 0]
            signs.update(map(chr, several.tolist()))
    return signs


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that stay in the processor's memory.

    Each ends behind a sign across which nothing is read together.
    """
    begin = 0
    while begin < len(text):
        stop = _STOP.search(text, begin + _PIECE)
        end = stop.end() if stop else len(text)
        yield text[begin:end]
        begin = end


def _part(text: str) -> _FlatPiece | None:
    """The flat form of a piece of a text; None where its Chinese changes its length."""
    tables = _tables()
    codes = _plain(_codes(text), tables)
    if codes is None:
        return None
    facts = _facts(codes, tables)
    gone = _gaps(codes, facts)
    facts &= np.uint8(WORD | DIGIT)
    codes, words = _without(codes, gone), _without(facts, gone)
    return _FlatPiece(
        _text(codes),
        _text(_rows(tables.lower, codes)),
        words,
        gone - np.arange(len(gone)),
    )


def _codes(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _has_more(codes: Codes) -> bool:
    """Whether a code point beyond the first plane may have to be converted."""
    if not len(codes) or codes.max() < _PLANE:
        return False
    beyond = codes[codes >= _PLANE]
    pictures = (beyond >= _PICTURES.start) & (beyond < _PICTURES.stop)
    return not bool(pictures.all())


def _rows(table: Codes, codes: Codes) -> Codes:
    """The row of a table for each code point; those that have none stay."""
    rows = table.take(codes.astype(np.intp), mode="clip")
    if len(codes) and codes.max() >= _PLANE:
        rows = np.where(codes < _PLANE, rows, codes)
    return rows


def _facts(codes: Codes, tables: _CodeTables) -> Facts:
    """The facts of each code point; there are none of the last one, as of all beyond."""
    return tables.facts.take(codes.astype(np.intp), mode="clip")


def _has(facts: Facts, fact: int) -> bool:
    """Whether something is so of a code point."""
    return bool(np.bitwise_or.reduce(facts) & fact) if len(facts) else False


def _plain(codes: Codes, tables: _CodeTables) -> Codes | None:
    """The even, simplified text with blanks for its hyphens; None if its length changes."""
    facts = _facts(codes, tables)
    if not _has(facts, _HAN):
        return _with_blanks(_rows(tables.even, codes))
    simple = _rows(tables.simple, codes)
    if _has(facts, _BY_WORD):
        even = _rows(tables.even, codes)
        inside = _stretches(facts)
        converted = _codes(simplified_common(_text(even[inside])))
        if len(converted) != np.count_nonzero(inside):
            return None
        simple[inside] = converted
    if _has(facts, _REGIONAL):
        simple = _codes(with_mainland_words(_text(simple))).copy()
    return _with_blanks(simple)


def _with_blanks(codes: Codes) -> Codes:
    """An even text, changed in place, with blanks for its hyphens and marks for its dashes.

    A dash is a hyphen between blanks; of two that share one the first.
    """
    hyphens = np.flatnonzero(codes == _HYPHEN)
    if not len(hyphens):
        return codes
    inside = hyphens[(hyphens > 0) & (hyphens < len(codes) - 1)]
    between = (codes[inside - 1] == _BLANK) & (codes[inside + 1] == _BLANK)
    codes[hyphens] = _BLANK
    last = -2
    for dash in inside[between].tolist():
        if dash > last + 2:
            codes[dash] = _DASH
            last = dash
    return codes


def _stretches(facts: Facts) -> Mask:
    """The stretches of Han characters that hold one that is converted by its word.

    Each has the sign before it as well.
    """
    numbers = np.cumsum((facts & _HAN) == 0)
    wanted = np.zeros(int(numbers[-1]) + 1, np.bool_)
    wanted[numbers[(facts & _BY_WORD) != 0]] = True
    inside: Mask = wanted[numbers]
    return inside


def _gaps(codes: Codes, facts: Facts) -> Places:
    """The places of needless blanks and possessive endings in a plain text, in order."""
    is_blank = codes == _BLANK
    goes = np.zeros(len(codes), np.bool_)
    goes[1:] = is_blank[1:] & is_blank[:-1]
    if _has(facts, _HAN):
        blanks = np.flatnonzero(is_blank)
        is_first = np.diff(blanks, prepend=-2) > 1
        is_last = np.diff(blanks, append=len(codes) + 1) > 1
        firsts, lasts = blanks[is_first], blanks[is_last]
        beside = np.zeros(len(facts) + 2, np.uint8)
        beside[1:-1] = facts & _HAN
        goes[firsts[(beside[firsts] | beside[lasts + 2]) != 0]] = True
    marks = np.flatnonzero(codes == _APOSTROPHE)
    if len(marks):
        goes[_endings(marks, codes, facts)] = True
    return np.flatnonzero(goes)


def _endings(marks: Places, codes: Codes, facts: Facts) -> Places:
    """The places of possessive endings, whose apostrophes are among some marks."""
    padded = np.zeros(len(codes) + 3, np.uint32)
    padded[1:-2] = codes
    letters = np.zeros(len(codes) + 3, np.uint8)
    letters[1:-2] = facts & _LETTER
    before, behind = padded[marks], padded[marks + 2]
    is_s = (behind == ord("s")) | (behind == ord("S"))
    is_alone = letters[marks + 3] == 0
    with_s = marks[(letters[marks] != 0) & is_s & is_alone]
    is_plural = (before == ord("s")) | (before == ord("S"))
    without_s = marks[is_plural & (behind == _BLANK)]
    return np.concatenate([with_s, with_s + 1, without_s])


def _without(values: _Array, gone: Places) -> _Array:
    """The values but those in some places; few are left out more quickly than masked."""
    if not len(gone):
        return values
    if len(gone) * _FEW > len(values):
        stays = np.ones(len(values), np.bool_)
        stays[gone] = False
        return values[stays]
    edges = [-1, *gone.tolist(), len(values)]
    runs = [values[one + 1 : two] for one, two in pairwise(edges)]
    return np.concatenate(runs)


@cache
def _tables() -> _CodeTables:
    """The tables; a few hundredths of a second, which a long text gives back."""
    signs = [*map(chr, range(_PLANE))]
    even = np.arange(_PLANE, dtype=np.uint32)
    for sign, plain in even_table().items():
        if ord(sign) < _PLANE:
            even[ord(sign)] = ord(plain)
    letter = np.array([*map(str.isalnum, signs)])
    lower = np.arange(_PLANE, dtype=np.uint32)
    for code, small in enumerate(map(str.lower, signs)):
        if len(small) == 1:
            lower[code] = ord(small)
    han = _places_of(HAN)
    chinese = np.flatnonzero(han | (even != np.arange(_PLANE)))
    chinese = chinese[even[chinese] >= ord(CJK)]
    simple = even.copy()
    apart = "\n".join(map(chr, even[chinese].tolist()))
    simple[chinese] = _codes(simplified_common(apart))[::2]
    facts = np.zeros(_PLANE, np.uint8)
    facts[letter] |= _LETTER
    facts[letter & (np.arange(_PLANE) < ord(CJK))] |= WORD
    facts[ord("0") : ord("9") + 1] |= DIGIT
    facts[han.take(even, mode="clip")] |= _HAN
    facts[_places_of(UNSEEN + MARKS + LIGATURES)] |= _SEVERAL
    facts[np.isin(even, _codes(BY_WORD))] |= _BY_WORD
    facts[np.isin(simple, _codes(_REGIONAL_SIGNS))] |= _REGIONAL
    return _CodeTables(even, simple, lower, facts)


def _places_of(characters: str) -> Mask:
    """Which code points of the first plane are in a class of a regular expression."""
    every = "".join(map(chr, range(_PLANE)))
    places = np.zeros(_PLANE, np.bool_)
    for run in re.finditer(f"[{characters}]+", every):
        places[run.start() : run.end()] = True
    return places
