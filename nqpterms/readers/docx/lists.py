"""Automatic numbers of a DOCX, which stand in no text: 一、 1.2 第三章 (a)."""

from __future__ import annotations

import re
from typing import NamedTuple

from nqpterms.files.office.packages import attribute, child, children, integer
from nqpterms.files.xml import Element, local_name
from nqpterms.readers.docx.numerals import numeral
from nqpterms.readers.docx.styles import Numbering, Styles

_LEVELS = 9  # of a list
_PLACE = re.compile("%([1-9])")
_CLOSED = tuple("、．。）】》」：")  # after such a sign no blank follows the number
_LARGEST = 10**6  # a list that counts further counts nothing


class _Level(NamedTuple):
    start: int
    style: str
    text: str
    suffix: str
    legal: bool
    restart: int | None


class Lists:
    """The lists of a document, which count as its paragraphs are met in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {integer(a, "abstractNumId"): a for a in children(root, "abstractNum")}
        self._lists = {integer(n, "numId"): n for n in children(root, "num")}
        self._counts: dict[int | None, dict[int, int]] = {}
        self._started: set[int] = set()
        self._read: dict[int, dict[int, _Level]] = {}

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph with a blank after it; "" where it has none."""
        given = self._styles.numbering(properties)
        if not given.id or given.id not in self._lists:
            return ""
        levels = self._levels(given.id)
        at = self._level(given, levels, properties)
        if at not in levels:
            return ""
        counts = self._counted(given.id, at, levels)
        level = levels[at]
        if level.style == "bullet":
            return ""

        def shown(place: re.Match[str]) -> str:
            number = int(place[1]) - 1
            below = levels.get(number)
            style = "decimal" if level.legal or below is None else below.style
            return numeral(counts.get(number, below.start if below else 1), style)

        text = _PLACE.sub(shown, level.text)
        if not text or level.suffix == "nothing" or text.endswith(_CLOSED):
            return text
        return f"{text} "

    def _level(
        self, given: Numbering, levels: dict[int, _Level], properties: Element | None
    ) -> int:
        """The level of a paragraph: its own or, in a list tied to styles, that of its style."""
        if given.level is not None:
            return given.level
        ids = self._styles.style_ids(properties)
        for element in children(self._definition(given.id), "lvl"):
            if attribute(child(element, "pStyle")) in ids:
                return integer(element, "ilvl") or 0
        return min(levels, default=0)

    def _counted(self, listed: int, at: int, levels: dict[int, _Level]) -> dict[int, int]:
        """The counts of a list after one more item on a level."""
        counts = self._counts.setdefault(self._abstract_id(listed), {})
        if listed not in self._started:
            self._started.add(listed)
            for override in children(self._lists[listed], "lvlOverride"):
                if child(override, "startOverride") is not None:
                    counts.pop(integer(override, "ilvl") or 0, None)
        counts[at] = min(counts[at] + 1, _LARGEST) if at in counts else levels[at].start
        for upper in range(at):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        for lower in range(at + 1, _LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart and at < restart):
                counts.pop(lower, None)
        return counts

    def _levels(self, listed: int) -> dict[int, _Level]:
        """The levels of a list, its overrides put in."""
        if listed not in self._read:
            levels = {
                integer(element, "ilvl") or 0: _read_level(element)
                for element in children(self._definition(listed), "lvl")
            }
            for override in children(self._lists[listed], "lvlOverride"):
                at = integer(override, "ilvl") or 0
                if (own := child(override, "lvl")) is not None:
                    levels[at] = _read_level(own)
                start = integer(child(override, "startOverride"))
                if start is not None and at in levels:
                    levels[at] = levels[at]._replace(start=start)
            self._read[listed] = levels
        return self._read[listed]

    def _definition(self, listed: int | None) -> Element | None:
        """What defines the levels of a list, which may be the list of a style."""
        found = self._abstract.get(self._abstract_id(listed))
        link = attribute(child(found, "numStyleLink"))
        if link is None:
            return found
        other = self._abstract_id(self._styles.numbering_of_style(link))
        return self._abstract.get(other, found)

    def _abstract_id(self, listed: int | None) -> int | None:
        return integer(child(self._lists.get(listed), "abstractNumId"))


def _read_level(element: Element) -> _Level:
    style = attribute(child(element, "numFmt"))
    if style is None:  # Word 2010 and later keep new styles as an alternative
        inner = (e for e in element.iter() if local_name(e) == "numFmt")
        style = next((said for e in inner if (said := attribute(e)) != "custom"), "decimal")
    start = integer(child(element, "start"))
    return _Level(
        1 if start is None else start,
        style or "decimal",
        attribute(child(element, "lvlText")) or "",
        attribute(child(element, "suff")) or "tab",
        child(element, "isLgl") is not None,
        integer(child(element, "lvlRestart")),
    )
