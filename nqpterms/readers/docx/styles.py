"""What the styles of a DOCX say: which paragraphs are headings, what is bold or hidden.

A style inherits from the one that it is based on; what a paragraph or a run says itself goes
before its style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nqpterms.files.office.packages import attribute, child, children, integer, is_on
from nqpterms.files.xml import Element, local_name

_HEADING = re.compile(
    r"(?:heading|标题|標題|überschrift|titre|título|titolo|заголовок|見出し|제목) ?(\d)", re.I
)
_TITLE = re.compile("title|标题|標題", re.I)
_CONTENTS = re.compile(r"(?:toc|contents|目录|目錄) ?\d+", re.I)
_DEEPEST = 9  # levels of headings; an outline level beyond is body text


class Numbering(NamedTuple):
    """The list that a paragraph belongs to and its level there; an id of 0 is no list."""

    id: int | None
    level: int | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        styles = list(children(root, "style"))
        self._styles = {attribute(style, "styleId"): style for style in styles}
        self._default = next(
            (
                attribute(style, "styleId")
                for style in styles
                if attribute(style, "type") == "paragraph" and attribute(style, "default") == "1"
            ),
            None,
        )

    def level(self, properties: Element | None) -> int | None:
        """The level of a heading, from 1; None for other paragraphs."""
        own = integer(child(properties, "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own < _DEEPEST else None
        for style in self._paragraph(properties):
            found = integer(child(style, "pPr", "outlineLvl"))
            if found is not None:
                return found + 1 if 0 <= found < _DEEPEST else None
            if named := _HEADING.fullmatch(_name(style)):
                return int(named[1]) or None
        return None

    def is_title(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of the document's title."""
        return any(_TITLE.fullmatch(_name(style)) for style in self._paragraph(properties))

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of an entry of a contents page."""
        return any(_CONTENTS.fullmatch(_name(style)) for style in self._paragraph(properties))

    def numbering(self, properties: Element | None) -> Numbering:
        """The list of a paragraph, by its own word or that of its style."""
        level = listed = None
        sources = [child(properties, "numPr")]
        sources += [child(style, "pPr", "numPr") for style in self._paragraph(properties)]
        for source in sources:
            level = integer(child(source, "ilvl")) if level is None else level
            listed = integer(child(source, "numId")) if listed is None else listed
        return Numbering(listed, level)

    def style_ids(self, properties: Element | None) -> list[str]:
        """The ids of a paragraph's style and of those that it is based on."""
        return [attribute(style, "styleId") or "" for style in self._paragraph(properties)]

    def numbering_of_style(self, style_id: str | None) -> int | None:
        """The list that a list style stands for."""
        return integer(child(self._styles.get(style_id), "pPr", "numPr", "numId"))

    def is_on(self, name: str, run: Element | None, paragraph: Element | None) -> bool:
        """Whether bold ("b") or hidden ("vanish") is on in a run of a paragraph."""
        own = is_on(run, name)
        if own is not None:
            return own
        above = (*self._run(run), *self._paragraph(paragraph))
        found = (is_on(child(style, "rPr"), name) for style in above)
        return next((said for said in found if said is not None), False)

    def is_raised(self, run: Element | None) -> bool:
        """Whether a run stands above the line."""
        above = (run, *(child(style, "rPr") for style in self._run(run)))
        found = (attribute(child(source, "vertAlign")) for source in above)
        return next((said for said in found if said is not None), None) == "superscript"

    def _paragraph(self, properties: Element | None) -> Iterator[Element]:
        return self._chain(attribute(child(properties, "pStyle")) or self._default)

    def _run(self, properties: Element | None) -> Iterator[Element]:
        return self._chain(attribute(child(properties, "rStyle")))

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """A style and those that it is based on, the nearest first."""
        seen: set[str | None] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = attribute(child(style, "basedOn"))


def _name(style: Element) -> str:
    return next((attribute(c) or "" for c in style if local_name(c) == "name"), "")
