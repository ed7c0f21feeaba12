"""The one safe way to read and write XML.

Every file is hostile until read. Its bytes are opened here, decoded here (UTF-8 and UTF-16, no
other encoding) and looked at before the parser sees them: a declared entity, an entity that is
used and not declared, and a NUL never reach it. libxml2 then bounds the depth (256 elements) and
the length of one text, name or attribute (10 MB), and this module the bytes of one entry. Whatever
is refused is one FormatError with its line.

`iterate` reads a file of any size in constant memory; `parse` reads a small one whole.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.writing import atomic

Element: TypeAlias = Any  # lxml ships no types: an `lxml.etree._Element`
ElementTree: TypeAlias = Any  # an `lxml.etree._ElementTree`

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

WHOLE_LIMIT = 32 * 2**20  # bytes of a file read whole; its tree takes about seven times as much
ENTRY_LIMIT = 16 * 2**20  # bytes between one yielded element and the next
CHUNK = 2**16  # bytes read at a time
LAST_LINE = 65_535  # libxml2 keeps an element's line in 16 bits

_XINCLUDE = "{http://www.w3.org/2001/XInclude}*"
_DECLARATION = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_ENTITY = re.compile(
    rb"<!ENTITY|&(?!(?:amp|lt|gt|quot|apos);)((?=[A-Za-z_:\x80-\xff])[^;\s<>&\"']{1,200});"
)
_OVERLAP = 256  # bytes looked at again with the next chunk, for what the end of this one has cut
_TOO_LARGE = 114  # libxml2's XML_ERR_RESOURCE_LIMIT
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(path: str | Path, *, limit: int = WHOLE_LIMIT, gzipped: bool = False) -> ElementTree:
    """The whole tree of a file of at most *limit* bytes; `gzipped` unpacks it first."""
    with _opened(path, gzipped=gzipped) as file:
        return _whole(_Source(file, str(path), limit))


def parse_bytes(data: bytes, name: str, *, limit: int = WHOLE_LIMIT) -> ElementTree:
    """The whole tree of *data*; `name` stands for the path in messages.

    >>> parse_bytes("<p>新质</p>".encode(), "a.xml").getroot().text
    '新质'
    >>> parse_bytes(b'<!DOCTYPE p [<!ENTITY a "b">]><p>&a;</p>', "a.xml")
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xml:1: declares an entity; write the characters themselves
    """
    return _whole(_Source(BytesIO(data), name, limit))


def iterate(
    path: str | Path, tags: Iterable[str], *, limit: int = ENTRY_LIMIT, gzipped: bool = False
) -> Iterator[Element]:
    """Every element with one of *tags*, in order, each cleared when the next is asked for.

    Tags are written `{namespace}name`, `name` without a namespace, `{*}name` in any. One that
    stands inside another of *tags* is yielded first and reaches the outer one empty.
    """
    with _opened(path, gzipped=gzipped) as file:
        source = _Source(file, str(path), limit)
        parser = _parser(("end",), [*tags, _XINCLUDE])
        while chunk := source.read():
            _fed(parser, chunk, source)
            for _, element in parser.read_events():
                source.since = 0
                _no_xinclude(element, source.name)
                yield element
                _forget(element)
        _closed(parser, source)


def root_of(path: str | Path, *, gzipped: bool = False) -> Element:
    """The root element with its attributes, as soon as it has begun; nothing after it is read."""
    with _opened(path, gzipped=gzipped) as file:
        source = _Source(file, str(path), ENTRY_LIMIT)
        parser = _parser(("start",), None)
        while chunk := source.read():
            _fed(parser, chunk, source)
            for _, element in parser.read_events():
                return element
        return _closed(parser, source)


def line_of(element: Element) -> int:
    """The line where an element begins (from 1); right up to line 65,535, see `located`."""
    return int(element.sourceline or 1)


@contextmanager
def writer(path: str | Path, *, gzipped: bool = False) -> Iterator[Any]:
    """A streaming writer of XML (that of `lxml.etree.xmlfile`); the file appears when it is whole.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with writer(Path(folder, "a.xml")) as xml, xml.element("p", lang="zh"):
    ...         xml.write("新质 & 生产力")
    ...     Path(folder, "a.xml").read_text("utf-8").splitlines()[1]
    '<p lang="zh">新质 &amp; 生产力</p>'
    """
    with atomic(path, encoding=None) as file:
        if gzipped:  # no name and no time in it: the same content gives the same bytes
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                yield from _written(cast(IO[bytes], packed))
        else:
            yield from _written(file)


def escape(text: str) -> str:
    """*text* as it stands in an element or a double-quoted attribute.

    Raises FormatError (without path) for what XML cannot hold: control characters, surrogates.

    >>> escape('R&D <"新">')
    'R&amp;D &lt;&quot;新&quot;&gt;'
    """
    if illegal := _ILLEGAL.search(text):
        shown = f"U+{ord(illegal[0]):04X}"
        raise FormatError(f"XML cannot hold the character {shown} in {text[:60]!r}; remove it")
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def _written(file: IO[bytes]) -> Iterator[Any]:
    try:
        with etree.xmlfile(file, encoding="UTF-8") as xml:
            xml.write_declaration()
            yield xml
    except ValueError as error:  # lxml's word for a control character
        raise FormatError(f"XML cannot hold a text: {error}") from error


def _opened(path: str | Path, *, gzipped: bool) -> IO[bytes]:
    try:
        if gzipped:
            return cast(IO[bytes], gzip.open(path, "rb"))
        return Path(path).open("rb")
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path) from error


class _Source:
    """The bytes of a file as UTF-8, a chunk at a time, looked at before they are handed on."""

    def __init__(self, file: IO[bytes], name: str, limit: int) -> None:
        self.file, self.name, self.limit = file, name, limit
        self.since = 0  # bytes handed on since the reader last set it back
        self.line = 1  # where `tail` begins
        self.doctype = False
        self.tail = b""
        head = self._raw()
        self.encoding = _encoding(head, name)
        self.decoder = codecs.getincrementaldecoder(self.encoding)()
        self.pending = head

    def read(self) -> bytes:
        raw, self.pending = self.pending or self._raw(), b""
        if self.encoding == "utf-8":
            chunk = raw
        else:
            try:
                chunk = self.decoder.decode(raw, final=not raw).encode("utf-8")
            except UnicodeError as error:
                raise self.refused(f"is not {self.encoding.upper()}: {error}") from error
        self._inspect(chunk)
        self.since += len(chunk)
        if self.since > self.limit:
            raise self.refused(f"holds more than {self.limit:,} bytes in one piece")
        return chunk

    def refused(self, message: str, lines: int = 0) -> FormatError:
        return FormatError(message, self.name, self.line + lines)

    def _raw(self) -> bytes:
        try:
            return self.file.read(CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise FormatError(f"cannot be read: {error}", self.name) from error

    def _inspect(self, chunk: bytes) -> None:
        seen = self.tail + chunk
        if (at := seen.find(b"\0")) >= 0:
            raise self.refused("holds a NUL byte; XML has none", seen.count(b"\n", 0, at))
        # Without a DOCTYPE the parser itself refuses every entity but the five of XML.
        self.doctype = self.doctype or b"<!DOCTYPE" in seen
        if self.doctype and (found := _ENTITY.search(seen)):
            lines = seen.count(b"\n", 0, found.start())
            if found[1] is None:
                raise self.refused("declares an entity; write the characters themselves", lines)
            said = found[0].decode("utf-8", "replace")
            raise self.refused(f"uses the undeclared entity {said}; write the character", lines)
        self.tail = seen[-_OVERLAP:]
        self.line += seen.count(b"\n", 0, len(seen) - len(self.tail))


def _encoding(head: bytes, name: str) -> str:
    if head.startswith(b"\x1f\x8b"):
        raise FormatError("is packed with gzip; unpack it, or name it .gz", name)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FormatError("is in UTF-32; save it as UTF-8", name)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(b"<\0"):
        return "utf-16-le"
    if head.startswith(b"\0<"):
        return "utf-16-be"
    declared = _DECLARATION.match(head.removeprefix(codecs.BOM_UTF8))
    if declared:
        said = declared[1].decode("ascii", "replace")
        if said.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            raise FormatError(f"declares the encoding {said!r}; save it as UTF-8", name, 1)
    return "utf-8"


def _parser(events: tuple[str, ...], tags: list[str] | None) -> Any:
    return etree.XMLPullParser(events=cast(Any, events), tag=tags, **_OPTIONS)


_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _whole(source: _Source) -> ElementTree:
    parser = etree.XMLParser(**_OPTIONS)
    while chunk := source.read():
        _fed(parser, chunk, source)
    root = _closed(parser, source)
    for element in root.iter(_XINCLUDE):
        _no_xinclude(element, source.name)
    return root.getroottree()


def _fed(parser: Any, chunk: bytes, source: _Source) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _syntax(error, source) from error


def _closed(parser: Any, source: _Source) -> Element:
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise _syntax(error, source) from error


def _syntax(error: Any, source: _Source) -> FormatError:
    line = error.lineno or source.line
    if error.code == _TOO_LARGE:
        said = "nests deeper than 256 elements, or holds a text or attribute over 10 MB"
    else:
        said = re.sub(r"\s*,? \(?line \d+.*$", "", error.msg or "no element", flags=re.DOTALL)
        said = f"is not well-formed XML: {said.strip()}"
    return FormatError(said, source.name, line)


def _no_xinclude(element: Element, name: str) -> None:
    if element.tag.startswith(_XINCLUDE[:-1]):
        raise FormatError("asks for another file by XInclude", name, line_of(element))


def _forget(element: Element) -> None:
    element.clear()
    while (parent := element.getparent()) is not None:
        while parent[0] is not element:
            del parent[0]
        element = parent
