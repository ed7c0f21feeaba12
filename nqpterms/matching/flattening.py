"""A text made flat for matching, with the way back to its own offsets.

    "China’s  new-quality\\nproductive forces"  ──▶  "China new quality productive forces"

Case, width, script and quotes are folded one code point to one (`lang.folding`); hyphens and
line ends become blanks. Three things are then taken out, and a list of these gaps leads from a
position of the flat text to the original one: all but one blank of a run, blanks beside Han
characters, and the possessive ending.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nqpterms.lang.chinese import HAN, has_han, simplified
from nqpterms.lang.folding import fold_case, fold_signs
from nqpterms.places import Span

BREAK = "\x1e"  # stands for a blank line, which no term runs across
_DASH = "\x1f"  # stands for a hyphen between blanks, which is a dash
CJK = "\u2e80"
"""Letters from here on are no part of a word that is written with blanks."""

_CJK = re.compile(f"[{CJK}-\U0010ffff]")  # one range, Han and its signs: a quick look
# The first of some blanks, and all that follow it, where Han stands before or behind.
_BESIDE_HAN = re.compile(f" (?<!  )(?:(?<=[{HAN}] ) *| *(?=[{HAN}]))")
_BLANKS = re.compile("  +")
_POSSESSIVE = re.compile(r"'(?:[sS](?![^\W_])|(?= ))")  # what stands before it is looked at after


@dataclass(frozen=True, slots=True)
class Flat:
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
    return _flat(_evened(text))[0]


def flatten_signed(text: str) -> tuple[Flat, str]:
    """The flat text, and beside it, with the same offsets, the one that keeps its hyphens too.

    >>> flatten_signed("a  new-quality force")[1]
    'a new-quality force'
    """
    signs = _evened(text)
    flat, gaps = _flat(signs)
    return flat, _squeeze(signs[0], gaps)[0] if "-" in signs[0] else flat.cased


def in_word(char: str) -> bool:
    """Whether a character belongs to words that blanks part; Han characters do not.

    >>> in_word("a"), in_word("力"), in_word("-")
    (True, False, False)
    """
    return char < CJK and char.isalnum()


def _evened(text: str) -> tuple[str, bool]:
    """The text with its blank lines marked, in one width and script, and whether it holds Han."""
    signs = fold_signs(_mark_breaks(text))
    if signs.isascii() or not _CJK.search(signs) or not has_han(signs):
        return signs, False
    return simplified(signs), True


def _flat(evened: tuple[str, bool]) -> tuple[Flat, list[tuple[int, int]]]:
    """The flat form of an even text, and the gaps that were taken out of it."""
    signs, han = evened
    plain = signs.replace(" - ", f" {_DASH} ").replace("-", " ") if "-" in signs else signs
    gaps = _gaps(plain, han=han)
    cased, starts, removed = _squeeze(plain, gaps)
    return Flat(cased, fold_case(cased), starts, removed), gaps


def _mark_breaks(text: str) -> str:
    """The text with its blank lines marked, so that they do not become mere blanks."""
    if "\n" not in text:
        return text
    return text.replace("\n\n", BREAK * 2).replace("\r\n\r\n", BREAK * 4)


def _squeeze(
    text: str, gaps: list[tuple[int, int]]
) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The text without its gaps, the flat positions behind them, and how much is gone there."""
    if not gaps:
        return text, (), ()
    pieces, starts, removed = [], [], []
    at = gone = 0
    for start, end in gaps:
        start = max(start, at)
        if start >= end:
            continue
        pieces.append(text[at:start])
        starts.append(start - gone)
        gone += end - start
        removed.append(gone)
        at = end
    pieces.append(text[at:])
    return "".join(pieces), tuple(starts), tuple(removed)


def _gaps(text: str, *, han: bool) -> list[tuple[int, int]]:
    """What is taken out of a text, in order of start."""
    gaps: list[tuple[int, int]] = []
    if "'" in text:
        gaps += [m.span() for m in _POSSESSIVE.finditer(text) if _is_possessive(text, m)]
    if "  " in text:
        gaps += [(m.start() + 1, m.end()) for m in _BLANKS.finditer(text)]
    if han and " " in text:
        gaps += [m.span() for m in _BESIDE_HAN.finditer(text)]
    return sorted(gaps)


def _is_possessive(text: str, ending: re.Match[str]) -> bool:
    """Whether an apostrophe (and s) ends a word, and is not a quotation mark behind other text."""
    before = text[ending.start() - 1 : ending.start()]
    return before.isalnum() if len(ending[0]) == 2 else before in ("s", "S")
