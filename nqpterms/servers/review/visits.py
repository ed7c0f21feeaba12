"""What a page is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

if TYPE_CHECKING:
    from nqpterms.servers.review.review_desk import ReviewDesk

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
_MOST_DIGITS = 7  # of a number in an address


class Upload(Struct, frozen=True):
    """A file that was dropped on a page: the name that its sender gives it, and its bytes."""

    name: str
    file: IO[bytes]


class NavigationLink(Struct, frozen=True):
    """A page as the head of every page names it."""

    path: str
    title: str


class Visit(Struct, frozen=True):
    """What a browser asks of a page.

    `names` are the parts of the address that vary, `query` what stands behind its question mark,
    `form` the fields that were sent (the last of each name; `lists` has all). With `wants_part` a
    script asks for the part of the page that changes.
    """

    desk: ReviewDesk
    path: str = "/"
    names: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    lists: Mapping[str, Sequence[str]] = {}
    uploads: Sequence[Upload] = ()
    wants_part: bool = False
    navigation: Sequence[NavigationLink] = ()

    def field(self, name: str) -> str:
        """A field of the form that was sent; "" where it is missing."""
        values = self.lists.get(name, ())
        return values[-1] if values else ""

    def number(self, name: str) -> int:
        """A number from 1 behind the question mark; 1 where there is none."""
        value = self.query.get(name, "")
        is_number = (
            value.isascii() and value.isdecimal() and len(value) < _MOST_DIGITS
        )
        return max(1, int(value)) if is_number else 1


class PageAnswer(Struct, frozen=True):
    """What a page answers: a body of some kind, a way to go on, or a file to save."""

    body: str | bytes = ""
    kind: str = HTML
    status: int = 200
    headers: Mapping[str, str] = {}


Handler = Callable[[Visit], PageAnswer]
"""A page's function. It may take its time: it has a thread of its own."""


class PageRoute(Struct, frozen=True):
    """An address of a page, and the function that answers: ``/terms/{name:path}``.

    `largest` is how many bytes may be sent to it.
    """

    method: str
    path: str
    handler: Handler
    largest: int = 2**20


class ReviewPage(Struct, frozen=True):
    """A page with its addresses; one without a title is not named in the head of the others."""

    path: str
    title: str
    routes: tuple[PageRoute, ...]


def see_other(address: str) -> PageAnswer:
    """The way to another address, as after a form was sent.

    >>> see_other("/check/a b").headers["location"]
    '/check/a%20b'
    """
    return PageAnswer(
        status=303,
        headers={"location": quote(address, safe="/?=&%#+,:;@~!$'()*")},
    )


def download(
    data: str | bytes, name: str, kind: str = "application/octet-stream"
) -> PageAnswer:
    """A file to save, under a name.

    >>> download("x", "报告.tsv").headers["content-disposition"]
    "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.tsv"
    """
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return PageAnswer(data, kind, headers={"content-disposition": disposition})


def plain(text: str, status: int = 200) -> PageAnswer:
    """A line of text."""
    return PageAnswer(text + "\n", PLAIN, status)


def as_json(value: Any) -> PageAnswer:
    """A value for a script.

    >>> as_json({"done": 3}).body
    b'{"done":3}'
    """
    from msgspec.json import encode

    return PageAnswer(encode(value), "application/json")
