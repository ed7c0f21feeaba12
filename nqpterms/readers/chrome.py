"""What belongs to a web page and not to its text, known by its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nqpterms.lang.chinese import simplified
from nqpterms.readers.blocks import Block

_EDGE = 8  # blocks at either end of a text among which chrome is looked for
_LONGEST = 200  # characters of a line of chrome; what is longer is text
_ANYWHERE = (
    r"字体\s*[:：]\s*[小大中]|字号\s*[:：]|分享(到|至)\s*[:：]?|打印本页|关闭窗口|扫一扫|微信扫"
    r"|责任编辑\s*[:：]|点击下载|下载(报告|全文|附件)|返回(首页|顶部)|上一篇|下一篇"
    r"|相关(阅读|新闻|链接)|版权所有|举报电话"
)
_AT_THE_HEAD = (
    r"share (this|on)\b|like this\b|related (posts?|articles?)\b|leave a (comment|reply)\b"
    r"|this site uses|this entry was posted|bookmark the permalink|posted (by|in|on)\b"
    r"|filed under\b|tagged( with)?\b|click (here|(on )?the link)\b"
    r"|download (the|this) (report|pdf|document|full)|your email address will not"
    r"|required fields|subscribe\b|sign up\b|log ?in\b|print this|skip to (main )?content"
    r"|back to top|previous post|next post|advertisement$|loading\.*$|cookie|privacy policy"
    r"|terms of use|all rights reserved|copyright ©|©"
)
_WORDS = re.compile(f"{_ANYWHERE}|^(?:{_AT_THE_HEAD})", re.IGNORECASE)


def leading_chrome(blocks: Sequence[Block]) -> set[int]:
    """The blocks before the text that only a web page has.

    >>> from nqpterms.document import Passage
    >>> leading_chrome([Block(Passage("字体： 小 中 大  分享到：")), Block(Passage("第一章"))])
    {0}
    """
    return {index for index in range(min(_EDGE, len(blocks))) if _is_chrome(blocks[index])}


def trailing_chrome(blocks: Sequence[Block]) -> set[int]:
    """The blocks from the first line of chrome near the end on, if no text follows it."""
    for index in range(max(1, len(blocks) - _EDGE), len(blocks)):
        if _is_chrome(blocks[index]) and all(len(b.text) <= _LONGEST for b in blocks[index:]):
            return set(range(index, len(blocks)))
    return set()


def _is_chrome(block: Block) -> bool:
    text = block.text
    return len(text) <= _LONGEST and _WORDS.search(simplified(text)) is not None
