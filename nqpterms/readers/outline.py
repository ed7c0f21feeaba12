"""Blocks to a Document: chrome, title, contents page, lists at the end, and the tree between.

blocks ─▶ without chrome ─▶ without contents page ─▶ without lists ─▶ headings ─▶ tree
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from nqpterms.lang.chinese import script, simplified
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.places import Span
from nqpterms.readers.contents_page import contents_titles, find_contents
from nqpterms.readers.headings import (
    WORD,
    Heading,
    Numbered,
    find_headings,
    ranks,
)
from nqpterms.readers.line_shape import (
    ends_sentence,
    heading_mark,
    is_chinese,
    is_title,
    numbered,
    role,
)
from nqpterms.readers.note_lists import as_reference, read_lists
from nqpterms.readers.page_parts import sentence_size
from nqpterms.readers.text_blocks import Block

# Characters of a Chinese, an English document title.
_LONGEST_TITLE = {True: 60, False: 220}
_SHORTEST_TITLE = 4  # characters of a Chinese one; an English one has two words
_LETTERS = 0.6  # of a title, at least
_NO_TITLE = re.compile("@|://|^[—–-]|。$")
_LITTLE = 0.2  # of the sentences before: an author's box and comments are less
_TITLE_LINES = 4  # blocks from the top among which a title is looked for


def outlined(
    blocks: Sequence[Block], text: str, *, name: str, page: bool = False
) -> Document:
    """The document that the blocks make.

    In a web *page*, what stands before the title directly above a contents page is chrome, and so
    is what follows the last list without a heading.
    """
    chrome_indices = _leading_chrome(blocks) | trailing_chrome(blocks)
    chrome: list[Passage] = []
    inner: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind == "chrome" or index in chrome_indices:
            chrome.append(block.passage)
        else:
            inner.append(block)
    contents = find_contents(inner)
    entries = [inner[index] for index in contents]
    first = _title_start(inner[: contents.start]) if page and contents else 0
    chrome += (block.passage for block in inner[:first])
    rest = inner[first : contents.start] + inner[contents.stop :]
    document = _document(
        rest, name, page=page, listed_titles=contents_titles(entries, rest)
    )
    chrome += document.chrome
    return replace(
        document,
        lang=_language(inner[first:]),
        text=text,
        chrome=tuple(
            sorted(chrome, key=lambda passage: passage.locate(0).offset)
        ),
        contents=_contents(entries),
    )


def _document(
    blocks: list[Block], name: str, *, page: bool, listed_titles: set[int]
) -> Document:
    """The document without its contents page, which lists some of the blocks as titles."""
    lists = read_lists(blocks)
    chrome = (
        _after_lists(blocks, max(lists.blocks, default=len(blocks)))
        if page
        else range(0)
    )
    outside = lists.blocks.union(chrome)
    inside = [index for index in range(len(blocks)) if index not in outside]
    running = [blocks[index] for index in inside]
    titles = {
        place for place, index in enumerate(inside) if index in listed_titles
    }
    headings = find_headings(running, titles)
    title = _title(running, headings)
    return Document(
        name=name,
        lang="und",
        chrome=tuple(blocks[index].passage for index in chrome),
        title=None if title is None else running[title].passage,
        body=_tree(running, headings, title),
        notes=lists.notes,
        references=lists.references,
        entries=lists.entries,
    )


def _after_lists(blocks: Sequence[Block], last: int) -> range:
    """What follows the last list of a page up to the next heading: it belongs to nothing.

    More than a little is text, and the list none that ends a page.
    """
    end = last + 1
    while end < len(blocks) and role(blocks[end].text) is None:
        end += 1
    before = sum(map(sentence_size, blocks[: last + 1]))
    after = sum(map(sentence_size, blocks[last + 1 : end]))
    if after > _LITTLE * before:
        return range(0)
    return range(last + 1, end)


def _language(blocks: Sequence[Block]) -> str:
    text = "\n".join(block.text for block in blocks)
    return script(text) if is_chinese(text) else "en"


def _contents(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The entries of a contents page in a row, each with its number and level."""
    entries = [block for block in blocks if role(block.text) != "contents"]
    numberings = []
    for block in entries:
        mark = heading_mark(block.text)
        numberings.append(
            Numbered(mark.style, mark.numbers) if mark else Numbered(WORD)
        )
    ranked = zip(entries, ranks(numberings), strict=True)
    return tuple(
        Section(rank.number, block.passage, rank.level)
        for block, rank in ranked
    )


# -- the title ---------------------------------------------------------------------------------


def _title(
    blocks: Sequence[Block], headings: Mapping[int, Heading]
) -> int | None:
    """The document's own title: the one top heading of the format, or a title-like first line."""
    top = _only_top(blocks, headings)
    if top is not None:
        return top if len(blocks) > 1 else None
    if not any(map(_is_text, blocks)):
        return None
    for index in range(min(_TITLE_LINES, len(blocks) - 1)):
        if index in headings or _is_text(blocks[index]):
            return None
        if _is_title(blocks[index]):
            return index
    return None


def _only_top(
    blocks: Sequence[Block], headings: Mapping[int, Heading]
) -> int | None:
    """The one heading of level 1, if it has no number and no heading stands before it."""
    tops = [index for index, block in enumerate(blocks) if block.level == 1]
    if len(tops) != 1 or tops[0] != min(headings):
        return None
    return None if headings[tops[0]].numbered.numbers else tops[0]


def _title_start(blocks: Sequence[Block]) -> int:
    """Where the text of a page begins, of which these blocks stand above the contents page.

    It begins at its title. Between the two may stand an author or a date.
    """
    start = len(blocks)
    for index in range(
        len(blocks) - 1, max(-1, len(blocks) - 1 - _TITLE_LINES), -1
    ):
        if _is_text(blocks[index]):
            break
        if _is_title(blocks[index]):
            start = index
    return start


def _is_title(block: Block) -> bool:
    text = block.text
    chinese = is_chinese(text)
    if block.kind != "text" or len(text) > _LONGEST_TITLE[chinese]:
        return False
    if _NO_TITLE.search(text) or heading_mark(text) or not is_title(text):
        return False
    letters = sum(map(str.isalpha, text))
    if letters < _LETTERS * len(text):
        return False
    return len(text) >= _SHORTEST_TITLE if chinese else len(text.split()) > 1


def _is_text(block: Block) -> bool:
    return ends_sentence(block.text) or not is_title(block.text)


# -- the tree ----------------------------------------------------------------------------------


class _Branch(Struct):
    """A section under construction; its paragraphs come one after another."""

    level: int
    number: str | None = None
    title: Passage | None = None
    paragraphs: list[Passage] = field(default_factory=list)

    def add(self, passage: Passage) -> None:
        """Add a paragraph; under a heading such as "Bibliography" it is an entry."""
        self.paragraphs.append(
            as_reference(passage) if self._lists_references() else passage
        )

    def _lists_references(self) -> bool:
        if self.title is None:
            return False
        text = self.title.text
        mark = numbered(text)
        return role(text[mark.end :] if mark else text) == "references"


def _tree(
    blocks: Sequence[Block],
    headings: Mapping[int, Heading],
    document_title: int | None,
) -> Section:
    """The sections under a root of level 0, whose paragraphs stand before the first heading."""
    inner = [index for index in headings if index != document_title]
    ranked = dict(
        zip(inner, ranks([headings[i].numbered for i in inner]), strict=True)
    )
    branches = [_Branch(0)]
    for index, block in enumerate(blocks):
        if index == document_title:
            continue
        rank = ranked.get(index)
        if rank is None:
            branches[-1].add(block.passage)
            continue
        end = headings[index].end
        if end is None:
            branches.append(
                _Branch(rank.level, rank.number, _tidy(block.passage))
            )
            continue
        title = _tidy(block.passage.cut(Span(0, end)))
        paragraph = _tidy(block.passage.cut(Span(end, len(block.text))))
        branches.append(_Branch(rank.level, rank.number, title, [paragraph]))
    return _nested(branches, 0)[0]


def _tidy(passage: Passage) -> Passage:
    """The passage without blanks at its ends, which a cut may leave."""
    start = len(passage.text) - len(passage.text.lstrip())
    end = len(passage.text.rstrip())
    if start == 0 and end == len(passage.text):
        return passage
    return passage.cut(Span(start, end))


def _nested(branches: Sequence[_Branch], first: int) -> tuple[Section, int]:
    """The section at *first* with all that lie deeper, and the index after them."""
    branch = branches[first]
    children: list[Section] = []
    index = first + 1
    while index < len(branches) and branches[index].level > branch.level:
        child, index = _nested(branches, index)
        children.append(child)
    paragraphs = tuple(branch.paragraphs)
    return Section(
        branch.number, branch.title, branch.level, paragraphs, tuple(children)
    ), index


# -- chrome ------------------------------------------------------------------------------------

_EDGE = 8  # blocks at either end of a text among which chrome is looked for
_FAR_EDGE = 25  # blocks at the end, if all that follow are as short as links
_LINK = 40  # characters of a link to another page
_LONGEST = 200  # characters of a line of chrome; what is longer is text
_ANYWHERE = (
    r"字体\s*[:：]\s*[小大中]|字号\s*[:：]|分享(到|至)\s*[:：]?|打印本页|关闭窗口|扫一扫|微信扫"
    r"|(责任|本文)?(编辑|责编|校对|审核)\s*[:：]|点击下载|下载(报告|全文|附件)|返回(首页|顶部)|上一篇|下一篇"
    r"|相关(阅读|新闻|链接|报道|文章|稿件|文件)$|版权所有|举报电话|网站标识码|公网安备|ICP备"
    r"|(主办|承办)单位\s*[:：]|^主办\s*[:：]|^(上一页|首页)?[\s\d.…]*(下一页|尾页|末页)|上一条|下一条"
    r"|\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*(\d{1,2}:\d{2}(:\d{2})?)?\s*来源|发布时间\s*[:：]"
    r"|(浏览|阅读|点击)(次数|量|数)?\s*[:：]"
)
_AT_THE_HEAD = (
    r"share (this|on)\b|like this\b|related (posts?|articles?)\b|leave a (comment|reply)\b"
    r"|this site uses|this entry was posted|bookmark the permalink|posted (by|in|on)\b"
    r"|filed under\b|tagged( with)?\b|click (here|(on )?the link)\b"
    r"|download (the|this) (report|pdf|document|full)|your email address will not"
    r"|required fields|subscribe\b|sign up\b|log ?in\b|print this|skip to (main )?content"
    r"|back to top|previous post|next post|advertisement$|loading\.*$|cookie|privacy policy"
    r"|we use cookies|accept (all|cookies)|most (popular|read)\b|follow us\b|next page\b"
    r"|page \d+ of \d+$|read more\b|terms of use|all rights reserved|copyright ©|©"
)
_CHROME = re.compile(f"{_ANYWHERE}|^(?:{_AT_THE_HEAD})", re.IGNORECASE)


def _leading_chrome(blocks: Sequence[Block]) -> set[int]:
    """The blocks before the text that only a web page has, known by their wording.

    >>> from nqpterms.model.document import Passage
    >>> _leading_chrome([Block(Passage("字体： 小 中 大  分享到：")), Block(Passage("第一章"))])
    {0}
    """
    return {
        index
        for index in range(min(_EDGE, len(blocks)))
        if _is_chrome(blocks[index])
    }


def trailing_chrome(blocks: Sequence[Block]) -> set[int]:
    """The blocks from the first line of chrome near the end on, if no text follows it, and less
    than stands before it."""
    lengths = [len(block.text) for block in blocks]
    for index in range(max(1, len(blocks) - _FAR_EDGE), len(blocks)):
        longest = _LONGEST if len(blocks) - index <= _EDGE else _LINK
        after = lengths[index + 1 :]
        if max(after, default=0) > longest or sum(after) > sum(lengths[:index]):
            continue
        if _is_chrome(blocks[index]):
            return set(range(index, len(blocks)))
    return set()


def _is_chrome(block: Block) -> bool:
    text = block.text
    return (
        len(text) <= _LONGEST and _CHROME.search(simplified(text)) is not None
    )
