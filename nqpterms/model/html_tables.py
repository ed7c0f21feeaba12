"""Values as small tables of HTML, for notebooks: what ``_repr_html_`` of a value gives.

A table has no colours of its own but shades over those of its page, so that it is read on a light
page and on a dark one; it holds no script and no address. Whatever a text says is escaped, and a
table is short whatever the value holds: it says how much more there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from msgspec import Struct

from nqpterms.model.places import Span

MOST_ROWS = 12
_MOST_NOTES = 6
_LONGEST = 160  # code points of a cell: three lines in a notebook
_BEFORE_WORDS = 60  # of them before the words that are meant
_ELLIPSIS = "…"
# No page holds these.
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_STYLE = (
    ".nqpterms table{border-collapse:collapse;margin:.3em 0}"
    ".nqpterms table :is(th,td){text-align:left;vertical-align:top;white-space:normal;"
    "unicode-bidi:isolate;padding:.2em .8em .2em 0;border-bottom:1px solid rgb(127 127 127/.35)}"
    ".nqpterms mark{background:rgb(255 190 0/.35);color:inherit}"
)


class TextPrinter(Protocol):
    """What a notebook hands to ``_repr_pretty_``."""

    def text(self, text: str, /) -> None:
        """Write a text."""


class ShownCell(Struct, frozen=True):
    """What stands in a cell: a text, its language where it is not the page's, the words meant."""

    text: str
    lang: str = ""
    span: Span | None = None


class ShownTable(Struct, frozen=True):
    """A table with its heads; `total` is how many rows the value has, of which these are the first.

    `title` names the value, `notes` are lines below it.
    """

    title: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[ShownCell | str, ...], ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()


def html_of(table: ShownTable) -> str:
    """The table as HTML.

    >>> cell = ShownCell("<喝茶>", span=Span(2, 3))
    >>> html_of(ShownTable("Tea & more", ("zh",), ((cell,),), 5)).partition("<tbody>")[2]
    '<tr><td>&lt;喝<mark>茶</mark>&gt;</td></tr></tbody></table><div>… and 4 more rows</div></div>'
    """
    parts = [f'<div class="nqpterms"><style>{_STYLE}</style>']
    parts.append(f"<div><b>{_escaped(table.title)}</b></div>")
    for note in table.notes[:_MOST_NOTES]:
        parts.append(f"<div>{_escaped(_shortened(note))}</div>")
    rows = table.rows[:MOST_ROWS]
    if rows:
        parts.append(
            f"<table><thead><tr>{_heads(table.heads)}</tr></thead><tbody>"
        )
        for row in rows:
            parts.append(f"<tr>{''.join(map(_cell, row))}</tr>")
        parts.append("</tbody></table>")
    left_out = table.total - len(rows)
    if left_out > 0:
        parts.append(
            f"<div>{_ELLIPSIS} and {left_out:,} more row{'s' * (left_out > 1)}</div>"
        )
    parts.append("</div>")
    return "".join(parts)


def text_of(table: ShownTable) -> str:
    """What a notebook keeps of the table as plain text: the title and the notes.

    A notebook saves both forms of a value, and the text of a value with all its fields has
    megabytes.

    >>> text_of(ShownTable("a.md · en", notes=("3 sections",)))
    'a.md · en\\n3 sections'
    """
    return "\n".join(map(_plain, (table.title, *table.notes[:_MOST_NOTES])))


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "concept"), counted(1200, "concept")
    ('1 concept', '1,200 concepts')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def first_rows(
    rows: Iterable[tuple[ShownCell | str, ...]],
) -> tuple[tuple[ShownCell | str, ...], ...]:
    """As many rows as a table shows; the others are never made."""
    first: list[tuple[ShownCell | str, ...]] = []
    for row in rows:
        if len(first) == MOST_ROWS:
            break
        first.append(row)
    return tuple(first)


def _heads(heads: Sequence[str]) -> str:
    return "".join(f'<th scope="col">{_escaped(head)}</th>' for head in heads)


def _cell(cell: ShownCell | str) -> str:
    if isinstance(cell, str):
        return f"<td>{_escaped(_shortened(cell))}</td>"
    language = f' lang="{_escaped(cell.lang)}"' if cell.lang else ""
    return f"<td{language}>{_marked(cell.text, cell.span)}</td>"


def _marked(text: str, span: Span | None) -> str:
    """A text with the words that are meant; of a long one what stands around them."""
    if not span:
        return _escaped(_shortened(text))
    start = max(0, span.start - _BEFORE_WORDS)
    before = (_ELLIPSIS if start else "") + text[start : span.start]
    room = max(0, _LONGEST - (span.end - start))
    behind = text[span.end :]
    if len(behind) > room:
        behind = behind[:room] + _ELLIPSIS
    words = _escaped(_shortened(span.of(text)))
    return f"{_escaped(before)}<mark>{words}</mark>{_escaped(behind)}"


def _plain(text: str) -> str:
    return _UNSEEN.sub("\ufffd", _shortened(text))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + _ELLIPSIS


def _escaped(text: str) -> str:
    return escape(_UNSEEN.sub("\ufffd", text))
