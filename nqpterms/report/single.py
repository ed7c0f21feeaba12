"""A text alone as an alignment of which one side is empty, so that one page shows both kinds."""

from __future__ import annotations

from collections.abc import Iterator

from nqpterms.model.alignment import Alignment, Bead, ListKind, NotePair, Row, SectionPair
from nqpterms.model.document import Document, Note, Passage, Section


def one_text(document: Document) -> Alignment:
    """The rows of one document, in reading order; nothing in them asks for a partner.

    >>> body = Section(None, None, 0, (Passage("Tea grows here."),))
    >>> [row.en[0].text for row in one_text(Document("tea.en.md", "en", body)).rows]
    ['Tea grows here.']
    """
    chinese = document.lang.startswith("zh")
    other = Document("", "en" if chinese else "zh-Hans", Section(None, None, 0))
    zh, en = (document, other) if chinese else (other, document)
    return Alignment(zh, en, tuple(_rows(document, chinese)))


def _rows(document: Document, chinese: bool) -> Iterator[Row]:
    for section in document.sections():
        if section.title:
            zh, en = (section, None) if chinese else (None, section)
            yield SectionPair(zh, en, 1.0)
        for paragraph in section.paragraphs:
            yield _bead(paragraph, chinese)
    lists: tuple[tuple[ListKind, tuple[Note, ...]], ...] = (
        ("note", document.notes),
        ("entry", document.entries),
        ("reference", document.references),
    )
    for kind, notes in lists:
        for note in notes:
            left, right = (note, None) if chinese else (None, note)
            yield NotePair(kind, left, right, 1.0)


def _bead(paragraph: Passage, chinese: bool) -> Bead:
    there = (paragraph,)
    return Bead("paragraph", there if chinese else (), () if chinese else there, 1.0)
