"""A PDF with a text layer to blocks.

pages ─▶ glyphs ─▶ rows, column after column ─▶ without heads and feet ─▶ without footnotes
      ─▶ paragraphs ─▶ headings by size ─▶ text and Blocks
"""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.errors import FormatError
from nqpterms.readers.blocks import Block, Sheet, Source
from nqpterms.readers.composing import Draft, Line, composed
from nqpterms.readers.pdf.footnotes import footnotes
from nqpterms.readers.pdf.furniture import furniture
from nqpterms.readers.pdf.glyphs import Page, pages
from nqpterms.readers.pdf.joining import vocabulary
from nqpterms.readers.pdf.paragraphs import Layout, drafted, layout_of, paragraphs
from nqpterms.readers.pdf.rows import Row, ordered_rows, rows_of, runs_of
from nqpterms.readers.titles import ends_sentence, is_title, role

_UNREADABLE = 0.2  # of the characters without a meaning: the fonts do not tell what they are
_LARGER = 1.06  # times the size of the body: a heading
_LONGEST_HEADING = 250  # characters
_DEEPEST = 6  # levels of headings


def pdf_blocks(data: bytes, name: str) -> tuple[Source, list[Block]]:
    """The text layer of a PDF and its blocks; *name* is for messages.

    Running heads, feet and page numbers are of kind "chrome", footnotes of kind "note". Raises
    FormatError for what is damaged or encrypted, and for a scan without a text layer;
    MissingExtraError without pypdfium2.
    """
    read = list(pages(data, name))
    _check_readable(read, name)
    runs = [runs_of(page.glyphs) for page in read]
    whole = [rows_of(page_runs, page.number) for page, page_runs in zip(read, runs, strict=True)]
    outer = furniture(whole, [page.height for page in read])
    rows: list[Row] = []
    for page, page_runs in zip(read, runs, strict=True):
        heights = {row.base for row in outer if row.page == page.number}
        inner = [run for run in page_runs if not _is_at(run.base, heights)]
        rows += ordered_rows(inner, page.number)
    layout = layout_of(rows)
    known = vocabulary(row.text for row in rows)
    body, notes = footnotes(rows, layout, known)
    drafts = [d for group in paragraphs(body, layout, known) for d in drafted(group, known)]
    sizes = [group[0].size for group in paragraphs(body, layout, known) for _ in drafted(group, known)]
    chrome = [
        Draft((Line(row.text, Sheet(row.page)),), kind="chrome")
        for row in sorted(outer, key=lambda row: (row.page, -row.base))
    ]
    return composed([*_with_levels(drafts, sizes, layout), *notes, *chrome])


def _is_at(base: float, heights: set[float]) -> bool:
    return any(abs(base - height) < 1.5 for height in heights)


def _check_readable(read: Sequence[Page], name: str) -> None:
    """Raises FormatError where there is no text, or none that has a meaning."""
    count = sum(len(page.glyphs) for page in read)
    if not any(glyph.text.strip() for page in read for glyph in page.glyphs):
        raise FormatError("has no text layer, as a scan: run text recognition (OCR) first", name)
    unknown = sum(
        glyph.text == "\ufffd" or 0xE000 <= ord(glyph.text[0]) <= 0xF8FF
        for page in read
        for glyph in page.glyphs
    )
    if unknown > _UNREADABLE * count:
        message = "its fonts do not say which characters they show: run text recognition (OCR)"
        raise FormatError(message, name)


def _with_levels(
    drafts: Sequence[Draft], sizes: Sequence[float], layout: Layout
) -> list[Draft]:
    """The drafts, those in larger type as headings: the larger, the higher.

    Lines in bold type of the size of the text come below these.
    """
    larger = [
        size > _LARGER * layout.body and _can_be_heading(draft)
        for draft, size in zip(drafts, sizes, strict=True)
    ]
    order = sorted({size for size, head in zip(sizes, larger, strict=True) if head}, reverse=True)
    levels = {size: min(level, _DEEPEST) for level, size in enumerate(order, 1)}
    found = []
    for index, (draft, size, head) in enumerate(zip(drafts, sizes, larger, strict=True)):
        if head:
            draft = draft._replace(level=levels[size])
        elif _stands_out(drafts, index) and len(order) < _DEEPEST:
            draft = draft._replace(level=len(order) + 1)
        found.append(draft)
    return found


def _can_be_heading(draft: Draft) -> bool:
    text = draft.text
    worded = sum(char.isalpha() for char in text) >= 2
    return worded and len(text) <= _LONGEST_HEADING and role(text) != "contents"


def _stands_out(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a line in bold stands above a paragraph that is not."""
    draft = drafts[index]
    if not draft.bold or index + 1 >= len(drafts) or drafts[index + 1].bold:
        return False
    text = draft.text
    alone = index == 0 or not drafts[index - 1].bold
    return alone and _can_be_heading(draft) and is_title(text) and not ends_sentence(text)
