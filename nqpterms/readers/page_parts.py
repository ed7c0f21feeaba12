"""Which blocks of a web page are its text: names say what a part is for, its share whether it is.

blocks, each in a part ─▶ lists of links ─▶ what is chrome by its name ─▶ what stands round the text

A form may hold a search field or, on ASP pages, all that there is; so no name is believed of a part
that holds much of the page. What counts is sentences outside links, which lists of headlines,
rankings and menus have none of.

Libraries for this were weighed. trafilatura and resiliparse give the text alone, without the place
of a character in the file, which every finding needs; trafilatura brings sixteen more packages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.readers.text_blocks import Block

PartRole = Literal[
    "", "furniture", "form", "doubtful", "layout", "text", "title"
]
"""What a part is by its tag or its names: furniture of the page as a menu; a form; furniture by a
part of a name; <main> and <article>; the box of the text itself; a title."""

_LARGEST_SHARE = {"furniture": 0.6, "form": 0.3, "doubtful": 0.3}
"""Of the sentences of a page that a part holds, at most, if its name is to be believed."""

# Of a page's text that <main> or a box named as the text must hold.
_MAIN_SHARE = 0.5
_DENSE_SHARE = 0.9  # of it that a box without such a name must hold
_LINKED_SHARE = 0.7  # of a list of links, at least, is links
_FEWEST_LINKS = 3
_FEWEST_SENTENCES = 60  # characters in sentences that a page must have beside its lists of links
_SMALLEST_TEXT = 120  # characters in sentences of a box without a name
# Characters at least that a line shares with the title of the page.
_SHORTEST_TITLE = 4
_NEAR = 6  # blocks above the text among which one named a title is looked for
_SENTENCE_END = re.compile(r"[。！？；]|[.!?;](?:\s|[”’\"')]|$)")
_DATE = re.compile(
    r"[\[(（]?(?:\d{4}[-/.年]\d{1,2}[-/.月]|\d{1,2}[-/月])\d{1,2}日?"
    r"(?: *\d{1,2}:\d\d)?[\])）]?"
)
_BOXES = frozenset(
    "body div td section article main form center fieldset".split()
)


class PageElement(Struct, frozen=True):
    """An element of a page that begins a block: its tag and role, the part around it (-1: none)."""

    tag: str
    role: PartRole
    parent: int


class PageBlock(Struct, frozen=True):
    """A block of a page, the part it stands in (-1: none), and what of it is the text of links."""

    block: Block
    part: int
    linked: int = 0  # characters
    links: int = 0


class _PageMeasures(Struct):
    """What a part holds, the parts in it included, in characters."""

    size: int = 0
    linked: int = 0
    links: int = 0
    sentences: int = 0  # what blocks with sentences hold outside links

    def add(self, other: _PageMeasures) -> None:
        """Counts what another holds as well."""
        self.size += other.size
        self.linked += other.linked
        self.links += other.links
        self.sentences += other.sentences


def judged_blocks(
    blocks: Sequence[PageBlock], parts: Sequence[PageElement], title: str
) -> list[Block]:
    """The blocks of a page, of kind "chrome" those that are not its text.

    What stands above the text and is the *title* of the page stays.
    """
    measures = _measures_of_parts(blocks, parts)
    is_named = _named_parts(parts)
    furniture = _furniture(parts, measures, is_named, _measured(blocks))
    text = [one for one in blocks if one.part < 0 or not furniture[one.part]]
    inside = _main_parts(parts, is_named, text)
    heading = _heading_above(blocks, parts, inside, furniture, title)
    judged = []
    for index, one in enumerate(blocks):
        is_text = index == heading or _is_in(one, inside, outside=furniture)
        judged.append(
            one.block if is_text else replace(one.block, kind="chrome")
        )
    return judged


def sentence_size(block: Block) -> int:
    """Characters of a block that holds a sentence, 0 of any other."""
    return len(block.text) if _SENTENCE_END.search(block.text) else 0


def _is_in(
    one: PageBlock, inside: Sequence[bool] | None, *, outside: Sequence[bool]
) -> bool:
    """Whether a block stands in the text; where nothing was found to hold it, all parts do."""
    if one.part < 0:
        return inside is None
    return not outside[one.part] and (inside is None or inside[one.part])


# -- what parts hold ---------------------------------------------------------------------------


def _measured(blocks: Sequence[PageBlock]) -> _PageMeasures:
    """What some blocks hold together."""
    total = _PageMeasures()
    for one in blocks:
        total.add(_measures(one))
    return total


def _measures(one: PageBlock) -> _PageMeasures:
    # Lists of news date each headline.
    size = len(_DATE.sub("", one.block.text))
    linked = min(one.linked, size)
    sentences = max(0, sentence_size(one.block) - linked)
    return _PageMeasures(size, linked, one.links, sentences)


def _measures_of_parts(
    blocks: Sequence[PageBlock], parts: Sequence[PageElement]
) -> list[_PageMeasures]:
    """What each part holds; a part comes before those in it."""
    measures = [_PageMeasures() for _ in parts]
    for one in blocks:
        if one.part >= 0:
            measures[one.part].add(_measures(one))
    for index in range(len(parts) - 1, -1, -1):
        parent = parts[index].parent
        if parent >= 0:
            measures[parent].add(measures[index])
    return measures


def _named_parts(parts: Sequence[PageElement]) -> list[bool]:
    """Whether each part is, or stands in, the box of a text by its name."""
    is_named: list[bool] = []
    for part in parts:
        is_named.append(
            part.role == "text" or (part.parent >= 0 and is_named[part.parent])
        )
    return is_named


# -- furniture ---------------------------------------------------------------------------------


def _furniture(
    parts: Sequence[PageElement],
    measures: Sequence[_PageMeasures],
    is_named: Sequence[bool],
    page: _PageMeasures,
) -> list[bool]:
    """Whether each part is, or stands in, furniture of the page or a list of links."""
    has_text = page.sentences >= _FEWEST_SENTENCES
    is_furniture: list[bool] = []
    for index, part in enumerate(parts):
        is_inside = part.parent >= 0 and is_furniture[part.parent]
        is_list = (
            has_text and not is_named[index] and _is_link_list(measures[index])
        )
        is_furniture.append(
            is_inside or is_list or _is_furniture(part, measures[index], page)
        )
    return is_furniture


def _is_link_list(part: _PageMeasures) -> bool:
    """Whether a part is little but links, as a menu, a ranking and a list of other news are."""
    if part.links < _FEWEST_LINKS or part.sentences:
        return False
    return part.linked >= _LINKED_SHARE * part.size


def _is_furniture(
    part: PageElement, measures: _PageMeasures, page: _PageMeasures
) -> bool:
    """Whether the role of a part is furniture, and the part small enough for it to be true."""
    largest = _LARGEST_SHARE.get(part.role)
    if largest is None:
        return False
    if page.sentences:
        return measures.sentences <= largest * page.sentences
    return measures.size <= largest * page.size


# -- the main part -----------------------------------------------------------------------------


def _main_parts(
    parts: Sequence[PageElement],
    is_named: Sequence[bool],
    text: Sequence[PageBlock],
) -> list[bool] | None:
    """Whether each part stands in the main one; None where no part holds most of the text."""
    inside = _within(parts, [part.role in ("text", "layout") for part in parts])
    if _share(text, inside) < _MAIN_SHARE:
        return _densest(parts, text)
    if (
        _share(text, is_named) >= _DENSE_SHARE
    ):  # the box of the text, in a layout or not
        return list(is_named)
    return inside


def _within(parts: Sequence[PageElement], chosen: Sequence[bool]) -> list[bool]:
    """Whether each part is chosen, or stands in one that is."""
    inside: list[bool] = []
    for index, part in enumerate(parts):
        inside.append(
            chosen[index] or (part.parent >= 0 and inside[part.parent])
        )
    return inside


def _share(text: Sequence[PageBlock], inside: Sequence[bool]) -> float:
    """How much of what is no link stands inside some parts."""
    total = part = 0
    for one in text:
        size = len(one.block.text) - min(one.linked, len(one.block.text))
        total += size
        if one.part >= 0 and inside[one.part]:
            part += size
    return part / total if total else 0.0


def _densest(
    parts: Sequence[PageElement], text: Sequence[PageBlock]
) -> list[bool] | None:
    """Whether each part stands in the smallest box that holds nearly all; None without one."""
    measures = _measures_of_parts(text, parts)
    total = _measured(text)
    own = total.size - total.linked
    smallest = None
    for index, part in enumerate(parts):
        if part.tag not in _BOXES or measures[index].sentences < _SMALLEST_TEXT:
            continue
        holds_most = (
            measures[index].size - measures[index].linked >= _DENSE_SHARE * own
        )
        if (
            holds_most
            and measures[index].sentences >= _DENSE_SHARE * total.sentences
        ):
            smallest = index
    if smallest is None:
        return None
    return _within(parts, [index == smallest for index in range(len(parts))])


# -- the title above it ------------------------------------------------------------------------


def _outside_of(
    furniture: Sequence[bool], blocks: Sequence[PageBlock]
) -> list[int]:
    """The numbers of the blocks that stand in no part of the furniture of a page."""
    numbers = []
    for number, one in enumerate(blocks):
        if one.part < 0 or not furniture[one.part]:
            numbers.append(number)
    return numbers


def _heading_above(
    blocks: Sequence[PageBlock],
    parts: Sequence[PageElement],
    inside: Sequence[bool] | None,
    furniture: Sequence[bool],
    title: str,
) -> int | None:
    """The block above the main part that is the title of the page, if the part has none.

    That is what shares most with the *title* of the page, else the last heading of the highest
    level, else what stands near and is named a title.
    """
    if inside is None:
        return None
    is_text = [_is_in(one, inside, outside=furniture) for one in blocks]
    own_blocks = [
        one.block for one, own in zip(blocks, is_text, strict=True) if own
    ]
    if any(_is_title(block, title) for block in own_blocks):
        return None
    first = is_text.index(True) if True in is_text else 0
    above = _outside_of(furniture, blocks[:first])
    shared = [
        index for index in above if _shares_title(blocks[index].block, title)
    ]
    if shared:
        return max(
            shared, key=lambda index: (len(blocks[index].block.text), index)
        )
    highest = [index for index in above if blocks[index].block.level == 1]
    titles = [
        index
        for index in above[-_NEAR:]
        if _is_called_title(blocks[index], parts)
    ]
    return max(highest or titles, default=None)


def _is_called_title(one: PageBlock, parts: Sequence[PageElement]) -> bool:
    return one.part >= 0 and parts[one.part].role == "title"


def _is_title(block: Block, title: str) -> bool:
    """Whether a block is a heading of the highest level, or what the title of the page begins."""
    return block.level == 1 or _shares_title(block, title)


def _shares_title(block: Block, title: str) -> bool:
    return len(block.text) >= _SHORTEST_TITLE and title.startswith(block.text)
