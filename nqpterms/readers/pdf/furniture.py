"""Running heads, feet and page numbers: what comes again on page after page at one height."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from nqpterms.readers.pdf.rows import Row

_EDGE_ROWS = 3  # rows at either end of a page among which such lines are looked for
_EDGE = 0.16  # of the height of a page, at either end
_NEAR = 2.5  # points between the heights of one line on two pages
_REGULAR = 0.4  # of all pages must have a head for a line at its height to be one in other words
_LONGEST = 90  # characters of a head that comes only once
_NUMBER = re.compile(
    r"[-–—·•|\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—·•|\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|(?:page\s+)?\d{1,4}\s*(?:/|of)\s*\d{1,4}|page\s+\d{1,4}",
    re.IGNORECASE,
)
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+\s+\d+/\d+")
_BROWSER_HEAD = re.compile(r"\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}日?,? ?\S{0,4} ?\d{1,2}:\d{2}")


def on_every_page(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> set[Row]:
    """The rows of the pages, each from top to bottom, that belong to the paper and not the text."""
    seen: dict[tuple[bool, str], list[Row]] = defaultdict(list)
    edges = [_edges(rows, height) for rows, height in zip(pages, heights, strict=True)]
    for top, bottom in edges:
        for at_top, rows in ((True, top), (False, bottom)):
            for row in rows:
                seen[at_top, _same(row.text)].append(row)
    again = {row for rows in seen.values() for row in rows if _comes_again(row, rows)}
    found = {row for edge in edges for side in edge for row in takewhile(again.__contains__, side)}
    found |= _regular(edges, found)
    for top, bottom in edges:
        found |= {row for row in bottom[:1] if _NUMBER.fullmatch(row.text)}
        if any(_BROWSER_FOOT.fullmatch(row.text.replace("\t", " ")) for row in bottom):
            found |= {bottom[0]} | {row for row in top[:1] if _BROWSER_HEAD.match(row.text)}
    return found


def _edges(rows: Sequence[Row], height: float) -> tuple[list[Row], list[Row]]:
    """The outermost rows at the top and at the bottom of a page, the outermost first."""
    top = [row for row in rows[:_EDGE_ROWS] if row.base > (1 - _EDGE) * height]
    bottom = [row for row in rows[::-1][:_EDGE_ROWS] if row.base < _EDGE * height]
    return top, bottom


def _same(text: str) -> str:
    """The text with its numbers levelled."""
    if _NUMBER.fullmatch(text):
        return "#"
    return re.sub(r"\d+", "#", "".join(text.split()))


def _comes_again(row: Row, rows: Sequence[Row]) -> bool:
    return any(
        other.page != row.page and abs(other.base - row.base) < _NEAR and other.size == row.size
        for other in rows
    )


def _regular(edges: Sequence[tuple[list[Row], list[Row]]], found: set[Row]) -> set[Row]:
    """The outermost rows where most pages have a head or a foot, as the heads of short chapters."""
    more: set[Row] = set()
    for side in (0, 1):
        outermost = [edge[side][0] for edge in edges if edge[side]]
        known = [row for row in outermost if row in found]
        if len(known) < max(2, _REGULAR * len(edges)):
            continue
        more |= {
            row
            for row in outermost
            if len(row.text) <= _LONGEST
            and any(abs(row.base - k.base) < 1 and row.size == k.size for k in known)
        }
    return more
