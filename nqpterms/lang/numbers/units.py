"""Units of policy texts: how each language writes them, and one name for both.

A unit keeps its own name even where another measures the same thing: 亩 is `mu`, never hectare.
Whoever wants to compare across units takes the factor from CONVERSIONS.
"""

from __future__ import annotations

from fractions import Fraction

MONEY = frozenset({"CNY", "USD", "HKD", "EUR", "JPY", "GBP", "MOP", "TWD"})
"""ISO 4217 codes of the currencies below."""

PERCENT = frozenset({"percent", "point"})
"""Per cent, and percentage points: written alike by many, different things to a checker."""

CONVERSIONS: dict[tuple[str, str], Fraction] = {
    ("jin", "kg"): Fraction(1, 2),
    ("liang", "kg"): Fraction(1, 20),
    ("mu", "ha"): Fraction(1, 15),
    ("li", "km"): Fraction(1, 2),
    ("t", "kg"): Fraction(1000),
    ("km", "m"): Fraction(1000),
    ("km2", "ha"): Fraction(100),
    ("year", "month"): Fraction(12),
    ("week", "day"): Fraction(7),
    ("hour", "minute"): Fraction(60),
    ("point", "percent"): Fraction(1),
}
"""What one of the first unit is in the second. 市制 as the State Council fixed it in 1959."""

_CHINESE = """
percent    % ％ ‰ 厘
cm         厘米
point      个百分点 個百分點 百分点 百分點
CNY        元人民币 元人民幣 人民币 人民幣 元 块钱 塊錢
USD        美元 美金
HKD        港元 港币 港幣
EUR        欧元 歐元
JPY        日元 日圆 日圓
GBP        英镑 英鎊
MOP        澳门元 澳門元
TWD        新台币 新臺幣
t          吨 噸
kg         公斤 千克
g          克
jin        斤 市斤
km         公里 千米
m          米 公尺
km2        平方公里 平方千米
m2         平方米
m3         立方米
mu         亩 畝
ha         公顷 公頃
li         里 华里 華里
kW         千瓦
kWh        千瓦时 千瓦時 度电 度電
person     人 人次 口人
household  户 戶
year       年 周年 週年
month      个月 個月
week       周 週 个星期 個星期
day        天
hour       小时 小時 个小时 個小時
minute     分钟 分鐘
second     秒
times      倍
age        岁 歲
vehicle    辆 輛
"""

_ENGLISH = """
percent    % percent per\u00a0cent pct
point      percentage\u00a0points percentage\u00a0point
CNY        yuan renminbi rmb cny
USD        us\u00a0dollars u.s.\u00a0dollars us\u00a0dollar dollars dollar usd
HKD        hong\u00a0kong\u00a0dollars hkd
EUR        euros euro
JPY        yen
GBP        pounds\u00a0sterling
t          metric\u00a0tons metric\u00a0ton tonnes tonne tons ton
kg         kilograms kilogram kilogrammes kg
g          grams gram
jin        jin catties catty
km         kilometers kilometer kilometres kilometre km
cm         centimeters centimetres cm
m          meters meter metres metre m
km2        square\u00a0kilometers square\u00a0kilometres square\u00a0kilometer square\u00a0kilometre
m2         square\u00a0meters square\u00a0metres square\u00a0meter square\u00a0metre
m3         cubic\u00a0meters cubic\u00a0metres cubic\u00a0meter cubic\u00a0metre
mu         mu
ha         hectares hectare
li         li
kW         kilowatts kilowatt kw
kWh        kilowatt-hours kilowatt\u00a0hours kilowatt-hour kwh
person     people persons person
household  households household
year       years year
decade     decades
month      months month
week       weeks week
day        days day
hour       hours hour
minute     minutes minute
second     seconds
times      times
vehicle    vehicles vehicle
"""

SIGNS = {
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "mop$": "MOP",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "usd": "USD",
}
"""Signs of money that stand before the number; ¥ is read as yuan, $ as US dollar."""


# 厘 is per cent in the finance of Hong Kong; `decade` becomes ten years when it is read.


def _table(rows: str) -> dict[str, str]:
    lines = (row.split(" ") for row in rows.strip().split("\n"))
    return {
        written.replace("\u00a0", " "): name
        for name, *forms in lines
        for written in forms
        if written
    }


CHINESE_UNITS = _table(_CHINESE)
"""How Chinese writes a unit, in both scripts -> its name."""

ENGLISH_UNITS = _table(_ENGLISH)
"""How English writes a unit, in small letters -> its name."""
