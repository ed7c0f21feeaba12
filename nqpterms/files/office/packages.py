"""Zip packages of XML parts (Office Open XML), read safely.

Parts are found by the package's own relationships and read by their names inside the archive:
nothing is unpacked to disk, and nothing outside the package is ever opened. What unpacks to too
much, in all or for its packed size, is refused before a parser sees it.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nqpterms.errors import FormatError
from nqpterms.files.budget import budget, refusal, too_dense
from nqpterms.files.pipes import seekable
from nqpterms.files.xml.xml_parsing import Element, local_name, parse_bytes

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old and of encrypted documents
_ROOT = ""


class Package:
    """An open package; `name` stands for its path in messages."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.left = budget().tree
        self.names = {item.filename: item for item in archive.infolist()}

    def root(self, part: str) -> Element:
        """The root element of a part; raises FormatError where it is missing or broken."""
        if part not in self.names:
            raise FormatError(
                f"lacks its part {part:.80}: it is damaged; save it anew",
                self.name,
            )
        return parse_bytes(self._bytes(part), f"{self.name}/{part}").getroot()

    def related(self, kind: str, part: str = _ROOT) -> str | None:
        """The first part of a *kind* ("styles") that *part*, or the package itself, refers to.

        Raises FormatError where it stands outside the package.
        """
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.names:
            return None
        for relation in self.root(relations):
            if relation.get("Type", "").rpartition("/")[2] == kind:
                if relation.get("TargetMode") == "External":
                    raise FormatError(
                        f"keeps its {kind} outside itself: refused", self.name
                    )
                target = posixpath.join("/", folder, relation.get("Target", ""))
                return posixpath.normpath(target).lstrip("/")
        return None

    def _bytes(self, part: str) -> bytes:
        """A part unpacked, never more than the limit in memory."""
        item = self.names[part]
        with _zip_refusals(self.name), self.archive.open(item) as file:
            data = file.read(self.left + 1)
        if len(data) > self.left:
            message = f"unpacks to more than {budget().tree:,} bytes"
            raise refusal(message, "tree", self.name)
        if len(data) > budget().most_of(item.compress_size):
            raise too_dense(self.name)
        self.left -= len(data)
        return data


@contextmanager
def opened_package(file: Path | IO[bytes], name: str) -> Iterator[Package]:
    """An open package of XML parts.

    Raises FormatError for what is none: damaged, encrypted, or a document of the time before.
    """
    try:
        with (
            seekable(file).open("rb")
            if isinstance(file, Path)
            else file as stream
        ):
            head = stream.read(len(_OLE))
            if head == _OLE:
                raise FormatError(
                    "is encrypted or an old .doc: save it as .docx without a password",
                    name,
                )
            with _zip_refusals(name):
                archive = zipfile.ZipFile(stream)
            with archive:
                yield Package(archive, name)
    except OSError as error:
        raise FormatError(
            f"cannot be read: {error.strerror or error}", name
        ) from None


@contextmanager
def _zip_refusals(name: str) -> Iterator[None]:
    """What zipfile raises, as one line: a broken archive raises many exceptions."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        why = f"{str(error) or type(error).__name__:.120}"
        message = f"is no DOCX that can be read ({why}); open and save it anew"
        raise FormatError(message, name) from None


OFF = ("0", "false", "off", "none")
"""What an attribute says that switches a property off."""


def attribute(element: Element | None, name: str = "val") -> str | None:
    """The attribute with a local name; None where it, or the element, is missing."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def integer(element: Element | None, name: str = "val") -> int | None:
    """The whole number in an attribute; None where there is none."""
    text = attribute(element, name) or ""
    return (
        int(text)
        if text.removeprefix("-").isdecimal() and len(text) < 9
        else None
    )


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for step in path:
        element = next(children(element, step), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children with a local name; none of no element."""
    if element is None:
        return
    for inner in element:
        if local_name(inner) == name:
            yield inner


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None where nothing is said of it."""
    element = child(properties, name)
    if element is None:
        return None
    return (attribute(element) or "1").lower() not in OFF
