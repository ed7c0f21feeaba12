"""A file to a Document: the kind of a file says what reads it, the outline finds the rest.

file ──a Reader──▶ text and Blocks ──split_page──▶ Blocks by language ──outlined──▶ Document

A kind of document is one row of `READERS`. To add one is to write a module that gives Blocks, its
row here, and its test.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.errors import FormatError, OneLanguageError
from nqpterms.files.budget import timed
from nqpterms.files.encoding import checked, load
from nqpterms.files.opening import advice_on, opened, read_whole
from nqpterms.files.remarks import remark
from nqpterms.lang.chinese import count_han, script
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Anchor, Place
from nqpterms.readers.bilingual import split_page
from nqpterms.readers.html import html_blocks
from nqpterms.readers.markdown import markdown_blocks
from nqpterms.readers.outline import outlined
from nqpterms.readers.page_parts import sentence_size
from nqpterms.readers.plain import plain_blocks
from nqpterms.readers.text_blocks import Block, TextSource


class _ReadsText(Protocol):
    """Reads a decoded text."""

    def __call__(self, source: TextSource, /) -> list[Block]:
        """The blocks of the text."""


class _ReadsBytes(Protocol):
    """Reads a file that is not text."""

    def __call__(
        self, data: bytes, name: str, /
    ) -> tuple[TextSource, list[Block]]:
        """The text that the file holds, line by line, and its blocks; *name* is for messages."""


class Reader(Struct, frozen=True):
    """A kind of document: how it is called, what its files end in, what reads it.

    Either `text_blocks` or `file_blocks` reads it. `extra` is the extra that it needs. Suffixes
    that are `refused` are known, so that the message can say why. `reads` and `leaves_out` are for
    the table of formats in the docs.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    text_blocks: _ReadsText | None = None
    file_blocks: _ReadsBytes | None = None
    extra: str = ""
    refused: tuple[str, ...] = ()
    reads: str = ""
    leaves_out: str = ""


def _docx_blocks(data: bytes, name: str) -> tuple[TextSource, list[Block]]:
    # Needed for DOCX alone.
    from nqpterms.readers.docx.word_document import docx_blocks

    return docx_blocks(data, name)


def _pdf_blocks(data: bytes, name: str) -> tuple[TextSource, list[Block]]:
    # Needed for PDF alone.
    from nqpterms.readers.pdf.pdf_document import pdf_blocks

    return pdf_blocks(data, name)


READERS = (
    Reader(
        "plain",
        "plain text",
        (".txt", ".text"),
        text_blocks=plain_blocks,
        reads="lines wrapped by hand are joined",
    ),
    Reader(
        "markdown",
        "Markdown",
        (".md", ".markdown"),
        text_blocks=markdown_blocks,
        reads="CommonMark, tables, footnotes",
        leaves_out="code, pictures",
    ),
    Reader(
        "html",
        "HTML",
        (".html", ".htm", ".xhtml"),
        text_blocks=html_blocks,
        reads="the main part of a page; a line break splits a paragraph in two",
        leaves_out=(
            "menus, heads and feet, lists of other news, share buttons, page numbers, notices "
            "about cookies; it is said where that is most of a page"
        ),
    ),
    Reader(
        "docx",
        "DOCX",
        (".docx", ".docm"),
        file_blocks=_docx_blocks,
        refused=(".doc",),
        reads=(
            "headings by style or outline level, automatic numbers as they are printed, lists, "
            "cells of tables in reading order, footnotes and endnotes, text boxes, results of "
            "fields, tracked insertions"
        ),
        leaves_out=(
            "page headers and footers, comments, hidden text, tracked deletions, phonetic guides"
        ),
    ),
    Reader(
        "pdf",
        "PDF with a text layer",
        (".pdf",),
        file_blocks=_pdf_blocks,
        extra="pdf",
        reads=(
            "headings by size of type, footnotes by their place and size, columns, lines joined "
            "to paragraphs"
        ),
        leaves_out=(
            "running heads and feet, page numbers (they are kept apart as `chrome`), stamps that "
            "stand askew"
        ),
    ),
)
"""The kinds of document, in the order of tables and messages."""

_BY_NAME = {reader.name: reader for reader in READERS}
_BY_SUFFIX = {
    suffix: reader
    for reader in READERS
    for suffix in (*reader.suffixes, *reader.refused)
} | {"": READERS[0]}


def is_document(path: str | Path) -> bool:
    """Whether the suffix of a file is that of a document that can be read.

    >>> is_document("report.md"), is_document("LICENSE"), is_document("memory.tmx")
    (True, False, False)
    """
    suffix = Path(path).suffix.lower()
    return bool(suffix) and suffix in _BY_SUFFIX


def read(path: str | Path, *, type: str | None = None) -> Document:
    """The document in a text, Markdown, HTML, DOCX or PDF file; *type* overrules its suffix.

    Raises FormatError for a file that cannot be read as text, MissingExtraError for a PDF without
    pypdfium2.
    """
    content = _content(path, type)
    return outlined(content.blocks, content.text, name=str(path))


def read_page(
    path: str | Path, *, type: str | None = None
) -> tuple[Document, Document]:
    """The Chinese and the English document of a page that holds both.

    Raises FormatError also for a page in one language only.
    """
    return _page_documents(_content(path, type), str(path))


def read_either(
    path: str | Path, *, type: str | None = None
) -> tuple[Document, ...]:
    """The one document in a file, or the Chinese and the English one of a page that holds both."""
    return _documents_in(_content(path, type), str(path))


def read_text(text: str, *, name: str, type: str = "plain") -> Document:
    """The document in a decoded text, as one from standard input; *name* is for messages.

    >>> document = read_text("一、目标\\n\\n发展教育。\\n\\n二、任务\\n\\n建设学校。", name="-")
    >>> [(section.number, section.line) for section in document.body.children]
    [('1', 1), ('2', 5)]
    """
    return outlined(_content_of_text(text, name, type).blocks, text, name=name)


def read_buffer(
    text: str, *, name: str, type: str = ""
) -> tuple[Document, ...]:
    """The documents in a decoded text, as `read_either` has those of a file.

    *name* is its path, whose suffix says what it is where *type* does not. Raises FormatError for
    a kind of file that is no text.

    >>> [document.lang for document in read_buffer("Reform goes on.", name="draft.md")]
    ['en']
    """
    return _documents_in(
        _content_of_text(text, name, _reader_of(name, type or None).name), name
    )


def is_text(path: str | Path) -> bool:
    """Whether the suffix of a file is that of a document that is text itself.

    >>> is_text("page.html"), is_text("report.docx"), is_text("memory.tmx")
    (True, False, False)
    """
    reader = _BY_SUFFIX.get(Path(path).suffix.lower())
    return reader is not None and reader.text_blocks is not None


# -- from a file to its blocks -----------------------------------------------------------------

_FRAMES = re.compile(r"<i?frame(?:set)?[\s>]", re.IGNORECASE)


class _Content(Struct, frozen=True):
    """The text of a file, and its blocks."""

    text: str
    blocks: list[Block]


def _content(path: str | Path, type: str | None) -> _Content:
    """The content of a file, of whatever kind it is."""
    reader = _reader_of(path, type)
    name = str(path)
    if reader.file_blocks is None:
        text = load(path)
        with timed(name, size=len(text)):
            return _content_of_text(text, name, reader.name)
    data = _bytes(path)
    with timed(name, size=len(data)):
        source, blocks = reader.file_blocks(data, name)
    if not any(block.kind == "text" for block in blocks):
        raise FormatError("holds no text", name)
    return _Content(checked(source.text, name=name), blocks)


def _content_of_text(text: str, name: str, type: str) -> _Content:
    reader = _BY_NAME.get(type)
    if reader is None or reader.text_blocks is None:
        kinds = [
            row.name for row in READERS if reader is None or row.text_blocks
        ]
        raise FormatError(
            f"unknown type {type!r}: expected one of {', '.join(kinds)}", name
        )
    blocks = reader.text_blocks(TextSource(checked(text, name=name)))
    if all(block.kind == "chrome" for block in blocks):
        raise FormatError(_why_no_text(text, reader.name), name)
    if reader.name == "html":
        _say_what_is_left_out(blocks, name)
    return _Content(text, blocks)


def _why_no_text(text: str, kind: str) -> str:
    if kind == "html" and _FRAMES.search(text):
        return "holds frames and no text: open and save the page in the frame that is wanted"
    return "holds no text"


def _say_what_is_left_out(blocks: Sequence[Block], name: str) -> None:
    """Remarks on a web page of which more is left out than kept; only sentences count."""
    sizes = {True: 0, False: 0}
    for block in blocks:
        sizes[block.kind == "chrome"] += sentence_size(block)
    in_text, left_out = sizes[False], sizes[True]
    if left_out <= in_text:
        return
    remark(
        f"{name}: most of the page is left out as menus, side columns or other news "
        f"({left_out:,} of {in_text + left_out:,} characters in sentences): if it is wanted, copy "
        "the text into a text file"
    )


def _documents_in(content: _Content, name: str) -> tuple[Document, ...]:
    """The one document of a content, or the two of a page with both languages."""
    try:
        return _page_documents(content, name)
    except OneLanguageError:
        return (outlined(content.blocks, content.text, name=name),)


def _reader_of(path: str | Path, type: str | None) -> Reader:
    """What reads a file: by *type*, a kind or a suffix, else by the suffix of the file."""
    if type in _BY_NAME:
        return _BY_NAME[type]
    suffix = f".{type}" if type else Path(path).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if Path(path).is_dir():
        return READERS[0]  # to be refused as what it is
    if advice := advice_on(suffix):
        raise FormatError(f"{suffix} is not read: {advice}", path)
    suffixes = " ".join(
        suffix for reader in READERS for suffix in reader.suffixes
    )
    raise FormatError(
        f"unknown suffix {suffix!r}: expected one of {suffixes}", path
    )


def _bytes(path: str | Path) -> bytes:
    with opened(path) as file:
        return read_whole(file, path)


def _page_documents(content: _Content, name: str) -> tuple[Document, Document]:
    """The Chinese and the English document of a page."""
    sides = split_page(content.blocks, name=name)
    chinese = outlined(sides.zh, content.text, name=name, page=True)
    english = outlined(sides.en, content.text, name=name, page=True)
    outside = tuple(block.passage for block in sides.outside)
    lang = "zh-Hans" if chinese.lang == "en" else chinese.lang
    return (
        replace(chinese, lang=lang),
        replace(english, lang="en", chrome=english.chrome + outside),
    )


# -- a text with one sentence a line -----------------------------------------------------------

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HAN_SHARE = 0.1  # of all characters; a Chinese text has most, an English one that quotes few


def read_lines(path: str | Path) -> Document:
    """The lines of a text file as paragraphs of one Document, none left out, for ``--split lines``.

    There is no outline, and blank lines are passages too. Raises FormatError for a file that
    cannot be read as text.
    """
    text = load(path)
    passages = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match[0]:  # what follows the last line end is no line
            anchor = Anchor(0, match.start(), Place(number, 1))
            passages.append(Passage(match[0].rstrip("\r\n"), (anchor,)))
    language = (
        script(text) if count_han(text) > _HAN_SHARE * len(text) else "en"
    )
    return Document(
        str(path), language, Section(None, None, 0, tuple(passages)), text=text
    )
