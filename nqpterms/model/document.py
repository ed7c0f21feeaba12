"""A text as its reader found it: a tree of sections with paragraphs, notes and references.

    path ──read──▶ Document

A `Passage` is any stretch of running text that stands in a file: a title, a paragraph, a
sentence, a note. It remembers where each of its code points came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from nqpterms.model.html_tables import (
    ShownCell,
    ShownTable,
    TextPrinter,
    counted,
    first_rows,
    html_of,
    text_of,
)
from nqpterms.model.non_prose import NonProse, clipped
from nqpterms.model.places import Anchor, Anchored, Place, Span, locate, sliced


class Passage(Struct, frozen=True):
    """A text and where it stands in its file.

    `anchors` are sorted by `at`; the first has `at` 0. `non_prose` are the stretches that are code,
    an address, a mention and the like, as far as the reader could tell.

    >>> heading = Passage("结语", (Anchor(0, 40, Place(7, 2)),))
    >>> heading.line, heading.locate(1).place.column
    (7, 3)
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    non_prose: tuple[NonProse, ...] = ()

    @property
    def place(self) -> Place:
        """Where the passage begins."""
        return self.anchors[0].place if self.anchors else Place()

    @property
    def line(self) -> int | None:
        """The line on which the passage begins, from 1."""
        return self.place.line

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line that the passage stands on, in order."""
        lines = (a.place.line for a in self.anchors)
        return tuple(dict.fromkeys(line for line in lines if line is not None))

    def locate(self, position: int) -> Anchored:
        """The file's offset and place of a position in `text`."""
        return locate(self.anchors, position)

    def cut(self, span: Span) -> Passage:
        """The part of the passage inside *span*, with its own places."""
        text, anchors = span.of(self.text), sliced(self.anchors, *span)
        return Passage(text, anchors, clipped(self.non_prose, span))


class Note(Struct, frozen=True):
    """A numbered item of a list at the end: a note, a reference, an annotated term.

    `number` is as printed, without brackets or dot: "26".
    """

    number: str
    body: Passage


class Section(Struct, frozen=True):
    """A heading with what stands under it, up to the next heading.

    `number` is canonical, so that the two languages can be compared: "3", "1.2.1", "III.4" are
    written "3", "1.2.1", "3.4" whatever numerals the text uses; None for an unnumbered heading
    such as a preface. A number that begins anew under each heading is told with those above it:
    第三章 第一节 is "3.1", and so is 1. under III. `title` is the whole heading as it stands,
    number included; None for text that stands under no heading, as the root's own paragraphs do.
    `level` is 0 for the root, 1 for chapters.
    """

    number: str | None
    title: Passage | None
    level: int
    paragraphs: tuple[Passage, ...] = ()
    children: tuple[Section, ...] = ()

    @property
    def line(self) -> int | None:
        """The line of the heading or, where it has none, the line on which its text begins."""
        first = self.title or next(iter(self.paragraphs), None)
        return first.line if first else None

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Document(Struct, frozen=True):
    """A text in one language.

    `name` is the path it was read from, as given; `lang` a BCP 47 tag (zh-Hans, zh-Hant, en).
    `body` is the root of the section tree, a Section of level 0 whose own paragraphs are the text
    before the first heading. `title` is the document's own title where it has one. `contents`
    holds the lines of a contents page in a row, each with its number and level; `notes`,
    `references` and `entries` (annotated terms) the lists at the end. `chrome` is what belongs to
    the web page and not to the text. `text` is the decoded file, newlines untouched: what
    anchors' offsets count in.
    """

    name: str
    lang: str
    body: Section
    title: Passage | None = None
    contents: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    references: tuple[Note, ...] = ()
    entries: tuple[Note, ...] = ()
    chrome: tuple[Passage, ...] = ()
    text: str = ""

    def sections(self) -> Iterator[Section]:
        """Every section in reading order, the root first."""
        return self.body.walk()

    def passages(self) -> Iterator[Passage]:
        """Everything that an editor would read, in reading order: titles, paragraphs, lists."""
        if self.title:
            yield self.title
        for section in (*self.contents, *self.sections()):
            if section.title:
                yield section.title
            yield from section.paragraphs
        for note in (*self.notes, *self.entries, *self.references):
            yield note.body

    def to_dicts(self) -> list[dict[str, Any]]:
        """A row a passage, in reading order, for a data frame.

        `kind` is title, contents, heading, paragraph, note, entry or reference; `section` the
        number of the heading above or, in the lists, of the item. Every row has every key and every
        key one type, so that pandas and polars take the list as it is: "" for no text, 0 for no
        number of a line, page or paragraph (they count from 1).

        >>> body = Section(None, None, 0, (Passage("Drink tea."),))
        >>> [(row["kind"], row["text"]) for row in Document("a.txt", "en", body).to_dicts()]
        [('paragraph', 'Drink tea.')]
        """
        rows = [_passage_row("title", "", 0, self.title)] if self.title else []
        for line in self.contents:
            if line.title:
                rows.append(
                    _passage_row(
                        "contents", line.number or "", line.level, line.title
                    )
                )
        for section in self.sections():
            number, level = section.number or "", section.level
            if section.title:
                rows.append(
                    _passage_row("heading", number, level, section.title)
                )
            for paragraph in section.paragraphs:
                rows.append(_passage_row("paragraph", number, level, paragraph))
        lists = {
            "note": self.notes,
            "entry": self.entries,
            "reference": self.references,
        }
        for kind, notes in lists.items():
            rows += [
                _passage_row(kind, note.number, 0, note.body) for note in notes
            ]
        return rows

    def _repr_html_(self) -> str:
        return html_of(self._as_table())

    def _repr_pretty_(self, printer: TextPrinter, _is_cycle: bool) -> None:
        printer.text(text_of(self._as_table()))

    def _as_table(self) -> ShownTable:
        """The text as a notebook shows it: what it holds, and its headings."""
        sections = [
            each for each in self.sections() if each.title or each.paragraphs
        ]
        paragraphs = sum(len(section.paragraphs) for section in sections)
        headings = sum(1 for section in sections if section.title)
        counts = [
            counted(headings, "section"),
            counted(paragraphs, "paragraph"),
        ]
        if self.notes:
            counts.append(counted(len(self.notes), "note"))
        if self.references:
            counts.append(counted(len(self.references), "reference"))
        title = self.title.text if self.title else ""
        return ShownTable(
            " · ".join(filter(None, (self.name, self.lang))),
            ("section", "heading", "paragraphs", "begins"),
            first_rows(
                _section_cells(section, self.lang) for section in sections
            ),
            len(sections),
            tuple(filter(None, (title, ", ".join(counts)))),
        )


def _passage_row(
    kind: str, section: str, level: int, passage: Passage
) -> dict[str, Any]:
    """A passage as a row of a data frame."""
    place = passage.place
    return {
        "kind": kind,
        "section": section,
        "level": level,
        "text": passage.text,
        "line": place.line or 0,
        "page": place.page or 0,
        "paragraph": place.paragraph or 0,
    }


def _section_cells(section: Section, lang: str) -> tuple[ShownCell | str, ...]:
    """A section as a line of a table: its heading, and how its text begins."""
    heading = section.title.text if section.title else ""
    begins = section.paragraphs[0].text if section.paragraphs else ""
    count = str(len(section.paragraphs))
    return (
        section.number or "",
        ShownCell(heading, lang),
        count,
        ShownCell(begins, lang),
    )
