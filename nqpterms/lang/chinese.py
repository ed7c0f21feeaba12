"""Chinese: script, simplification without moving an offset, words.

OpenCC's configurations without a trailing `p` convert one code point to one code point, so a
position in the converted text is the same position in the original. Converted text is for
comparing; it is never stored.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from nqpterms.lang.segmenter import cut

HAN = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002ebf0-\U0002ee5f\U0002f800-\U0002fa1f"
    "\U00030000-\U000323af〇"
)
"""Ranges of Han characters for a regular expression's class (Unicode 15.1)."""

CJK = "\u2e80"
"""Letters from here on are no part of a word that is written with blanks."""

RADICALS = str.maketrans(
    "⺁⺇⺌⺎⺏⺐⺒⺓⺛⺝⺟⺠⺡⺤⺨⺩⺪⺫⺬⺭⺮⺱⺶⺷⺸⺼⻁⻄⻅⻆⻉⻋⻌⻑⻓⻔⻖⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂几小兀尣尢巳幺旡月母民氵爪犭王疋目示礻竹罒羊羊羊肉虎西见角贝车辶長长门阝青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟",
)
"""Characters for which PDF files write radicals: Unicode has a normal form of the Kangxi ones,
none of these."""

_RARE = (
    "靑値淸槪敍戸歩鄕晩毎黒徳緖郞増曽虗愼塡顚姸硏倂屛甁餠濶鑛砲剰乗劵勲収塲恠揷昻曁歴朶栁"
    "欵汚凖湼済燄畧疎硷稺竝糭罸羗翺聡脇臯蔴襍覩豓貭輭輌辧廻隣鉄銭関陥靣頼飜駆駅験髪鬪塩麁"
    "枱帳帐賬衞簷粧衹痺讎徧囘刧勅効廐廸徃忰怱恊恡愽懽戯挿総敺昬暎朙碁氷榖"
)
_COMMON = (
    "青值清概叙户步乡晚每黑德绪郎增曾虚慎填颠妍研并屏瓶饼阔矿炮剩乘券勋收场怪插昂暨历朵柳"
    "款污准涅济焰略疏碱稚并粽罚羌翱聪胁皋麻杂睹艳质软辆办回邻铁钱关陷面赖翻驱驿验发斗盐粗"
    "台账账账卫檐妆只痹仇遍回劫敕效厩迪往悴匆协吝博欢戏插总驱昏映明棋冰谷"
)
COMMON_OF = dict(zip(_RARE, _COMMON, strict=True))
"""Rare forms of characters, and those of Taiwan and Hong Kong that OpenCC leaves, by the common."""
_REGIONAL_WORD = re.compile(
    "著(?:(?<=[本朝沿随向接围有靠跟顺按凭对味绕存]著)|(?=[力手重眼陆落想]))"
)
"""Words that Taiwan and Hong Kong write otherwise, in simplified characters: 著 alone may be a
book."""
_OTHER_REGIONAL = {"身分": "身份", "部份": "部分", "成份": "成分"}

_HAN = re.compile(f"[{HAN}]")
_RARE_CHARACTER = re.compile(f"[{_RARE}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def has_han(text: str) -> bool:
    """Whether a Han character stands in the text.

    >>> has_han("发展NQPF的"), has_han("NQPF")
    (True, False)
    """
    return not text.isascii() and _HAN.search(text) is not None


def count_han(text: str) -> int:
    """How many Han characters stand in the text."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def simplified(text: str) -> str:
    """The text in simplified characters, code point by code point: its length never changes.

    Rare forms of characters and spellings of Taiwan and Hong Kong become those of the mainland.

    >>> simplified("新質生產力"), simplified("壞帳"), simplified("顯著，沿著，値")
    ('新质生产力', '坏账', '显著，沿着，值')
    """
    if text.isascii():
        return text
    for rare in set(_RARE_CHARACTER.findall(text)):
        text = text.replace(rare, COMMON_OF[rare])
    return simplified_common(text)


def simplified_common(text: str) -> str:
    """What `simplified` gives of a text that has no rare forms of characters (`COMMON_OF`)."""
    converted = _converted(text, "t2s")
    if len(converted) != len(text):
        converted = "".join(map(_simplified_character, text))
    return with_mainland_words(converted)


def with_mainland_words(text: str) -> str:
    """A simplified text with the words of Taiwan and Hong Kong as the mainland writes them.

    >>> with_mainland_words("身分，沿著")
    '身份，沿着'
    """
    for word, of_mainland in _OTHER_REGIONAL.items():
        text = text.replace(word, of_mainland)
    return _REGIONAL_WORD.sub("着", text) if "著" in text else text


def _simplified_character(character: str) -> str:
    """A character in its simplified form, as long as that is one code point."""
    converted = _converted(character, "t2s")
    return converted if len(converted) == 1 else character


def script(text: str) -> Literal["zh-Hans", "zh-Hant"]:
    """Which script a Chinese text is written in, by the characters that only one of them has.

    >>> script("發展新質生產力"), script("发展新质生产力"), script("人口")
    ('zh-Hant', 'zh-Hans', 'zh-Hans')
    """
    only_traditional = _differences(text, simplified(text))
    only_simplified = _differences(text, _converted(text, "s2t"))
    return "zh-Hant" if only_traditional > only_simplified else "zh-Hans"


def _differences(text: str, converted: str) -> int:
    """How many characters a conversion changes."""
    return sum(a != b for a, b in zip(text, converted, strict=False))


def words(text: str) -> list[str]:
    """The words of a Chinese text as slices of the original, cut in its simplified form.

    ``"".join(words(text)) == text``.

    >>> words("因地制宜發展")
    ['因地制宜', '發展']
    """
    slices = []
    start = 0
    for word in cut(simplified(text)):
        end = start + len(word)
        slices.append(text[start:end])
        start = end
    return slices


def _converted(text: str, config: str) -> str:
    """The text in the other script; half a surrogate pair, which is no text, as U+FFFD."""
    convert = _converter(config).convert
    try:
        converted: str = convert(text)
    except UnicodeEncodeError:
        converted = convert(_SURROGATE.sub("\ufffd", text))
    return converted


@cache
def _converter(config: str):  # type: ignore[no-untyped-def]  # opencc ships no types
    import opencc

    return opencc.OpenCC(config)
