"""Which column of a table holds what, by its Chinese or English header or by the caller's word.

("序号", "术语", "译文", "词性") → {"source": 1, "target": 2, "pos": 3}, left over: 0
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from nqpterms.errors import FormatError, NqptermsError

ROLES: dict[str, str] = {
    "zh": "中文 中文术语 中文名称 汉语 汉文 中文词条 "
    "chinese zh zh-hans zh-hant zh-cn zh-tw zh-hk zho",
    "en": "英文 英文术语 英文名称 英语 英译 英文译文 english en en-us en-gb eng",
    "source": "原文 源语 源语言 源术语 源词 术语 词条 术语名称 "
    "term sourceterm sourcestring sourcetext source",
    "target": "译文 译名 译法 译语 目标语言 目标语 翻译 "
    "translation target targetterm targetstring targettext rendering",
    "source_lang": "sourcelang sourcelanguage 源语言代码",
    "target_lang": "targetlang targetlanguage 目标语言代码",
    "id": "id conceptid concept stringid termid entryid 编号",
    "row": "序号 行号 no no. nr #",
    "definition": "释义 定义 解释 说明 definition description meaning gloss",
    "note": "备注 注释 注 附注 note notes comment comments remark remarks",
    "pos": "词性 词类 pos partofspeech",
    "origin": "来源 出处 参考 reference references origin sourceofterm",
    "subject": "领域 学科 主题 分类 专业 类别 subject domain field category subjectfield",
    "reading": "拼音 pinyin reading",
    "status": "状态 status",
}
"""What a column may hold, and the headers under which it is found (blanks, `_`, case left out)."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in names.split()}
_TRADITIONAL = str.maketrans("術語譯備釋義詞類來領學狀態簡體說", "术语译备释义词类来领学状态简体说")


class Columns(Struct, frozen=True):
    """The index of each role's column, from 0, and the header of those without a role.

    `width` is how many columns there are; `header` whether the first row is one.
    """

    roles: Mapping[str, int]
    width: int
    others: tuple[tuple[int, str], ...] = ()
    header: bool = True


def parse_columns(text: str) -> dict[str, int | str]:
    """The columns of ``--columns``: roles with the number of a column (from 1) or its header.

    >>> parse_columns("zh=2,en=3,note=备注")
    {'zh': 2, 'en': 3, 'note': '备注'}
    """
    columns: dict[str, int | str] = {}
    for part in text.split(","):
        role, sign, column = (piece.strip() for piece in part.partition("="))
        if not sign or not column or role not in ROLES:
            known = ", ".join(ROLES)
            message = f"columns {part!r}: expected zh=2,en=3 with the roles {known}"
            raise NqptermsError(message)
        columns[role] = int(column) if column.isdecimal() else column
    return columns


def find_columns(
    first: Sequence[str], path: str | Path, *, columns: Mapping[str, int | str] | None = None
) -> Columns:
    """The columns of a table, from its first row and, where given, the caller's `columns`.

    >>> find_columns(["Term ID", "中文", "English", "Author"], "t.csv")
    Columns(roles={'id': 0, 'zh': 1, 'en': 2}, width=4, others=((3, 'Author'),), header=True)
    """
    if columns is not None:
        return _chosen(first, columns, path)
    roles: dict[str, int] = {}
    others = []
    for at, cell in enumerate(first):
        role = _role(cell)
        if role and role not in roles:
            roles[role] = at
        elif role == "source":  # "term" and "source" side by side: the second says where from
            roles.setdefault("origin", at)
        else:
            others.append((at, cell.strip()))
    if "zh" in roles and "en" in roles and "source" in roles:
        roles.setdefault("origin", roles.pop("source"))
    if not _sides(roles):
        if len(first) == 2 and not roles:
            return Columns({"source": 0, "target": 1}, 2, header=False)
        found = ", ".join(cell.strip() for cell in first)
        message = (
            "found no two columns of terms: expected headers such as 中文 and 英文, source and "
        )
        message += f"target, or columns (zh=1,en=2); the first row is {found}"
        raise FormatError(message[:500], path, 1)
    return Columns(roles, len(first), tuple(others))


def _sides(roles: Mapping[str, int]) -> bool:
    return {"zh", "en"} <= roles.keys() or {"source", "target"} <= roles.keys()


def _role(cell: str) -> str | None:
    plain = re.sub(r"[\s_]", "", cell.lower()).translate(_TRADITIONAL)
    plain = re.sub(r"[(（].*[)）]$", "", plain) or plain
    return _ROLE_OF.get(plain)


def _chosen(first: Sequence[str], columns: Mapping[str, int | str], path: str | Path) -> Columns:
    names = [cell.strip() for cell in first]
    roles: dict[str, int] = {}
    for role, said in columns.items():
        column = int(said) if said not in names and str(said).isdecimal() else said
        if isinstance(column, str) and column in names:
            roles[role] = names.index(column)
        elif isinstance(column, int) and 1 <= column <= len(names):
            roles[role] = column - 1
        else:
            shown = ", ".join(names)
            raise FormatError(f"no column {column!r} for {role}: the first row is {shown}", path, 1)
    if not _sides(roles):
        message = "columns name no two columns of terms: expected zh and en, or source and target"
        raise FormatError(message, path)
    named = any(isinstance(column, str) for column in columns.values())
    return Columns(
        roles, len(first), header=named or any(_role(names[at]) for at in roles.values())
    )
