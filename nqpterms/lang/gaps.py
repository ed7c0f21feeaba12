"""What a text has and its flat form has not: needless blanks and possessive endings.

    "新质  a  productive force's"  ──without_gaps──▶  "新质a productive force"

Of a run of blanks one stays, beside Han characters none. Few blanks of an English text go, most of
a Chinese one: so in the first the gaps are looked for, in the second what stays. The work is done
by what CPython does in one step for a whole text; steps for each place would take longer than the
automaton that reads the text afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise

from nqpterms.lang.chinese import CJK, HAN, has_han

# Each begins with a literal, so that a search stops only there, and looks back from behind it.
_POSSESSIVE = re.compile(r"'(?:(?<=[^\W_]')[sS](?![^\W_])|(?<=[sS]')(?= ))")
# Two and more: begun with both, it is looked for quickly.
_RUN_OF_BLANKS = re.compile("   *")
# The first of a run, no Han beside it.
_STAYING_BLANK = re.compile(f" (?<![{HAN} ] )(?! *[{HAN}])")
_BLANKS = re.compile(" +")
_QUESTION_MARK = re.compile(rb"\?")
# Text, starts and removed of a Flat.
_Gapless = tuple[str, tuple[int, ...], tuple[int, ...]]
_STAYS = "\ud800"  # half a surrogate pair, of which an even text has none
_GOES = "\ud801"
_LONG = 256  # characters; in a shorter text a regular expression is as quick
_RARE = 16  # characters of ASCII for each other


def without_gaps(text: str, *, han: bool) -> _Gapless:
    """The text without needless blanks and possessive endings; `starts` and `removed` of a Flat.

    *text* is even: its blanks and quotes are plain ones, and it holds no half surrogate pair.
    *han* says whether it holds a Han character.

    >>> without_gaps("新  a force's", han=True)
    ('新a force', (1, 8), (2, 4))
    >>> without_gaps("new  force", han=False)
    ('new force', (4,), (1,))
    """
    if "'" not in text and (" " if han else "  ") not in text:
        return text, (), ()
    cjk = rare_cjk(text) if han else []
    if cjk is None:
        return _without_most_blanks(text)
    gaps = [*_small_gaps(text)]
    if cjk:
        gaps = _merged([*gaps, *_blanks_beside_han(text, cjk)])
    if not gaps:
        return text, (), ()
    edges = (0, *chain.from_iterable(sorted(gaps)), len(text))
    parts = [text[start:end] for start, end in pairwise(edges)]
    *starts, _ = accumulate(map(len, parts[::2]))
    removed = accumulate(map(len, parts[1::2]))
    return "".join(parts[::2]), (*starts,), (*removed,)


def rare_places(text: str) -> list[int] | None:
    """The places in a long text of what is not ASCII, where it is rare; None elsewhere.

    A codec goes through an English text ten times as quickly as a regular expression; it cannot
    tell question marks, whose places are given as well, from what it replaces by them.

    >>> rare_places("Why “quality”, and what is it that productive forces bring? " * 5)[:4]
    [4, 12, 58, 64]
    >>> rare_places("新质生产力") is None
    True
    """
    if len(text) < _LONG:
        return None
    replaced = text.encode("ascii", "replace")
    if replaced.count(b"?") * _RARE > len(text):
        return None
    return [mark.start() for mark in _QUESTION_MARK.finditer(replaced)]


def rare_cjk(text: str) -> list[tuple[int, int]] | None:
    """The spans of Han characters and the signs among them; None as `rare_places` has it.

    >>> rare_cjk("new quality productive forces " * 9 + "(新质生产力)")
    [(271, 276)]
    >>> rare_cjk("新质生产力") is None
    True
    """
    places = rare_places(text)
    if places is None:
        return None
    spans: list[tuple[int, int]] = []
    for place in places:
        if text[place] < CJK:
            continue
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def _without_most_blanks(text: str) -> _Gapless:
    """The text without its gaps, where most blanks go."""
    if "'" in text:
        text = _POSSESSIVE.sub(_as_gap, text)
    text = _STAYING_BLANK.sub(_STAYS, text)
    parts = text.replace(_GOES, " ").split(" ")
    *starts, _ = accumulate(map(len, parts))
    # Of a run the last counts.
    at_starts = dict(zip(starts, range(1, len(parts)), strict=True))
    joined = "".join(parts).replace(_STAYS, " ")
    return joined, (*at_starts,), (*at_starts.values(),)


def _as_gap(ending: re.Match[str]) -> str:
    return _GOES * len(ending[0])


def _small_gaps(text: str) -> Iterator[tuple[int, int]]:
    """The spans of possessive endings, and of all blanks of a run but the first."""
    if "'" in text:
        for ending in _POSSESSIVE.finditer(text):
            yield ending.span()
    if "  " in text:
        for blanks in _RUN_OF_BLANKS.finditer(text):
            yield blanks.start() + 1, blanks.end()


def _blanks_beside_han(
    text: str, cjk: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The spans of the blanks before and behind the Han characters, some twice."""
    for start, end in cjk:
        if has_han(text[start]):
            begin = start
            while begin and text[begin - 1] == " ":
                begin -= 1
            if begin < start:
                yield begin, start
        if has_han(text[end - 1]):
            blanks = _BLANKS.match(text, end)
            if blanks:
                yield blanks.span()


def _merged(gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The gaps without those that lie in a longer one, which ends where they do."""
    starts: dict[int, int] = {}
    for start, end in gaps:
        starts[end] = min(start, starts.get(end, start))
    return [(start, end) for end, start in starts.items()]
