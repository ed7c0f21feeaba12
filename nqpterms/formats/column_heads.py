"""What the head of a column says: which language, which side, or what else stands below it.

    "Chinese_PRC_Def" ──words──▶ language zh, region CN, role definition ──▶ ColumnHead
    "禁用译法"         ──words──▶ status deprecated, side target          ──▶ ColumnHead

Every table is read through here, a glossary as well as a bitext, a sheet as well as a text file or
a table of Word. A head is understood where each of its words is known; any other one names a column
whose content is kept under that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from nqpterms.lang.chinese import HAN, has_han, simplified
from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Status


class ColumnHead(Struct, frozen=True):
    """What a head says of its column.

    `role` is "term" for a column of texts or terms; such a one has a `side` (its language), or a
    `part` (source or target), or neither where it is only said to hold terms. `tag` is the language
    tag as far as it goes beyond the language, `status` what the head says of all its terms.
    """

    role: str
    side: Side | None = None
    part: Literal["source", "target"] | None = None
    tag: str = ""
    status: Status = ""


_Word = tuple[str, str]
"""The kind of a word (language, script, region, part, item, status, role, filler), its value."""

_WORDS: Mapping[_Word, str] = {
    (
        "language",
        "zh",
    ): "中文 汉语 汉文 华语 华文 普通话 国语 中国语 中 汉 chinese zh zho chi cmn mandarin",
    ("language", "en"): "英文 英语 英 english en eng",
    (
        "script",
        "Hans",
    ): "简体 简体中文 简体字 简中 简 hans simplified sc chs schinese zhs",
    (
        "script",
        "Hant",
    ): "繁体 繁体中文 繁体字 繁中 繁 正体 hant traditional tc cht tchinese zht",
    (
        "region",
        "CN",
    ): "中国 中国大陆 大陆 china prc cn mainland people's-republic-of-china",
    ("region", "TW"): "台湾 taiwan tw 台",
    ("region", "HK"): "香港 hong-kong hongkong hk 港",
    ("region", "MO"): "澳门 macao macau mo",
    ("region", "SG"): "新加坡 singapore sg",
    (
        "region",
        "US",
    ): "美国 美式 united-states usa us american united-states-of-america",
    ("region", "GB"): "英国 英式 united-kingdom uk gb british great-britain",
    ("region", "AU"): "澳大利亚 australia au australian",
    ("region", "CA"): "加拿大 canada ca canadian",
    ("part", "source"): "原文 源文 源语 源语言 原语 源 source src original 原",
    (
        "part",
        "target",
    ): "译文 译名 译法 译语 目标 目标语 目标语言 译 翻译 英译 对应词 "
    "target tgt translation translations translated rendering renderings equivalent equivalents",
    (
        "item",
        "",
    ): "术语 名称 名 词条 词 词汇 词语 文本 句段 句子 句 条目 概念 表达 表述 说法 用语 "
    "单词 短语 全称 正名 关键词 文 内容 版 版本 字段 "
    "term terms text string strings segment segments word words phrase name entry concept "
    "sentence expression headword item lemma unit keyword keywords version",
    (
        "status",
        "deprecated",
    ): "禁用 禁用词 禁止 不用 勿用 不推荐 不建议 不建议使用 不宜 不宜使用 不可用 不得使用 "
    "弃用 错误 误译 避免 废弃 停用 "
    "forbidden do-not-use don't-use dont-use not-to-be-used deprecated prohibited banned avoid "
    "wrong incorrect disallowed blacklisted rejected not-recommended unacceptable",
    (
        "status",
        "preferred",
    ): "推荐 首选 规范 标准 正式 统一 preferred recommended approved "
    "standard official mandatory",
    (
        "status",
        "admitted",
    ): "许用 可用 允许 备选 可选 admitted allowed acceptable permitted",
    ("status", ""): "同义 同义词 近义 近义词 别名 别称 又名 又称 其他 其它 另 "
    "synonym synonyms alternative alternatives alternate alias aliases other variant variants "
    "also additional secondary 简称 缩写 缩略语 缩略词 abbreviation acronym abbr",
    ("role", "language"): "语言 语种 language lang locale 代码 语言代码",
    ("role", "id"): "编号 标识 id identifier key uid guid",
    ("role", "row"): "序号 行号 no nr # number 序",
    (
        "role",
        "definition",
    ): "释义 定义 解释 说明 含义 意思 definition definitions def description "
    "meaning gloss explanation",
    (
        "role",
        "note",
    ): "备注 注释 注 附注 批注 备考 note notes comment comments remark remarks",
    ("role", "pos"): "词性 词类 pos part-of-speech partofspeech",
    ("role", "origin"): "来源 出处 参考 reference references origin ref refs",
    (
        "role",
        "subject",
    ): "领域 学科 主题 分类 专业 类别 类 subject domain field category "
    "subject-field topic area",
    ("role", "reading"): "拼音 pinyin reading",
    ("role", "status"): "状态 status state",
    (
        "role",
        "context",
    ): "例句 用例 语境 上下文 例 example examples context usage",
    ("role", "info"): "info",
    ("role", "doc"): "文件 文档 document doc file filename",
    ("role", "confidence"): "confidence",
    ("filler", ""): "的 对应 of in the for code is this",
}
_LANGUAGE_OF_REGION: Mapping[str, Side] = {
    **dict.fromkeys(("CN", "TW", "HK", "MO"), "zh"),
    **dict.fromkeys(("US", "GB"), "en"),
}
_LONGEST = 6  # tokens of a word, the characters of a Chinese one or the parts of an English one
_TOKEN = re.compile(rf"[a-z']+|\d+|#|[{HAN}]|[^\s\w]|\w")
_MARKS = re.compile(r"[-_/\\|:：.,，()（）\[\]【】<>《》\"“”*]")
_WIDEST = 60  # characters of a head; what is longer is a text


@cache
def heading(cell: str) -> ColumnHead | None:
    """What the head of a column says; None for one that holds a word that is not known.

    >>> heading("Chinese_PRC").side, heading("英文名").side, heading("ZH").side
    ('zh', 'en', 'zh')
    >>> heading("Do not use").status, heading("术语状态").role, heading("产业") is None
    ('deprecated', 'status', True)
    """
    if not cell.strip() or len(cell) > _WIDEST:
        return None
    words = _words(cell)
    if not words:
        return None
    values: dict[str, str] = {}
    for kind, value in words:
        values.setdefault(kind, value)
    return _heading(values)


def _heading(values: Mapping[str, str]) -> ColumnHead | None:
    """The heading that is spelt by the first word of each kind."""
    side = _side(values)
    part: Literal["source", "target"] | None = None
    if values.get("part") in ("source", "target"):
        part = "source" if values["part"] == "source" else "target"
    role = values.get("role", "")
    if role == "language":
        return ColumnHead(f"{part}_lang") if part else None
    if role:
        return ColumnHead(role, side, part)
    is_of_terms = side or part or values.keys() & {"item", "status"}
    if not is_of_terms:
        return None
    return ColumnHead("term", side, part, _tag(side, values), _status(values))


def _side(values: Mapping[str, str]) -> Side | None:
    """The language that a head names, by itself, by its script or by its region."""
    language = values.get("language")
    if language == "zh" or "script" in values:
        return "zh"
    if language == "en":
        return "en"
    return _LANGUAGE_OF_REGION.get(values.get("region", ""))


def _tag(side: Side | None, values: Mapping[str, str]) -> str:
    """The language tag with the script and the region that a head names; "" without these."""
    parts = [values[kind] for kind in ("script", "region") if kind in values]
    return "-".join([side, *parts]) if side and parts else ""


def _status(values: Mapping[str, str]) -> Status:
    """The status that a head gives to the terms below it."""
    status = values.get("status", "")
    for rank in ("deprecated", "preferred", "admitted"):
        if status == rank:
            return rank
    return ""


def _words(cell: str) -> list[_Word]:
    """The words of a head, the longest ones first; none where one of them is not known."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)  # sourceLang
    plain = _MARKS.sub(" ", simplified(spaced).lower())
    tokens = _TOKEN.findall(plain)
    words: list[_Word] = []
    at = 0
    while at < len(tokens):
        word, length = _longest_word(tokens, at)
        if word is None:
            return []
        words.append(word)
        at += length
    return words


def _longest_word(tokens: Sequence[str], at: int) -> tuple[_Word | None, int]:
    """The longest word that begins at a token, and how many tokens it takes."""
    vocabulary = _vocabulary()
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        word = vocabulary.get(tuple(tokens[at : at + length]))
        if word is not None:
            return word, length
    token = tokens[at]
    if token.isdecimal() and len(token) < 3 and len(tokens) > 1:  # English 2
        return ("filler", ""), 1
    return _joined_word(token), 1


def _joined_word(token: str) -> _Word | None:
    """Two words that are written as one, as sourceterm: the one that says more."""
    vocabulary = _vocabulary()
    for cut in range(2, len(token) - 1):
        first = vocabulary.get((token[:cut],))
        second = vocabulary.get((token[cut:],))
        if first and second and "item" in (first[0], second[0]):
            return second if first[0] == "item" else first
    return None


@cache
def _vocabulary() -> Mapping[tuple[str, ...], _Word]:
    """Every word by its tokens."""
    vocabulary: dict[tuple[str, ...], _Word] = {}
    for word, spellings in _WORDS.items():
        for spelling in spellings.split():
            vocabulary[tuple(_TOKEN.findall(spelling.replace("-", " ")))] = word
    return vocabulary


# Rows of a sheet among which its header stands, below a title.
_HEADER_WITHIN = 10
_OF_TEXTS = ("term", "source_lang", "target_lang")


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row that names the columns; None where none of the first rows does.

    A header names two columns of texts: Chinese and English, source and target, or terms twice.
    What the row beside it repeats word by word is no header: each row names its languages. A row
    of heads alone is one whatever stands below it: a pair may be the words "zh" and "en".

    >>> header_at([["术语表", ""], ["序号", "中文", "英文"], ["1", "税", "tax"]])
    1
    """
    for at, cells in enumerate(rows[:_HEADER_WITHIN]):
        heads = [heading(cell) for cell in cells]
        if not names_columns(heads):
            continue
        if _are_all_heads(heads, cells):
            return at
        neighbours = [*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]]
        if not any(_are_repeated(heads, cells, row) for row in neighbours):
            return at
    return None


def _are_all_heads(
    heads: Sequence[ColumnHead | None], cells: Sequence[str]
) -> bool:
    """Whether all words of a row are heads, some of them of columns without texts."""
    for head, cell in zip(heads, cells, strict=True):
        if cell.strip() and not head:
            return False
    return any(head and head.role not in _OF_TEXTS for head in heads)


def _are_repeated(
    heads: Sequence[ColumnHead | None],
    cells: Sequence[str],
    neighbour: Sequence[str],
) -> bool:
    """Whether the row beside one has the same words in all columns of texts, others elsewhere."""
    if len(neighbour) != len(cells) or list(neighbour) == list(cells):
        return False
    return all(
        cell == other
        for head, cell, other in zip(heads, cells, neighbour, strict=True)
        if head and head.role in _OF_TEXTS
    )


def names_columns(headings: Sequence[ColumnHead | None]) -> bool:
    """Whether the headings of a row name two columns of texts in two languages."""
    heads = [head for head in headings if head]
    terms = [head for head in heads if head.role == "term"]
    if terms:
        return _are_of_two_languages(terms)
    return {"source_lang", "target_lang"} <= {head.role for head in heads}


def _are_of_two_languages(terms: Sequence[ColumnHead]) -> bool:
    """Whether columns of texts are of two languages, by name, as two parts, or as two at all."""
    sides = {head.side for head in terms} - {None}
    parts = {head.part for head in terms} - {None}
    if len(sides) == 2 or len(parts) == 2:
        return True
    plain = [head for head in terms if not head.side]
    if sides:
        # Beside a column of one language one without is the other.
        return bool(plain)
    return sum(not head.status for head in plain) >= 2


_LATIN = re.compile("[A-Za-z]{2}")
_ROWS_JUDGED = 200
_SHARE = 0.6  # of the rows in which a column without a head is in one script


def text_columns(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The Chinese and the English column of a table without a header, by their script.

    The first two columns of different scripts are taken: what stands behind them are comments.

    >>> text_columns([["1", "tax", "税", "财政"], ["2", "job", "岗位", ""]])
    (2, 1)
    """
    judged = rows[:_ROWS_JUDGED]
    width = max(map(len, judged), default=0)
    scripts = [script_of(judged, at) for at in range(width)]
    for at, script in enumerate(scripts):
        for other in range(at + 1, width):
            if {script, scripts[other]} == {"zh", "en"}:
                return (at, other) if script == "zh" else (other, at)
    return None


def heads_of_unknown_words(
    cells: Sequence[str], sides: tuple[int, int]
) -> list[ColumnHead | None]:
    """The headings of a first row whose words for the two languages are not known; [] for data.

    It is a header where each of the two cells names its own language, and none where Chinese stands
    in the Chinese column and English in the English one. Else it is a header where another column
    has a known head, where one of the two has, and where Chinese stands above the English column.

    >>> len(heads_of_unknown_words(["ID", "Kinesisk", "Engelsk"], (1, 2)))
    3
    >>> heads_of_unknown_words(["税", "tax"], (0, 1))
    []
    """
    zh_at, en_at = sides
    if max(sides) >= len(cells):
        return []
    chinese, english = ("".join(cells[at : at + 1]) for at in sides)
    heads = [heading(cell) for cell in cells]
    if not _name_their_languages(chinese, english):
        is_pair = has_han(chinese) and not has_han(english)
        if is_pair:
            return []
        is_only_chinese = has_han(english) and not _LATIN.search(english)
        if not is_only_chinese and not _names_others(heads, sides):
            return []
    heads[zh_at], heads[en_at] = (
        ColumnHead("term", "zh"),
        ColumnHead("term", "en"),
    )
    return heads


_CHINESE = re.compile(r"中文|汉语|华语|(?<![a-z])(?:chinese|zh|cn)(?![a-z])")
_ENGLISH = re.compile(r"英文|英语|(?<![a-z])(?:english|en|eng)(?![a-z])")


def _name_their_languages(chinese: str, english: str) -> bool:
    """Whether each of two cells names its own language and not the other, whatever else it says.

    No pair of terms does: what 中文 is called in English is "Chinese".
    """
    texts = [simplified(cell).lower() for cell in (chinese, english)]
    names_own = _CHINESE.search(texts[0]) and _ENGLISH.search(texts[1])
    names_other = _ENGLISH.search(texts[0]) or _CHINESE.search(texts[1])
    return bool(names_own and not names_other)


def _names_others(
    heads: Sequence[ColumnHead | None], sides: tuple[int, int]
) -> bool:
    """Whether a head is known beside the two columns of texts, or above one of the two alone."""
    known_at = {at for at, head in enumerate(heads) if head}
    above = known_at.intersection(sides)
    return bool(known_at - above) or len(above) == 1


def script_of(rows: Sequence[Sequence[str]], at: int) -> Side | None:
    """The language of a column: that of most of its cells; None for numbers and empty ones."""
    judged = rows[:_ROWS_JUDGED]
    cells = [row[at] for row in judged if at < len(row)]
    scripts = [_script_of_cell(cell) for cell in cells if cell.strip()]
    least = max(1, _SHARE * len(scripts))
    if scripts.count("zh") >= least:
        return "zh"
    return "en" if scripts.count("en") >= least else None


def _script_of_cell(cell: str) -> Side | None:
    """Chinese where there is any, else English where there are two letters."""
    if has_han(cell):
        return "zh"
    return "en" if _LATIN.search(cell) else None
