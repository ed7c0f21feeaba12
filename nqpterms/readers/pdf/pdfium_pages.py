"""What pdfium says of the pages of a PDF, as plain values: this runs in a process of its own.

    data ──answer──▶ PageCharacters, PageCharacters, …   or a PdfRefusal, which ends them

pdfium is not Python: a page of a few kilobytes can keep it busy for hours and fill the memory, and
nothing inside the process would stop it (`nqpterms.files.limited_process`). Here is only what has
to be asked there; the module imports nothing of ours, so that the process starts quickly.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

_PASSWORD, _SECURITY = 4, 5  # error codes of pdfium (fpdfview.h)
_LINE_ENDS = (9, 10, 13)
_BLANK = 32
_BOLD_NAME = re.compile(
    "bold|black|heavy|demi|simhei|heiti|黑体", re.IGNORECASE
)
_BOLD_WEIGHT = 600
_STROKED = 2  # the rendering mode that fills and strokes, a poor man's bold (ISO 32000-1, 9.3.6)

Reason = Literal["damaged", "encrypted", "pages", "characters"]


class CharacterStyle(Struct, frozen=True, array_like=True):
    """How a stretch of text is set: its size in points, and whether it is bold.

    `turn` counts quarters of a circle that it is turned to the left, -1 for other angles.
    """

    size: float
    bold: bool
    turn: int


class PageCharacter(Struct, frozen=True, array_like=True):
    """A character as pdfium has it: its box and its origin in points of the page as it lies.

    `style` is an index of the page's styles, `code` a code point or what pdfium puts for one;
    `blank` says that pdfium sees a blank before it.
    """

    style: int
    code: int
    left: float
    right: float
    x: float
    y: float
    blank: bool


class PageCharacters(Struct, frozen=True, array_like=True, tag=True):
    """The characters of a page in the order of the file, without blanks and line ends."""

    number: int
    width: float
    height: float
    styles: list[CharacterStyle]
    characters: list[PageCharacter]


class PdfRefusal(Struct, frozen=True, array_like=True, tag=True):
    """Why there are no pages, or no more; *page* is 0 where it is the whole document."""

    reason: Reason
    page: int = 0


def answer(
    data: bytes, most_pages: int, most_characters: int
) -> Iterator[bytes]:
    """The pages of a PDF in order, each encoded on its own, up to a refusal."""
    encode = msgspec.msgpack.Encoder().encode
    for part in _parts(data, most_pages, most_characters):
        yield encode(part)


def _parts(
    data: bytes, most_pages: int, most_characters: int
) -> Iterator[PageCharacters | PdfRefusal]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield _refusal(error)
        return
    if len(document) > most_pages:
        yield PdfRefusal("pages")
        return
    remaining = most_characters
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            yield _refusal(error, number)
            return
        remaining -= text.count_chars()
        if remaining < 0:
            yield PdfRefusal("characters")
            return
        yield _page_characters(pypdfium2.raw, number, page, text)
        text.close()
        page.close()


def _refusal(error: Exception, page: int = 0) -> PdfRefusal:
    is_locked = getattr(error, "err_code", None) in (_PASSWORD, _SECURITY)
    return PdfRefusal("encrypted" if is_locked else "damaged", page)


def _page_characters(
    raw: Any, number: int, page: Any, text: Any
) -> PageCharacters:
    """The characters of one page; what has no height is left out."""
    width, height = page.get_size()
    result = PageCharacters(number, width, height, [], [])
    numbers: dict[
        int | None, int
    ] = {}  # of styles, by the address of the text object
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    blank = False
    handle = text.raw
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        # What pdfium makes up itself is blanks and line ends.
        if code in _LINE_ENDS or (
            code == _BLANK and raw.FPDFText_IsGenerated(handle, index) == 1
        ):
            blank = True
            continue
        text_object = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(text_object.contents) if text_object else None
        if key not in numbers:
            numbers[key] = len(result.styles)
            result.styles.append(_style(raw, handle, index))
        style = numbers[key]
        if not result.styles[style].size:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        character = PageCharacter(
            style, code, box.left, box.right, x.value, y.value, blank
        )
        result.characters.append(character)
        blank = False
    return result


def _style(raw: Any, page: Any, index: int) -> CharacterStyle:
    """Size, weight and direction of the text object in which a character stands."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    size = raw.FPDFText_GetFontSize(page, index) * math.hypot(
        matrix.c, matrix.d
    )
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    nearest = round(angle / 90)
    turn = nearest % 4 if abs(angle - 90 * nearest) < 5 else -1
    return CharacterStyle(round(size, 1), _is_bold(raw, page, index), turn)


def _is_bold(raw: Any, page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(page, index) >= _BOLD_WEIGHT:
        return True
    font, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, font, 128, flags)
    if _BOLD_NAME.search(font.value.decode("utf-8", "replace")):
        return True
    text_object = raw.FPDFText_GetTextObject(page, index)
    return (
        bool(text_object)
        and raw.FPDFTextObj_GetTextRenderMode(text_object) == _STROKED
    )
