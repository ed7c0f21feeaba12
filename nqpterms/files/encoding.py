"""Bytes to text: by byte-order mark, then strict UTF-8, then GB18030 or Big5, whichever reads."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.opening import opened, read_whole
from nqpterms.lang.chinese import has_han, simplified

# The longer marks first: UTF-32-LE begins with the two bytes of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<meta|content-type:)[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,20})""",
    re.IGNORECASE,
)
HEAD = 4096
"""Bytes at the beginning of a web page or of a PO file in which it declares its encoding."""

_CODECS = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gbk", "cp936", "x-gbk", "gb18030"), "gb18030"
    ),
    **dict.fromkeys(
        ("big5", "big5-hkscs", "big5hkscs", "cp950", "x-x-big5"), "big5hkscs"
    ),
    **dict.fromkeys(
        ("windows-1252", "iso-8859-1", "latin1", "iso8859-1"), "cp1252"
    ),
    **{
        f"windows-125{number}": f"cp125{number}"
        for number in (0, 1, 3, 4, 5, 6, 7, 8)
    },
    **{
        f"iso-8859-{number}": f"iso8859-{number}"
        for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15)
    },
    **{
        name: name
        for name in ("koi8-r", "koi8-u", "shift_jis", "euc-jp", "euc-kr")
    },
}
"""Encodings that files declare, and those that they are read in (WHATWG, Encoding, 4.2)."""

_LEGACY = ("gb18030", "big5hkscs")
# Right readings of real texts reach .95 and more, readings in the wrong code stay below .6, and
# Western single-byte texts read as either come out below .3.
_COMMON_SHARE = 0.75
# First bytes of the 3,755 common characters in GB 2312.
_LEVEL_1 = range(0xB0, 0xD8)


def load(path: str | Path) -> str:
    """The text of a file, or of standard input for ``-``, newlines untouched.

    Raises FormatError for what is no readable text file: missing, a folder, empty, binary, or in
    no encoding that we know; the message names the file and the byte.
    """
    with opened(path) as file:
        data = read_whole(file, path)
    return checked(decode(data, name=path), name=path)


def decode(data: bytes, *, name: str | Path | None = None) -> str:
    """The text that the bytes spell; *name* is for the error message.

    >>> decode("新质生产力".encode("gb18030")), decode("新質生產力的發展".encode("big5"))
    ('新质生产力', '新質生產力的發展')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(
                data[len(mark) :], encoding, skipped=len(mark), name=name
            )
    if (at := data.find(0)) >= 0:
        raise FormatError(
            f"byte {at} is NUL: not a text file; save the text as UTF-8", name
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = legacy(data, declared_in=data[:HEAD])
        if text:
            return text
        bad = error.start
        raise FormatError(
            f"byte {bad} (0x{data[bad]:02X}) is not UTF-8, and the file is neither GB18030 nor "
            "Big5; save it as UTF-8",
            name,
        ) from None


def checked(text: str, *, name: str | Path | None = None) -> str:
    """The same text; raises FormatError where it is empty or holds what no text can hold."""
    if not text.strip("\ufeff \t\r\n\f\v\u3000"):
        raise FormatError("holds no text", name)
    if (at := _no_character(text)) is not None:
        line = len(re.findall("\r\n|\r|\n", text[:at])) + 1
        what = f"U+{ord(text[at]):04X}"
        raise FormatError(
            f"{what} is not a character of a text; save it as UTF-8", name, line
        )
    return text


def _no_character(text: str) -> int | None:
    """Where half a surrogate pair or a NUL stands, which no text can hold."""
    try:
        text.encode("utf-8")  # a tenth of the time of a search
    except UnicodeEncodeError as error:
        return error.start
    at = text.find("\0")
    return None if at < 0 else at


def _strict(
    data: bytes, encoding: str, *, skipped: int, name: str | Path | None
) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        raise FormatError(
            f"byte {at} is not {encoding.upper()}, which the file's byte-order mark announces",
            name,
        ) from None


class ExactText(Struct, frozen=True):
    """The whole text of a file, its byte-order mark included, and the codec that spells it."""

    text: str
    codec: str

    def encoded(self, text: str) -> bytes:
        """Another text as the file spells it; a sign that it has not as a reference of XML."""
        return text.encode(self.codec, "xmlcharrefreplace")


def exactly_decoded(data: bytes, codec: str, *, name: str | Path) -> ExactText:
    """The text of a file that can be written back byte for byte; FormatError for any other.

    *codec* counts where no byte-order mark names another.

    >>> exactly_decoded("税\\r\\n".encode("gb18030"), "gb18030", name="a.po").text
    '税\\r\\n'
    """
    codec = marked_encoding(data) or codec
    try:
        text = data.decode(codec)
        is_exact = text.encode(codec) == data
    except UnicodeError:
        is_exact = False
    if not is_exact:
        message = (
            f"cannot be changed in place: it is not {codec.upper()} throughout"
        )
        raise FormatError(f"{message}; save it as UTF-8", name)
    return ExactText(text, codec)


def codec_of(label: str) -> str | None:
    """The codec for an encoding as a file declares it; None for one that is not read.

    >>> codec_of("GB2312"), codec_of("Windows-1251"), codec_of("utf-7")
    ('gb18030', 'cp1251', None)
    """
    return _CODECS.get(label.strip().lower())


def declared_charset(head: str) -> str:
    """The codec that the first lines of a file declare; UTF-8 where they declare none that is read.

    >>> declared_charset('"Content-Type: text/plain; charset=GB2312"')
    'gb18030'
    """
    declared = _DECLARED.search(head.encode("utf-8", "replace"))
    return (
        codec_of(declared[1].decode("ascii")) if declared else None
    ) or "utf-8"


def marked_encoding(head: bytes) -> str:
    """The encoding that a byte-order mark names; "" where there is none.

    >>> marked_encoding(b"\\xff\\xfea\\x00"), marked_encoding(b"a")
    ('utf-16-le', '')
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    return ""


def legacy(data: bytes, *, declared_in: bytes) -> str:
    """The reading in the code that the bytes *declared_in* name or, in an old double-byte code, the
    one that gives nearly only common characters; "" where there is none."""
    declared = _DECLARED.search(declared_in)
    if declared and (code := codec_of(declared[1].decode("ascii"))):
        with suppress(UnicodeDecodeError):
            return data.decode(code)
    readings = []
    for encoding in _LEGACY:
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(readings, key=_common, default="")
    return best if _common(best) >= _COMMON_SHARE else ""


def _common(text: str) -> float:
    """The share, 0 to 1, of common Chinese characters among the non-ASCII letters."""
    letters = Counter(char for char in text if _is_letter(char))
    common = 0
    for char, count in letters.items():
        if has_han(char) and _is_common(char):
            common += count
    return common / max(1, letters.total())


def _is_letter(char: str) -> bool:
    """Whether a character counts: a letter, or what only a wrong reading gives."""
    return not char.isascii() and (char.isalnum() or not char.isprintable())


def _is_common(char: str) -> bool:
    try:
        return simplified(char).encode("gb2312")[0] in _LEVEL_1
    except UnicodeEncodeError:
        return False
