"""Chinese numbers in their context: 1.39万亿元, 百分之五, 翻一番, 上半年, 十九大, 数十, 廿一日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.numbers.numerals import (
    CAPITALS,
    DIGITS,
    HAN_NUMERALS,
    MYRIADS,
    SCALES,
    TENS,
    any_of,
    both_scripts,
    chinese_value,
    in_traditional,
)
from nqpterms.lang.numbers.quantities import (
    SLASHED,
    Hedge,
    Kind,
    Number,
    full_date,
    kind_of_unit,
    slashed,
)
from nqpterms.lang.numbers.units import CHINESE_UNITS, MONEY, SIGNS, UNITS
from nqpterms.model.places import Span

# Numerals

_DIGIT = "零〇一二三四五六七八九"
_SCALE = "万萬亿億兆"
_ARABIC = (
    r"(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,8}(?!\d)"
    rf"|\d{{1,3}}(?: \d{{3}}){{1,8}}(?=\s?[{_SCALE}])|\d{{1,3}}(?: \d{{3}}){{2,8}}(?!\d)"
    r"|\d{1,30})(?:\.\d{1,20})?"
)
_MEGA = "兆(?![元美日人港欧歐圆圓])"  # a prefix of units, but a million million of money
_AFTER_DIGITS = (
    rf"(?:[多余餘]?\s?(?:[百千]?[多余餘]?(?!{_MEGA})[{_SCALE}](?:[多余餘]?[{_SCALE}])?"
    r"|[百千十](?![分米克瓦卡伏兆])))"
)
_NUMERAL = (
    rf"(?<![\d.])(?:(?<![\w%])[-−])?{_ARABIC}"
    rf"(?:{_AFTER_DIGITS}(?:零?{_ARABIC}{_AFTER_DIGITS})*"
    rf"(?:(?<=[{_SCALE}])\d(?![\d.,%G]|[{_SCALE}百千十年月日号號级級个個]))?)?(?!\.?\d)"
    rf"|(?:(?!千[瓦克米卡伏]|{_MEGA})[{HAN_NUMERALS}]){{1,40}}"
    rf"(?:[点點][{_DIGIT}]{{1,20}}+(?![十分刻])[{_SCALE}]{{0,2}})?"
    rf"(?:[多余餘]\s?[{_SCALE}]{{1,2}})?"
)

# What is a number of its own make

_HAN = f"[{HAN_NUMERALS}]"
_DECADE = (
    rf"(?P<decade>(?:(?P<of_century>\d\d|{_HAN}{{1,3}})\s?世纪\s?|(?P<named>上个?世纪\s?|本世纪\s?))?"
    r"(?P<tens>\d0|[二三四五六七八九]十)\s?年代)"
)
_PLAN = (
    r"(?P<plan>十[一二三四五六七八九]?|[一二三四六七八九])五"
    r"(?=[”\"』」’]?(?:规划|计划|时期|期间|末|以来|期末|开局|收官|普法))"
    r"|(?P<plan2>十[一二三四五六七八九])五(?=[”\"』」’])"
)
_HALF_YEAR = r"(?P<half_year>[上下前后]半(?=年))"
_HALF = (
    r"(?P<half>减半|腰斩|一半|对半|半数|过半|半壁|半(?=[年天]|[个]|小时|世纪))"
)
_FOLD = (
    r"(?P<fold>翻了?[近约超]?过?(?P<folds>[一两二三四\d])?番"
    r"|翻了?[近约超]?过?(?P<times>[一两二三四五六七八九十]|\d(?:\.\d)?)倍|翻倍|倍增)"
)
_FIRST = "(?P<first>首(?=[位次个批届家场例套艘台份期轮年季]))"
_PART_OF_DAY = (
    "(?P<part_of_day>[上下中]午|凌晨|清晨|早[上晨]|晚[上间]|傍晚|夜间|晚)?"
)
_CLOCK = (
    rf"(?P<clock>{_PART_OF_DAY}\s?"
    rf"(?P<hour>(?<!\d)(?:[01]?\d|2[0-4])(?!\d)|[{_DIGIT}十两]{{1,3}})(?:"
    rf"[:：](?P<minute>[0-5]\d)(?![\d:：])|(?<=\d)时(?!间|段|代|速|许)(?:(?P<minute2>[0-5]?\d)分)?"
    rf"|点(?:(?P<minute3>[0-5]?\d|[二三四五]?十?[{_DIGIT}]?)分(?!之)|(?P<half_past>半)|钟|整"
    r"|(?P<quarters>[一三1-3])刻)"
    rf"|(?(part_of_day)[点时](?![{_DIGIT}])|(?!))"
    r"|(?<=[午上间間晨]\d)[点时]|(?<=[午上间間晨]\d\d)[点时]"
    r"|(?<=[午上间間晨]\s\d)\s?[点时]|(?<=[午上间間晨]\s\d\d)\s?[点时]))"
)
_FULL_DATE = (
    r"(?P<full_date>(?<!\d)(?P<yyyy>(?:19|20)\d\d)(?P<dash>[-/.])"
    r"(?P<mm>0?[1-9]|1[0-2])(?P=dash)(?P<dd>0?[1-9]|[12]\d|3[01])(?!\d))"
)
_VAGUE = (
    rf"(?P<vague>好?[数几](?P<power>[十百千{_SCALE}]+)"
    rf"|(?<!以)上(?P<power2>[百千{_SCALE}]+)(?!货|分)"
    rf"|数以(?P<power3>[十百千{_SCALE}]+)计|(?P<hundreds>成百上千)|(?P<thousands>成千上万)"
    rf"|(?P<teens>[二三四五六七八九]?十)几(?P<power4>[{_SCALE}]*))"
)
_PART = rf"\d+(?:\.\d+)?|[{_DIGIT}]"
_SLASHED = rf"{SLASHED}(?![\d./月])"
_FEASTS = {
    "三八": (3, 8),
    "五一": (5, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "七一": (7, 1),
    "七七": (7, 7),
    "八一": (8, 1),
    "九一八": (9, 18),
    "一二九": (12, 9),
}
_EACH = (
    rf"(?P<each>每(?P<each_of>\d{{1,3}}|[{_DIGIT}十百]{{1,3}})[名个位]?[^，。；\d{_DIGIT}]{{0,4}}?"
    rf"[中里有](?:就?有)?(?P<each_part>\d{{1,3}}|[{_DIGIT}十]{{1,3}})[名个位人家户])"
)
_ANNEX = (
    r"(?P<annex>(?:附[件录錄表]|图表|圖表)"
    rf"(?P<annex_number>[{_DIGIT}十]{{1,3}})(?![{_DIGIT}十]))"
)
_FEAST = (
    rf"(?P<feast>{any_of(_FEASTS)})(?=[”」』’]?(?:事变|运动|运動|運動|精神|青年|建军|南昌|勋章|讲话"
    "|劳动|国际|假期|黄金周|妇女|儿童|抗战|节))"
)
_BORN = r"(?P<born>(?P<born_in>[5-9]0|00)[”」』’]?后(?![来续期勤])|(?P<born_han>[五六七八九])零后)"
_RATIO = rf"(?P<ratio>(?P<one>{_PART})(?:比|[:：∶])(?P<other>{_PART})(?![{HAN_NUMERALS}\d%]))"
_BEFORE = (
    r"(?P<before>第[（(]?|百分之|千分之|万分之|负|零下|(?:人民币|港币|美金|新[台臺]币)(?=[\d一二三四五六七八九十百])"
    r"|[￥¥]|(?:US|HK|NT)?\$|(?:RMB|USD|HKD|CNY)\s?)?"
)
_COUNT = rf"{_BEFORE}(?P<numeral>{_NUMERAL})(?:分之(?P<over>{_NUMERAL}))?"
_FOUND = re.compile(
    both_scripts(
        "|".join(
            (
                _EACH,
                _ANNEX,
                _FEAST,
                _BORN,
                _SLASHED,
                _DECADE,
                _PLAN,
                _HALF_YEAR,
                _HALF,
                _FOLD,
                _FIRST,
                _FULL_DATE,
                _CLOCK,
                _RATIO,
                _VAGUE,
                _COUNT,
            )
        )
    )
)
_MANY = HAN_NUMERALS.replace("一", "")
_ANY_FIGURE = rf"\d{HAN_NUMERALS}"
_BEGINNINGS = (
    (rf"\d{_MANY}￥¥$半首翻早清晚凌傍夜", ""),
    ("一", "(?![些般直定样切起体步带致旦贯])"),
    (r"\-−", r"(?=\d)"),
    ("第", rf"(?=[-−（({_ANY_FIGURE}])"),
    ("负", rf"(?=[-−{_ANY_FIGURE}])"),
    ("减对过", "(?=半)"),
    ("前后", "(?=半)"),
    ("上", f"(?=[半个世百千{_SCALE}午])"),
    ("下", "(?=[半午])"),
    ("中", "(?=午)"),
    ("本", "(?=世)"),
    ("腰", "(?=斩)"),
    ("倍", "(?=增)"),
    ("数几", f"(?=[十百千{_SCALE}以])"),
    ("好", "(?=[数几])"),
    ("成", "(?=[百千])"),
    ("人港", "(?=民?币)"),
    ("每", rf"(?=[{_ANY_FIGURE}])"),
    ("附图", "(?=[件录錄表])"),
    ("美", "(?=金)"),
    ("新", "(?=[台臺]币)"),
    ("UHN", r"(?=[SKT]\$)"),
    ("RUHC", rf"(?=(?:MB|SD|KD|NY)\s?[-−{_ANY_FIGURE}])"),
)
"""The signs with which every match of `_FOUND` begins, and what must follow them."""

_FIRST_SIGNS = "".join(signs for signs, _ in _BEGINNINGS)
_WITH_WHAT_FOLLOWS = "|".join(
    f"(?<=[{signs}]){behind}" for signs, behind in _BEGINNINGS
)
_START = re.compile(both_scripts(f"[{_FIRST_SIGNS}](?:{_WITH_WHAT_FOLLOWS})"))
"""One class of signs comes first: passing over all others takes little time."""

_PLAIN = re.compile(
    r"(?<![A-Za-z\d.-])(?P<figures>(?:1[1-9]|20)\d\d(?=年(?!代))|(?:1[0-2]|[1-9])(?=月)"
    r"|(?:[12]\d|3[01]|[1-9])(?=日)|\d{1,3}(?:\.\d{1,4})?(?=%))(?P<sign>[年月日%])"
)
_PLAIN_KINDS: dict[str, tuple[Kind, str]] = {
    "年": ("year", ""),
    "月": ("month", ""),
    "日": ("day", ""),
    "%": ("percent", "percent"),
}

# What stands behind a numeral

_MEASURES = """
中全会 季度 方面 世纪 个 项 年 月 日 号 次 届 批 家 种 类 条 件 名 位 所 座 艘 架 台 套 支 只 张
片 块 段 期 轮 场 步 大 省 市 县 区 国 代 级 层 章 节 篇 部 门 点 处 间 本 份 组 对 双 股 笔 颗
枚 款 起 道 把 根 头 匹 棵 株 幅 册 卷 集 版 样 重 路 线 环 维 极 成 番 刻 宗 例 趟 遍 回 折 军
院 党 校 村 镇 乡 站 港 强 等奖
"""
"""Measure words, and nouns that a numeral counts directly (三省, 四国, 五大)."""

_LATIN_UNITS = [
    form for form in CHINESE_UNITS if form.isascii() and form.isalpha()
]
_HAN_UNITS = CHINESE_UNITS.keys() - _LATIN_UNITS
_UNIT = re.compile(
    r"\s?(?P<about>[多余餘来來])?\s?(?P<half>[个個]?半)?"
    rf"(?P<unit>{any_of(_HAN_UNITS)}|{any_of(_LATIN_UNITS)}(?![A-Za-z])|(?<=[个個]半)月)"
    "(?P<rest>半(?![年天个個小数數]))?"
)
_MEASURE = re.compile(
    both_scripts(
        rf"\s?[多余来]?\s?(?:{'|'.join(sorted(_MEASURES.split(), key=len, reverse=True))})"
    )
)
_SECOND = re.compile(rf"[至到—–~～-][{HAN_NUMERALS}]{{1,9}}")
_TENTHS = re.compile(
    both_scripts(rf"成(?P<more>[{_DIGIT}半])?(?![为立员长果功就本因{_DIGIT}])")
)
_DISCOUNT = re.compile("折(?![合叠算射])")
_SIGNS_OF_TENTHS = frozenset("成折")
_NOUNS = {
    "article": "条",
    "chapter": "章",
    "section": "节",
    "quarter": "季度 季",
    "century": "世纪",
    "session": "届 次会议",
    "plenary": "中全会",
    "rank": "位 名",
    "phase": "期",
    "generation": "代",
    "batch": "批次 批",
    "round": "轮",
    "edition": "版",
    "prize": "等奖",
    "level": "级",
    "war": "次世界大战",
    "revolution": "次工业革命 次科技革命",
    "largest": "大",
    "centenary": "个百年",
    "top": "强",
    "paragraph": "款 项",
    "number": "号",
    "plan": "个五年规划 个五年计划",
}
_NOUN_OF = {
    spelling: noun
    for noun, forms in _NOUNS.items()
    for form in forms.split()
    for spelling in (form, in_traditional(form))
}
_NOUN = re.compile(rf"\s?(?P<noun>{any_of(_NOUN_OF)})")
_NUMBERED = re.compile(
    both_scripts(
        r"\s?(?:(?P<session>届|大(?![类型项行产工任战城举重板领经企省市国]))"
        r"|(?P<plenary>中全会|中(?=[、和及，]))|(?P<century>世纪)|(?P<quarter>季度?))"
    )
)
"""What a bare numeral numbers rather than counts: 十九大, 三季度."""

_ELECTRICITY = re.compile("电(?![话影视子商])|電(?![話影視子商])")
_LABEL_OF_TWO = re.compile(both_scripts(r"第\d{1,3}\.\d{1,2}\s?[条节款章]"))
_LESSER_UNITS = {
    "元角": "jiao",
    "块毛": "jiao",
    "塊毛": "jiao",
    "时分": "minute",
    "時分": "minute",
}
"""A unit that counts what is left of the one before: 3元5角, 1小时30分."""

_TOP = re.compile(both_scripts("[名位强強大甲]"))
"""What follows the number of those that come first: 前十名."""

_ROUGH = re.compile(r"[多余餘]")
_CHARACTERS = re.compile("[个個]?字")
_BESIDE_PLUS = re.compile(r"\d\s?[+＋]\s?\d")
_DIVISORS = {"百": 1, "千": 10, "万": 100, "萬": 100}  # of per cent
_PARTS_OF_AFTERNOON = frozenset("下午 晚上 晚间 晚間 傍晚 夜间 夜間 晚".split())
_MORE = frozenset("多余餘")
_FIVE_YEAR_PLAN = re.compile("[五5]年[規计計规][划劃]")
_AFTER_SHARE = re.compile(rf"分之[{HAN_NUMERALS}点點]{{1,8}}[至到—–-]\Z")
_COUNTED = frozenset({"", "time", "multiple", "data"})
"""The dimensions of what a translation may well say in words."""

_FIRST_OF = frozenset("前首")
_VAGUE_BEFORE = frozenset("数數几幾好")
_SPREAD = re.compile(
    rf"(十?)([{_DIGIT}两兩])([{_DIGIT}两兩])([十百千{_SCALE}]*)"
)
_DATE_SIGNS = frozenset("年月日号號")

# Where Han numerals are no numbers. The first defence is a rule of structure: a single numeral
# counts only before a measure word or a unit (三年, 五项), so 三农, 四川 and 九州 need no list.
# Listed here is what the rule would let through, and phrases that must not be taken apart.

_SET_PHRASES = """
二维码 二維碼 万一 萬一
一带一路 一帶一路 一下 一起 一道 一次性 一度 一级棒 一代代 一天天 一步步 一家人
一条龙 一條龍 一部分 一大批 一把手 一口气 一个个 一個個 一年一度 一体化 一國兩制 一国两制
三角 五角 三轮车 三輪車 三人行 三段论 三大件 四方 八方 五代十国 五湖四海 七大洲 十字 十足
二人转 二人轉 三位一体 三位一體 三个和尚 两弹一星 兩彈一星 两面三刀 两袖清风
千方百计 千方百計 千家万户 千家萬戶 千千万万 千千萬萬 千军万马 千軍萬馬 千秋万代 千秋萬代
千山万水 千山萬水 千变万化 千變萬化 千言万语 千辛万苦 千头万绪 万众一心 萬眾一心 万无一失
百花齐放 百花齊放 百家争鸣 百家爭鳴 百年大计 百年大計 百年树人 百年老店 百尺竿头 百里挑一
十年树木 十年寒窗 十全十美 一日千里 一年四季 一分为二 一分為二 一举两得 一舉兩得 一石二鸟
三番五次 三令五申 三心二意 三三两两 三三兩兩 三年五载 四面八方 四通八达 四通八達 五花八门
五光十色 七上八下 乱七八糟 七嘴八舌 九牛一毛 接二连三 举一反三 舉一反三 两全其美
万里长城 萬里長城 万里长征 萬里長征 千里之行 千里马 万里无云 万年青 万人空巷 万家灯火
万元户 万户侯 老百姓 百姓 百货 百貨 百科 亿万 億萬 十万八千里
"""
"""Words that only look like a numeral with its measure word, then four-character phrases."""

_PATTERNS = (
    rf"一[点點](?![{_DIGIT}])",
    "十分(?!之|钟|鐘)",
    *(f"{sign}分(?!之)" for sign in "万萬"),
    *(f"{sign}[千万萬](?=不|别|別|要|注意|小心|记住)" for sign in "千万萬"),
    *(
        f"{day}[一二三四五六](?![个個年])"
        for day in ("星期", "礼拜", "禮拜", "周", "週")
    ),
    *(f"{sign}一" for sign in "统統唯单單同之专專划劃逐"),
    *("进一步", "進一步", "7天24小[时時]", "7[×x*]24"),
)
"""Adverbs, weekdays, and 一 behind what makes a word of it, with what must not stand beside.

Each begins with a sign, not with a choice: so the search passes quickly over all others.
"""

_IDIOM = re.compile(
    "|".join(sorted((*_SET_PHRASES.split(), *_PATTERNS), key=len, reverse=True))
)


def chinese_numbers(text: str) -> Iterator[Number]:
    """The numbers of a Chinese text (digits in half width), in order.

    >>> [(n.span.of("五年增长百分之八"), n.key) for n in chinese_numbers("五年增长百分之八")]
    [('五年', '5'), ('百分之八', '8%')]
    """
    at = 0
    idiom = _IDIOM.search(text)
    while start := _START.search(text, at):
        at = start.start() + 1
        if plain := _PLAIN.match(text, at - 1):
            yield _plain_number(plain)
            at = plain.end()
            continue
        match = _FOUND.match(text, start.start())
        if not match:
            continue
        while idiom and idiom.end() <= match.start():
            idiom = _IDIOM.search(text, max(idiom.end(), match.start() - 2))
        if idiom and idiom.start() <= match.start() < idiom.end():
            at = idiom.end()
            continue
        end = match.end("numeral")
        for number in _numbers(text, match):
            yield number
            end = number.span.end
        at = max(end, at)


def _plain_number(match: re.Match[str]) -> Number:
    """A year, month, day or percentage in figures: most numbers of a report are such ones."""
    figures, sign = match["figures"], match["sign"]
    kind, unit = _PLAIN_KINDS[sign]
    start, end = match.span()
    return Number(
        Span(start, end), _value(figures), kind, unit, _figures_step(figures)
    )


@lru_cache(maxsize=1 << 14)
def _value(figures: str) -> Fraction:
    return Fraction(figures)


@lru_cache(maxsize=1 << 14)
def _figures_step(figures: str) -> Fraction:
    """What the last figure counts."""
    return Fraction(1, 10 ** len(figures.partition(".")[2]))


def _numbers(text: str, match: re.Match[str]) -> list[Number]:
    """What one match says: a full date three numbers, what is no number none."""
    form = match.lastgroup or ""
    if form == "full_date":
        return full_date(match)
    if form == "feast":
        return _feast(match)
    if _LABEL_OF_TWO.match(text, match.start()):
        return _label_of_two(match)
    if form == "numeral":
        number = _numeral(text, match)
    elif form == "over":
        number = _fraction(match)
    else:
        number = _FORMS[form](text, match)
    return [number] if number else []


def _feast(match: re.Match[str]) -> list[Number]:
    """The day that gives a name to what happened then: 九一八事变."""
    span = Span(*match.span())
    month, day = _FEASTS[match["feast"]]
    return [
        Number(span, Fraction(month), "month", light=True),
        Number(span, Fraction(day), "day", light=True),
    ]


def _label_of_two(match: re.Match[str]) -> list[Number]:
    """第3.2条: the article and its paragraph."""
    start, end = match.span("numeral")
    figures = match["numeral"].split(".")
    point = start + len(figures[0])
    spans = (Span(start, point), Span(point + 1, end))
    return [
        Number(span, Fraction(figure), "ordinal", weak=True, noun="article")
        for span, figure in zip(spans, figures, strict=True)
    ]


def _each(_: str, match: re.Match[str]) -> Number | None:
    """每10人中有3人: a share."""
    whole = chinese_value(match["each_of"])
    part = chinese_value(match["each_part"])
    if not whole or part is None or part >= whole:
        return None
    return Number(
        Span(*match.span()),
        part / whole,
        "fraction",
        step=Fraction(1, 100),
        weak=True,
    )


def _annex(_: str, match: re.Match[str]) -> Number | None:
    """附件三."""
    value = chinese_value(match["annex_number"])
    if value is None:
        return None
    return Number(
        Span(*match.span()), value, "ordinal", weak=True, noun="annex"
    )


def _born(_: str, match: re.Match[str]) -> Number:
    """80后: those born in the 1980s."""
    tens = match["born_in"] or f"{DIGITS[match['born_han']]}0"
    first = int(tens) + (2000 if tens == "00" else 1900)
    return Number(Span(*match.span()), Fraction(first), "decade", light=True)


def _decade(_: str, match: re.Match[str]) -> Number:
    """The first year of a decade; without a century it is one of the twentieth."""
    first = int(chinese_value(match["tens"]) or 0)
    if match["of_century"]:
        first += (int(chinese_value(match["of_century"]) or 20) - 1) * 100
    else:
        first += 2000 if (match["named"] or "").startswith("本") else 1900
    return Number(Span(*match.span()), Fraction(first), "decade")


def _plan(_: str, match: re.Match[str]) -> Number:
    """“十四五”: the fourteenth five-year plan."""
    value = chinese_value(match["plan"] or match["plan2"]) or Fraction(10)
    return Number(Span(*match.span()), value, "ordinal", weak=True, noun="plan")


def _half_year(_: str, match: re.Match[str]) -> Number:
    """上半年: the first half of a year."""
    value = Fraction(1 if match[0][0] in "上前" else 2)
    return Number(
        Span(match.start(), match.end() + 1),
        value,
        "ordinal",
        weak=True,
        noun="half",
    )


def _half(text: str, match: re.Match[str]) -> Number:
    """一半, 减半, or half of a unit: 半年."""
    half = Fraction(1, 2)
    unit = match[0] == "半" and _UNIT.match(text, match.end())
    if unit:
        name = CHINESE_UNITS[unit["unit"]]
        return Number(
            Span(match.start(), unit.end()), half, "cardinal", name, weak=True
        )
    hedge: Hedge = "over" if match[0][0] in "过過" else ""
    step = Fraction(1, 10)
    return Number(
        Span(*match.span()), half, "fraction", step=step, hedge=hedge, weak=True
    )


def _fold(_: str, match: re.Match[str]) -> Number:
    """翻两番: four times as much; 翻一倍: twice as much."""
    value = Fraction(2)
    if match["folds"]:
        value = Fraction(2) ** int(chinese_value(match["folds"]) or 1)
    elif match["times"]:
        value = 1 + (chinese_value(match["times"]) or Fraction(1))
    return Number(Span(*match.span()), value, "multiple", "times", weak=True)


def _first(text: str, match: re.Match[str]) -> Number:
    """首次, 首季."""
    if text[match.end() : match.end() + 1] == "季":
        return Number(
            Span(*match.span()),
            Fraction(1),
            "ordinal",
            weak=True,
            noun="quarter",
        )
    return Number(Span(*match.span()), Fraction(1), "ordinal", weak=True)


def _clock(_: str, match: re.Match[str]) -> Number:
    """A time of day, in minutes since midnight."""
    hour = chinese_value(match["hour"]) or Fraction(0)
    if match["part_of_day"] in _PARTS_OF_AFTERNOON and hour < 12:
        hour += 12
    minutes = Fraction(30 if match["half_past"] else 0)
    for group in ("minute", "minute2", "minute3"):
        minutes += (chinese_value(match[group]) if match[group] else None) or 0
    if match["quarters"]:
        minutes += 15 * (chinese_value(match["quarters"]) or 0)
    value = hour * 60 + minutes
    others = () if match["part_of_day"] else ((value + 720) % 1440,)
    return Number(Span(*match.span()), value, "clock", others=others)


def _ratio(_: str, match: re.Match[str]) -> Number | None:
    """3:1, 三比一."""
    first, second = chinese_value(match["one"]), chinese_value(match["other"])
    if first is None or not second:
        return None
    return Number(
        Span(*match.span()),
        first / second,
        "ratio",
        weak=match["one"] in DIGITS,
    )


def _vague(text: str, match: re.Match[str]) -> Number:
    """数百万, 十几亿, 成千上万: a range of powers of ten."""
    span = Span(*match.span())
    if match["hundreds"]:
        return _range(text, span, 100, 9_999)
    if match["thousands"]:
        return _range(text, span, 1_000, 99_999)
    if teens := match["teens"]:
        low = int(chinese_value(teens) or 10)
        scale = _power(match["power4"])
        return _range(text, span, low * scale, (low + 10) * scale - 1)
    power = _power(match["power"] or match["power2"] or match["power3"])
    return _range(text, span, power, power * 10 - 1)


def _range(text: str, span: Span, low: int, high: int) -> Number:
    """All values from one to another, with the unit behind them: 数十年, 几百亿美元."""
    after = _UNIT.match(text, span.end)
    unit = CHINESE_UNITS[after["unit"]] if after else ""
    if not after or unit == "times":
        return Number(
            span, Fraction(low), "cardinal", top=Fraction(high), weak=True
        )
    return Number(
        Span(span.start, after.end()),
        Fraction(low),
        kind_of_unit(unit),
        unit,
        top=Fraction(high),
        weak=True,
    )


def _power(signs: str) -> int:
    """What signs of scale multiply with: 千万 is ten million."""
    power = 1
    for sign in signs:
        power *= TENS.get(sign) or MYRIADS[sign]
    return power


_FORMS = {
    "each": _each,
    "annex": _annex,
    "born": _born,
    "slashed": slashed,
    "decade": _decade,
    "plan": _plan,
    "plan2": _plan,
    "half_year": _half_year,
    "half": _half,
    "fold": _fold,
    "first": _first,
    "clock": _clock,
    "ratio": _ratio,
    "vague": _vague,
}


def _fraction(match: re.Match[str]) -> Number | None:
    """三分之二, 四分之三."""
    below, above = chinese_value(match["numeral"]), chinese_value(match["over"])
    if not below or above is None:
        return None
    weak = not match["over"].isdecimal()
    return Number(
        Span(*match.span()),
        above / below,
        "fraction",
        step=Fraction(1, 100),
        weak=weak,
    )


class _Numeral(Struct, frozen=True):
    """What a numeral says wherever it stands.

    `whole` is its value if that is a whole one above zero, otherwise 0. `is_year`: it may name a
    year; `is_scale`: nothing but 百 or 千亿; `is_rough`: it begins with such a sign, or holds 多.
    """

    text: str
    value: Fraction
    step: Fraction
    whole: int
    is_han: bool
    is_year: bool
    is_scale: bool
    is_rough: bool


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> _Numeral | None:
    """A numeral, None for what has no value: the same few come again and again."""
    value = chinese_value(text)
    if value is None:
        return None
    whole = value.numerator if value.denominator == 1 and value > 0 else 0
    signs, first = set(text), text[0]
    return _Numeral(
        text,
        value,
        _step(text),
        whole,
        is_han=not any(sign.isdigit() and sign.isascii() for sign in signs),
        is_year=len(text) == 4
        and 1000 <= whole <= 2199
        and signs.isdisjoint(MYRIADS),
        is_scale=first != "十" and signs <= SCALES,
        is_rough=(first in SCALES and first not in "十拾")
        or _ROUGH.search(text) is not None,
    )


def _step(text: str) -> Fraction:
    """What the last printed figure of a numeral counts."""
    figures = _ROUGH.sub("", text).rstrip("".join(SCALES))
    scale = _power(_ROUGH.sub("", text)[len(figures) :].replace(" ", ""))
    _, point, decimals = (
        figures.replace("点", ".").replace("點", ".").partition(".")
    )
    return Fraction(scale, 10 ** len(decimals)) if point else Fraction(scale)


def _numeral(text: str, match: re.Match[str]) -> Number | None:
    """A numeral with what stands before and behind it; None where it is no number."""
    before, span = match["before"], Span(*match.span())
    numeral = _read(match["numeral"])
    if not numeral:
        return None if before else _spread(text, match)
    if not before:
        return _counted(text, span, numeral)
    if before.endswith("分之"):
        value = numeral.value / _DIVISORS[before[0]]
        step = numeral.step / _DIVISORS[before[0]]
        return Number(span, value, "percent", "percent", step)
    if before[0] == "第":
        return _ordinal(text, span, numeral)
    if before in ("负", "負", "零下"):
        numeral = replace(numeral, value=-numeral.value, whole=0, is_year=False)
        return _counted(text, span, numeral)
    unit = SIGNS[before.strip().lower()]
    if after := _UNIT.match(text, span.end):
        name = CHINESE_UNITS[after["unit"]]
        if name in MONEY:
            span, unit = (
                Span(span.start, after.end()),
                unit if name == "CNY" else name,
            )
    return Number(
        span,
        numeral.value,
        "money",
        unit,
        numeral.step,
        _hedge(text, span, numeral),
    )


def _ordinal(text: str, span: Span, numeral: _Numeral) -> Number:
    """第五条: the fifth, and what it counts."""
    after = _NOUN.match(text, span.end + text.startswith(("）", ")"), span.end))
    noun = (
        _NOUN_OF[after["noun"]] if after and after["noun"] in _NOUN_OF else ""
    )
    return Number(
        span, numeral.value, "ordinal", weak=numeral.is_han, noun=noun
    )


def _spread(text: str, match: re.Match[str]) -> Number | None:
    """七八个, 三四十年: one figure or the next."""
    if _DISCOUNT.match(text, match.end()):
        return _discount_of_two(match)
    spread = _SPREAD.fullmatch(match["numeral"])
    if not spread or not _is_counted(text, match.end()):
        return None
    first, second = DIGITS[spread[2]], DIGITS[spread[3]]
    if second != first + 1 and (first, second) != (3, 5):
        return None
    scale = _power(spread[4])
    tens = 10 if spread[1] else 0
    low, high = (tens + first) * scale, (tens + second + 1) * scale - 1
    if text.startswith("成", match.end()):
        return Number(
            Span(match.start(), match.end() + 1),
            Fraction(low * 10),
            "percent",
            "percent",
            Fraction(10),
            top=Fraction(high * 10 + 9),
            weak=True,
        )
    return _range(text, Span(*match.span()), low, high)


def _discount_of_two(match: re.Match[str]) -> Number | None:
    """九五折: at 95 percent of the price."""
    figures = match["numeral"]
    if len(figures) != 2 or not set(figures) <= set(_DIGIT):
        return None
    value = Fraction(DIGITS[figures[0]] * 10 + DIGITS[figures[1]])
    return _discount(Span(match.start(), match.end() + 1), value)


def _discount(span: Span, value: Fraction) -> Number:
    """What is left of a price, in percent."""
    return Number(span, value, "percent", "percent", weak=True, noun="left")


def _hedge(text: str, span: Span, numeral: _Numeral) -> Hedge:
    """Whether 多 or the like stands in a numeral or behind it."""
    return (
        "over"
        if numeral.is_rough or text[span.end : span.end + 1] in _MORE
        else ""
    )


def _counted(text: str, span: Span, numeral: _Numeral) -> Number | None:
    """A number with what stands behind it: its unit, its measure word, or nothing."""
    start, end = span
    if text[end : end + 1] == " " and text[end + 1 : end + 2] in _DATE_SIGNS:
        end += 1  # 2019 年 4 月 4 日
    unit = _UNIT.match(text, end)
    if _may_be_date(text, start, end, numeral):
        date = _date(text, Span(start, end), numeral, has_unit=unit is not None)
        if date:
            return date
    numbered = _numbered(text, span, numeral)
    if numbered:
        return numbered
    if _TOP.match(text, span.end) and text.endswith("前", 0, span.start):
        return Number(
            span,
            numeral.value,
            "cardinal",
            weak=numeral.is_han,
            noun="top",
        )
    if _counts_nothing(text, span, numeral, has_unit=unit is not None, end=end):
        return None
    share = _share_of_ten(text, span, numeral)
    if share:
        return share
    hedge = _hedge(text, span, numeral)
    is_light = _is_light(text, start, end)
    beside = text[start - 1 : start] + text[end : end + 1]
    if beside in _LESSER_UNITS and not text.startswith("分之", end):
        lesser = _LESSER_UNITS[beside]
        whole = Span(start, end + 1)
        return Number(
            whole, numeral.value, kind_of_unit(lesser), lesser, numeral.step
        )
    if not unit:
        return Number(
            span,
            numeral.value,
            "cardinal",
            "",
            numeral.step,
            hedge,
            light=is_light or numeral.is_scale,
            weak=numeral.is_han and numeral.whole < 10_000,
            noun=_noun_at(text, end),
        )
    is_times = unit["unit"] == "倍"
    return _measured(
        text, span, numeral, unit, hedge=hedge, light=is_light and not is_times
    )


def _may_be_date(text: str, start: int, end: int, numeral: _Numeral) -> bool:
    """Whether a sign of dates follows, or the number is a year that no letter stands before."""
    before = text[max(0, start - 1) : start]
    is_lettered = before.isascii() and before.isalpha()
    return (numeral.is_year and not is_lettered) or text[
        end : end + 1
    ] in _DATE_SIGNS


def _counts_nothing(
    text: str, span: Span, numeral: _Numeral, *, has_unit: bool, end: int
) -> bool:
    """Whether a numeral is part of a name or of a word."""
    if numeral.is_han:
        return _is_no_number(text, span, numeral, has_unit=has_unit)
    sign = "" if has_unit else text[end : end + 1]
    return _is_name(text, span.start, sign)


def _noun_at(text: str, at: int) -> str:
    """The kind of noun that follows a number without a unit, "" for none that is known."""
    noun = _NOUN.match(text, at)
    return _NOUN_OF.get(noun["noun"], "") if noun else ""


def _measured(
    text: str,
    span: Span,
    numeral: _Numeral,
    after: re.Match[str],
    *,
    hedge: Hedge,
    light: bool,
) -> Number:
    """A number with a unit."""
    value, end = numeral.value, after.end()
    unit = CHINESE_UNITS.get(after["unit"], "month")  # 一个半月
    others: tuple[Fraction, ...] = ()
    if after["half"] or after["rest"]:
        value += Fraction(1, 2)
    if unit == "permille":
        value, unit = value / 10, "percent"
        others = (numeral.value,)
    if unit == "degree" and _ELECTRICITY.search(text, span.start - 12, end):
        unit = "kWh"
    if unit == "point" or after["half"]:
        light = False
    dimension = UNITS[unit].dimension
    weak = numeral.is_han and numeral.whole < 10_000 and dimension in _COUNTED
    if numeral.is_scale and (
        unit in ("li", "age") or text.startswith(("级", "級"), end)
    ):
        weak = True  # 千里之外, 万岁, 百万千瓦级
    return Number(
        Span(span.start, end),
        value,
        kind_of_unit(unit),
        unit,
        numeral.step,
        hedge,
        light=light,
        weak=weak,
        others=others,
    )


def _numbered(text: str, span: Span, numeral: _Numeral) -> Number | None:
    """十九大, 三季度, 21世纪: ordinals without a sign of their own; 前三季度 is a count."""
    match = _NUMBERED.match(text, span.end)
    if (
        not match
        or not numeral.whole
        or (match["session"] == "大" and numeral.whole < 11)
    ):
        return None
    noun = match.lastgroup or ""
    if noun == "quarter" and text[span.start - 1 : span.start] in _FIRST_OF:
        whole = Span(span.start, match.end())
        return Number(
            whole, numeral.value, "cardinal", "quarter", weak=numeral.is_han
        )
    return Number(
        span, numeral.value, "ordinal", weak=numeral.is_han, noun=noun
    )


def _share_of_ten(text: str, span: Span, numeral: _Numeral) -> Number | None:
    """七成, 七成二 and 八折 as percentages."""
    if (
        text[span.end : span.end + 1] not in _SIGNS_OF_TENTHS
        or not 0 < numeral.value < 10
    ):
        return None
    if tenths := _TENTHS.match(text, span.end):
        more = tenths["more"] or ""
        value = numeral.value * 10 + (
            5 if more == "半" else DIGITS.get(more, 0)
        )
        step = Fraction(1) if more else Fraction(10)
        return Number(
            Span(span.start, tenths.end()), value, "percent", "percent", step
        )
    if _DISCOUNT.match(text, span.end):
        whole = Span(span.start, span.end + 1)
        return _discount(whole, numeral.value * 10)
    return None


def _is_light(text: str, start: int, end: int) -> bool:
    """Whether it is the article 一个, or the 五 in the name of a 五年规划."""
    if (
        text[start - 1 : start] in "%％"
        and start
        and text[start:end].isdecimal()
    ):
        return True  # a note mark behind a percentage
    if _BESIDE_PLUS.search(text[max(0, start - 2) : end + 2]):
        return True  # 10+3, 17+1
    if _CHARACTERS.match(text, end):
        return True  # 八个字, which English says in words of its own
    if text[start:end] == "一" and not text.startswith(("等", "级", "級"), end):
        return text[end : end + 1] not in ("", "季", "中")
    return (
        text.startswith("年", end)
        and _FIVE_YEAR_PLAN.match(text, start) is not None
    )


def _date(
    text: str, span: Span, numeral: _Numeral, *, has_unit: bool
) -> Number | None:
    """2024年, 3月, 5日: a year has four figures, a day follows its month or is written 日."""
    start, end = span
    sign, longer = text[end : end + 1], Span(start, end + 1)
    before = text[max(0, start - 1) : start]
    if numeral.text in CAPITALS and before not in ("年", "月"):
        return None  # 登陆月球: such a sign is a word of its own, but in 贰零贰肆年陆月
    if sign == "月" and 1 <= numeral.whole <= 12:
        return Number(longer, numeral.value, "month")
    if (
        sign == "年"
        and text.endswith(("民国", "民國"), 0, start)
        and numeral.whole < 200
    ):
        return Number(longer, numeral.value + 1911, "year")
    is_day = sign == "日" or (sign in ("号", "號") and before == "月")
    if is_day and 1 <= numeral.whole <= 31:
        return Number(longer, numeral.value, "day")
    if numeral.is_year and sign == "年":
        return Number(longer, numeral.value, "year")
    if numeral.is_year and not has_unit and _is_bare_year(numeral, sign):
        return Number(span, numeral.value, "year")
    return None


def _is_bare_year(numeral: _Numeral, sign: str) -> bool:
    """Whether four figures are a year without 年, by the sign behind them: 2024, but not 1860s."""
    is_lettered = sign.isascii() and sign.isalpha()
    return numeral.text.isdigit() and not is_lettered


def _is_name(text: str, start: int, sign: str) -> bool:
    """Whether figures are part of a name: a Latin letter stands beside them (5G, COVID-19)."""
    if sign.isascii() and sign.isalpha():
        return True
    name = text[max(0, start - 2) : start].rstrip("-")
    return name[-1:].isascii() and name[-1:].isalpha()


def _is_no_number(
    text: str, span: Span, numeral: _Numeral, *, has_unit: bool
) -> bool:
    """Whether a readable numeral in Han is none here: a name (三农), or part of a vague one."""
    figure, end = numeral.text, span.end
    if text[max(0, span.start - 1) : span.start] in _VAGUE_BEFORE:
        return True
    if figure in ("两", "兩"):
        return not "\u4e00" <= text[end : end + 1] <= "\u9fff"
    if len(figure) == 1 and figure in CAPITALS:
        return True  # 陆, 伍 and the rest are words of their own
    counted = has_unit or len(figure) > 1 or _is_counted(text, end)
    counted = (
        counted
        or _AFTER_SHARE.search(text[max(0, span.start - 12) : span.start])
        is not None
    )
    return not counted and not _begins_range(text, end)


def _begins_range(text: str, end: int) -> bool:
    """Whether a counted numeral follows behind a sign of range: 三至五年."""
    second = _SECOND.match(text, end)
    return second is not None and _is_counted(text, second.end())


def _is_counted(text: str, end: int) -> bool:
    return (
        _MEASURE.match(text, end) is not None
        or _UNIT.match(text, end) is not None
    )
