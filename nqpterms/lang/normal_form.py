"""The form in which texts are compared and matched, with the way back to their own offsets.

    fold      as texts are compared: script, width, case, curly quotes, hyphens, spaces
    flatten   as they are matched: moreover without double blanks and possessive endings

    "China’s  new-quality\\nproductive forces"  ──▶  "China new quality productive forces"

It is made in three steps:

    rewrite   what is written with more or fewer code points than it has letters: signs that nobody
              sees go (soft hyphens, zero width blanks), letters and their marks become one (NFD),
              ligatures become letters, HTML's names of signs the signs, and a word divided at the
              end of a line is whole again
    fold      one code point to one
    flatten   all but one blank of a run goes, blanks beside Han characters, and the possessive
              ending; hyphens and line ends are blanks

A list of gaps leads from a position of the flat text to the original one. Nothing else in the
package folds what it matches.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from html import unescape
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from nqpterms.lang.chinese import COMMON_OF, HAN, RADICALS, has_han, simplified_common
from nqpterms.lang.english import is_word
from nqpterms.model.places import Span

_WIDE = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥"}
_QUOTES = dict.fromkeys(map(ord, "‘’‛′ʼ＇´"), "'") | dict.fromkeys(
    map(ord, "“”„‟″＂「」『』｢｣"), '"'
)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2043\u2212\ufe58\ufe63"), "-")
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･"), "·")
_SPACES = dict.fromkeys(
    [9, 10, 11, 12, 13, 0x85, 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000],
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
    for table in (RADICALS, _compatibility_table(), _WIDE, _DOTS, _QUOTES, _HYPHENS, _SPACES)
    for code, sign in table.items()
} | COMMON_OF
_CONTROLS = "\t\n\v\f\r"  # the only ones of them in ASCII
_HALVES = "\ud800-\udfff"  # half a surrogate pair is no text, and becomes U+FFFD
_UNSEEN = (  # Unicode's default-ignorable code points
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
)
_TAGS = "\U000e0000-\U000e0fff"  # more of them
_MARKS = "\u0300-\u036f"  # that stand behind the letter to which they belong
_LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆ"
_BEYOND = "\U0002f800-\U000e0fff"  # compatibility ideographs to unseen signs: one range is quick
_SIGN = re.compile(
    f"[{re.escape(''.join(sign for sign in _TABLE if sign <= chr(0xFFFF)))}"
    f"{_HALVES}{_UNSEEN}{_MARKS}{_LIGATURES}{_BEYOND}]"
)
_LONGER = re.compile(f"[{_UNSEEN}{_TAGS}]+|[{_MARKS}]+|[{_LIGATURES}]")
_LONGER_RUN = re.compile(f"[{_UNSEEN}{_TAGS}{_MARKS}{_LIGATURES}]+")
"""The runs in which `_LONGER` matches: one class of characters is looked for ten times quicker."""
_LONGER_SIGNS = frozenset(
    re.findall(f"[{_UNSEEN}{_MARKS}{_LIGATURES}]", "".join(map(chr, range(0x10000))))
) | frozenset(map(chr, range(0xE0000, 0xE1000)))
_NAMED = re.compile("&(?:[a-zA-Z]{2,8}|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5});")
_DIVIDED = re.compile(r"[-\u2010\u00ad]\r?\n[ \t]*(?=[a-z])")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PREFIX = 3  # letters of what is a word as well (re, de, out), and rarely one there
_LONGEST_HALF = 24  # letters of either half of a divided word that are looked at

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
    return _even_signs(text, _signs(text))


def _signs(text: str) -> set[str]:
    """The signs of a text that are written otherwise when it is folded."""
    if not text.isascii():
        return set(_SIGN.findall(text))  # a tenth of the time of the set of all characters
    if text.isprintable():
        return set()
    return {control for control in _CONTROLS if control in text}


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
    rewritten = _rewritten(text, _signs(text))
    folded = fold_case(fold_signs(rewritten.text if rewritten else text))
    return simplified_common(folded) if has_han(folded) else folded


def fold_each(texts: Sequence[str]) -> list[str]:
    """The folded form of each of many texts; all are read together.

    >>> fold_each(["ＡＩ", "新質生產力"])
    ['ai', '新质生产力']
    """
    together = fold(BREAK.join(texts)).split(BREAK)
    # A text that holds the mark would come in parts, and one may begin with what marks a letter.
    return together if len(together) == len(texts) else [fold(text) for text in texts]


def as_written(text: str) -> str:
    """What stands there on one line, without what nobody sees; case, hyphens and script stay.

    Two surfaces of which this is the same are written in the same way.

    >>> as_written("Co\u2011opera\u00adtion  centre’s")
    "Co-operation centre's"
    """
    signs = _signs(text)
    rewritten = _rewritten(text, signs)
    if rewritten:
        return one_line(fold_signs(rewritten.text))
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
        return Span(self.original(start), self.ends.get(stop, stop) if self.ends else stop)


def flatten(text: str) -> Flat:
    """The text as it is matched, with the way back to its offsets.

    >>> flat = flatten("China’s  new-quality\\nproductive  forces")
    >>> flat.folded, flat.span(6, 17)
    ('china new quality productive forces', Span(start=9, end=20))
    """
    signs = _signs(text)
    rewritten = _rewritten(text, signs)
    if rewritten is None:
        return _flat(*_evened(text, signs))
    flat = _flat(*_evened(rewritten.text, _signs(rewritten.text)))
    return _from_original(flat, rewritten)


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
    signs = _signs(text)
    rewritten = _rewritten(text, signs)
    if rewritten:
        text = rewritten.text
        signs = _signs(text)
    even, han = _evened(text, signs)
    flat = _flat(even, han)
    signed = _with_hyphens(flat, even) if "-" in even else flat.cased
    return _from_original(flat, rewritten) if rewritten else flat, signed


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


class _Rewritten(Struct, frozen=True):
    """A text in which every letter is one code point, and the way back, as a Flat has it."""

    text: str
    starts: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    ends: Mapping[int, int] | None = None


def _rewritten(text: str, signs: Set[str]) -> _Rewritten | None:
    """The text without what nobody sees, each letter as one code point; None where it is so.

    *signs* are those of the text (`_signs`).

    >>> text = "nai\\u0308ve\\u200bR&amp;D of\\ufb01cers"
    >>> rewritten = _rewritten(text, _signs(text))
    >>> rewritten and rewritten.text
    'naïveR&D officers'
    """
    finders: list[re.Pattern[str]] = []
    if not _LONGER_SIGNS.isdisjoint(signs):
        finders.append(_LONGER)
    if "&" in text and ";" in text:
        finders.append(_NAMED)
    if "\n" in signs and _DIVIDED.search(text):
        finders.append(_DIVIDED)
    if not finders:
        return None
    rewritten = _with_rewritings(text, _rewritings(text, finders))
    return rewritten if rewritten.starts else None


def _with_rewritings(text: str, rewritings: Iterable[tuple[int, int, str]]) -> _Rewritten:
    """The text with other letters in some places, which are in order."""
    pieces: list[str] = []
    removed: dict[int, int] = {}  # by the position behind a gap
    ends: dict[int, int] = {}
    at = length = 0
    for start, end, letters in rewritings:
        pieces += [text[at:start], letters]
        length += start - at
        for number in range(1, len(letters)):  # they all stand where the ligature does
            removed[length + number] = start - length - number
        length += len(letters)
        removed[length] = end - length
        if letters and end > start + 1:
            ends[start + 1] = end
        at = end
    pieces.append(text[at:])
    return _Rewritten("".join(pieces), (*removed,), (*removed.values(),), ends)


def _rewritings(text: str, finders: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int, str]]:
    """(start, end, the letters that stand there instead) of all that is rewritten, in order."""
    places = [(*span, finder) for finder in finders for span in _places_of(finder, text)]
    places.sort(key=_early_and_long)
    done = 0
    for start, end, finder in places:
        if start < done:
            continue
        begin, letters = _rewriting(text, start, end, finder)
        if letters is not None and begin >= done:
            yield begin, end, letters
            done = end


def _places_of(finder: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern matches in a text."""
    if finder is not _LONGER:
        yield from (match.span() for match in finder.finditer(text))
        return
    for run in _LONGER_RUN.finditer(text):
        yield from (match.span() for match in finder.finditer(text, *run.span()))


def _early_and_long(place: tuple[int, int, re.Pattern[str]]) -> tuple[int, int]:
    return place[0], -place[1]


def _rewriting(text: str, start: int, end: int, finder: re.Pattern[str]) -> tuple[int, str | None]:
    """Where a rewriting begins and what it writes; None where the text stays as it is."""
    old = text[start:end]
    if finder is _NAMED:
        sign = unescape(old)
        if len(sign) != 1 or sign in _CONTROLS:
            return start, None
        return start, "" if _LONGER.match(sign) else sign
    if finder is _DIVIDED:
        return start, "" if _is_divided(text, start, end) else None
    if old in _LIGATURES:
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


def _from_original(flat: Flat, rewritten: _Rewritten) -> Flat:
    """A flat text of a rewritten one with the way back to what that was made of."""
    way = Flat(rewritten.text, "", rewritten.starts, rewritten.removed)
    in_flat = range(len(flat.cased))
    starts = {*flat.starts}
    for start in rewritten.starts:
        starts.add(bisect_left(in_flat, start, key=flat.original))
    removed: dict[int, int] = {}
    for start in sorted(starts):
        removed[start] = way.original(flat.original(start)) - start
    return Flat(flat.cased, flat.folded, (*removed,), (*removed.values(),), rewritten.ends)


def _with_hyphens(flat: Flat, signs: str) -> str:
    """A flat text with the hyphens of the even one from which it was made."""
    starts, gone = (0, *flat.starts, len(flat.cased)), (0, *flat.removed)
    return "".join([signs[a + n : b + n] for (a, b), n in zip(pairwise(starts), gone, strict=True)])


def _evened(text: str, signs: Set[str]) -> tuple[str, bool]:
    """The text with its blank lines marked, in one width and script, and whether it holds Han.

    *signs* are those of the text (`_signs`).
    """
    if "\n" in signs:
        text = _mark_breaks(text)
    even = _even_signs(text, signs)
    if even.isascii() or not _CJK.search(even) or not has_han(even):
        return even, False
    return simplified_common(even), True


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
    return text.replace("\n\n", BREAK * 2).replace("\r\n\r\n", BREAK * 4)


def _parts(text: str, *, han: bool) -> list[str]:
    """What stays of a text and what is taken out of it, in turn."""
    if han and " " in text:
        return _GAPS_AMONG_HAN.split(text)
    if "  " not in text:
        return _ENDINGS.split(text) if "'" in text else [text]
    gaps = sorted(m.span(1) for gap in (_ENDINGS, _MORE_BLANKS) for m in gap.finditer(text))
    return [text[a:b] for a, b in pairwise((0, *chain.from_iterable(gaps), len(text)))]
