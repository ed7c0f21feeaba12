"""The bytes of an XML file, decoded and looked at before a parser sees them."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from typing import IO

from nqpterms.errors import FormatError

CHUNK = 2**15  # bytes read at a time: what is parsed ahead then stays in the cache

_DECLARATION = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_ENTITY = re.compile(
    rb"<!ENTITY|&(?!(?:amp|lt|gt|quot|apos);)((?=[A-Za-z_:\x80-\xff])[^;\s<>&\"']{1,200});"
)
_OVERLAP = 256  # bytes looked at again with the next chunk, for what the end of this one has cut


class Source:
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
        """The next bytes, b"" at the end; raises FormatError for what no parser should see."""
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


def cut_after(source: Source, tags: list[str]) -> Iterator[bytes]:
    """The file in parts that end with the end tag of one of *tags*, or somewhere between."""
    names = b"|".join(re.escape(tag.rpartition("}")[2]).encode() for tag in tags)
    ends = re.compile(rb"</(?:[^\s<>/:]+:)?(?:%s)\s*>" % names)
    rest = b""
    while chunk := source.read():
        chunk = rest + chunk
        whole = len(chunk)
        if (last := chunk.rfind(b"<")) > chunk.rfind(b">") and whole - last < CHUNK:
            whole = last  # a tag that goes on in the next chunk
        start = 0
        for found in ends.finditer(chunk, 0, whole):
            yield chunk[start : found.end()]
            start = found.end()
        if start < whole:
            yield chunk[start:whole]
        rest = chunk[whole:]
    if rest:
        yield rest


def _encoding(head: bytes, name: str) -> str:
    if not head:
        raise FormatError("is empty; expected XML", name)
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
