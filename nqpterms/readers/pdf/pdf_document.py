"""A PDF with a text layer to blocks.

pages ─▶ glyphs ─▶ rows, column after column ─▶ without heads and feet ─▶ without footnotes
      ─▶ paragraphs ─▶ headings by size ─▶ text and Blocks

A page gives its Glyphs upright, whichever way the page or its text is turned; text that runs
another way than most of the page (a stamp, a watermark) is left out.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from unicodedata import east_asian_width

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.files.budget import budget, look_at_clock, refusal, seconds_for
from nqpterms.files.limited_process import (
    EndedEarlyError,
    ProcessLimits,
    answers,
)
from nqpterms.files.remarks import remark
from nqpterms.lang.chinese import RADICALS, has_han
from nqpterms.readers.pdf.page_rows import Glyph, Page, ordered_rows
from nqpterms.readers.pdf.pdf_paragraphs import paragraph_drafts
from nqpterms.readers.pdf.pdfium_pages import (
    CharacterStyle,
    PageCharacters,
    PdfRefusal,
)
from nqpterms.readers.text_blocks import (
    Block,
    Draft,
    DraftLine,
    Sheet,
    TextSource,
    composed,
)

# Of the characters, at most, may be unknown because the fonts do not say what they are.
_UNREADABLE = 0.2


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
    chrome = [
        Draft((DraftLine(row.text, Sheet(row.page)),), kind="chrome")
        for row in furniture
    ]
    return composed([*paragraph_drafts(rows), *chrome])


def _check_readable(pages: Sequence[Page], name: str) -> None:
    """Raises FormatError where there is no text, or where the fonts hide what it says."""
    texts = [glyph.text for page in pages for glyph in page.glyphs]
    if not any(map(str.strip, texts)):
        raise FormatError(
            "has no text layer, as a scan: run text recognition (OCR) first",
            name,
        )
    unknown = sum(
        text == _UNKNOWN or 0xE000 <= ord(text[0]) <= 0xF8FF for text in texts
    )
    if unknown > _UNREADABLE * len(texts):
        message = "its fonts do not say which characters they show: run text recognition (OCR)"
        raise FormatError(message, name)


# On a page of which is judged whether its characters can be meant.
_FEWEST_HAN = 40
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


# -- glyphs, by pdfium in a process of its own -------------------------------------------------

PAGE_LIMIT = 3000  # pages of one document

# Of the file that the process holds: what it was sent, and pdfium's own.
_COPIES = 2
_PDFIUM = "nqpterms.readers.pdf.pdfium_pages"
_UNKNOWN = "\ufffd"
_HYPHENS = (0x02, 0xAD, 0xFFFE)  # what pdfium makes of one that ends a line
_NO_CHARACTERS = dict.fromkeys([*range(0x20), 0x7F, 0xFFFF], "") | {0: _UNKNOWN}
_NO_CHARACTERS |= dict.fromkeys(_HYPHENS, "-")


class _Character(Struct, frozen=True):
    """A character of a page as it lies, with its text and its style."""

    style: CharacterStyle
    text: str
    left: float
    right: float
    x: float
    y: float
    blank: bool


def _pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages of a PDF in order; *name* is for messages.

    Raises FormatError for what is damaged, encrypted or too long, or takes too much to be read;
    MissingExtraError without pypdfium2.
    """
    if not _is_installed("pypdfium2"):
        raise MissingExtraError("pypdfium2", "pdf", f"{name}: a PDF")
    if b"%PDF-" not in data[:1024]:
        raise FormatError("is no PDF: it does not begin with %PDF-", name)
    allowed = budget()
    question = {"most_pages": PAGE_LIMIT, "most_characters": allowed.characters}
    seconds = math.ceil(seconds_for(len(data)))
    limits = ProcessLimits(allowed.memory + _COPIES * len(data), seconds)
    decoder = msgspec.msgpack.Decoder(PageCharacters | PdfRefusal)
    with closing(answers(_PDFIUM, question, data, limits)) as parts:
        try:
            for part in map(decoder.decode, parts):
                look_at_clock()
                if isinstance(part, PdfRefusal):
                    raise _error(part, name)
                yield _upright_page(part)
        except EndedEarlyError as error:
            raise _over_limit(error, name) from None


def _is_installed(package: str) -> bool:
    """Whether a package can be imported; it is not, for its import takes long."""
    try:
        return find_spec(package) is not None
    except ValueError:  # somebody has put nothing in its place
        return False


def _error(refused: PdfRefusal, name: str) -> FormatError:
    """What pdfium will not read, in words."""
    if refused.reason == "encrypted":
        return FormatError("is encrypted: save it without a password", name)
    if refused.reason == "pages":
        return FormatError(
            f"has more than {PAGE_LIMIT:,} pages: split it", name
        )
    if refused.reason == "characters":
        most = budget().characters
        return refusal(f"has more than {most:,} characters", "characters", name)
    where = f"page {refused.page} " if refused.page else ""
    return FormatError(f"{where}is damaged or no PDF that can be read", name)


def _over_limit(error: EndedEarlyError, name: str) -> FormatError:
    """Why the process of pdfium has ended before its time, in words."""
    if error.out_of_time:
        return refusal("takes too long to be read", "seconds", name)
    most = budget().memory
    message = (
        f"is damaged, or takes more than {most:,} bytes of memory to be read"
    )
    return refusal(message, "memory", name)


def _upright_page(page: PageCharacters) -> Page:
    """A page with the glyphs that run the way most of them do."""
    characters = list(_characters(page))
    turns = Counter(one.style.turn for one in characters if one.style.turn >= 0)
    turn = turns.most_common(1)[0][0] if turns else 0
    size = page.width, page.height
    width, height = size if turn % 2 == 0 else (size[1], size[0])
    glyphs = [
        _upright(one, size) for one in characters if one.style.turn == turn
    ]
    return Page(page.number, width, height, glyphs)


def _characters(page: PageCharacters) -> Iterator[_Character]:
    """The characters of a page that stand for some text.

    A blank before one that does not is a blank before the next.
    """
    blank = False
    for style, code, left, right, x, y, is_behind_blank in map(
        astuple, page.characters
    ):
        blank = blank or is_behind_blank
        text = _text(code)
        if not text:
            continue
        yield _Character(page.styles[style], text, left, right, x, y, blank)
        blank = False


def _upright(character: _Character, page: tuple[float, float]) -> Glyph:
    """A glyph with the page turned so that the text is upright."""
    style, text = character.style, character.text
    left, right, x, y = (
        character.left,
        character.right,
        character.x,
        character.y,
    )
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
        if (
            east_asian_width(text[0]) in "WF"
        ):  # some fonts give the box of the ink only
            left, right = min(left, x), max(right, x + style.size)
    return Glyph(
        text, left, right, base, style.size, style.bold, character.blank
    )


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
