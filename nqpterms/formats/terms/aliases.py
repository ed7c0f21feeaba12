"""The words of other programs and of people for our statuses, parts of speech and language tags."""

from __future__ import annotations

import re

from nqpterms.formats.terms.fields import LANGUAGE
from nqpterms.lang.chinese import simplified
from nqpterms.model.termbase import Status

_STATUS: dict[Status, str] = {
    "preferred": "preferred approved standard standardized recommended mandatory correct valid "
    "首选 推荐 规范 正式 标准 推荐使用",
    "admitted": "admitted allowed accepted acceptable permitted alternative legal regulated "
    "许用 允许 可用 备选",
    "deprecated": "deprecated forbidden rejected prohibited banned disallowed donotuse notallowed "
    "notrecommended blacklisted avoid incorrect wrong invalid negative nottobeused "
    "弃用 禁用 禁止 不推荐 错误 勿用 不用 避免 误译 废弃",
    "superseded": "superseded obsolete outdated archaic historical 旧称 曾用 过时 旧译",
}
_POS = {
    "noun": "n noun nn nounphrase common substantive 名 名词",
    "verb": "v vt vi vb verb verbphrase 动 动词",
    "adjective": "a adj adjective 形 形容词",
    "adverb": "adv adverb 副 副词",
    "properNoun": "propernoun propn propername 专有名词 专名",
    "other": "other 其他",
}
_STATUS_OF = {
    word: status for status, words in _STATUS.items() for word in words.split()
}
_POS_OF = {word: pos for pos, words in _POS.items() for word in words.split()}
# preferredTerm-admn-sts, and misspelt.
_OF_TBX = re.compile(r"(?:term)?-adm(?:n|in)?-sts$|term$")


def status_of(word: str) -> Status:
    """The status that a word means, however it is written; "" for one that is not known.

    >>> status_of("Forbidden"), status_of("deprecatedTerm-adm-sts"), status_of("Do not use")
    ('deprecated', 'deprecated', 'deprecated')
    >>> status_of("禁用"), status_of("new")
    ('deprecated', '')
    """
    plain = _OF_TBX.sub("", simplified(word).strip().lower())
    return _STATUS_OF.get(re.sub(r"[\s_-]", "", plain), "")


def pos_of(word: str) -> str:
    """The part of speech that a word means, as TBX has it; "" for one that is not known.

    >>> pos_of("Noun"), pos_of("n."), pos_of("动词"), pos_of("x")
    ('noun', 'noun', 'verb', '')
    """
    plain = re.sub(r"[\s_.-]", "", simplified(word).lower())
    return _POS_OF.get(plain, "")


def tag_of(text: str) -> str:
    """The BCP 47 tag that a text spells, in the case that the standard advises; "" for none.

    >>> tag_of("zh_CN"), tag_of("ZH-hans"), tag_of("EN"), tag_of("Chinese!")
    ('zh-CN', 'zh-Hans', 'en', '')
    """
    tag = text.strip().replace("_", "-")
    if not LANGUAGE.fullmatch(tag):
        return ""
    language, *rest = tag.split("-")
    parts = [language.lower()]
    for part in rest:
        if "x" in parts:  # what follows is private
            parts.append(part)
        elif len(part) == 4 and part.isalpha():
            parts.append(part.title())
        elif len(part) == 2 and part.isalpha():
            parts.append(part.upper())
        else:
            parts.append(part.lower())
    return "-".join(parts)
