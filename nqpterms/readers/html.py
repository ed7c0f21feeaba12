"""HTML to blocks, every code point with its own place in the file.

The standard library's tokenizer gives the position of each run of text and of each entity, which
no tree builder does; blocks need no tree, only the elements that are open. Nothing is loaded:
scripts, links and images are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from html import unescape
from html.parser import HTMLParser

from msgspec import Struct

from nqpterms.files.budget import look_at_clock
from nqpterms.lang.numbers.numerals import superscript
from nqpterms.readers.page_parts import (
    PageBlock,
    PageElement,
    PartRole,
    judged_blocks,
)
from nqpterms.readers.text_blocks import (
    SPACE,
    Block,
    PieceMark,
    TextPiece,
    TextSource,
)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HIDDEN = _names(
    "head script style noscript template svg math select button iframe object textarea rt rp "
    "audio video canvas"
)
_CHROME = _names("nav footer aside menu dialog")
_CHROME_ROLES = _names("navigation banner contentinfo complementary search")
_CHROME_NAMES = _names(
    "nav navbar menu sidebar footer breadcrumb breadcrumbs share sharedaddy social related "
    "comments comment-respond advertisement cookie"
)
_MAIN_NAMES = _names(
    "trs_editor trs_ueditor trs_paper_default ucap-content pages_content article-content "
    "article-body article_content article_body article_con post-content entry-content story-body "
    "js_content rich_media_content rm_txt_con text_con show_text con_text p_content zoom "
    "detail-content news_content newscontent content-article main-content maincontent"
)
"""Classes and ids of the element that holds the text of an article, as web sites name it."""

_PERHAPS = re.compile(
    r"(?:^|[-_])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|sidebar|pagination|pager"
    r"|cookies?|newsletter|subscribe|share|sharing|social|bdsharebuttonbox|bdshare|related|relevant"
    r"|comments?|bottom|foot|advert|ads?|banner|masthead|topbar|toolbar|copyright|skip|login|search)"
    r"(?:$|[-_])|^(?:site-|page_?)?header$|^top$"
)
"""Parts of names of what is seldom text."""

_TITLES = re.compile(
    r"(?:^|[-_])(?:title|tit|bt|biaoti|headline)\d*(?:$|[-_])|title$"
)
"""Parts of names of what holds the title of a text."""

_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul"
)
_VOID = _names("area base br col embed hr img input link meta source track wbr")
# Their end tags are often left out.
_CLOSED_BY_NEXT = _names("p li dt dd tr td th")
_HEADING = re.compile("h([1-6])")
_BLANK = re.compile("[ \t\r\n\f]+")
_NEWLINE = re.compile(r"\r\n|[\r\n]")
# Hold the text, whatever they are called.
_NO_CHROME = _names("body html main article")
_LISTS = ("ol", "ul", "menu")
_NUMBER = re.compile(r"\s*(\d{1,6})\s*", re.ASCII)

_Attributes = Mapping[str, str | None]


def html_blocks(
    source: TextSource, start: int = 0, end: int | None = None
) -> list[Block]:
    """The blocks of an HTML page, or of a part of a file; what only a page has is of kind "chrome".

    >>> source = TextSource("<nav>Home</nav><h1>A &amp; B</h1><p>One<br>two</p>")
    >>> [(b.text, b.level, b.kind) for b in html_blocks(source)][1:]
    [('A & B', 1, 'text'), ('One', None, 'text'), ('two', None, 'text')]
    """
    parser = _Parser(source, start)
    parser.feed(source.text[start:end])
    parser.close()
    parser.flush()
    return judged_blocks(parser.page, parser.parts, parser.title)


# -- the tokenizer -----------------------------------------------------------------------------


class _OpenElement(Struct, frozen=True):
    """An element that is open: its tag, what it makes of its text (see `_effect` and
    `mark_of_element`), and the part of the page that it is or stands in (-1: none)."""

    tag: str
    effect: str
    mark: PieceMark
    part: int


class _Parser(HTMLParser):
    """Collects blocks while it knows which elements are open."""

    def __init__(self, source: TextSource, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.start = start
        self.first_line = bisect_right(source.starts_behind_lf, start) - 1
        self.page: list[PageBlock] = []
        self.parts: list[PageElement] = []
        self.title = ""  # of the page, from its head
        self.open: list[_OpenElement] = []
        self.tags: Counter[str] = Counter()  # of what is open
        self.effects: Counter[str] = Counter()
        self.lists: list[
            int | None
        ] = []  # next number of each open list; None where unordered
        self.pieces: list[TextPiece] = []
        self.number: str | None = None
        self.level: int | None = None
        self.thin = False  # something in the block is not bold
        self.linked = self.links = (
            0  # characters of the block in links, and these
        )

    # What the tokenizer calls

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        look_at_clock()
        attributes = dict(attrs)
        if tag == "br":
            self._break()
        if tag == "body":  # closes a head that was left open
            self._close_down_to(0)
        if tag in _BLOCKS:
            self._begin_block(tag, attributes)
        if tag not in _VOID:
            mark = self._mark_inside(tag, attributes)
            effect = _effect(tag, attributes)
            element = _OpenElement(
                tag, effect, mark, self._part_of(tag, attributes)
            )
            self.links += effect == "link"
            self.open.append(element)
            self.tags[element.tag] += 1
            self.effects[element.effect] += 1

    def handle_startendtag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self.tags[tag]:
            return
        if tag in _BLOCKS:
            self.flush()
        if tag in _LISTS and self.lists:
            self.lists.pop()
        self._close(tag)
        if _HEADING.fullmatch(tag):
            self.level = None

    def handle_data(self, data: str) -> None:
        look_at_clock()
        self._data(self._offset(), data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self._data(
                self._offset() + len("<![CDATA["), data.removeprefix("CDATA[")
            )

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """A comment where the tokenizer would give up, as browsers take it."""
        line, column = self.getpos()
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.lineno, self.offset = line, column
            return self.parse_bogus_comment(i)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """A comment that is never closed reaches to the end."""
        end: int = super().parse_comment(i, report)
        return end if end >= 0 else len(self.rawdata)

    def parse_pi(self, i: int) -> int:
        """So does a processing instruction."""
        end = super().parse_pi(i)
        return end if end >= 0 else len(self.rawdata)

    def parse_starttag(self, i: int) -> int:
        """A tag that is never closed is text, without a search for its attributes."""
        return (
            super().parse_starttag(i) if self.rawdata.find(">", i) >= 0 else -1
        )

    # What it does with that

    def flush(self) -> None:
        """Ends the block that is being collected."""
        passage = self.source.joined(self.pieces)
        if passage.text:
            block = Block(
                passage, 0, self.level, self.number, bold=not self.thin
            )
            self.page.append(
                PageBlock(block, self._part(), self.linked, self.links)
            )
            self.number = None
        self.pieces = []
        self.thin = False
        self.linked = self.links = 0

    def _break(self) -> None:
        """Ends a line: a block of its own but in a heading, where it is a blank."""
        if self.level:
            self._blank(self._offset())
        else:
            self.flush()

    def _data(self, offset: int, data: str) -> None:
        """Adds a run of text, each run of blanks as one or, in <pre>, each line as a block."""
        if self.open and self.open[-1].tag == "title" and not self.title:
            self.title = " ".join(data.split())
        if self.effects["hidden"]:
            return
        if self.tags["pre"]:
            self._lines(offset, data)
            return
        at = 0
        for blanks in _BLANK.finditer(data):
            self._text(offset + at, data[at : blanks.start()])
            newline = _NEWLINE.search(blanks[0])
            self._blank(
                offset + blanks.start() + (newline.start() if newline else 0)
            )
            at = blanks.end()
        self._text(offset + at, data[at:])

    def _lines(self, offset: int, data: str) -> None:
        at = 0
        for newline in _NEWLINE.finditer(data):
            self._text(offset + at, data[at : newline.start()])
            self.flush()
            at = newline.end()
        self._text(offset + at, data[at:])

    def _begin_block(self, tag: str, attributes: _Attributes) -> None:
        self.flush()
        if tag in _CLOSED_BY_NEXT and self.open and self.open[-1].tag == tag:
            self._close(tag)
        if tag in _LISTS:
            self.lists.append(
                _integer(attributes.get("start"), 1) if tag == "ol" else None
            )
        elif tag == "li":
            self._count_item(attributes)
        elif heading := _HEADING.fullmatch(tag):
            self.level = int(heading[1])

    def _count_item(self, attributes: _Attributes) -> None:
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.number = None
            return
        number = _integer(attributes.get("value"), number)
        self.lists[-1] = number + 1
        self.number = str(number)

    def _reference(self, raw: str) -> None:
        """Adds what an entity or a character reference stands for."""
        if self.effects["hidden"]:
            return
        offset = self._offset()
        end = offset + len(raw)
        text = unescape(raw + ";" * self.source.text.startswith(";", end))
        if _BLANK.fullmatch(text):
            self._blank(offset)
        else:
            self._text(offset, text)

    def _text(self, offset: int, text: str) -> None:
        if not text:
            return
        self.thin |= not self.effects["bold"] and bool(text.strip(SPACE))
        mark = self.open[-1].mark if self.open else ""
        text = superscript(text) if self.tags["sup"] else text
        self.pieces.append(TextPiece(offset, text, mark))
        if self.effects["link"]:
            self.linked += len(text)

    def _part(self) -> int:
        """The part of the page that is open."""
        return self.open[-1].part if self.open else -1

    def _part_of(self, tag: str, attributes: _Attributes) -> int:
        """The part that an element begins, or the one in which it stands."""
        if tag not in _BLOCKS:
            return self._part()
        self.parts.append(
            PageElement(tag, _role(tag, attributes), self._part())
        )
        return len(self.parts) - 1

    def _mark_inside(self, tag: str, attributes: _Attributes) -> PieceMark:
        """What an element makes of its text, that around it included: code in code is code."""
        outer = self.open[-1].mark if self.open else ""
        if outer == "protected" and attributes.get("translate") == "yes":
            return ""
        own = mark_of_element(tag, attributes)
        return own if outer in ("", "emphasis") and own else outer

    def _blank(self, offset: int) -> None:
        if self.pieces and not self.pieces[-1].text.endswith(" "):
            mark = (
                self.pieces[-1].mark if self.open and self.open[-1].mark else ""
            )
            self.pieces.append(TextPiece(offset, " ", mark))

    def _offset(self) -> int:
        line, column = self.getpos()
        first = (
            self.start
            if line == 1
            else self.source.starts_behind_lf[self.first_line + line - 1]
        )
        return first + column

    def _close(self, tag: str) -> None:
        """Closes the innermost element of a tag, with all inside it."""
        depth = len(self.open) - 1
        while self.open[depth].tag != tag:
            depth -= 1
        self._close_down_to(depth)

    def _close_down_to(self, depth: int) -> None:
        for element in self.open[depth:]:
            self.tags[element.tag] -= 1
            self.effects[element.effect] -= 1
        del self.open[depth:]


_CODES = _names("code kbd samp var tt")
_STRUCK = _names("del s strike")
_EMPHASES = _names("em i q dfn b strong")


def mark_of_element(tag: str, attributes: _Attributes) -> PieceMark:
    """What an element says of its text: that it is code, a title, not to be translated, emphasised.

    >>> mark_of_element("kbd", {}), mark_of_element("span", {"translate": "no"})
    ('code', 'protected')
    """
    names = (attributes.get("class") or "").lower().split()
    if attributes.get("translate") == "no" or "notranslate" in names:
        return "protected"
    if tag in _CODES:
        return "code"
    if tag == "cite":
        return "title"
    if tag in _STRUCK:
        return "mention"
    return "emphasis" if tag in _EMPHASES else ""


def html_attributes(tag: str) -> dict[str, str | None]:
    """The attributes of one start tag as it stands in a text.

    >>> html_attributes('<span translate="no">')
    {'translate': 'no'}
    """
    reader = _AttributeReader()
    reader.feed(tag)
    return reader.attributes


class _AttributeReader(HTMLParser):
    """Keeps the attributes of the tag that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(
        self,
        tag: str,  # noqa: ARG002
        attrs: list[tuple[str, str | None]],
    ) -> None:
        self.attributes = dict(attrs)


def _effect(tag: str, attributes: _Attributes) -> str:
    """What an element makes of its text: hidden, bold, a link to another page, or nothing."""
    if tag in _HIDDEN or _is_hidden(attributes):
        return "hidden"
    if tag == "a" and _leads_away(attributes.get("href")):
        return "link"
    return "bold" if tag in ("b", "strong") else ""


def _leads_away(target: str | None) -> bool:
    """Whether a link leads to something else than a place in the same text."""
    if not target:
        return False
    return target == "#" or not target.startswith("#")


def _role(tag: str, attributes: _Attributes) -> PartRole:
    """What a part of a page is by its tag, its role, its classes and its id."""
    if tag in _CHROME or attributes.get("role") in _CHROME_ROLES:
        return "furniture"
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    if names and (role := _role_of_names(tag, names)):
        return role
    if tag == "form":
        return "form"
    return "layout" if tag in ("main", "article") else ""


def _is_hidden(attributes: _Attributes) -> bool:
    style = attributes.get("style")
    if style and "display:none" in re.sub(r"\s", "", style):
        return True
    return "hidden" in attributes


def _role_of_names(tag: str, names: Sequence[str]) -> PartRole:
    """What the classes and the id of an element say of it."""
    if tag != "body" and not _CHROME_NAMES.isdisjoint(names):
        return "furniture"
    if not _MAIN_NAMES.isdisjoint(names):
        return "text"
    if tag in _NO_CHROME:
        return ""
    if any(map(_PERHAPS.search, names)):
        return "doubtful"
    return "title" if any(map(_TITLES.search, names)) else ""


def _integer(text: str | None, default: int) -> int:
    match = _NUMBER.fullmatch(text or "")
    return int(match[1]) if match else default
