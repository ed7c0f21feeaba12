"""Note marks in running text: [1], [3 ], 〔2〕, [^1], ¹², ①."""

from __future__ import annotations

import re
from typing import NamedTuple

from nqpterms.model.places import Span

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(
    r"[\[〔【［]\s*\^?(?P<list>\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*)\s*[\]〕】］]"
    r"|\[\^(?P<label>[^\s\[\]]{1,40})\]"
    r"|(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
    # Such a sign also counts the points of a sentence; then it stands before what it counts.
    r"|(?<=[^\s:：;；,，、(（①-⑳])(?P<circled>[①-⑳])(?=[\s。，、；：！？」』”）,.;:!?)]|$)"
)
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcmdµ]?m|ft|in)$")  # m² is an area
_MOST_IN_RANGE = 20  # notes that one mark may name


class NoteMark(NamedTuple):
    """A place of a text that refers to a note, and the note's number as the list prints it."""

    span: Span
    number: str


def note_marks(text: str) -> list[NoteMark]:
    """The note marks in a text, in reading order; a mark for several notes comes several times.

    >>> [mark.number for mark in note_marks("as he said [3 ], and again[ 4]。 later¹² [5-7]")]
    ['3', '4', '12', '5', '6', '7']
    >>> note_marks("包括：①土地；②资本。In 2024 [sic] it grew to 50 km².")
    []
    """
    found = []
    for match in _MARK.finditer(text):
        if match["super"] and _UNIT.search(text[: match.start()]):
            continue
        span = Span(*match.span())
        found += [NoteMark(span, number) for number in _numbers(match)]
    return found


def _numbers(match: re.Match[str]) -> list[str]:
    if match["label"]:
        return [match["label"]]
    if match["super"]:
        return [match["super"].translate(_SUPERSCRIPTS)]
    if match["circled"]:
        return [str(ord(match["circled"]) - ord("①") + 1)]
    numbers: list[str] = []
    for part in re.split("[,，、]", match["list"]):
        first, *last = (int(number) for number in re.split("[–-]", part))
        end = last[-1] if last else first
        if 0 <= end - first <= _MOST_IN_RANGE:
            numbers += map(str, range(first, end + 1))
    return numbers
