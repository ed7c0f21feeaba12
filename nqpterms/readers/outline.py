"""Blocks to a Document: chrome, title, contents page, lists at the end, and the tree between.

blocks ─▶ without chrome ─▶ without contents page ─▶ without lists ─▶ headings ─▶ tree
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from nqpterms.lang.chinese import script
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Span
from nqpterms.readers.blocks import Block
from nqpterms.readers.chrome import leading_chrome, trailing_chrome
from nqpterms.readers.contents import find_contents, named_in
from nqpterms.readers.headings import Heading, find_headings
from nqpterms.readers.levels import WORD, Numbered, Rank, ranks
from nqpterms.readers.lists import find_lists, list_notes
from nqpterms.readers.numbering import heading_mark
from nqpterms.readers.titles import ends_sentence, is_chinese, is_title, role

_LONGEST_TITLE = {True: 60, False: 220}  # characters of a Chinese, an English document title
_TITLE_LINES = 4  # blocks from the top among which a title is looked for


def outlined(blocks: Sequence[Block], text: str, *, name: str, page: bool = False) -> Document:
    """The document that the blocks make.

    In a web *page*, what stands before the title directly above a contents page is chrome, and so
    is what follows the last list without a heading.
    """
    blocks = list(blocks)
    chrome = {i for i, block in enumerate(blocks) if block.kind == "chrome"}
    chrome |= leading_chrome(blocks) | trailing_chrome(blocks)
    kept = [i for i in range(len(blocks)) if i not in chrome]
    inner = [blocks[i] for i in kept]
    contents = find_contents(inner)
    if page and contents:
        first = _above(inner, contents.start)
        chrome |= {kept[i] for i in range(first)}
        inner, contents = inner[first:], range(contents.start - first, contents.stop - first)
    rest = inner[: contents.start] + inner[contents.stop :]
    entries = [inner[i] for i in contents]
    document = _document(rest, name, page=page, named=named_in(entries, rest))
    outside = (*(blocks[i].passage for i in chrome), *document.chrome)
    return replace(
        document,
        lang=_language(inner),
        text=text,
        chrome=tuple(sorted(outside, key=lambda passage: passage.locate(0).offset)),
        contents=_contents(entries),
    )


def _document(blocks: list[Block], name: str, *, page: bool, named: set[int]) -> Document:
    """The document without its contents page, which has *named* some of the blocks."""
    lists = find_lists(blocks)
    listed = {index for item_list in lists for index in item_list.items}
    after = _after_lists(blocks, max(listed, default=len(blocks))) if page else set()
    listed |= after
    kept = [index for index in range(len(blocks)) if index not in listed]
    running = [blocks[index] for index in kept]
    headings = find_headings(running, {i for i, index in enumerate(kept) if index in named})
    title = _title(running, headings)
    if title is not None:
        headings = {i - (i > title): h for i, h in headings.items() if i != title}
    rest = [block for index, block in enumerate(running) if index != title]
    return Document(
        name=name,
        lang="und",
        chrome=tuple(blocks[index].passage for index in sorted(after)),
        title=None if title is None else running[title].passage,
        body=_tree(rest, headings),
        notes=list_notes(lists, "notes", blocks),
        references=list_notes(lists, "references", blocks),
        entries=list_notes(lists, "entries", blocks),
    )


def _after_lists(blocks: Sequence[Block], last: int) -> set[int]:
    """What follows the last list of a page up to the next heading: it belongs to nothing."""
    rest = range(last + 1, len(blocks))
    return set(takewhile(lambda index: role(blocks[index].text) is None, rest))


def _language(blocks: Sequence[Block]) -> str:
    text = "\n".join(block.text for block in blocks)
    return script(text) if is_chinese(text) else "en"


def _above(blocks: Sequence[Block], start: int) -> int:
    """Where the text of a page begins whose contents page begins at *start*: at its title.

    Between the two may stand an author or a date.
    """
    first = start
    for index in range(start - 1, max(-1, start - 1 - _TITLE_LINES), -1):
        if _is_text(blocks[index]):
            break
        first = index if _is_title(blocks[index]) else first
    return first


def _contents(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The entries of a contents page in a row, each with its number and level."""
    entries = [block for block in blocks if role(block.text) != "contents"]
    marks = [heading_mark(block.text) for block in entries]
    found = [Numbered(m.style, m.numbers) if m else Numbered(WORD) for m in marks]
    return tuple(
        Section(rank.number, block.passage, rank.level)
        for block, rank in zip(entries, ranks(found), strict=True)
    )


def _title(blocks: Sequence[Block], headings: dict[int, Heading]) -> int | None:
    """The document's own title: the one top heading of the format, or a title-like first line."""
    tops = [i for i, block in enumerate(blocks) if block.level == 1]
    if len(tops) == 1 and tops[0] == min(headings) and not headings[tops[0]].numbered.numbers:
        return tops[0] if len(blocks) > 1 else None
    for index in range(min(_TITLE_LINES, len(blocks) - 1)):
        if index in headings or _is_text(blocks[index]):
            return None
        if _is_title(blocks[index]) and any(map(_is_text, blocks)):
            return index
    return None


def _is_title(block: Block) -> bool:
    text = block.text
    chinese = is_chinese(text)
    mark = heading_mark(text)
    if block.kind != "text" or len(text) > _LONGEST_TITLE[chinese] or mark:
        return False
    letters = sum(char.isalpha() for char in text)
    wide = len(text) >= 4 if chinese else len(text.split()) > 1
    plain = letters >= 0.6 * len(text) and not re.search(r"@|://|^[—–-]", text)
    return plain and wide and text[-1] not in "。" and is_title(text)


def _is_text(block: Block) -> bool:
    return ends_sentence(block.text) or not is_title(block.text)


def _tree(blocks: Sequence[Block], headings: dict[int, Heading]) -> Section:
    """The sections under a root of level 0, whose paragraphs stand before the first heading."""
    order = ranks([heading.numbered for heading in headings.values()])
    flat: list[tuple[Rank, Passage | None, list[Passage]]] = [(Rank(0, None), None, [])]
    ranked = dict(zip(headings, order, strict=True))
    for index, block in enumerate(blocks):
        if index not in headings:
            flat[-1][2].append(block.passage)
            continue
        end = headings[index].end
        title = block.passage if end is None else block.passage.cut(Span(0, end))
        flat.append((ranked[index], _tidy(title), []))
        if end is not None:
            flat[-1][2].append(_tidy(block.passage.cut(Span(end, len(block.text)))))
    return _nested(flat, 0)[0]


def _tidy(passage: Passage) -> Passage:
    """The passage without blanks at its ends, which a cut may leave."""
    start = len(passage.text) - len(passage.text.lstrip())
    end = len(passage.text.rstrip())
    whole = start == 0 and end == len(passage.text)
    return passage if whole else passage.cut(Span(start, end))


def _nested(
    flat: list[tuple[Rank, Passage | None, list[Passage]]], first: int
) -> tuple[Section, int]:
    """The section at *first* with all that lie deeper, and the index after them."""
    (level, number), title, paragraphs = flat[first]
    children: list[Section] = []
    index = first + 1
    while index < len(flat) and flat[index][0].level > level:
        child, index = _nested(flat, index)
        children.append(child)
    return Section(number, title, level, tuple(paragraphs), tuple(children)), index
