"""Tables as people draw them, as plain ones: one row of heads, one entry a row.

    rows ──straight_rows──▶ rows of the same cells under one row of heads
    lines ──parted_lines──▶ rows of two cells, where no sign of a table parts them

A head over several columns, with a row of heads below it, is written into the heads of these. A
table whose columns stand twice side by side, as printed lists have them to save paper, is read
block by block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nqpterms.formats.column_heads import header_at, heading, names_columns
from nqpterms.formats.terms.glossary_tsv import NumberedRow
from nqpterms.lang.chinese import HAN, has_han


def straight_rows(rows: Sequence[NumberedRow]) -> Sequence[NumberedRow]:
    """The rows of a table under one row of heads, each with one entry; as they are without heads.

    >>> rows = [(1, ["中文", "英文", ""]), (2, ["", "推荐", "禁用"]), (3, ["税", "tax", ""])]
    >>> straight_rows(rows)
    [(1, ['中文', '英文 推荐', '英文 禁用']), (3, ['税', 'tax', ''])]
    >>> straight_rows([(1, ["中文", "英文", "中文", "英文"]), (2, ["税", "tax", "岗位", "job"])])
    [(1, ['中文', '英文']), (2, ['税', 'tax']), (2, ['岗位', 'job'])]
    """
    at = header_at([cells for _, cells in rows])
    if at is None:
        return rows
    rows = _with_one_header(rows, at)
    return _one_below_the_other(rows, at)


def _with_one_header(
    rows: Sequence[NumberedRow], at: int
) -> Sequence[NumberedRow]:
    """The rows, where a second row of heads is joined to the first."""
    line, groups = rows[at]
    below = rows[at + 1][1] if at + 1 < len(rows) else ()
    if not _are_heads_below(groups, below):
        return rows
    heads = []
    group = ""
    for upper, lower in zip(groups, below, strict=True):
        # A head stands over the columns to its right that have none of their own.
        is_below_group = bool(lower.strip()) and not upper.strip()
        group = group if is_below_group else upper.strip()
        own = "" if lower.strip() == group else lower.strip()
        heads.append(f"{group} {own}".strip())
    if not names_columns([heading(head) for head in heads]):
        return rows
    return [*rows[:at], (line, heads), *rows[at + 2 :]]


def _are_heads_below(groups: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names columns as that above it does, and holds no pair of terms.

    Terms may be called as heads are ("标准", "standard"): in the columns of texts Chinese stands
    beside English then, and not the words of one language.
    """
    words = [cell.strip() for cell in below]
    if len(below) != len(groups) or sum(map(bool, words)) < 2:
        return False
    if not all(heading(word) for word in words if word):
        return False
    texts = []
    for group, word in zip(groups, words, strict=True):
        head = heading(group)
        if head and head.role == "term":
            texts.append(word)
    are_terms = all(texts) and len(set(map(has_han, texts))) > 1
    return not are_terms


def _one_below_the_other(
    rows: Sequence[NumberedRow], at: int
) -> Sequence[NumberedRow]:
    """The rows of a table; of one whose heads stand twice or more, its blocks one by one."""
    line, heads = rows[at]
    blocks = _blocks(heads)
    if len(blocks) < 2:
        return rows
    first = blocks[0]
    straight: list[NumberedRow] = [*rows[:at]]
    straight.append((line, [heads[column] for column in first]))
    for block in blocks:
        for number, cells in rows[at + 1 :]:
            own = [cells[at] for at in block if at < len(cells)]
            if any(cell.strip() for cell in own):
                straight.append((number, own))
    return straight


def _blocks(heads: Sequence[str]) -> list[list[int]]:
    """The columns of each block of a table; one block where the heads do not repeat themselves.

    A block holds both languages: two columns of one language, each with its head, are synonyms.
    """
    columns = [at for at, head in enumerate(heads) if head.strip()]
    words = [heads[at].strip() for at in columns]
    for size in range(2, len(words) // 2 + 1):
        if len(words) % size or words != words[:size] * (len(words) // size):
            continue
        if names_columns([heading(word) for word in words[:size]]):
            return [
                columns[start : start + size]
                for start in range(0, len(columns), size)
            ]
    return [columns]


_SIGN = r"\s*(?:[：:=＝|｜，→⇒]|[-–—]{2,}|——)\s*|\s+[-–—]\s+|\s{2,}|\t"
_NUMBER = re.compile(r"\s*(?:\d+\s*[.．、)）]|[（(]\d+[)）]|[•·*-])\s*")
_PARTED = re.compile(
    rf"(?P<left>.+?)(?:{_SIGN})(?P<right>.+)|"
    rf"(?P<outside>.+?)\s*[（(](?P<inside>[^（()）]+)[)）]|"
    rf"(?P<chinese>[^A-Za-z]*[{HAN}][^A-Za-z]*)(?P<english>[A-Za-z][^{HAN}]*)|"
    rf"(?P<first>[A-Za-z][^{HAN}]*?)\s*(?P<second>[{HAN}][^A-Za-z]*)"
)
_SHARE = 0.8  # of the lines that are pairs, in what is a list of them
_LONGEST = 300  # characters of a line of a list; what is longer is a text


def parted_lines(
    lines: Sequence[tuple[int, str]],
) -> tuple[list[NumberedRow], list[int]] | None:
    """The pairs of a list that is no table, and the numbers of its lines that are none.

    A colon, a dash, an equals sign, a bracket or the script alone parts the languages. None where
    fewer than four in five lines are pairs: that is a text.

    >>> parted_lines([(1, "税：tax"), (2, "岗位：job")])
    ([(1, ['税', 'tax']), (2, ['岗位', 'job'])], [])
    >>> parted_lines([(1, "1. 就业 employment"), (2, "2. 岗位（job）")])[0]
    [(1, ['就业', 'employment']), (2, ['岗位', 'job'])]
    >>> parted_lines([(1, "The term 就业 is often used in texts of this kind.")]) is None
    True
    """
    texts = [(number, text) for number, text in lines if text.strip()]
    rows: list[NumberedRow] = []
    others = []
    for number, text in texts:
        pair = _pair(text)
        if pair:
            rows.append((number, pair))
        else:
            others.append(number)
    if not rows or len(rows) < _SHARE * len(texts):
        return None
    return rows, others


def _pair(line: str) -> list[str]:
    """The two sides of a line, one of them Chinese and the other one English; [] for none."""
    if len(line) > _LONGEST:
        return []
    number = _NUMBER.match(line)
    text = line[number.end() :] if number else line
    match = _PARTED.fullmatch(text.strip())
    if match is None:
        return []
    sides = [side.strip() for side in match.groups() if side]
    return sides if _are_two_languages(*sides) else []


def _are_two_languages(first: str, second: str) -> bool:
    """Whether one of two texts is Chinese, and the other one English without a Chinese sign."""
    if has_han(first) == has_han(second):
        return False
    english = first if has_han(second) else second
    return re.search("[A-Za-z]{2}", english) is not None
