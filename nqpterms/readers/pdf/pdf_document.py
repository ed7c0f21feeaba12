"""A PDF with a text layer to blocks.

pages ─▶ glyphs ─▶ rows, column after column ─▶ without heads and feet ─▶ without footnotes
      ─▶ paragraphs ─▶ headings by size ─▶ text and Blocks

A page gives its Glyphs upright, whichever way the page or its text is turned; text that runs
another way than most of the page (a stamp, a watermark) is left out.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unicodedata import east_asian_width

from msgspec import Struct

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.budget import budget, look_at_clock, refusal
from nqpterms.files.remarks import remark
from nqpterms.lang.chinese import RADICALS, has_han
from nqpterms.readers.pdf.page_rows import Glyph, Page, ordered_rows
from nqpterms.readers.pdf.pdf_paragraphs import paragraph_drafts
from nqpterms.readers.text_blocks import Block, Draft, DraftLine, Sheet, TextSource, composed

_UNREADABLE = (
    0.2  # of the characters, at most, may be unknown because the fonts do not say what they are
)


def pdf_blocks(data: bytes, name: str) -> tuple[TextSource, list[Block]]:
    """The text layer of a PDF and its blocks; *name* is for messages.

    Running heads, feet and page numbers are of kind "chrome", footnotes of kind "note". Raises
    FormatError for what is damaged or encrypted, and for a scan without a text layer;
    MissingExtraError without pypdfium2.
    """
    pages = list(_pages(data, name))
    _check_readable(pages, name)
    _say_implausible(pages, name)
    rows, furniture = ordered_rows(pages)
    chrome = [Draft((DraftLine(row.text, Sheet(row.page)),), kind="chrome") for row in furniture]
    return composed([*paragraph_drafts(rows), *chrome])


def _check_readable(pages: Sequence[Page], name: str) -> None:
    """Raises FormatError where there is no text, or where the fonts hide what it says."""
    texts = [glyph.text for page in pages for glyph in page.glyphs]
    if not any(map(str.strip, texts)):
        raise FormatError("has no text layer, as a scan: run text recognition (OCR) first", name)
    unknown = sum(text == _UNKNOWN or 0xE000 <= ord(text[0]) <= 0xF8FF for text in texts)
    if unknown > _UNREADABLE * len(texts):
        message = "its fonts do not say which characters they show: run text recognition (OCR)"
        raise FormatError(message, name)


_FEWEST_HAN = 40  # on a page of which is judged whether its characters can be meant
_COMMON_SHARE = 0.7  # of the Han of a page, at least; texts have .97, a wrong map of a font .3
_COMMON_HAN = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))
"""The codes whose first planes are the common characters, and the lead bytes of these."""


def _say_implausible(pages: Sequence[Page], name: str) -> None:
    """Remarks on the pages whose Han are so rare that a font must name other characters."""
    wrong = [page.number for page in pages if _is_implausible(page)]
    if not wrong:
        return
    numbers = ", ".join(map(str, wrong[:5])) + (" …" if len(wrong) > 5 else "")
    remark(
        f"{name}: page {numbers}: hardly any common Chinese character: the fonts seem to name "
        "other characters than they show; run text recognition (OCR)"
    )


def _is_implausible(page: Page) -> bool:
    han = [glyph.text for glyph in page.glyphs if has_han(glyph.text)]
    if len(han) < _FEWEST_HAN:
        return False
    return sum(map(_is_common, han)) < _COMMON_SHARE * len(han)


def _is_common(char: str) -> bool:
    """Whether a character is among the common ones of Simplified or Traditional Chinese."""
    for code, first, last in _COMMON_HAN:
        lead = char.encode(code, "ignore")[:1]
        if lead and first <= lead[0] <= last:
            return True
    return False


# -- glyphs, by pdfium -------------------------------------------------------------------------

PAGE_LIMIT = 3000  # pages of one document

_PASSWORD, _SECURITY = 4, 5  # error codes of pdfium (fpdfview.h)
_LINE_ENDS = (9, 10, 13)
_BLANK = 32
_UNKNOWN = "\ufffd"
_HYPHENS = (0x02, 0xAD, 0xFFFE)  # what pdfium makes of one that ends a line
_NO_CHARACTERS = dict.fromkeys([*range(0x20), 0x7F, 0xFFFF], "") | {0: _UNKNOWN}
_NO_CHARACTERS |= dict.fromkeys(_HYPHENS, "-")
_BOLD_NAME = re.compile("bold|black|heavy|demi|simhei|heiti|黑体", re.IGNORECASE)
_BOLD_WEIGHT = 600
_STROKED = 2  # the rendering mode that fills and strokes, a poor man's bold (ISO 32000-1, 9.3.6)


class _Style(Struct, frozen=True):
    size: float
    bold: bool
    turn: int  # quarters of a circle that the text is turned to the left; -1 for other angles


class _Character(Struct, frozen=True):
    """A character as pdfium has it: its box and its origin in points of the page as it lies."""

    style: _Style
    text: str
    left: float
    right: float
    x: float
    y: float
    blank: bool


def _pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF in order; *name* is for messages.

    Raises FormatError for what is damaged, encrypted or too long, MissingExtraError without
    pypdfium2.
    """
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError("pypdfium2", "pdf", f"{name}: a PDF") from None
    if b"%PDF-" not in data[:1024]:
        raise FormatError("is no PDF: it does not begin with %PDF-", name)
    with _one_line_errors(name, pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > PAGE_LIMIT:
            raise FormatError(f"has more than {PAGE_LIMIT:,} pages: split it", name)
        most = remaining = budget().characters
        for number in range(len(document)):
            look_at_clock()
            with _one_line_errors(name, pypdfium2.PdfiumError, number + 1):
                page = document[number]
                text = page.get_textpage()
            remaining -= text.count_chars()
            if remaining < 0:
                raise refusal(f"has more than {most:,} characters", "characters", name)
            characters = list(_characters(pypdfium2.raw, text))
            yield _upright_page(number + 1, page.get_size(), characters)
            text.close()
            page.close()
    finally:
        document.close()


@contextmanager
def _one_line_errors(name: str, error: type[Exception], page: int | None = None) -> Iterator[None]:
    """Errors of pdfium as FormatErrors."""
    try:
        yield
    except error as problem:
        code = getattr(problem, "err_code", None)
        if code in (_PASSWORD, _SECURITY):
            raise FormatError("is encrypted: save it without a password", name) from None
        where = f"page {page} " if page else ""
        raise FormatError(f"{where}is damaged or no PDF that can be read", name) from None


def _characters(raw: Any, page: Any) -> Iterator[_Character]:
    """The characters of one page in the order of the file; what has no height is left out."""
    styles: dict[int | None, _Style] = {}  # by the address of the text object
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    blank = False
    handle = page.raw
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        # What pdfium makes up itself is blanks and line ends.
        if code in _LINE_ENDS or (code == _BLANK and raw.FPDFText_IsGenerated(handle, index) == 1):
            blank = True
            continue
        text = _text(code)
        if not text:
            continue
        text_object = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(text_object.contents) if text_object else None
        if key not in styles:
            styles[key] = _style(raw, handle, index)
        style = styles[key]
        if not style.size:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        yield _Character(style, text, box.left, box.right, x.value, y.value, blank)
        blank = False


def _upright_page(number: int, size: tuple[float, float], characters: Sequence[_Character]) -> Page:
    """A page with the glyphs that run the way most of them do."""
    turns = Counter(one.style.turn for one in characters if one.style.turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = size if turn % 2 == 0 else (size[1], size[0])
    glyphs = [_upright(one, size) for one in characters if one.style.turn == turn]
    return Page(number, width, height, glyphs)


def _upright(character: _Character, page: tuple[float, float]) -> Glyph:
    """A glyph with the page turned so that the text is upright."""
    style, text = character.style, character.text
    left, right, x, y = character.left, character.right, character.x, character.y
    width, height = page
    length = style.size * len(text)
    if style.turn == 1:
        left, right, base = y, y + length, width - x
    elif style.turn == 2:
        left, right, base = width - right, width - left, height - y
    elif style.turn == 3:
        left, right, base = height - y, height - y + length, x
    else:
        base = y
        if east_asian_width(text[0]) in "WF":  # some fonts give the box of the ink only
            left, right = min(left, x), max(right, x + style.size)
    return Glyph(text, left, right, base, style.size, style.bold, character.blank)


def _style(raw: Any, page: Any, index: int) -> _Style:
    """Size, weight and direction of the text object in which a character stands."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    nearest = round(angle / 90)
    turn = nearest % 4 if abs(angle - 90 * nearest) < 5 else -1
    return _Style(round(size, 1), _is_bold(raw, page, index), turn)


def _is_bold(raw: Any, page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(page, index) >= _BOLD_WEIGHT:
        return True
    font, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, font, 128, flags)
    if _BOLD_NAME.search(font.value.decode("utf-8", "replace")):
        return True
    text_object = raw.FPDFText_GetTextObject(page, index)
    return bool(text_object) and raw.FPDFTextObj_GetTextRenderMode(text_object) == _STROKED


def _text(code: int) -> str:
    """What a character code stands for: radicals as characters, ligatures as letters.

    Fonts draw a radical and its character alike, and some PDFs name the radical.
    """
    if 0x20 < code < 0x7F or 0x4E00 <= code < 0xA000:  # most of all text
        return chr(code)
    if code in _NO_CHARACTERS:
        return _NO_CHARACTERS[code]
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return _UNKNOWN
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", char.translate(RADICALS))
    return char
