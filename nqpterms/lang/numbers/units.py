"""Units of policy texts: how each language writes them, what they measure, and how much.

A unit keeps its own name even where another measures the same thing: 亩 is `mu`, never hectare.
Two units of one dimension are compared by their factors.
"""

from __future__ import annotations

from typing import NamedTuple

from nqpterms.lang.numbers.numerals import in_traditional


class NumberUnit(NamedTuple):
    """What a unit measures, and how many of its dimension's first unit it is.

    `dimension` is "" for what is merely counted (people, vehicles): a translation may leave such
    a noun out or say another.
    """

    name: str
    dimension: str
    factor: float
    chinese: tuple[str, ...]
    english: tuple[str, ...]


# name | dimension | factor | Chinese, the usual form first | English, plural and singular first
_ROWS = """
percent | share | .01 | % ％ 厘 | percent percent % per~cent pct
permille | share | .001 | ‰ | per~mille per~mille ‰ per~thousand
basis | share | .0001 | 个基点 基点 | basis~points basis~point bps
ppm | share | 1e-6 | ppm | ppm ppm parts~per~million
point | share | .01 | 个百分点 百分点 | percentage~points percentage~point pps
CNY | CNY | 1 | 元 元人民币 人民币元 人民币 块钱 块 | yuan yuan renminbi rmb cny
jiao | CNY | .1 | 角钱 毛钱 | jiao jiao
USD | USD | 1 | 美元 美金 | US~dollars US~dollar u.s.~dollars u.s.~dollar usd
dollar | dollar | 1 | | dollars dollar
HKD | HKD | 1 | 港元 港币 港圆 | Hong~Kong~dollars Hong~Kong~dollar hkd
EUR | EUR | 1 | 欧元 | euros euro
JPY | JPY | 1 | 日元 日圆 | yen yen jpy
GBP | GBP | 1 | 英镑 | pounds~sterling pound~sterling gbp
MOP | MOP | 1 | 澳门元 澳门币 | patacas pataca mop
TWD | TWD | 1 | 新台币 | New~Taiwan~dollars New~Taiwan~dollar ntd
KRW | KRW | 1 | 韩元 韓元 | won won
RUB | RUB | 1 | 卢布 盧布 | rubles ruble roubles rouble
INR | INR | 1 | 卢比 盧比 | rupees rupee
CHF | CHF | 1 | 瑞士法郎 | Swiss~francs Swiss~franc
SGD | SGD | 1 | 新加坡元 新元 | Singapore~dollars Singapore~dollar
AUD | AUD | 1 | 澳元 | Australian~dollars Australian~dollar
CAD | CAD | 1 | 加元 | Canadian~dollars Canadian~dollar
t | mass | 1000 | 吨 公吨 | tons ton metric~tons metric~ton tonnes tonne mt
kg | mass | 1 | 公斤 千克 kg | kilograms kilogram kg kilos kilo kgs
g | mass | .001 | 克 | grams gram
mg | mass | 1e-6 | 毫克 mg | milligrams milligram mg
ug | mass | 1e-9 | 微克 μg | micrograms microgram μg µg
quintal | mass | 100 | 公担 | quintals quintal
dan | mass | 50 | 市担 | dan dan
jin | mass | .5 | 斤 市斤 | jin jin catties catty
liang | mass | .05 | 市两 | liang liang
lb | mass | .45359237 | 磅 | pounds pound lbs lb
oz | mass | .0283495 | 盎司 | ounces ounce oz
km | length | 1000 | 公里 千米 km | kilometers kilometer km kms
m | length | 1 | 米 公尺 | meters meter m
cm | length | .01 | 厘米 公分 cm | centimeters centimeter cm
mm | length | .001 | 毫米 mm | millimeters millimeter mm
um | length | 1e-6 | 微米 | micrometers micrometer microns micron μm µm
nm | length | 1e-9 | 纳米 納米 nm | nanometers nanometer nm
li | length | 500 | 里 华里 里地 | li li
mile | length | 1609.344 | 英里 | miles mile mph
nmi | length | 1852 | 海里 浬 | nautical~miles nautical~mile
foot | length | .3048 | 英尺 呎 | feet foot ft
inch | length | .0254 | 英寸 吋 | inches inch
km2 | area | 1e6 | 平方公里 平方千米 | square~kilometers square~kilometer sq~km km² km2
m2 | area | 1 | 平方米 平米 | square~meters square~meter sq~meters sq~meter sq~m m² m2 sq.~m
mu | area | 666.6667 | 亩 | mu mu
ha | area | 10000 | 公顷 | hectares hectare ha
qing | area | 66666.67 | 顷 | qing qing
acre | area | 4046.856 | 英亩 | acres acre
mi2 | area | 2589988.1 | 平方英里 | square~miles square~mile
ft2 | area | .09290304 | 平方英尺 平方呎 | square~feet square~foot sq~ft sq.~ft.
m3 | volume | 1 | 立方米 | cubic~meters cubic~meter m³ m3
ft3 | volume | .0283168 | 立方英尺 | cubic~feet cubic~foot cu~ft
bcm | volume | 1e9 | bcm | bcm bcm
l | volume | .001 | 升 公升 | liters liter
ml | volume | 1e-6 | 毫升 | milliliters milliliter ml
barrel | volume | .158987 | 桶 | barrels barrel
W | power | .001 | 瓦 | watts watt
kW | power | 1 | 千瓦 kW KW | kilowatts kilowatt kw
MW | power | 1000 | 兆瓦 MW | megawatts megawatt mw
GW | power | 1e6 | 吉瓦 GW | gigawatts gigawatt gw
TW | power | 1e9 | 太瓦 TW | terawatts terawatt tw
kWh | energy | 1 | 千瓦时 度电 千瓦小时 kWh | kilowatt-hours kilowatt-hour kwh
MWh | energy | 1000 | 兆瓦时 MWh | megawatt-hours megawatt-hour mwh
GWh | energy | 1e6 | 吉瓦时 GWh | gigawatt-hours gigawatt-hour gwh
TWh | energy | 1e9 | 太瓦时 TWh | terawatt-hours terawatt-hour twh
kV | voltage | 1000 | 千伏 kV | kilovolts kilovolt kv
V | voltage | 1 | 伏 伏特 | volts volt
Hz | frequency | 1 | 赫兹 | hertz hertz hz
MHz | frequency | 1e6 | 兆赫 MHz | megahertz megahertz mhz
GHz | frequency | 1e9 | 吉赫 GHz | gigahertz gigahertz ghz
C | celsius | 1 | ℃ °C 摄氏度 攝氏度 | °C °C degrees~celsius degree~celsius celsius ℃
F | fahrenheit | 1 | ℉ °F 华氏度 | °F °F degrees~fahrenheit degree~fahrenheit fahrenheit ℉
Mbit | data | 1 | 兆 | megabits megabit mbps
Gbit | data | 1000 | 吉比特 | gigabits gigabit gbps
degree | degree | 1 | 度 | degrees degree °
year | time | 365 | 年 周年 年度 | years year
decade | time | 3650 | 个十年 | decades decade
century | time | 36500 | 个世纪 | centuries century
quarter | time | 91.25 | 个季度 | quarters quarter
month | time | 30.41667 | 个月 | months month
week | time | 7 | 周 个星期 星期 个礼拜 个周 | weeks week
day | time | 1 | 天 日 个工作日 工作日 昼夜 | days day
hour | time | .0416667 | 小时 个小时 个钟头 钟头 | hours hour hrs hr
minute | time | .000694444 | 分钟 | minutes minute mins min
second | time | .0000115741 | 秒 秒钟 | seconds second
times | multiple | 1 | 倍 | times fold
person | | 1 | 人 人次 口人 名 位 | people person persons
household | | 1 | 户 | households household
age | time | 365 | 岁 周岁 | years~old year~old |
vehicle | | 1 | 辆 | vehicles vehicle
"""


def _units() -> dict[str, NumberUnit]:
    units = {}
    for row in _ROWS.strip().split("\n"):
        name, dimension, factor, chinese, english, *_ = (
            cell.strip() for cell in row.split("|")
        )
        forms = tuple(form.replace("~", " ") for form in english.split())
        units[name] = NumberUnit(
            name, dimension, float(factor), tuple(chinese.split()), forms
        )
    return units


def _spellings(form: str) -> set[str]:
    """A form as Americans and Britons write it, with a hyphen and without."""
    spellings = {
        form,
        form.replace("meter", "metre"),
        form.replace("liter", "litre"),
    }
    spellings.add(form.replace("gram", "gramme"))
    spellings |= {spelling.replace("watt-", "watt ") for spelling in spellings}
    return spellings | {spelling.replace(" ", "-") for spelling in spellings}


UNITS = _units()
"""Every unit by its name."""

CHINESE_UNITS = {
    spelling: unit.name
    for unit in UNITS.values()
    for form in unit.chinese
    for spelling in (form, in_traditional(form), form.replace("台", "臺"))
}
"""How Chinese writes a unit, in both scripts -> its name."""

ENGLISH_UNITS = {
    spelling.lower(): unit.name
    for unit in UNITS.values()
    for form in unit.english
    for spelling in _spellings(form)
}
"""How English writes a unit, in small letters -> its name."""

MONEY = frozenset(
    name
    for name, unit in UNITS.items()
    if name.isupper() and unit.dimension == name
)
"""ISO 4217 codes of the currencies above."""

SIGNS = {
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "mop$": "MOP",
    "$": "dollar",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "usd": "USD",
    "hkd": "HKD",
    "ntd": "TWD",
    "twd": "TWD",
    "eur": "EUR",
    "gbp": "GBP",
    "jpy": "JPY",
    "mop": "MOP",
    "人民币": "CNY",
    "人民幣": "CNY",
    "港币": "HKD",
    "港幣": "HKD",
    "美金": "USD",
    "美元": "USD",
    "欧元": "EUR",
    "歐元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "英鎊": "GBP",
    "新台币": "TWD",
    "新臺幣": "TWD",
    "新台幣": "TWD",
}
"""Signs of money that stand before the number; ¥ is read as yuan."""

_FOR_YUAN = frozenset({"CNY", "HKD", "MOP", "TWD", "dollar"})
_FOR_DOLLARS = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "dollar"})


def same_money(unit: str, other: str, *, bare_yuan: bool) -> bool:
    """Whether two currencies may be one.

    Dollars may be those of several places; a bare 元 may be dollars where a text counts in them.
    """
    if unit == other:
        return True
    if "dollar" in (unit, other):
        money = other if unit == "dollar" else unit
        return money in _FOR_DOLLARS or (bare_yuan and money == "CNY")
    return bare_yuan and unit in _FOR_YUAN and other in _FOR_YUAN
