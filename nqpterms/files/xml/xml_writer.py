"""XML written as a stream, and what XML cannot hold refused."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

from nqpterms.errors import FormatError
from nqpterms.files.writing import atomic

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
        if (
            gzipped
        ):  # no name and no time in it: the same content gives the same bytes
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                yield from _stream(cast(IO[bytes], packed))
        else:
            yield from _stream(file)


def escape(text: str) -> str:
    """*text* as it stands in an element or a double-quoted attribute.

    Raises FormatError (without path) for what XML cannot hold: control characters, surrogates.

    >>> escape('R&D <"新">')
    'R&amp;D &lt;&quot;新&quot;&gt;'
    """
    if not text.isprintable() and (illegal := _ILLEGAL.search(text)):
        sign = f"U+{ord(illegal[0]):04X}"
        raise FormatError(
            f"XML cannot hold the character {sign} in {text[:60]!r}; remove it"
        )
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


def _stream(file: IO[bytes]) -> Iterator[Any]:
    try:
        with etree.xmlfile(file, encoding="UTF-8") as xml:
            xml.write_declaration()
            yield xml
    except ValueError as error:  # lxml's word for a control character
        raise FormatError(f"XML cannot hold a text: {error}") from error
