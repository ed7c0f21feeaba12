"""Where Han numerals are no numbers.

The first defence is a rule of structure: a single numeral counts only before a measure word or a
unit (三年, 五项), so 三农, 四川 and 九州 need no list. Listed here is what the rule would let
through, and phrases that must not be taken apart.
"""

from __future__ import annotations

import re

_DIGIT = "零〇一二三四五六七八九"

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
万元户 万户侯 老百姓 百姓 百货 百貨 百科
"""
"""Words that only look like a numeral with its measure word, then four-character phrases."""

_PATTERNS = (
    rf"一[点點](?![{_DIGIT}])",
    "十分(?!之|钟|鐘)",
    *(f"{sign}分(?!之)" for sign in "万萬"),
    *(f"{sign}[千万萬](?=不|别|別|要|注意|小心|记住)" for sign in "千万萬"),
    *(f"{day}[一二三四五六](?![个個年])" for day in ("星期", "礼拜", "禮拜", "周", "週")),
    *(f"{sign}一" for sign in "统統唯单單同之专專划劃逐"),
    *("进一步", "進一步"),
)
"""Adverbs, weekdays, and 一 behind what makes a word of it, with what must not stand beside.

Each begins with a sign, not with a choice: so the search passes quickly over all others.
"""

IDIOM = re.compile("|".join(sorted((*_SET_PHRASES.split(), *_PATTERNS), key=len, reverse=True)))
