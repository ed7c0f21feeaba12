"""What a heading looks like without its number: its wording, its length, how it ends."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Literal

from nqpterms.lang.chinese import HAN, count_han, simplified
from nqpterms.lang.normal_form import fold_signs

Role = Literal["contents", "notes", "references", "entries", "other"]

_LONGEST_ROLE = 60  # characters of a heading that announces something by its wording
_LONGEST_HAN = 60  # characters; the longest titles of government reports have about 45
_LONGEST_LATIN = 200  # characters; the longest of a government work report has 159
_TAIL = 80  # characters at the end of a text that tell how it ends
_LEAD_HAN = 45  # characters of a heading that goes on as a paragraph
_LEAD_REST = 12  # characters at least of the text after it

_WORDS: dict[Role, str] = {
    "contents": "目录|目次|(table of )?contents",
    "notes": "注|注释|注解|附注|尾注|脚注|(end|foot)?notes",
    "references": "(主要)?(参考|引用)(文献|资料|书目)|references|bibliography|works cited"
    "|(selected|list of) references",
    "entries": "名词解释|(名词)?术语(解释|表|汇编)?|词汇表"
    "|(explanation of |glossary of |key )?terms|glossary|explanatory notes on terms",
    "other": "前言|序|序言|自序|代序|绪论|绪言|引言|引子|导言|导论|导语|楔子|摘要|内容提要|内容摘要"
    "|(编写|编制|编辑|编译|出版|翻译)?说明|(编者|译者|作者)(按|的话)|编后|(编|译)?后记|跋|尾声|结语"
    "|结束语|结论|结论(与|和)(建议|展望)|总结|小结|余论|附录|附件|致谢|鸣谢|索引"
    "|preface|foreword|prologue|introduction|abstract|(executive )?summary|conclusions?"
    "|conclusions? and (recommendations|outlook)|concluding (remarks|notes)|closing remarks"
    "|epilogue|afterword|postscript|(editor('?s|s'|ial)?|translator'?s'?|author'?s'?"
    "|compil(er'?s'?|ation|ers')|publisher'?s'?) (notes?|preface|foreword)|acknowledge?ments?"
    "|appendix|appendices|annex(es)?|index",
}
_ROLES = {role: re.compile(words) for role, words in _WORDS.items()}

_LATIN = re.compile("[A-Za-z]+")
_INNER_STOP = re.compile(r"[.!?;][”\"’']?\s+(?=[A-Z“\"])")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|No|Nos|vs|St|Dr|Mr|Mrs|Ms|Inc|Co|Ltd|Vol|etc)\.\s+", re.A)
_HAN_STOP = re.compile("[。！？!?；;]")
_HAN_BREAK = re.compile(f"(?<=[{HAN}])\\s+(?=[{HAN}])")


def role(text: str) -> Role | None:
    """What a heading without a number announces, by its wording; None for any other line.

    >>> role("目　录"), role("References:"), role("結 語"), role("Compilation Notes"), role("Prose")
    ('contents', 'references', 'other', 'other', None)
    """
    return _role(text) if len(text) <= _LONGEST_ROLE else None


@lru_cache(maxsize=1 << 12)  # each step of the outline asks again
def _role(text: str) -> Role | None:
    plain = _HAN_BREAK.sub(
        "", simplified(fold_signs(text)).strip().rstrip(":").strip(" *#[]【】<>《》")
    )
    plain = re.sub(r"\s+", " ", plain).lower()
    return next((role for role, words in _ROLES.items() if words.fullmatch(plain)), None)


def is_chinese(text: str) -> bool:
    """Whether a line is rather Chinese than English: a Han character weighs as much as a word."""
    han = count_han(text)
    return han > sum(1 for _ in islice(_LATIN.finditer(text), han))


def is_title(text: str, *, question: bool = True) -> bool:
    """Whether a text, number left out, can be a title: one short phrase that does not end.

    One stop at the end of a Chinese title is allowed, as official reports have it.

    >>> is_title("Striving for better schools"), is_title("We strove for better schools.")
    (True, False)
    >>> is_title("大力发展教育。"), is_title("大力发展教育。今年的任务很重。")
    (True, False)
    """
    text = text.strip()
    if not text or (not question and text[-1] in "?？"):
        return False
    if is_chinese(text):
        inner = text[:-1] if text[-1] in "。？?" else text
        ends = text[-1] in "，,、：:；;！!…"
        return len(text) <= _LONGEST_HAN and not ends and not _HAN_STOP.search(inner)
    first = re.search(r"\w", text)
    if len(text) > _LONGEST_LATIN or first is None or first[0].islower():
        return False
    return not ends_sentence(text) and not _INNER_STOP.search(_ABBREVIATION.sub("", text))


def ends_sentence(text: str) -> bool:
    """Whether the last sign, closing quotes, brackets and note marks left out, ends a clause.

    >>> ends_sentence("It is done.” [3]"), ends_sentence("What is to be done?")
    (True, False)
    """
    bare = re.sub(
        r"(?:[\s\u00b9²³*]|[\[〔【]\s*\d+\s*[\]〕】]|[”\"’')）》」』])+$", "", text[-_TAIL:]
    )
    return bare[-1:] in tuple(".!;:,。！；：，、…") and not _ends_in_initials(bare)


def _ends_in_initials(text: str) -> bool:
    return re.search(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Co|Ltd|Jr|etc)\.$", text) is not None


def lead(text: str) -> int | None:
    """Where the heading of a Chinese paragraph that begins with its heading ends, if it has one.

    >>> lead("大力发展教育。今年全国各地都要把学校建设好。"), lead("今年的任务很重。")
    (7, None)
    """
    stop = _HAN_STOP.search(text)
    if stop is None or stop[0] != "。" or not is_chinese(text):
        return None
    rest = len(text) - stop.end()
    short = 2 < stop.end() <= _LEAD_HAN and "：" not in text[: stop.end()]
    return stop.end() if short and rest >= _LEAD_REST else None
