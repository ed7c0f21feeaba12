"""What belongs to a web page and not to its text, known by its wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nqpterms.lang.chinese import simplified
from nqpterms.readers.blocks import Block

_EDGE = 8  # blocks at either end of a text among which chrome is looked for
_FAR_EDGE = 25  # blocks at the end, if all that follow are as short as links
_LINK = 40  # characters of a link to another page
_LONGEST = 200  # characters of a line of chrome; what is longer is text
_ANYWHERE = (
    r"字体\s*[:：]\s*[小大中]|字号\s*[:：]|分享(到|至)\s*[:：]?|打印本页|关闭窗口|扫一扫|微信扫"
    r"|(责任|本文)?(编辑|责编|校对|审核)\s*[:：]|点击下载|下载(报告|全文|附件)|返回(首页|顶部)|上一篇|下一篇"
    r"|相关(阅读|新闻|链接|报道|文章|稿件|文件)$|版权所有|举报电话|网站标识码|公网安备|ICP备"
    r"|(主办|承办)单位\s*[:：]|^(上一页|首页)?[\s\d.…]*(下一页|尾页|末页)|上一条|下一条"
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
_WORDS = re.compile(f"{_ANYWHERE}|^(?:{_AT_THE_HEAD})", re.IGNORECASE)


def leading_chrome(blocks: Sequence[Block]) -> set[int]:
    """The blocks before the text that only a web page has.

    >>> from nqpterms.model.document import Passage
    >>> leading_chrome([Block(Passage("字体： 小 中 大  分享到：")), Block(Passage("第一章"))])
    {0}
    """
    return {index for index in range(min(_EDGE, len(blocks))) if _is_chrome(blocks[index])}


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
    return len(text) <= _LONGEST and _WORDS.search(simplified(text)) is not None
