"""Letters that are written with more or fewer code points than one, and signs that nobody sees.

    "produc-\\ntive of\\ufb01cers R&amp;D"  ──rewritten──▶  "productive officers R&D"

Soft hyphens and zero width blanks go, letters and their marks become one (NFD), ligatures become
letters, HTML's names of signs the signs, and a word divided at the end of a line is whole again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from html import unescape
from itertools import chain

from msgspec import Struct

from nqpterms.lang.english import is_word

UNSEEN = (  # Unicode's default-ignorable code points
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
)
_TAGS = "\U000e0000-\U000e0fff"  # more of them
MARKS = "\u0300-\u036f"  # that stand behind the letter to which they belong
LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆ"
CONTROLS = "\t\n\v\f\r"  # the only ones of them in ASCII
_LONGER = re.compile(f"[{UNSEEN}{_TAGS}]+|[{MARKS}]+|[{LIGATURES}]")
_LONGER_RUN = re.compile(f"[{UNSEEN}{_TAGS}{MARKS}{LIGATURES}]+")
"""The runs in which `_LONGER` matches: one class of characters is looked for ten times quicker."""
_FEW_SIGNS = 16  # different ones, that are looked for one by one
_NAMED = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});")
_DIVIDED = re.compile(r"[-\u2010\u00ad]\r?\n[ \t]*(?=[a-z])")
_HYPHENS = ("-", "\u2010", "\u00ad")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# Letters of what is a word as well (re, de, out), and rarely one there.
_LONGEST_PREFIX = 3
# Letters of either half of a divided word that are looked at.
_LONGEST_HALF = 24
_Place = tuple[int, int, re.Pattern[str]]  # start, end, what matches there


class Rewritten(Struct, frozen=True):
    """A text in which every letter is one code point, and the way back, as a Flat has it.

    `letters` are those that were not there before.
    """

    text: str
    starts: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    ends: Mapping[int, int] | None = None
    letters: str = ""


def rewritten(text: str, signs: Set[str]) -> Rewritten | None:
    """The text without what nobody sees, each letter as one code point; None where it is so.

    *signs* are those of the text that are no plain ones; others do no harm.

    >>> text = "nai\u0308ve\u200bR&amp;D of\ufb01cers"
    >>> rewriting = rewritten(text, {*text})
    >>> rewriting and rewriting.text
    'naïveR&D officers'
    """
    places = [*_places(text, signs)]
    if not places:
        return None
    rewriting = _with_rewritings(text, _rewritings(text, places))
    return rewriting if rewriting.starts else None


def _places(text: str, signs: Set[str]) -> Iterator[_Place]:
    """What may be rewritten, kind by kind."""
    longer = [sign for sign in signs if _LONGER.match(sign)]
    if longer:
        for start, end in _longer_places(text, longer):
            yield start, end, _LONGER
    if "&" in text and ";" in text:
        for name in _NAMED.finditer(text):
            yield *name.span(), _NAMED
    if "\n" in signs and _has_hyphen_at_end(text, signs):
        for hyphen in _DIVIDED.finditer(text):
            yield *hyphen.span(), _DIVIDED


def _has_hyphen_at_end(text: str, signs: Set[str]) -> bool:
    """Whether a hyphen stands at the end of a line; a look that costs next to nothing."""
    hyphens = [
        hyphen for hyphen in _HYPHENS if hyphen == "-" or hyphen in signs
    ]
    line_ends = ["\n", "\r\n"] if "\r" in signs else ["\n"]
    return any(
        hyphen + line_end in text
        for hyphen in hyphens
        for line_end in line_ends
    )


def _longer_places(
    text: str, signs: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Where `_LONGER` matches; *signs* are those of the text that it knows."""
    if len(signs) > _FEW_SIGNS:
        for run in _LONGER_RUN.finditer(text):
            for match in _LONGER.finditer(text, *run.span()):
                yield match.span()
        return
    done = 0
    for start in sorted(
        chain.from_iterable(_places_of(sign, text) for sign in signs)
    ):
        if start < done:
            continue  # before it is matched: a long run would be matched from each of its signs
        place = _LONGER.match(text, start)
        if place:
            done = place.end()
            yield place.span()


def _places_of(sign: str, text: str) -> Iterator[int]:
    start = text.find(sign)
    while start >= 0:
        yield start
        start = text.find(sign, start + 1)


def _with_rewritings(
    text: str, rewritings: Iterable[tuple[int, int, str]]
) -> Rewritten:
    """The text with other letters in some places, which are in order."""
    pieces: list[str] = []
    removed: dict[int, int] = {}  # by the position behind a gap
    ends: dict[int, int] = {}
    at = length = 0
    for start, end, letters in rewritings:
        pieces += [text[at:start], letters]
        length += start - at
        for number in range(
            1, len(letters)
        ):  # they all stand where the ligature does
            removed[length + number] = start - length - number
        length += len(letters)
        removed[length] = end - length
        if letters and end > start + 1:
            ends[start + 1] = end
        at = end
    letters_made = "".join(pieces[1::2])
    pieces.append(text[at:])
    text_made = "".join(pieces)
    return Rewritten(
        text_made, (*removed,), (*removed.values(),), ends, letters_made
    )


def _rewritings(
    text: str, places: list[_Place]
) -> Iterator[tuple[int, int, str]]:
    """(start, end, the letters that stand there instead) of all that is rewritten, in order."""
    places.sort(key=_early_and_long)
    done = 0
    for start, end, finder in places:
        if start < done:
            continue
        begin, letters = _rewriting(text, start, end, finder)
        if letters is not None and begin >= done:
            yield begin, end, letters
            done = end


def _early_and_long(place: _Place) -> tuple[int, int]:
    return place[0], -place[1]


def _rewriting(
    text: str, start: int, end: int, finder: re.Pattern[str]
) -> tuple[int, str | None]:
    """Where a rewriting begins and what it writes; None where the text stays as it is."""
    old = text[start:end]
    if finder is _NAMED:
        sign = unescape(old)
        if len(sign) != 1 or sign in CONTROLS:
            return start, None
        return start, "" if _LONGER.match(sign) else sign
    if finder is _DIVIDED:
        return start, "" if _is_divided(text, start, end) else None
    if old in LIGATURES:
        return start, unicodedata.normalize("NFKC", old)
    if not "\u0300" <= old[0] <= "\u036f":
        return start, ""
    begin = max(0, start - 1)  # the letter to which the marks belong
    whole = unicodedata.normalize("NFC", text[begin:end])
    return begin, whole if whole != text[begin:end] else None


def _is_divided(text: str, start: int, end: int) -> bool:
    """Whether a hyphen at the end of a line divides a word, and is none of its own.

    A soft one does nothing else.

    >>> [_is_divided(text, text.index("-"), text.index("-") + 2) for text in _EXAMPLES]
    [True, False, False]
    """
    if text[start] == "\u00ad":
        return True
    before = _LAST_WORD.search(text, max(0, start - _LONGEST_HALF), start)
    behind = _FIRST_WORD.match(text, end, end + _LONGEST_HALF)
    if not before or not behind:
        return False
    one, two = before[0], behind[0]
    if not is_word(one + two):
        return False
    return len(one) <= _LONGEST_PREFIX or not (is_word(one) and is_word(two))


_EXAMPLES = ("produc-\ntive", "well-\nknown", "low-\ncarbon")
