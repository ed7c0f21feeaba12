"""A file to a Document: the suffix says the format, the outline finds the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from nqpterms.errors import FormatError, OneLanguageError
from nqpterms.files.encoding import checked, load
from nqpterms.files.opening import opened
from nqpterms.model.document import Document
from nqpterms.readers.bilingual import split_page
from nqpterms.readers.blocks import Block, Source
from nqpterms.readers.html import html_blocks
from nqpterms.readers.markdown import markdown_blocks
from nqpterms.readers.outline import outlined
from nqpterms.readers.plain import plain_blocks


def _docx(data: bytes, name: str) -> tuple[Source, list[Block]]:
    from nqpterms.readers.docx.document import docx_blocks  # its rooms are needed for DOCX alone

    return docx_blocks(data, name)


def _pdf(data: bytes, name: str) -> tuple[Source, list[Block]]:
    from nqpterms.readers.pdf.document import pdf_blocks  # and these for PDF

    return pdf_blocks(data, name)


_TEXTS: dict[str, Callable[[Source], list[Block]]] = {
    "plain": plain_blocks,
    "markdown": markdown_blocks,
    "html": html_blocks,
}
_FILES: dict[str, Callable[[bytes, str], tuple[Source, list[Block]]]] = {
    "docx": _docx,
    "pdf": _pdf,
}
TYPES = (*_TEXTS, *_FILES)
"""The kinds of text that can be read."""

SIZE_LIMIT = 256 * 2**20  # bytes of a DOCX or PDF; pictures make them large
_SUFFIXES = {
    **dict.fromkeys((".txt", ".text", ""), "plain"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".docx", ".docm", ".doc"), "docx"),
    ".pdf": "pdf",
}


class _Read(NamedTuple):
    """A file as its reader leaves it."""

    text: str
    blocks: list[Block]


def read(path: str | Path, *, type: str | None = None) -> Document:
    """The document in a text, Markdown, HTML, DOCX or PDF file; *type* overrules its suffix.

    Raises FormatError for a file that cannot be read as text, MissingExtraError for a PDF without
    pypdfium2.
    """
    text, blocks = _loaded(path, type)
    return outlined(blocks, text, name=str(path))


def read_page(path: str | Path, *, type: str | None = None) -> tuple[Document, Document]:
    """The Chinese and the English document of a page that holds both.

    Raises FormatError also for a page in one language only.
    """
    return _two(_loaded(path, type), str(path))


def read_either(path: str | Path, *, type: str | None = None) -> tuple[Document, ...]:
    """The one document in a file, or the Chinese and the English one of a page that holds both."""
    loaded = _loaded(path, type)
    try:
        return _two(loaded, str(path))
    except OneLanguageError:
        return (outlined(loaded.blocks, loaded.text, name=str(path)),)


def read_text(text: str, *, name: str, type: str = "plain") -> Document:
    """The document in a decoded text, as one from standard input; *name* is for messages.

    >>> document = read_text("一、目标\\n\\n发展教育。\\n\\n二、任务\\n\\n建设学校。", name="-")
    >>> [(section.number, section.line) for section in document.body.children]
    [('1', 1), ('2', 5)]
    """
    return outlined(_of_text(text, name, type).blocks, text, name=name)


def read_page_text(text: str, *, name: str, type: str = "plain") -> tuple[Document, Document]:
    """The Chinese and the English document of a decoded page that holds both."""
    return _two(_of_text(text, name, type), name)


def _two(loaded: _Read, name: str) -> tuple[Document, Document]:
    text, blocks = loaded
    zh, en, outside = split_page(blocks, name=name)
    chinese = outlined(zh, text, name=name, page=True)
    english = outlined(en, text, name=name, page=True)
    rest = tuple(block.passage for block in outside)
    lang = "zh-Hans" if chinese.lang == "en" else chinese.lang
    return replace(chinese, lang=lang), replace(english, lang="en", chrome=english.chrome + rest)


def _loaded(path: str | Path, type: str | None) -> _Read:
    """The text of a file and its blocks, of whatever kind it is."""
    kind, name = _kind(path, type), str(path)
    if kind not in _FILES:
        return _of_text(load(path), name, kind)
    source, blocks = _FILES[kind](_bytes(path), name)
    if not any(block.kind == "text" for block in blocks):
        raise FormatError("holds no text", name)
    return _Read(checked(source.text, name=name), blocks)


def _bytes(path: str | Path) -> bytes:
    if str(path) == "-":
        data = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    else:
        with opened(path) as file:
            data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise FormatError(f"is larger than {SIZE_LIMIT:,} bytes: split it", path)
    return data


def _of_text(text: str, name: str, type: str) -> _Read:
    if type not in _TEXTS:
        known = ", ".join(TYPES if type not in _FILES else _TEXTS)
        raise FormatError(f"unknown type {type!r}: expected one of {known}", name)
    blocks = _TEXTS[type](Source(checked(text, name=name)))
    if not any(block.kind != "chrome" for block in blocks):
        raise FormatError("holds no text", name)
    return _Read(text, blocks)


def _kind(path: str | Path, type: str | None) -> str:
    """The kind of text by *type*, a kind or a suffix, else by the suffix of the file."""
    suffix = f".{type}" if type else Path(path).suffix.lower()
    if type in TYPES:
        return type
    if suffix not in _SUFFIXES and not Path(path).is_dir():
        known = " ".join(filter(None, _SUFFIXES))
        raise FormatError(f"unknown suffix {suffix!r}: expected one of {known}", path)
    return _SUFFIXES.get(suffix, "plain")


def is_document(path: str | Path) -> bool:
    """Whether the suffix of a file is that of a document that can be read.

    >>> is_document("report.md"), is_document("LICENSE"), is_document("memory.tmx")
    (True, False, False)
    """
    suffix = Path(path).suffix.lower()
    return bool(suffix) and suffix in _SUFFIXES
