"""The bytes of an XML file, decoded and looked at before a parser sees them."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from lxml import etree
from msgspec import Struct

from nqpterms.errors import FormatError
from nqpterms.files.budget import budget, look_at_clock, refusal
from nqpterms.files.encoding import codec_of
from nqpterms.files.opening import opened
from nqpterms.files.remarks import broken_parts
from nqpterms.files.xml.xml_writer import escape

# Bytes read at a time: what is parsed ahead then stays in the cache.
CHUNK = 2**15

_DECLARATION = re.compile(
    rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']"""
)
_ENTITY = re.compile(
    rb"<!ENTITY|&(?!(?:amp|lt|gt|quot|apos);)((?=[A-Za-z_:\x80-\xff])[^;\s<>&\"']{1,200});"
)
_OVERLAP = 256  # bytes looked at again with the next chunk, for what the end of this one has cut


# Controls, as characters or as references, but for NUL, tab and the line ends.
_NO_XML = re.compile(
    rb"[\x01-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#(?:x0*(?:[1-8bceBCEfF]|1[0-9a-fA-F])|0*(?:[1-8]|1[124-9]|2[0-9]|3[01]));"
)
_BEGUN_REFERENCE = re.compile(rb"&#?x?[0-9a-fA-F]{0,8}\Z")


_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\r")


def _may_be_illegal(chunk: bytes) -> bool:
    """Whether a chunk holds a control or a reference; quicker by far than the search for them."""
    return b"&#" in chunk or len(chunk.translate(None, _CONTROLS)) < len(chunk)


def _code_point(sign: bytes) -> int:
    """The code point of a character, or of a reference to one."""
    if len(sign) == 1:
        return sign[0]
    digits = sign[2:-1]
    return int(digits[1:], 16) if digits[:1] == b"x" else int(digits)


class Source:
    """The bytes of a file as UTF-8, a chunk at a time, looked at before they are handed on."""

    def __init__(
        self,
        file: IO[bytes],
        name: str,
        limit: int,
        *,
        elements: int | None = None,
    ) -> None:
        limits = budget()
        self.file, self.name, self.limit = file, name, limit
        self._most_elements = limits.elements if elements is None else elements
        self._most_attributes = limits.attributes
        self.since = 0  # bytes handed on since the reader last set it back
        self._elements = 0  # begun since then
        self.line = 1  # where `tail` begins
        self.doctype = False
        self.tail = b""
        head = self._raw()
        self.encoding = declared_encoding(head, name)
        self.decoder = codecs.getincrementaldecoder(self.encoding)()
        self.broken = broken_parts()
        # The beginning of a reference that goes on in the next chunk.
        self.held = b""
        self.pending = head
        self._attributes = 0  # of the tag that may go on in the next chunk

    def read(self) -> bytes:
        """The next bytes, b"" at the end; raises FormatError for what no parser should see."""
        raw, self.pending = self.pending or self._raw(), b""
        if self.encoding == "utf-8":
            chunk = raw
        else:
            try:
                chunk = self.decoder.decode(raw, final=not raw).encode("utf-8")
            except UnicodeError as error:
                raise self.refused(
                    f"is not {self.encoding.upper()}: {error}"
                ) from error
        chunk, self.held = self.held + chunk, b""
        if raw and (begun := _BEGUN_REFERENCE.search(chunk)):
            chunk, self.held = chunk[: begun.start()], chunk[begun.start() :]
            if not chunk:
                return self.read()
        if _may_be_illegal(chunk) and _NO_XML.search(chunk):
            chunk = self._without_illegal(chunk)
        if b"xmlns" in chunk:
            chunk = _with_plain_addresses(chunk)
        self._inspect(chunk)
        self._spend(chunk)
        return chunk

    def forget(self) -> None:
        """Count from here: what was handed on is not held any more."""
        self.since = self._elements = 0

    def _spend(self, chunk: bytes) -> None:
        look_at_clock()
        self.since += len(chunk)
        if self.since > self.limit:
            limit = "piece" if self.limit == budget().piece else "tree"
            message = f"holds more than {self.limit:,} bytes in one piece"
            raise refusal(message, limit, self.name, self.line)
        self._elements += chunk.count(b"<") - chunk.count(b"</")
        if self._elements > self._most_elements:
            message = (
                f"holds more than {self._most_elements:,} elements in one piece"
            )
            raise refusal(message, "elements", self.name, self.line)

    def _without_illegal(self, chunk: bytes) -> bytes:
        """The chunk without the characters that XML has not, each of which is said."""
        before = self.line + self.tail.count(b"\n")

        def leave_out(sign: re.Match[bytes]) -> bytes:
            code = _code_point(sign[0])
            line = before + chunk.count(b"\n", 0, sign.start())
            message = (
                f"the character U+{code:04X}, which XML has not; take it out"
            )
            self.broken(FormatError(message, self.name, line))
            return b""

        return _NO_XML.sub(leave_out, chunk)

    def refused(self, message: str, lines: int = 0) -> FormatError:
        """The error for something that many *lines* below the last bytes looked at."""
        return FormatError(message, self.name, self.line + lines)

    def _raw(self) -> bytes:
        try:
            return self.file.read(CHUNK)
        except (OSError, EOFError, zlib.error) as error:
            raise FormatError(f"cannot be read: {error}", self.name) from error

    def _inspect(self, chunk: bytes) -> None:
        seen = self.tail + chunk
        if (at := seen.find(b"\0")) >= 0:
            raise self.refused(
                "holds a NUL byte; XML has none", seen.count(b"\n", 0, at)
            )
        # Without a DOCTYPE the parser itself refuses every entity but the five of XML.
        self.doctype = self.doctype or b"<!DOCTYPE" in seen
        if self.doctype and (entity := _ENTITY.search(seen)):
            lines = seen.count(b"\n", 0, entity.start())
            if entity[1] is None:
                raise self.refused(
                    "declares an entity; write the characters themselves", lines
                )
            spelling = entity[0].decode("utf-8", "replace")
            raise self.refused(
                f"uses the undeclared entity {spelling}; write the character",
                lines,
            )
        self._count_attributes(chunk)
        self.tail = seen[-_OVERLAP:]
        self.line += seen.count(b"\n", 0, len(seen) - len(self.tail))

    def _count_attributes(self, chunk: bytes) -> None:
        """Refuse a tag that goes on and on; one within a chunk is short enough."""
        begin = chunk.rfind(b"<")
        if begin >= 0:
            self._attributes = 0
        self._attributes += len(_ATTRIBUTE.findall(chunk, max(begin, 0)))
        if self._attributes > self._most_attributes:
            message = f"has an element with more than {self._most_attributes:,} attributes"
            raise refusal(message, "attributes", self.name, self.line)


_ATTRIBUTE = re.compile(rb"\w\s*=\s*[\"']")
_TAG_WITH_ADDRESS = re.compile(rb"<[^<>!?/][^<>]*\sxmlns[^<>]*>")
_ADDRESS = re.compile(rb"""(\sxmlns(?::[^\s=]+)?\s*=\s*)("[^"]*"|'[^']*')""")


def _with_plain_addresses(chunk: bytes) -> bytes:
    """The chunk without blanks in the addresses of namespaces, which other programs let pass."""
    return _TAG_WITH_ADDRESS.sub(
        lambda tag: _ADDRESS.sub(_plain_address, tag[0]), chunk
    )


def _plain_address(declaration: re.Match[bytes]) -> bytes:
    quote, address = declaration[2][:1], declaration[2][1:-1]
    return (
        declaration[1] + quote + address.strip().replace(b" ", b"%20") + quote
    )


@lru_cache(maxsize=64)
def _start_of(name: str) -> re.Pattern[bytes]:
    """The start tags of the elements with a local name."""
    return re.compile(rb"<(?:[^\s<>/:]+:)?%s[\s>/]" % re.escape(name).encode())


def _parts(source: Source, tags: list[str]) -> Iterator[bytes]:
    """The file in the parts in which it is to be parsed for its lines to be known.

    Large ones as long as the parser counts lines itself; then such as `_cut_after` gives.
    """
    lines = 1
    while chunk := source.read():
        lines += chunk.count(b"\n")
        if lines >= LAST_LINE:
            yield from _cut_after(chunk, source, tags)
            return
        yield chunk


def _cut_after(
    first: bytes, source: Source, tags: list[str]
) -> Iterator[bytes]:
    """A chunk and the rest of the file in parts that end with the end tag of one of *tags*, or
    somewhere between."""
    names = b"|".join(
        re.escape(tag.rpartition("}")[2]).encode() for tag in tags
    )
    ends = re.compile(rb"</(?:[^\s<>/:]+:)?(?:%s)\s*>" % names)
    rest, chunk = b"", first
    while chunk:
        chunk = rest + chunk
        whole = len(chunk)
        last = chunk.rfind(b"<")
        if last > chunk.rfind(b">") and whole - last < CHUNK:
            whole = last  # a tag that goes on in the next chunk
        start = 0
        for end in ends.finditer(chunk, 0, whole):
            yield chunk[start : end.end()]
            start = end.end()
        if start < whole:
            yield chunk[start:whole]
        rest = chunk[whole:]
        chunk = source.read()
    if rest:
        yield rest


def declared_encoding(head: bytes, name: str) -> str:
    """The codec of an XML file, by its first bytes; FormatError for one that is not read."""
    if not head:
        raise FormatError("is empty; expected XML", name)
    if head.startswith(b"\x1f\x8b"):
        raise FormatError(
            "is packed with gzip; unpack it, or name it .gz", name
        )
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
        encoding = declared[1].decode("ascii", "replace")
        codec = codec_of(encoding)
        if codec is None:
            raise FormatError(
                f"declares the encoding {encoding!r}; save it as UTF-8", name, 1
            )
        return codec
    return "utf-8"


Element: TypeAlias = Any  # lxml ships no types: an `lxml.etree._Element`
ElementTree: TypeAlias = Any  # an `lxml.etree._ElementTree`

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

LAST_LINE = 65_535  # libxml2 keeps an element's line in 16 bits

_STEP = 256  # bytes fed at a time while looking for the root
_XINCLUDE = "{http://www.w3.org/2001/XInclude}*"
_TOO_LARGE = 114  # libxml2's XML_ERR_RESOURCE_LIMIT


def parse_bytes(
    data: bytes, name: str, *, is_large: bool = False
) -> ElementTree:
    """The whole tree of *data*; `name` stands for the path in messages.

    One that *is_large* may be as large as any file that is read whole.

    >>> parse_bytes("<p>新质</p>".encode(), "a.xml").getroot().text
    '新质'
    >>> parse_bytes(b'<!DOCTYPE p [<!ENTITY a "b">]><p>&a;</p>', "a.xml")
    Traceback (most recent call last):
    nqpterms.errors.FormatError: a.xml:1: declares an entity; write the characters themselves
    """
    limits = budget()
    if is_large:
        return _whole(
            Source(BytesIO(data), name, limits.size, elements=len(data))
        )
    return _whole(Source(BytesIO(data), name, limits.tree))


def iterate(
    path: str | Path, tags: Iterable[str], *, gzipped: bool = False
) -> Iterator[Element]:
    """Every element with one of *tags*, in order, each cleared when the next is asked for.

    Tags are written `{namespace}name`, `name` without a namespace, `{*}name` in any. One that
    stands inside another of *tags* is yielded first and reaches the outer one empty.
    """
    with opened(path, gzipped=gzipped) as file:
        source = Source(file, str(path), budget().piece)
        parser = _parser(("end",), [*tags, _XINCLUDE])
        above = None
        while chunk := source.read():
            _fed(parser, chunk, source)
            for _, element in parser.read_events():
                source.forget()
                _no_xinclude(element, source.name)
                yield element
                above = _forget(element, above)
        _closed(parser, source)


def located(
    path: str | Path, tags: Iterable[str], *, gzipped: bool = False
) -> Iterator[tuple[Element, XmlPiece]]:
    """As `iterate`, each element with the XmlPiece of the file where it stands."""
    wanted = list(tags)
    with opened(path, gzipped=gzipped) as file:
        source = Source(file, str(path), budget().piece)
        parser = _parser(("end",), [*wanted, _XINCLUDE])
        line, piece, above = 1, bytearray(), None
        for part in _parts(source, wanted):
            piece += part
            _fed(parser, part, source)
            order = -1
            for order, (_, element) in enumerate(parser.read_events()):
                source.forget()
                _no_xinclude(element, source.name)
                yield element, XmlPiece(line, piece, element, order)
                above = _forget(element, above)
            if order >= 0:
                line += piece.count(b"\n")
                piece = bytearray()
        _closed(parser, source)


class XmlPiece(Struct, frozen=True):
    """The bytes of a file in which an element ends, the line where they begin, and its number."""

    line: int
    data: bytearray
    element: Element
    order: int

    def line_of(self, inner: Element) -> int:
        """The line where the element, or one inside it, begins (from 1), in a file of any length.

        libxml2 keeps lines in 16 bits, so past 65,535 the piece is read once more, by itself.
        """
        line = int(inner.sourceline or 1)
        if line < LAST_LINE:
            return line
        begin = _start_of(local_name(self.element)).search(self.data)
        if begin is None:
            return self.line
        before = self.line + self.data.count(b"\n", 0, begin.start()) - 1
        if (
            self.data.find(b"\n", begin.start()) < 0
        ):  # all of it stands on one line
            return before + 1
        nth = next(
            n for n, node in enumerate(self.element.iter()) if node is inner
        )
        lines = _lines(self.data[begin.start() :], self.element, self.order)
        return before + (lines[nth] if nth < len(lines) else 1)


def _lines(data: bytes | bytearray, element: Element, order: int) -> list[int]:
    """The lines, in *data*, of the elements of its entry number *order*."""
    spaces = ""
    for prefix, uri in element.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        spaces += f' {name}="{escape(uri)}"'
    wrapped = b"<r%s>%s</r>" % (spaces.encode(), bytes(data))
    root = etree.fromstring(wrapped, etree.XMLParser(**_OPTIONS))
    entries = list(root.iter(element.tag))
    if order >= len(entries):
        return []
    return [int(node.sourceline or 1) for node in entries[order].iter()]


def name_parts(tag: str) -> tuple[str | None, str]:
    """The namespace and the local name of a tag or an attribute as lxml spells it.

    A prefix that the file declares nowhere counts as a namespace.

    >>> name_parts("{urn:a}b"), name_parts("b"), name_parts("mq:b")
    (('urn:a', 'b'), (None, 'b'), ('mq', 'b'))
    """
    if tag.startswith("{"):
        space, _, name = tag[1:].partition("}")
        return space, name
    prefix, colon, name = tag.partition(":")
    return (prefix, name) if colon else (None, tag)


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return _local_name(element.tag)


@lru_cache(maxsize=4096)
def _local_name(tag: str) -> str:
    return str(tag).rpartition("}")[2]


def root_of(path: str | Path, *, gzipped: bool = False) -> Element:
    """The root element with its attributes, as soon as it has begun; nothing after it is read."""
    with opened(path, gzipped=gzipped) as file:
        source = Source(file, str(path), budget().piece)
        parser = _parser(("start",), None)
        while chunk := source.read():
            for start in range(
                0, len(chunk), _STEP
            ):  # so as not to run into a later error
                _fed(parser, chunk[start : start + _STEP], source)
                for _, element in parser.read_events():
                    return element
        return _closed(parser, source)


def _parser(events: tuple[str, ...], tags: list[str] | None) -> Any:
    return etree.XMLPullParser(events=cast(Any, events), tag=tags, **_OPTIONS)


# With `recover` the parser goes on after every error; those that no program can read past are
# raised by `_raise_fatal`, and what others let pass (a prefix without a namespace, an address that
# is none, an xml:id twice) passes here too.
_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _whole(source: Source) -> ElementTree:
    parser = etree.XMLParser(**_OPTIONS)
    while chunk := source.read():
        _fed(parser, chunk, source)
    root = _closed(parser, source)
    for element in root.iter(_XINCLUDE):
        _no_xinclude(element, source.name)
    return root.getroottree()


def _fed(parser: Any, chunk: bytes, source: Source) -> None:
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _no_element(source) from error
    _raise_fatal(parser, source)


def _closed(parser: Any, source: Source) -> Element:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        _raise_fatal(parser, source)
        raise _no_element(source) from error
    _raise_fatal(parser, source)
    return root


def _no_element(source: Source) -> FormatError:
    return FormatError(
        "is not well-formed XML: no element", source.name, source.line
    )


def _raise_fatal(parser: Any, source: Source) -> None:
    """Raise FormatError for the first error that ends the reading, in one line of ours."""
    errors = parser.feed_error_log
    if not len(errors):
        return
    fatal = errors.filter_from_level(etree.ErrorLevels.FATAL)
    if not len(fatal):
        return
    error = fatal[0]
    if error.type == _TOO_LARGE:
        message = "nests deeper than 256 elements, or holds a text or attribute over 10 MB"
        raise FormatError(message, source.name, error.line or source.line)
    why = re.sub(
        r"\s*,? \(?line \d+.*$", "", error.message or "", flags=re.DOTALL
    )
    message = f"is not well-formed XML: {why.strip()}"
    raise FormatError(
        message, source.name, error.line or source.line, error.column or None
    )


def _no_xinclude(element: Element, name: str) -> None:
    if element.tag.startswith(_XINCLUDE[:-1]):
        raise FormatError(
            "asks for another file by XInclude", name, element.sourceline
        )


def _forget(element: Element, above: Element | None) -> Element | None:
    """Frees an element and all before it; gives its parent, to be handed in with the next one."""
    element.clear()
    parent = element.getparent()
    if (
        parent is not above
    ):  # what stands before its ancestors has been freed under `above`
        _forget_before(parent)
    if parent is not None:
        while parent[0] is not element:
            del parent[0]
    return parent


def _forget_before(element: Element | None) -> None:
    while element is not None and (parent := element.getparent()) is not None:
        while parent[0] is not element:
            del parent[0]
        element = parent
