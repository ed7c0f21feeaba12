"""The form in which texts are compared and matched, with the way back to their own offsets.

    fold      as texts are compared: script, width, case, curly quotes, hyphens, spaces
    flatten   as they are matched: moreover without double blanks and possessive endings

    "China’s  new-quality\\nproductive forces"  ──▶  "China new quality productive forces"

It is made in three steps:

    rewrite   what is written with more or fewer code points than it has letters (`rewritings`)
    fold      one code point to one
    flatten   needless blanks go, and possessive endings (`gaps`); hyphens and line ends are blanks

A list of gaps leads from a position of the flat text to the original one. Nothing else in the
package folds what it matches.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from operator import add

from msgspec import Struct

from nqpterms.lang.chinese import (
    CJK,
    COMMON_OF,
    RADICALS,
    has_han,
    simplified_common,
)
from nqpterms.lang.gaps import rare_cjk, rare_places, without_gaps
from nqpterms.lang.rewritings import (
    CONTROLS,
    LIGATURES,
    MARKS,
    UNSEEN,
    Rewritten,
    rewritten,
)
from nqpterms.model.places import Span

_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {
    0xFFE0: "¢",
    0xFFE1: "£",
    0xFFE5: "¥",
}
_QUOTES = dict.fromkeys(map(ord, "‘’‛′ʼ＇´"), "'") | dict.fromkeys(
    map(ord, "“”„‟″＂「」『』｢｣"), '"'
)
_HYPHENS = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2043\u2212\ufe58\ufe63"), "-"
)
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･"), "·")
_SPACES = dict.fromkeys(
    [
        9,
        10,
        11,
        12,
        13,
        0x85,
        0xA0,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ],
    " ",
)
_COMPATIBILITY = (
    *range(0x2F00, 0x2FD6),  # Kangxi radicals
    *range(0xF900, 0xFADA),  # compatibility ideographs, and those of plane 2
    *range(0x2F800, 0x2FA1E),
    *range(0xFE10, 0xFE1A),  # signs for upright lines, and small ones
    *range(0xFE30, 0xFE4D),
    *range(0xFE50, 0xFE58),
    *range(0xFE59, 0xFE63),
    *(0x2126, 0x212A, 0x212B, 0xFF61, 0xFF64),
)


def _compatibility_table() -> dict[int, str]:
    """What each of these characters is normally, where that is one code point."""
    table: dict[int, str] = {}
    for code in _COMPATIBILITY:
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(normal) == 1 and normal != chr(code):
            table[code] = _WIDE.get(ord(normal), normal)
    return table


_TABLE = {
    chr(code): chr(sign) if isinstance(sign, int) else sign
    for table in (
        RADICALS,
        _compatibility_table(),
        _WIDE,
        _DOTS,
        _QUOTES,
        _HYPHENS,
        _SPACES,
    )
    for code, sign in table.items()
} | COMMON_OF
# Half a surrogate pair is no text, and becomes U+FFFD.
_HALVES = "\ud800-\udfff"
_BEYOND = "\U0002f800-\U000e0fff"  # compatibility ideographs to unseen signs: one range is quick
_SIGN = re.compile(
    f"[{re.escape(''.join(sign for sign in _TABLE if sign <= chr(0xFFFF)))}"
    f"{_HALVES}{UNSEEN}{MARKS}{LIGATURES}{_BEYOND}]"
)

BREAK = "\x1e"  # stands for a blank line, which no term runs across
_DASH = "\x1f"  # stands for a hyphen between blanks, which is a dash


def fold_signs(text: str) -> str:
    """Full width to half width, curly quotes to straight, every space to a blank; length kept.

    >>> fold_signs("ＡＩ＋　“new–quality”")
    'AI+ "new-quality"'
    """
    return _even_signs(text, _signs(text))


def _signs(text: str) -> set[str]:
    """The signs of a text that are written otherwise when it is folded."""
    if text.isascii():
        return (
            set()
            if text.isprintable()
            else {sign for sign in CONTROLS if sign in text}
        )
    places = rare_places(text)
    if places is None:
        return set(
            _SIGN.findall(text)
        )  # a tenth of the time of the set of all characters
    controls = {sign for sign in CONTROLS if sign in text}
    return controls.union(
        _SIGN.findall("".join([text[place] for place in places]))
    )


def _even_signs(text: str, signs: Iterable[str]) -> str:
    """The text with some signs written as they are folded."""
    for sign in signs:  # three times quicker than `translate`
        text = text.replace(sign, _TABLE.get(sign) or _other_sign(sign))
    return text


def _other_sign(sign: str) -> str:
    """What stands for a sign that has no plain one: half a surrogate pair is no text."""
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else sign


def fold_case(text: str) -> str:
    """Lower case where that keeps the length of every character.

    >>> len(fold_case("İSTANBUL")), fold_case("NQPF")
    (8, 'nqpf')
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(map(_lower_character, text))


def _lower_character(character: str) -> str:
    """A character in lower case, as long as that is one code point."""
    lower = character.lower()
    return lower if len(lower) == 1 else character


def fold(text: str) -> str:
    """The form in which texts of either language and script are compared.

    >>> fold("新質生產力（ＮＱＰＦ）"), fold("新质生产\u2f12"), fold("Cafe\u0301 pro\u00adductif")
    ('新质生产力(nqpf)', '新质生产力', 'café productif')
    """
    rewriting = rewritten(text, _signs(text))
    folded = fold_case(fold_signs(rewriting.text if rewriting else text))
    return simplified_common(folded) if has_han(folded) else folded


def fold_each(texts: Sequence[str]) -> list[str]:
    """The folded form of each of many texts; all are read together.

    >>> fold_each(["ＡＩ", "新質生產力"])
    ['ai', '新质生产力']
    """
    together = fold(BREAK.join(texts)).split(BREAK)
    # A text that holds the mark would come in parts, and one may begin with what marks a letter.
    return (
        together
        if len(together) == len(texts)
        else [fold(text) for text in texts]
    )


def as_written(text: str) -> str:
    """What stands there on one line, without what nobody sees; case, hyphens and script stay.

    Two surfaces of which this is the same are written in the same way.

    >>> as_written("Co\u2011opera\u00adtion  centre’s")
    "Co-operation centre's"
    """
    signs = _signs(text)
    rewriting = rewritten(text, signs)
    if rewriting:
        return one_line(fold_signs(rewriting.text))
    return one_line(_even_signs(text, signs))


class Flat(Struct, frozen=True):
    """A flat text: `cased` keeps its case, `folded` does not; both have the same offsets.

    `starts` are the flat positions behind each gap, in order, and `removed` how many code points
    of the original are missing before them (below 0 where ligatures have become several letters).
    `ends` has the original ends of what is longer there than one code point, by the end that it
    would have otherwise.
    """

    cased: str
    folded: str
    starts: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    ends: Mapping[int, int] | None = None

    def original(self, position: int) -> int:
        """The offset in the original text of the code point at a flat position."""
        if not self.starts:
            return position
        at = bisect_right(self.starts, position)
        return position + (self.removed[at - 1] if at else 0)

    def span(self, start: int, end: int) -> Span:
        """The original span of a stretch of at least one flat code point."""
        if not self.starts:
            return Span(start, end)
        stop = self.original(end - 1) + 1
        return Span(
            self.original(start),
            self.ends.get(stop, stop) if self.ends else stop,
        )


def flatten(text: str) -> Flat:
    """The text as it is matched, with the way back to its offsets.

    >>> flat = flatten("China’s  new-quality\\nproductive  forces")
    >>> flat.folded, flat.span(6, 17)
    ('china new quality productive forces', Span(start=9, end=20))
    """
    flat, _, rewriting = _flattened(text)
    return _from_original(flat, rewriting) if rewriting else flat


def flatten_each(texts: Sequence[str]) -> list[str]:
    """The flat form of each of many texts with its case kept; all are read together.

    >>> flatten_each(["new-quality", "新質 生產力"])
    ['new quality', '新质生产力']
    """
    together = flatten(BREAK.join(texts)).cased.split(BREAK)
    # A text that holds a blank line would come in parts.
    return (
        together
        if len(together) == len(texts)
        else [flatten(text).cased for text in texts]
    )


def flatten_signed(text: str) -> tuple[Flat, str]:
    """The flat text, and beside it, with the same offsets, the one that keeps its hyphens too.

    >>> flatten_signed("a  new-quality force")[1]
    'a new-quality force'
    """
    flat, even, rewriting = _flattened(text)
    signed = _with_hyphens(flat, even) if "-" in even else flat.cased
    return _from_original(flat, rewriting) if rewriting else flat, signed


def in_word(char: str) -> bool:
    """Whether a character belongs to words that blanks part; Han characters do not.

    >>> in_word("a"), in_word("力"), in_word("-")
    (True, False, False)
    """
    return char < CJK and char.isalnum()


def one_line(text: str) -> str:
    """The text without line ends, tabs and needless blanks.

    >>> one_line(" new  quality\\n productive forces")
    'new quality productive forces'
    """
    return " ".join(text.split())


def _flattened(text: str) -> tuple[Flat, str, Rewritten | None]:
    """A flat text, the even one from which it was made, and the rewriting that came before.

    The offsets of the flat text are those of what was rewritten.
    """
    signs = _signs(text)
    rewriting = rewritten(text, signs)
    if rewriting:
        text = rewriting.text
        signs |= _signs(rewriting.letters)
    even, han = _evened(text, signs)
    return _flat(even, han), even, rewriting


def _from_original(flat: Flat, rewriting: Rewritten) -> Flat:
    """A flat text of a rewritten one with the way back to what that was made of.

    There are often many gaps and few rewritings: the gaps between two of these move together.
    """
    # Where the rewritten text goes on.
    behind = [*map(add, flat.starts, flat.removed)]
    removed: dict[int, int] = {}  # by the position behind a gap
    done = missing = 0
    for place, missing_behind in zip(
        rewriting.starts, rewriting.removed, strict=True
    ):
        upto = bisect_left(behind, place, done)
        removed.update(_moved(flat, range(done, upto), missing))
        gone = flat.removed[upto - 1] if upto else 0
        start = place - gone
        if upto == len(behind) or start < flat.starts[upto]:
            removed[start] = gone + missing_behind
        done, missing = upto, missing_behind
    removed.update(_moved(flat, range(done, len(behind)), missing))
    return Flat(
        flat.cased,
        flat.folded,
        (*removed,),
        (*removed.values(),),
        rewriting.ends,
    )


def _moved(flat: Flat, gaps: range, missing: int) -> Iterator[tuple[int, int]]:
    """Some gaps of a flat text of which some more code points are missing before."""
    some = slice(gaps.start, gaps.stop)
    removed = [gone + missing for gone in flat.removed[some]]
    return zip(flat.starts[some], removed, strict=True)


def _with_hyphens(flat: Flat, signs: str) -> str:
    """A flat text with the hyphens of the even one from which it was made."""
    starts, gone = (0, *flat.starts, len(flat.cased)), (0, *flat.removed)
    return "".join(
        [
            signs[a + n : b + n]
            for (a, b), n in zip(pairwise(starts), gone, strict=True)
        ]
    )


def _evened(text: str, signs: Set[str]) -> tuple[str, bool]:
    """The text with its blank lines marked, in one width and script, and whether it holds Han.

    *signs* are those of the text (`_signs`).
    """
    if "\n" in signs:
        text = with_blank_lines(text)
    even = _even_signs(text, signs)
    if even.isascii():
        return even, False
    cjk = rare_cjk(even)
    if cjk is not None:
        return _with_simplified(even, cjk)
    return (simplified_common(even), True) if has_han(even) else (even, False)


def with_blank_lines(text: str) -> str:
    """The text with marks for its blank lines, which do not become mere blanks."""
    text = text.replace("\n\n", BREAK * 2)
    if "\r" in text:
        text = text.replace("\r\n\r\n", BREAK * 4)
    return text


def even_table() -> Mapping[str, str]:
    """What is written for each sign in an even text; halves of surrogate pairs are no text."""
    halves = {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}
    return _TABLE | halves


def _with_simplified(
    text: str, cjk: Sequence[tuple[int, int]]
) -> tuple[str, bool]:
    """A text with its few Chinese stretches simplified, and whether it holds Han."""
    joined = BREAK.join([text[start:end] for start, end in cjk])
    if not has_han(joined):
        return text, False
    pieces: list[str] = []
    at = 0
    stretches = simplified_common(joined).split(BREAK)
    for (start, end), simple in zip(cjk, stretches, strict=True):
        pieces += [text[at:start], simple]
        at = end
    return "".join([*pieces, text[at:]]), True


def _flat(signs: str, han: bool) -> Flat:
    """The flat form of an even text."""
    plain = signs
    if "-" in signs:
        plain = signs.replace(" - ", f" {_DASH} ").replace("-", " ")
    cased, starts, removed = without_gaps(plain, han=han)
    return Flat(cased, fold_case(cased), starts, removed)
