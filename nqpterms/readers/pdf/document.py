"""A PDF with a text layer to blocks.

pages ─▶ glyphs ─▶ rows, column after column ─▶ without heads and feet ─▶ without footnotes
      ─▶ paragraphs ─▶ headings by size ─▶ text and Blocks
"""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.errors import FormatError
from nqpterms.readers.blocks import Block, Sheet, Source
from nqpterms.readers.composing import Draft, Line, composed
from nqpterms.readers.numbering import numbered
from nqpterms.readers.pdf.footnotes import without_footnotes
from nqpterms.readers.pdf.furniture import on_every_page
from nqpterms.readers.pdf.glyphs import Page, pages
from nqpterms.readers.pdf.joining import vocabulary
from nqpterms.readers.pdf.paragraphs import Layout, drafted, layout_of, parted
from nqpterms.readers.pdf.rows import ordered_rows, rows_of, runs_of, wide_gaps
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
    gaps = wide_gaps([glyph for page in read for glyph in page.glyphs])
    runs = [runs_of(page.glyphs, gaps) for page in read]
    whole = [rows_of(page_runs, page.number) for page, page_runs in zip(read, runs, strict=True)]
    outer = on_every_page(whole, [page.height for page in read])
    inner = []
    for page, page_runs in zip(read, runs, strict=True):
        heights = {base for row in outer if row.page == page.number for base in row.bases}
        inner.append((page.number, [run for run in page_runs if run.base not in heights]))
    rows = ordered_rows(inner)
    layout = layout_of(rows)
    known = vocabulary(row.text for row in rows)
    body, notes = without_footnotes(rows, layout, known)
    groups = [(group[0].size, drafted(group, known)) for group in parted(body, layout)]
    drafts = [(draft, size) for size, drafts in groups for draft in drafts]
    chrome = [
        Draft((Line(row.text, Sheet(row.page)),), kind="chrome")
        for row in sorted(outer, key=lambda row: (row.page, -row.base))
    ]
    return composed([*_with_levels(drafts, layout), *notes, *chrome])


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


def _with_levels(drafts: Sequence[tuple[Draft, float]], layout: Layout) -> list[Draft]:
    """The drafts, those whose size is larger than that of the text as headings, the larger the
    higher; lines in bold type of the size of the text come below these."""
    larger = [s > _LARGER * layout.body and _can_be_heading(d) for d, s in drafts]
    order = sorted({s for (_, s), head in zip(drafts, larger, strict=True) if head}, reverse=True)
    levels = {size: min(level, _DEEPEST) for level, size in enumerate(order, 1)}
    found: list[Draft] = []
    following = [*(draft for draft, _ in drafts[1:]), None]
    for (draft, size), head, after in zip(drafts, larger, following, strict=True):
        level = levels[size] if head else None
        if not head and after and _stands_out(found[-1] if found else None, draft, after):
            level = min(len(order) + 1, _DEEPEST)
        found.append(draft._replace(level=level))
    return found


def _can_be_heading(draft: Draft) -> bool:
    text = draft.text
    worded = sum(char.isalpha() for char in text) >= 2
    return worded and len(text) <= _LONGEST_HEADING and role(text) != "contents"


def _stands_out(before: Draft | None, draft: Draft, after: Draft) -> bool:
    """Whether a line in bold without a number stands alone above a paragraph that is not bold."""
    if not draft.bold or after.bold or (before and before.bold and not before.level):
        return False
    text = draft.text
    title = is_title(text) and not ends_sentence(text) and not numbered(text)
    return title and _can_be_heading(draft)
