"""A file to a Document: the suffix says the format, the outline finds the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nqpterms.document import Document
from nqpterms.encoding import checked, load
from nqpterms.errors import FormatError, OneLanguageError
from nqpterms.readers.bilingual import split_page
from nqpterms.readers.blocks import Block, Source
from nqpterms.readers.html import html_blocks
from nqpterms.readers.markdown import markdown_blocks
from nqpterms.readers.outline import outlined
from nqpterms.readers.plain import plain_blocks

_READERS: dict[str, Callable[[Source], list[Block]]] = {
    "plain": plain_blocks,
    "markdown": markdown_blocks,
    "html": html_blocks,
}
TYPES = tuple(_READERS)
"""The kinds of text that can be read."""

_SUFFIXES = {
    **dict.fromkeys((".txt", ".text", ""), "plain"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
}


def read(path: str | Path, *, type: str | None = None) -> Document:
    """The document in a text, Markdown or HTML file; *type* overrules its suffix.

    Raises FormatError for a file that cannot be read as text.
    """
    kind = _kind(path, type)
    return read_text(load(path), name=str(path), type=kind)


def read_page(path: str | Path, *, type: str | None = None) -> tuple[Document, Document]:
    """The Chinese and the English document of a page that holds both.

    Raises FormatError also for a page in one language only.
    """
    kind = _kind(path, type)
    return read_page_text(load(path), name=str(path), type=kind)


def read_either(path: str | Path, *, type: str | None = None) -> tuple[Document, ...]:
    """The one document in a file, or the Chinese and the English one of a page that holds both."""
    kind, text = _kind(path, type), load(path)
    try:
        return read_page_text(text, name=str(path), type=kind)
    except OneLanguageError:
        return (read_text(text, name=str(path), type=kind),)


def read_text(text: str, *, name: str, type: str = "plain") -> Document:
    """The document in a decoded text, as one from standard input; *name* is for messages.

    >>> document = read_text("一、目标\\n\\n发展教育。\\n\\n二、任务\\n\\n建设学校。", name="-")
    >>> [(section.number, section.line) for section in document.body.children]
    [('1', 1), ('2', 5)]
    """
    return outlined(_blocks(text, name, type), text, name=name)


def read_page_text(text: str, *, name: str, type: str = "plain") -> tuple[Document, Document]:
    """The Chinese and the English document of a decoded page that holds both."""
    zh, en, outside = split_page(_blocks(text, name, type), name=name)
    chinese = outlined(zh, text, name=name, page=True)
    english = outlined(en, text, name=name, page=True)
    rest = tuple(block.passage for block in outside)
    lang = "zh-Hans" if chinese.lang == "en" else chinese.lang
    return replace(chinese, lang=lang), replace(english, lang="en", chrome=english.chrome + rest)


def _blocks(text: str, name: str, type: str) -> list[Block]:
    if type not in _READERS:
        raise FormatError(f"unknown type {type!r}: expected one of {', '.join(TYPES)}", name)
    blocks = _READERS[type](Source(checked(text, name=name)))
    if not any(block.kind != "chrome" for block in blocks):
        raise FormatError("holds no text", name)
    return blocks


def _kind(path: str | Path, type: str | None) -> str:
    """The kind of text by *type*, a kind or a suffix, else by the suffix of the file."""
    suffix = f".{type}" if type else Path(path).suffix.lower()
    if type in _READERS:
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
