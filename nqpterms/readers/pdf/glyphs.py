"""The characters of a PDF and where they stand, by pdfium.

A page gives its Glyphs upright, whichever way the page or its text is turned; text that runs
another way than most of the page (a stamp, a watermark) is left out.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from nqpterms.errors import FormatError, MissingExtraError

PAGE_LIMIT = 3000  # pages of one document
GLYPH_LIMIT = 10_000_000  # characters of one document: twenty long books

_PASSWORD, _SECURITY = 4, 5  # error codes of pdfium (fpdfview.h)
_LINE_ENDS = (9, 10, 13)
_BLANK = 32
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-"}  # what pdfium makes of one that ends a line
_BOLD_NAME = re.compile("bold|black|heavy|demi|simhei|heiti|黑体", re.IGNORECASE)
_BOLD_WEIGHT = 600
_STROKED = 2  # the rendering mode that fills and strokes, a poor man's bold (ISO 32000-1, 9.3.6)
# Fonts draw a radical and its character alike, and some PDFs name the radical: the Kangxi ones
# have a normal form in Unicode, these do not.
_RADICALS = str.maketrans(
    "⺁⺇⺌⺎⺏⺐⺒⺓⺛⺝⺟⺠⺡⺤⺨⺩⺪⺫⺬⺭⺮⺱⺶⺷⺸⺼⻁⻄⻅⻆⻉⻋⻌⻑⻓⻔⻖⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂几小兀尣尢巳幺旡月母民氵爪犭王疋目示礻竹罒羊羊羊肉虎西见角贝车辶長长门阝青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟",
)


class Glyph(NamedTuple):
    """A character of a page: its text, its left and right end, base line, size in points.

    x runs to the right and y up. `blank` says that pdfium sees a blank before it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    blank: bool


class Page(NamedTuple):
    """The glyphs of a page as they stand in the file, and the size of the page in points."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]


class _Style(NamedTuple):
    size: float
    bold: bool
    turn: int  # quarters of a circle that the text is turned to the left; -1 for other angles


def pages(data: bytes, name: str) -> Iterator[Page]:
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
    with _told(name, pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > PAGE_LIMIT:
            raise FormatError(f"has more than {PAGE_LIMIT:,} pages: split it", name)
        left = GLYPH_LIMIT
        for number in range(len(document)):
            with _told(name, pypdfium2.PdfiumError, number + 1):
                page = document[number]
                text = page.get_textpage()
            left -= text.count_chars()
            if left < 0:
                raise FormatError(f"has more than {GLYPH_LIMIT:,} characters: split it", name)
            yield _page(pypdfium2.raw, text, number + 1, page.get_size())
            text.close()
            page.close()
    finally:
        document.close()


@contextmanager
def _told(name: str, error: type[Exception], page: int | None = None) -> Iterator[None]:
    try:
        yield
    except error as problem:
        code = getattr(problem, "err_code", None)
        if code in (_PASSWORD, _SECURITY):
            raise FormatError("is encrypted: save it without a password", name) from None
        where = f"page {page} " if page else ""
        raise FormatError(f"{where}is damaged or no PDF that can be read", name) from None


def _page(raw: Any, page: Any, number: int, size: tuple[float, float]) -> Page:
    """The glyphs of one page that run the way most of them do."""
    styles: dict[int | None, _Style] = {}
    found: list[tuple[_Style, str, tuple[float, float, float, float], bool]] = []
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
        shown = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(shown.contents) if shown else None
        if key not in styles:
            styles[key] = _style(raw, handle, index)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        found.append((styles[key], text, (box.left, box.right, x.value, y.value), blank))
        blank = False
    turns = Counter(style.turn for style, *_ in found if style.turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    width, height = size if turn % 2 == 0 else (size[1], size[0])
    glyphs = [
        _upright(style, text, box_, blank_, size)
        for style, text, box_, blank_ in found
        if style.turn == turn
    ]
    return Page(number, width, height, glyphs)


def _upright(
    style: _Style,
    text: str,
    box: tuple[float, float, float, float],
    blank: bool,
    page: tuple[float, float],
) -> Glyph:
    """A glyph with the page turned so that the text is upright."""
    left, right, x, y = box
    width, height = page
    if style.turn == 1:
        left, right, base = y, y + style.size * len(text), width - x
    elif style.turn == 2:
        left, right, base = width - right, width - left, height - y
    elif style.turn == 3:
        left, right, base = height - y, height - y + style.size * len(text), x
    else:
        base = y
        if east_asian_width(text[0]) in "WF":  # some fonts give the box of the ink only
            left, right = min(left, x), max(right, x + style.size)
    return Glyph(text, left, right, base, style.size, style.bold, blank)


def _style(raw: Any, page: Any, index: int) -> _Style:
    """Size, weight and direction of the text object in which a character stands."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 128, flags)
    weight = raw.FPDFText_GetFontWeight(page, index)
    text_object = raw.FPDFText_GetTextObject(page, index)
    stroked = bool(text_object) and raw.FPDFTextObj_GetTextRenderMode(text_object) == _STROKED
    named = _BOLD_NAME.search(name.value.decode("utf-8", "replace")) is not None
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    nearest = round(angle / 90)
    turn = nearest % 4 if abs(angle - 90 * nearest) < 5 else -1
    return _Style(round(size, 1), named or weight >= _BOLD_WEIGHT or stroked, turn)


def _text(code: int) -> str:
    """What a character code stands for: radicals as characters, ligatures as letters."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    char = chr(code)
    if 0x20 < code < 0x7F or 0x4E00 <= code < 0xA000:  # most of all text
        return char
    if char in _HYPHENS:
        return _HYPHENS[char]
    if code < 0x20 or code == 0x7F or code == 0xFFFF:
        return ""
    if 0x2E80 <= code <= 0x2EFF:
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", char)
    return char
