"""English numerals: 1.39 trillion, five percent, two-thirds, the 20th, the 1980s, March 5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from nqpterms.lang.numbers.patterns import any_of
from nqpterms.lang.numbers.units import ENGLISH_UNITS, MONEY, PERCENT, SIGNS
from nqpterms.lang.numbers.values import Kind, Number
from nqpterms.model.places import Span


def _counting(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + at * step for at, word in enumerate(words.split())}


_ONES = _counting(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""",
    0,
)
_TENS = _counting("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_SCALES |= {"trillion": 10**12}
_SHORT = {"mn": 10**6, "bn": 10**9, "tn": 10**12, "m": 10**6, "b": 10**9, "k": 10**3}
_ORDINALS = _counting(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""",
    1,
) | {word[:-1] + "ieth": value for word, value in _TENS.items()}
MONTHS = _counting(
    """january february march april may june july august september october november december""", 1
)
_SHORT_MONTHS = {name[:3]: value for name, value in MONTHS.items() if name != "may"} | {"sept": 9}
_MONTH_VALUES = {name: Fraction(value) for name, value in (MONTHS | _SHORT_MONTHS).items()}
_WORD_VALUES = {word: Fraction(value) for word, value in (_ONES | _TENS).items()}
_DECADES = {word[:-1] + "ies": value for word, value in _TENS.items()}

_WORD = "|".join(sorted((*_ONES, *_TENS, *_SCALES), key=len, reverse=True))
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_FIGURES = (
    r"(?<!\w)(?<!\d\.)(?=[-−\d$€£¥￥uhnmrc])"  # the last are the first letters of signs of money
    r"(?:(?P<money>us\$|hk\$|nt\$|mop\$|[$€£¥￥]|(?:rmb|cny|usd)(?=\s?\d))\s?)?"
    r"(?P<digits>[-−]?(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,30})(?:\.\d{1,20})?)"
    rf"(?:(?P<short>bn|mn|tn|[mbk])\b|[\s-]?(?P<scale>{_SCALE})s?\b"
    r"|(?P<th>st|nd|rd|th)\b|(?P<decade>[’']?s)\b)?(?!\.?\d)"
)
_WORDS = (
    rf"(?P<words>(?:an?\s(?={_SCALE}))?(?:{_WORD})(?:(?:[\s-]|,\s|\sand\s|-and-)(?:{_WORD})\b){{0,12}}"
    rf"(?:\sand\sa\shalf(?:\s(?:{_SCALE}))?)?)\b"
    r"(?:[\s-](?P<part>hal(?:f|ves)|thirds?|quarters?|(?:fif|six|seven|eigh|nin|ten)ths?)\b)?"
)
_DATES = (
    rf"(?P<month>{'|'.join(MONTHS)})\b(?!['’])"
    rf"|(?P<short_month>{'|'.join(_SHORT_MONTHS)})\b(?:\.|(?=\s\d)|(?<=\d\s...)|(?<=\d\ssept))"
    rf"|(?P<decades>{'|'.join(_DECADES)})\b"
    r"|(?P<span>decade|century)\b"
)
_FOUND = re.compile(
    rf"{_FIGURES}|\b(?=[acdefhjmnopstvwz])(?:{_DATES}"
    rf"|(?P<half>(?:a\s|one[\s-])?half)\b(?:\s(?:a|an)\s(?P<half_of>{_SCALE}|dozen)\b)?"
    r"|(?<=\ba\s)(?P<piece>third|quarter|fifth|sixth|eighth|tenth)(?=\sof\b)"
    rf"|(?P<dozen>(?:a|{'|'.join(_ONES)}|several)\s)?dozen(?!s)\b"
    rf"|{_WORDS}"
    rf"|(?:(?P<ordinal_tens>{'|'.join(_TENS)})[\s-])?(?P<ordinal>{_ORDINAL})\b"
    r"|(?P<hundredth>hundred|thousand)th\b"
    r"|(?:article|chapter|part|section|phase|volume|war|type|annex|appendix|schedule)\s"
    r"(?P<roman>[ivx]{1,5})\b)"
)
_BEGINNINGS = (
    *(*_ONES, *_TENS, *_SCALES, *_ORDINALS, *_DECADES, *MONTHS, *_SHORT_MONTHS),
    *"hundredth thousandth dozen several half decade century article chapter part section".split(),
    *"phase volume war type annex appendix schedule".split(),
)
_START = re.compile(
    r"\W(?=[-−\d$€£¥￥]|(?:us|hk|nt|mop)\$|(?:rmb|cny|usd)\s?\d"
    rf"|{any_of(_BEGINNINGS)}\b|an?\s{any_of((*_SCALES, 'half', 'dozen'))}\b)"
)
"""What stands before each match of `_FOUND`: passing over the other words takes little time."""

_UNIT = re.compile(rf"[\s-]?(?P<unit>{any_of(ENGLISH_UNITS)})(?!\w)")
_FIVE_YEAR_PLAN = re.compile(r"(?:five|5)[\s-]years?\s(?:plan|program)")  # a name
_PIECES = re.compile(rf"\b(?:{_WORD}|an?|half)\b")
_THEN_ORDINAL = re.compile(rf"[\s-](?:{_ORDINAL})\b")
_PARTS = {"hal": 2, "thi": 3, "qua": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9, "ten": 10}
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|last|this|next|from|to|late|early|mid|and|through|on)|\d"
    r"|[-–—])[\s-]?\Z"
)


def english_numbers(text: str) -> Iterator[Number]:
    """The numbers of an English text, in order.

    >>> [n.key for n in english_numbers("In March, exports rose by five percent to 1.39 trillion.")]
    ['m3', '5%', '1390000000000']
    """
    lower = text.lower()
    lower = lower if len(lower) == len(text) else "".join(c.lower()[:1] for c in text)
    at, shifted = 0, f" {lower}"  # what stands before a place of the text stands there in it
    while start := _START.search(shifted, at):
        at = start.start() + 1
        found = _FOUND.match(lower, start.start())
        if not found:
            continue
        at = max(found.end(), at)
        number = _number(text, lower, found)
        if number:
            yield number
            at = max(number.span.end, found.start() + 1)


def _number(text: str, lower: str, found: re.Match[str]) -> Number | None:
    """What one match says; None where it is no number."""
    match found.lastgroup:
        case "digits" | "short" | "scale" | "th" | "decade":
            return _digits(text, lower, found)
        case "month" | "short_month":
            return _month(text, lower, Span(*found.span()), found[found.lastgroup])
        case "words" | "part":
            return _words(lower, found)
        case "roman":
            return _roman(text, Span(*found.span("roman")))
        case "span":
            return _span_of_years(lower, Span(*found.span()))
        case "half" | "half_of":
            return _half(lower, found)
    return _named(found)


def _named(found: re.Match[str]) -> Number | None:
    """A number in a word of its own: the nineties, a third of, fifth, thousandth, dozen."""
    whole = Span(*found.span())
    if found["decades"]:
        return Number(whole, Fraction(1900 + _DECADES[found["decades"]]), "decade")
    if piece := found["piece"]:
        return Number(whole, Fraction(1, _PARTS[piece[:3]]), "fraction")
    if found["ordinal"]:
        tens = _TENS.get(found["ordinal_tens"] or "", 0)
        value = tens + _ORDINALS[found["ordinal"]]
        return Number(whole, Fraction(value), "ordinal")
    if found["hundredth"]:
        return Number(whole, Fraction(_SCALES[found["hundredth"]]), "ordinal")
    if not (found["dozen"] or "").startswith("several"):
        count = _ONES.get((found["dozen"] or "").strip(), 1)
        return Number(whole, Fraction(12 * count), "cardinal", exact=False)
    return None


def _roman(text: str, span: Span) -> Number | None:
    """Article IV and the like: a Roman numeral below forty, in capitals."""
    numeral = re.fullmatch("(X{0,3})(IX|IV|V?I{0,3})", span.of(text))
    if not numeral:
        return None
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX").index(numeral[2])
    return Number(span, Fraction(len(numeral[1]) * 10 + ones), "ordinal")


def _half(lower: str, found: re.Match[str]) -> Number | None:
    """Half, and half a million."""
    if not (of := found["half_of"]):
        return Number(Span(*found.span()), Fraction(1, 2), "fraction")
    value = Fraction(_SCALES.get(of, 12), 2)
    return _counted(lower, Span(*found.span()), value, _UNIT.match(lower, found.end()))


def _span_of_years(lower: str, span: Span) -> Number | None:
    """A decade or a century as its years, unless it is one that is counted: the 21st century."""
    if re.search(
        r"(?:\dst|\dnd|\drd|th|first|second|third|half a)[\s-]\Z",
        lower[max(0, span.start - 8) : span.start],
    ):
        return None
    years = 10 if span.of(lower) == "decade" else 100
    return Number(span, Fraction(years), "cardinal", "year", exact=False)


def _digits(text: str, lower: str, found: re.Match[str]) -> Number | None:
    """A number in figures, with its sign of money, scale or ending."""
    digits, money, ending = found["digits"], found["money"], found.lastgroup
    span, start = Span(*found.span()), found.start("digits")
    if text[start - 1 : start] == "-" and (
        text[start - 2 : start - 1].isupper() or lower.endswith("covid-", 0, start)
    ):
        return None
    value = _figures(digits)
    if ending == "digits" and not money:
        after = _UNIT.match(lower, span.end)
        dated = None if after else _date(lower, span, digits)
        return dated or _counted(lower, span, value, after)
    if ending == "decade":
        return _decade(span, digits.replace(",", ""))
    if ending == "th":
        day = 1 <= value <= 31 and _follows_month(lower, start)
        return Number(span, value, "day" if day else "ordinal")
    if found["short"] in ("m", "b", "k") and not money:
        span = Span(start, found.end("digits"))
    elif ending != "digits":
        value *= _SCALES.get(found["scale"] or "", 1) * _SHORT.get(found["short"] or "", 1)
    if money:
        return Number(span, value, "money", SIGNS[money])
    return _counted(lower, span, value, _UNIT.match(lower, span.end))


@lru_cache(maxsize=1 << 14)
def _figures(digits: str) -> Fraction:
    """The value of figures: the same years and shares come again and again."""
    return Fraction(digits.replace(",", "").replace("−", "-"))


def _decade(span: Span, digits: str) -> Number | None:
    """The 1980s, or the ’80s of the twentieth century."""
    if len(digits) not in (2, 4) or not digits.endswith("0"):
        return None
    value = _figures(digits) + (1900 if len(digits) == 2 else 0)
    return Number(span, value, "decade")


def _date(lower: str, span: Span, digits: str) -> Number | None:
    """A day beside its month, or a bare year of four figures."""
    if not digits.isdigit():
        return None
    if len(digits) <= 2:
        is_day = 1 <= int(digits) <= 31 and _beside_month(lower, span)
        return Number(span, _figures(digits), "day") if is_day else None
    is_year = len(digits) == 4 and "1000" <= digits < "2200"
    return Number(span, _figures(digits), "year") if is_year else None


def _counted(
    lower: str, span: Span, value: Fraction, after: re.Match[str] | None, *, light: bool = False
) -> Number | None:
    """A number with the unit behind it; None for a name such as 5G or 3D."""
    if not after:
        if lower[span.end : span.end + 1].isalpha():
            return None
        return Number(span, value, "cardinal", "", True, light)
    unit = ENGLISH_UNITS[after["unit"]]
    if unit == "decade":
        value, unit = value * 10, "year"
    light = light or _FIVE_YEAR_PLAN.match(lower, span.start) is not None
    kind: Kind = "money" if unit in MONEY else "percent" if unit in PERCENT else "cardinal"
    return Number(Span(span.start, after.end()), value, kind, unit, True, light)


def _words(lower: str, found: re.Match[str]) -> Number | None:
    """A number in words: as far as the words make one number; the rest is read next."""
    start, end = found.span("words")
    last, part = found["words"], found["part"]
    if last in _WORD_VALUES:
        value = _WORD_VALUES[last]
    else:
        words = list(_PIECES.finditer(last))
        value, used = _spelled([word[0] for word in words])
        if not used:
            return None
        part = part if used == len(words) else None
        last, end = words[used - 1][0], start + words[used - 1].end()
        start += words[0].start()
    if part and lower.endswith(("first ", "last "), 0, start):
        part = None  # the first three quarters of a year
    if part and (part.endswith("s") or value == 1):  # thirty-third is an ordinal
        return Number(Span(start, found.end()), value / _PARTS[part[:3]], "fraction")
    if last in _TENS and (following := _THEN_ORDINAL.match(lower, end)):
        ordinal = _ORDINALS[following[0][1:]]
        return Number(Span(start, following.end()), value + ordinal, "ordinal")
    light = lower.startswith("one", start) and end == start + 3
    return _counted(lower, Span(start, end), value, _UNIT.match(lower, end), light=light)


def _spelled(words: list[str]) -> tuple[Fraction, int]:
    """The value of the longest beginning that is one number, and how many words it takes."""
    total, group, limit = Fraction(0), Fraction(0), 10**15
    used = 0
    for at, word in enumerate(words):
        if word in ("a", "an"):
            if at and words[at + 1 : at + 2] == ["half"]:
                continue
            group = Fraction(1)
        elif word == "half":
            group, total = (
                (group + Fraction(1, 2), total) if group else (group, total * Fraction(3, 2))
            )
        elif word in _SCALES:
            if not group:
                break
            if word == "hundred":
                group, limit = group * 100, 100
            else:
                total, group, limit = total + group * _SCALES[word], Fraction(0), _SCALES[word]
        else:
            value = _TENS.get(word) or _ONES[word]
            if value >= limit:
                break
            group += value
            limit = 10 if word in _TENS else 0
        used = at + 1
    return total + group, used


def _month(text: str, lower: str, span: Span, month: str) -> Number | None:
    """A month; May and March need their capital, and May a word that places it in time."""
    capital = text[span.start].isupper()
    if not capital and month in ("may", "march", "mar"):
        return None
    if month == "may":
        followed = re.match(r"\.?,?\s\d", lower[span.end : span.end + 4])
        if not followed and not _BEFORE_MAY.search(lower[max(0, span.start - 8) : span.start]):
            return None
    return Number(span, _MONTH_VALUES[month], "month")


_MONTH_BEFORE = re.compile(rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(_SHORT_MONTHS)})\.?\s\Z")
_MONTH_AFTER = re.compile(rf"(?:\sof)?\s(?:{'|'.join(MONTHS)})\b")


def _follows_month(lower: str, start: int) -> bool:
    return _MONTH_BEFORE.search(lower[max(0, start - 12) : start]) is not None


def _beside_month(lower: str, span: Span) -> bool:
    return _follows_month(lower, span.start) or _MONTH_AFTER.match(lower, span.end) is not None
