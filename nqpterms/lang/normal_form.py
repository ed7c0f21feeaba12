"""The form in which texts are compared and matched, with the way back to their own offsets.

    fold      one code point to one: script, width, case, curly quotes, hyphens, spaces
    flatten   as it is matched: moreover without double blanks and possessive endings

    "China’s  new-quality\\nproductive forces"  ──▶  "China new quality productive forces"

What is folded keeps its offsets. What is flat has lost code points: all but one blank of a run,
blanks beside Han characters, and the possessive ending; a list of these gaps leads from a position
of the flat text to the original one. Hyphens and line ends become blanks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from nqpterms.lang.chinese import HAN, has_han, simplified
from nqpterms.model.places import Span

_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_QUOTES = dict.fromkeys(map(ord, "‘’‛′ʼ＇"), "'") | dict.fromkeys(map(ord, "“”„‟″＂"), '"')
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u00ad\u2212"), "-")
_SPACES = dict.fromkeys(
    [9, 10, 11, 12, 13, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000],
    " ",
)
_TABLE = {chr(code): sign for code, sign in (_WIDE | _QUOTES | _HYPHENS | _SPACES).items()}
_CONTROLS = "\t\n\v\f\r"  # the only ones of them in ASCII
_HALVES = "\ud800-\udfff"  # half a surrogate pair is no text, and becomes U+FFFD
_SIGN = re.compile(f"[{re.escape(''.join(_TABLE))}{_HALVES}]")

BREAK = "\x1e"  # stands for a blank line, which no term runs across
_DASH = "\x1f"  # stands for a hyphen between blanks, which is a dash
CJK = "\u2e80"
"""Letters from here on are no part of a word that is written with blanks."""

_CJK = re.compile(f"[{CJK}-\U0010ffff]")  # one range, Han and its signs: a quick look
# Each begins with a literal, so that a search stops only there, and looks back from behind it.
_POSSESSIVE = r"'(?:(?<=[^\W_]')[sS](?![^\W_])|(?<=[sS]')(?= ))"
_BESIDE_HAN = f" (?<!  )(?:(?<=[{HAN}] ) *| *(?=[{HAN}]))"  # the whole run, before or behind
_ENDINGS = re.compile(f"({_POSSESSIVE})")
_MORE_BLANKS = re.compile(" ( +)")  # all of a run but the first
_GAPS_AMONG_HAN = re.compile(f"({_POSSESSIVE}|{_BESIDE_HAN}| (?<=  ) *)")


def fold_signs(text: str) -> str:
    """Full width to half width, curly quotes to straight, every space to a blank; length kept.

    >>> fold_signs("ＡＩ＋　“new–quality”")
    'AI+ "new-quality"'
    """
    if text.isascii():
        if text.isprintable():
            return text
        signs = {c for c in _CONTROLS if c in text}
    else:
        signs = set(_SIGN.findall(text))  # a tenth of the time of the set of all characters
    for sign in signs:  # three times quicker than `translate`
        text = text.replace(sign, _TABLE.get(sign, "\ufffd"))
    return text


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
    """The form in which texts of either language and script are compared; length kept.

    >>> fold("新質生產力（ＮＱＰＦ）")
    '新质生产力(nqpf)'
    """
    folded = fold_case(fold_signs(text))
    return simplified(folded) if has_han(folded) else folded


class Flat(Struct, frozen=True):
    """A flat text: `cased` keeps its case, `folded` does not; both have the same offsets.

    `starts` are the flat positions behind each gap, in order, and `removed` how many code points
    of the original are missing before them.
    """

    cased: str
    folded: str
    starts: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()

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
        return Span(self.original(start), self.original(end - 1) + 1)


def flatten(text: str) -> Flat:
    """The text as it is matched, with the way back to its offsets.

    >>> flat = flatten("China’s  new-quality\\nproductive  forces")
    >>> flat.folded, flat.span(6, 17)
    ('china new quality productive forces', Span(start=9, end=20))
    """
    return _flat(*_evened(text))


def flatten_each(texts: Sequence[str]) -> list[str]:
    """The flat form of each of many texts with its case kept; all are read together.

    >>> flatten_each(["new-quality", "新質 生產力"])
    ['new quality', '新质生产力']
    """
    together = flatten(BREAK.join(texts)).cased.split(BREAK)
    # A text that holds a blank line would come in parts.
    return together if len(together) == len(texts) else [flatten(text).cased for text in texts]


def flatten_signed(text: str) -> tuple[Flat, str]:
    """The flat text, and beside it, with the same offsets, the one that keeps its hyphens too.

    >>> flatten_signed("a  new-quality force")[1]
    'a new-quality force'
    """
    signs, han = _evened(text)
    flat = _flat(signs, han)
    if "-" not in signs:
        return flat, flat.cased
    starts, gone = (0, *flat.starts, len(flat.cased)), (0, *flat.removed)
    return flat, "".join(
        [signs[a + n : b + n] for (a, b), n in zip(pairwise(starts), gone, strict=True)]
    )


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


def _evened(text: str) -> tuple[str, bool]:
    """The text with its blank lines marked, in one width and script, and whether it holds Han."""
    signs = fold_signs(_mark_breaks(text))
    if signs.isascii() or not _CJK.search(signs) or not has_han(signs):
        return signs, False
    return simplified(signs), True


def _flat(signs: str, han: bool) -> Flat:
    """The flat form of an even text."""
    plain = signs.replace(" - ", f" {_DASH} ").replace("-", " ") if "-" in signs else signs
    parts = _parts(plain, han=han)
    if len(parts) == 1:
        return Flat(plain, fold_case(plain))
    cased = "".join(parts[::2])
    *starts, _ = accumulate(map(len, parts[::2]))
    return Flat(cased, fold_case(cased), (*starts,), (*accumulate(map(len, parts[1::2])),))


def _mark_breaks(text: str) -> str:
    """The text with its blank lines marked, so that they do not become mere blanks."""
    if "\n" not in text:
        return text
    return text.replace("\n\n", BREAK * 2).replace("\r\n\r\n", BREAK * 4)


def _parts(text: str, *, han: bool) -> list[str]:
    """What stays of a text and what is taken out of it, in turn."""
    if han and " " in text:
        return _GAPS_AMONG_HAN.split(text)
    if "  " not in text:
        return _ENDINGS.split(text) if "'" in text else [text]
    gaps = sorted(m.span(1) for gap in (_ENDINGS, _MORE_BLANKS) for m in gap.finditer(text))
    return [text[a:b] for a, b in pairwise((0, *chain.from_iterable(gaps), len(text)))]
