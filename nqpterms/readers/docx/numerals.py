"""Numbers as the automatic lists of a DOCX print them (ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

_HAN = "零一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_FINANCIAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen"
).split()
_TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()
_COUNTING = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting "
    "taiwaneseCountingThousand japaneseDigitalTenThousand"
).split()
_DIGITS = "ideographDigital taiwaneseDigital koreanDigital2".split()
_SIGNS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}


def numeral(number: int, style: str) -> str:
    """A number in a numbering style; in one that we do not know, in plain digits.

    >>> [numeral(12, s) for s in ("chineseCounting", "upperRoman", "decimalZero", "lowerLetter")]
    ['十二', 'XII', '12', 'l']
    """
    if style == "none":
        return ""
    if style in _COUNTING:
        return _counted(number, _HAN, "十百千")
    if style in _DIGITS:
        return "".join("〇" if d == "0" else _HAN[int(d)] for d in str(number))
    if style.startswith("chineseLegal"):
        return _counted(number, _FINANCIAL, "拾佰仟")
    if style == "ideographLegalTraditional":
        return _counted(number, _FINANCIAL_TRADITIONAL, "拾佰仟")
    if style in _SIGNS and 0 < number <= _SIGNS[style][1]:
        return chr(ord(_SIGNS[style][0]) + number - 1)
    for name, signs in (("ideographTraditional", _STEMS), ("ideographZodiac", _BRANCHES)):
        if style == name and 0 < number <= len(signs):
            return signs[number - 1]
    return _western(number, style)


def _western(number: int, style: str) -> str:
    if style == "decimalZero":
        return f"{number:02}"
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if style == "lowerRoman" else _roman(number).upper()
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style == "cardinalText" and 0 <= number < 100:
        tens, ones = divmod(number, 10)
        if number < 20:
            return _ONES[number]
        return _TENS[tens - 2] + (f"-{_ONES[ones].lower()}" if ones else "")
    if style == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
        return f"{number}{ending}"
    return str(number)


def _counted(number: int, digits: str, units: str) -> str:
    """A number below 10,000 as Chinese counts it: 十二, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    told, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(told)
            continue
        told += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return told[1:] if told.startswith(digits[1] + units[0]) else told


def _roman(number: int) -> str:
    told = ""
    for value, letters in _ROMAN:
        told += letters * (number // value)
        number %= value
    return told
