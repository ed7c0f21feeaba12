"""HTML to blocks, every code point with its own place in the file.

The standard library's tokenizer gives the position of each run of text and of each entity, which
no tree builder does; blocks need no tree, only the elements that are open. Nothing is loaded:
scripts, links and images are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser

from msgspec.structs import replace

from nqpterms.readers.blocks import SPACE, Block, Piece, Source, superscript


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_HIDDEN = _names(
    "head script style noscript template svg math select button iframe object textarea rt rp "
    "audio video canvas"
)
_CHROME = _names("nav footer aside menu dialog form")
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
    r"|comments?|advert|ads?|banner|masthead|topbar|toolbar|copyright|skip|login|search)"
    r"(?:$|[-_])|^(?:site-|page_?)?header$|^top$"
)
"""Parts of names of what is seldom text."""

_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul"
)
_VOID = _names("area base br col embed hr img input link meta source track wbr")
_CLOSED_BY_NEXT = _names("p li dt dd tr td th")  # their end tags are often left out
_HEADING = re.compile("h([1-6])")
_BLANK = re.compile("[ \t\r\n\f]+")
_PERHAPS_SHARE = 0.3  # of a page's text, at most, is chrome by parts of its names
_TITLE = 4  # characters at least that a line shares with the title of the page
_MAIN_SHARE = 0.5  # of a page's text that must stand in <main> or <article> for the rest to go


def html_blocks(source: Source) -> list[Block]:
    """The blocks of an HTML page; what only a web page has is of kind "chrome".

    >>> source = Source("<nav>Home</nav><h1>A &amp; B</h1><p>One<br>two</p>")
    >>> [(b.text, b.level, b.kind) for b in html_blocks(source)][1:]
    [('A & B', 1, 'text'), ('One', None, 'text'), ('two', None, 'text')]
    """
    return html_part(source, 0, len(source.text))


def html_part(source: Source, start: int, end: int) -> list[Block]:
    """The blocks of the HTML that stands between two offsets of a file."""
    parser = _Parser(source, start)
    parser.feed(source.text[start:end])
    parser.close()
    parser.flush()
    blocks = _without_doubtful(parser.blocks, parser.doubtful)
    return _without_surroundings(blocks, parser.inside, parser.title)


def _without_doubtful(blocks: list[Block], doubtful: Sequence[bool]) -> list[Block]:
    """The blocks, chrome made of those that are doubtful by name, if these are not too many."""
    lengths = [len(block.text) if block.kind == "text" else 0 for block in blocks]
    share = sum(length for length, doubt in zip(lengths, doubtful, strict=True) if doubt)
    if share > _PERHAPS_SHARE * sum(lengths):
        return blocks
    return [
        replace(block, kind="chrome") if doubt and block.level != 1 else block
        for block, doubt in zip(blocks, doubtful, strict=True)
    ]


def _without_surroundings(blocks: list[Block], inside: Sequence[bool], title: str) -> list[Block]:
    """The blocks, chrome made of what stands outside the main part if that holds most.

    What stands outside and begins the *title* of the page is kept as its heading.
    """
    pairs = list(zip(blocks, inside, strict=True))
    whole = sum(len(block.text) for block in blocks if block.kind == "text")
    main = sum(len(block.text) for block, within in pairs if within and block.kind == "text")
    if not main or main < _MAIN_SHARE * whole:
        return blocks
    titled = any(_is_title(block, title) for block, within in pairs if within)
    first = next(index for index, within in enumerate(inside) if within)
    titles = [i for i, b in enumerate(blocks[:first]) if b.kind == "text" and _is_title(b, title)]
    kept = set() if titled else set(titles[-1:])
    return [
        block if within or index in kept else replace(block, kind="chrome")
        for index, (block, within) in enumerate(pairs)
    ]


def _is_title(block: Block, title: str) -> bool:
    """Whether a block is a heading of the highest level, or what the title of the page begins."""
    named = len(block.text) >= _TITLE and title.startswith(block.text)
    return block.level == 1 or named


class _Parser(HTMLParser):
    """Collects blocks while it knows which elements are open."""

    def __init__(self, source: Source, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.start = start
        self.first_line = source.text.count("\n", 0, start)
        self.newlines = [0, *(m.end() for m in re.finditer("\n", source.text))]
        self.blocks: list[Block] = []
        self.inside: list[bool] = []  # for each block, whether in the main part
        self.doubtful: list[bool] = []  # for each block, whether it may be chrome by a name
        self.title = ""  # of the page, from its head
        self.open: list[tuple[str, str]] = []  # tag and what it makes of its text
        self.count: Counter[str] = Counter()  # of open tags and of what they make
        self.lists: list[int | None] = []  # next number of each open list; None where unordered
        self.pieces: list[Piece] = []
        self.number: str | None = None
        self.level: int | None = None
        self.thin = False  # something in the block is not bold

    # What the tokenizer calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "body":  # closes a head that was left open
            self._close_down_to(0)
        if tag == "br" and not self.level:
            self.flush()
        elif tag == "br":
            self._blank(self._offset())
        if tag in _BLOCKS:
            self._begin_block(tag, given)
        if tag not in _VOID:
            made = _made(tag, given)
            self.open.append((tag, made))
            self.count.update((tag, made))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self.count[tag]:
            return
        if tag in _BLOCKS:
            self.flush()
        if tag in ("ol", "ul", "menu") and self.lists:
            self.lists.pop()
        self._close(tag)
        if _HEADING.fullmatch(tag):
            self.level = None

    def handle_data(self, data: str) -> None:
        self._data(self._offset(), data)

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self._data(self._offset() + len("<![CDATA["), data.removeprefix("CDATA["))

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
        return super().parse_starttag(i) if self.rawdata.find(">", i) >= 0 else -1

    # What it does with that

    def flush(self) -> None:
        """Ends the block that is being collected."""
        passage = self.source.joined(self.pieces)
        if passage.text:
            block = Block(passage, level=self.level, number=self.number, bold=not self.thin)
            self.blocks.append(replace(block, kind="chrome") if self.count["chrome"] else block)
            self.inside.append(bool(self.count["main"] or self.count["article"]))
            self.doubtful.append(bool(self.count["perhaps"]))
            self.number = None
        self.pieces = []
        self.thin = False

    def _data(self, offset: int, data: str) -> None:
        """Adds a run of text, each run of blanks as one or, in <pre>, each line as a block."""
        if self.open and self.open[-1][0] == "title" and not self.title:
            self.title = " ".join(data.split())
        if self.count["hidden"]:
            return
        at = 0
        lines = self.count["pre"]
        for found in re.finditer(r"\r\n|[\r\n]" if lines else _BLANK, data):
            self._text(offset + at, data[at : found.start()])
            if lines:
                self.flush()
            else:
                newline = re.search(r"[\r\n]", found[0])
                self._blank(offset + found.start() + (newline.start() if newline else 0))
            at = found.end()
        self._text(offset + at, data[at:])

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        self.flush()
        if tag in _CLOSED_BY_NEXT and self.open and self.open[-1][0] == tag:
            self._close(tag)
        if tag in ("ol", "ul", "menu"):
            self.lists.append(_integer(given.get("start"), 1) if tag == "ol" else None)
        if tag == "li":
            self._count_item(given)
        if found := _HEADING.fullmatch(tag):
            self.level = int(found[1])

    def _count_item(self, given: dict[str, str | None]) -> None:
        number = self.lists[-1] if self.lists else None
        if number is not None:
            number = _integer(given.get("value"), number)
            self.lists[-1] = number + 1
        self.number = None if number is None else str(number)

    def _reference(self, raw: str) -> None:
        """Adds what an entity or a character reference stands for."""
        if self.count["hidden"]:
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
        self.thin |= not self.count["bold"] and bool(text.strip(SPACE))
        self.pieces.append(Piece(offset, superscript(text) if self.count["sup"] else text))

    def _blank(self, offset: int) -> None:
        if self.pieces and not self.pieces[-1].text.endswith(" "):
            self.pieces.append(Piece(offset, " "))

    def _offset(self) -> int:
        line, column = self.getpos()
        first = self.start if line == 1 else self.newlines[self.first_line + line - 1]
        return first + column

    def _close(self, tag: str) -> None:
        depth = next(i for i in range(len(self.open) - 1, -1, -1) if self.open[i][0] == tag)
        self._close_down_to(depth)

    def _close_down_to(self, depth: int) -> None:
        for pair in self.open[depth:]:
            self.count.subtract(pair)
        del self.open[depth:]


def _made(tag: str, given: dict[str, str | None]) -> str:
    """What an element makes of its text: hidden, chrome, perhaps chrome, main, bold, or nothing."""
    style = re.sub(r"\s", "", given.get("style") or "")
    if tag in _HIDDEN or "hidden" in given or "display:none" in style:
        return "hidden"
    names = set(f"{given.get('class') or ''} {given.get('id') or ''}".lower().split())
    role = given.get("role") or ""
    if tag in _CHROME or role in _CHROME_ROLES or (names & _CHROME_NAMES and tag != "body"):
        return "chrome"
    if names & _MAIN_NAMES:
        return "main"
    if tag not in ("body", "html", "main", "article") and any(map(_PERHAPS.search, names)):
        return "perhaps"
    return "bold" if tag in ("b", "strong") else ""


def _integer(text: str | None, default: int) -> int:
    found = re.fullmatch(r"\s*(\d{1,6})\s*", text or "", re.ASCII)
    return int(found[1]) if found else default
