"""English numbers in their context: 1.39 trillion yuan, two-thirds, doubled, the 20th, March 5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from nqpterms.lang.numbers.numerals import (
    ENGLISH_SCALES,
    ENGLISH_TENS,
    MONTHS,
    NUMBER_WORD,
    ONES,
    ORDINALS,
    any_of,
    roman_value,
    spelled_value,
)
from nqpterms.lang.numbers.quantities import (
    SLASHED,
    Kind,
    Number,
    full_date,
    kind_of_unit,
    slashed,
)
from nqpterms.lang.numbers.units import ENGLISH_UNITS, MONEY, SIGNS, UNITS
from nqpterms.model.places import Span

_SHORT_SCALES = {
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
    "m": 10**6,
    "b": 10**9,
    "k": 10**3,
}
_SHORT_MONTHS = {
    name[:3]: value for name, value in MONTHS.items() if name != "may"
} | {"sept": 9}
_MONTH_VALUES = {
    name: Fraction(value) for name, value in (MONTHS | _SHORT_MONTHS).items()
}
_WORD_VALUES = {
    word: Fraction(value) for word, value in (ONES | ENGLISH_TENS).items()
}
_DECADES = {word[:-1] + "ies": value for word, value in ENGLISH_TENS.items()}
_ANNIVERSARIES = {
    "centenary": 100,
    "centennial": 100,
    "bicentenary": 200,
    "bicentennial": 200,
}
_FOLDS = {
    **dict.fromkeys(
        "doubled doubling doubles twofold two-fold twice".split(), 2
    ),
    **dict.fromkeys(
        "tripled tripling triples trebled trebling threefold three-fold".split(),
        3,
    ),
    **dict.fromkeys(
        "quadrupled quadrupling quadruples fourfold four-fold".split(), 4
    ),
    **dict.fromkeys(
        "quintupled quintupling quintuples fivefold five-fold".split(), 5
    ),
    **dict.fromkeys("double".split(), 2),
    **dict.fromkeys("triple treble".split(), 3),
    **dict.fromkeys("quadruple".split(), 4),
    **{f"{word}fold": value for word, value in ONES.items() if value > 4},
    **{f"{word}-fold": value for word, value in ONES.items() if value > 4},
    **dict.fromkeys(("hundredfold", "hundred-fold"), 100),
    **dict.fromkeys(("thousandfold", "thousand-fold"), 1000),
}
_VAGUE = {
    "dozens": (12, 99),
    "scores": (20, 99),
    "tens": (10, 99),
    "hundreds": (100, 999),
    "thousands": (1000, 9999),
    "millions": (10**6, 10**7 - 1),
    "billions": (10**9, 10**10 - 1),
    "trillions": (10**12, 10**13 - 1),
}
_YEARS = {
    "decades": (10, 99),
    "centuries": (100, 999),
    "millennia": (1000, 9999),
}
_NOUNS = {
    **dict.fromkeys("article articles".split(), "article"),
    **dict.fromkeys("chapter chapters".split(), "chapter"),
    **dict.fromkeys("section sections".split(), "section"),
    **dict.fromkeys("quarter quarters".split(), "quarter"),
    **dict.fromkeys("century centuries".split(), "century"),
    **dict.fromkeys(
        "session congress national central committee".split(), "session"
    ),
    **dict.fromkeys("plenary plenum".split(), "plenary"),
    **dict.fromkeys("half".split(), "half"),
    **dict.fromkeys(("five-year", "five year"), "plan"),
    **dict.fromkeys("place".split(), "rank"),
    **dict.fromkeys("phase".split(), "phase"),
    **dict.fromkeys("generation generations".split(), "generation"),
    **dict.fromkeys("batch batches".split(), "batch"),
    **dict.fromkeys("round rounds".split(), "round"),
    **dict.fromkeys("edition editions".split(), "edition"),
    **dict.fromkeys("prize prizes".split(), "prize"),
    **dict.fromkeys("level".split(), "level"),
    **dict.fromkeys("annex appendix schedule".split(), "annex"),
    **dict.fromkeys(("world war", "war"), "war"),
    **dict.fromkeys(
        ("industrial revolution", "technological revolution"), "revolution"
    ),
    **dict.fromkeys(
        ("largest", "biggest", "most populous", "highest", "longest"), "largest"
    ),
    **dict.fromkeys(("centenary goal", "centenary"), "centenary"),
    **dict.fromkeys(("top",), "top"),
    **dict.fromkeys("paragraph subparagraph".split(), "paragraph"),
}

_BETWEEN_FIGURES = re.compile(r"[,\s]")
_OF_SOMEBODY = ("their ", "his ", "her ", "my ", "our ")

_LABELS = frozenset(
    {"article", "chapter", "section", "paragraph", "war", "annex"}
)
"""What stands before its number: Article 5 is the fifth."""

_SCALE = "|".join(ENGLISH_SCALES)
_CODES = "rmb|cny|usd|hkd|ntd|twd|eur|gbp|jpy|mop"
_FIGURES = (
    # the last signs are the first letters of currencies
    r"(?<!\w)(?<!\d\.)(?<!\d,(?=\d{3}\b))(?=[-−.\d$€£¥￥uhnmrcetgj])"
    rf"(?:(?P<money>us\$|hk\$|nt\$|mop\$|[$€£¥￥]|(?:{_CODES})(?=\s?\d))\s?)?"
    r"(?P<digits>(?:(?<![\w%])[-−])?"
    r"(?:(?:\d{1,3}(?:,\d{3}){1,8}(?!\d)|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,8}(?!\d)"
    r"|\d{1,3}(?: \d{3}){2,8}(?!\d)|\d{1,30})(?:\.\d{1,20})?|(?<![^\s(])\.\d{1,20}))"
    rf"(?:(?P<short>bn|mn|tn|[mbk])\b|(?:[\s-]|-odd\s|\+\s?)?(?P<scale>{_SCALE})s?\b"
    r"|(?P<th>st|nd|rd|th)\b|(?P<decade>[’']?s)\b)?(?!\.?\d)"
)
_WORDS = (
    rf"(?P<words>(?:an?\s(?={_SCALE}))?(?:{NUMBER_WORD})\b"
    rf"(?:(?:[\s-]|,\s|\sand\s|-and-)(?:{NUMBER_WORD})\b){{0,12}}"
    rf"(?:[\s-]and[\s-]a[\s-]half(?:\s(?:{_SCALE}))?)?)\b"
    r"(?:[\s-](?P<part>hal(?:f|ves)|thirds?|quarters?|(?:fif|six|seven|eigh|nin|ten)ths?)\b)?"
)
_PROPORTION = (
    rf"(?P<proportion>(?P<part_of>\d{{1,3}}|{any_of(ONES)})\s(?:in|out\sof)\s(?:every\s)?"
    rf"(?P<whole>(?:\d{{1,3}}(?:,\d{{3}})*(?![\d,])|{any_of((*ONES, *ENGLISH_TENS))}"
    r"|a(?=\s(?:hundred|thousand|million)))"
    r"(?P<wholes>(?:\s(?:hundred|thousand|million))*))\b"
    rf"(?!\s?(?:{any_of(MONTHS)}|%|percent|[-–]))(?!\.\d))"
)
_CLOCK = (
    r"(?P<clock>(?<![\w:.])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?"
    r"(?:\s?(?P<half_day>[ap])\.?m\b\.?|(?<=:\d\d)(?![\d:])|\so[’']clock))"
)
_FULL_DATE = (
    r"(?P<full_date>(?<![\d.])(?P<yyyy>(?:19|20)\d\d)(?P<dash>[-/.])"
    r"(?P<mm>0?[1-9]|1[0-2])(?P=dash)(?P<dd>0?[1-9]|[12]\d|3[01])(?![\d]))"
)
_DATES = (
    rf"(?P<month>{'|'.join(MONTHS)})\b(?!['’])"
    rf"|(?P<short_month>{'|'.join(_SHORT_MONTHS)})\b(?:\.|(?=\s\d)|(?<=\d\s...)|(?<=\d\ssept))"
    rf"|(?P<decades>{'|'.join(_DECADES)})\b"
    rf"|(?P<anniversary>{any_of(_ANNIVERSARIES)})\b"
    r"|(?P<span>decade|century)\b"
    r"|(?P<last_of_year>(?:last|final)\squarter)\b|(?P<code>[qh][1-4])\b"
)
_VAGUE_WORDS = (
    r"(?P<vague>(?:(?P<times_ten>tens|hundreds|dozens|scores)\sof\s)?"
    rf"(?P<vague_word>{any_of(_VAGUE)})(?=\sof|\smore|\supon|\s\w+ed|[.,;]|\s\w)"
    rf"|(?P<years>{any_of(_YEARS)})"
    rf"|several\s(?P<several>{_SCALE}|dozen)(?P<several_more>\s(?:{_SCALE}))?)\b"
)
_HALVES = f"{_SCALE}|dozen|percentage point|year|month|day|hour|century|decade"
_SLASHED = rf"{SLASHED}(?![\w./])"
_FOUND = re.compile(
    rf"{_FULL_DATE}|{_SLASHED}|{_CLOCK}|\b(?=[\dotfsen]){_PROPORTION}"
    r"|(?<![\w.:])(?P<ratio>(?P<one>\d+(?:\.\d+)?)(?::|\sto\s(?=1\b))(?P<other>\d+(?:\.\d+)?)\b(?!:))"
    rf"|{_FIGURES}|\b(?=[abcdefhjlmnopqstvwz])(?:{_DATES}"
    rf"|(?P<fold>{any_of(_FOLDS)})\b(?!-)|(?P<halve>halv(?:ed?|ing))\b"
    rf"|(?P<half>(?:a\s|one[\s-])?half)\b(?!\sof\s(?:the\s|this\s|that\s|last\s|next\s)?(?:year|\d{{4}}))(?:\s(?:a|an)\s(?P<half_of>{_HALVES})\b)?"
    r"|(?<=\ba\s)(?P<piece>third|quarter|fifth|sixth|eighth|tenth)(?=\sof\b|\s(?:higher|lower|more|less)|[.,;]|\Z)"
    rf"|(?P<dozen>(?:(?:a|{'|'.join(ONES)})\s)?dozen)(?!s)\b"
    rf"|{_VAGUE_WORDS}"
    rf"|{_WORDS}"
    rf"|(?:(?P<ordinal_tens>{'|'.join(ENGLISH_TENS)})[\s-])?(?P<ordinal>{any_of(ORDINALS)})\b(?!-(?:class|rate|hand|person|tier))"
    r"|(?P<hundredth>hundred|thousand)th\b"
    r"|(?P<label>article|chapter|part|section|phase|volume|world\swar|war|type|annex|appendix|schedule|level|generation)\s"
    r"(?P<roman>[ivx]{1,5})\b)"
)
_BEGINNINGS = (
    *(
        *ONES,
        *ENGLISH_TENS,
        *ENGLISH_SCALES,
        *ORDINALS,
        *_DECADES,
        *MONTHS,
        *_SHORT_MONTHS,
    ),
    *(
        *_FOLDS,
        *_VAGUE,
        *_YEARS,
        *_ANNIVERSARIES,
        "halve",
        "halved",
        "halving",
        "last quarter",
        "final quarter",
    ),
    *"hundredth thousandth dozen several half decade century article chapter part section".split(),
    *"world phase volume war level generation type annex appendix".split(),
    *"schedule quarter q1 q2 q3 q4 h1 h2".split(),
)
_START = re.compile(
    r"\W(?=[-−\d$€£¥￥]|\.\d|(?:us|hk|nt|mop)\$|(?:" + _CODES + r")\s?\d"
    rf"|{any_of(_BEGINNINGS)}\b|an?\s{any_of((*ENGLISH_SCALES, 'half', 'dozen'))}\b)"
)
"""What stands before each match of `_FOUND`: passing over the other words takes little time."""

# No other words.
_CLEAR_MONTHS = [name for name in MONTHS if name not in ("march", "may")]
_PLAIN = re.compile(
    r"(?<![\w.,–$€£¥￥-])(?<!discount of )"
    r"(?:(?P<year>(?:1[1-9]|20)\d\d)(?![\w%’'–-]|[.,:/]\d|\s?to\s|\s\w*illion)"
    r"|(?P<share>\d{1,3}(?:\.\d{1,4})?)(?:%|\spercent\b)(?!\s(?:off|discount|points?)\b)"
    rf"|(?P<day>[12]?[1-9]|[123]0|31)(?=\s(?:{'|'.join(MONTHS)})\b)"
    rf"|(?P<month>{any_of(_CLEAR_MONTHS)})\b(?!['’]))"
)
_UNIT = re.compile(
    rf"(?:[\s-]|-odd\s)?(?:(?P<half>and\sa\shalf\s)|of\sa\s(?=percent))?(?P<unit>{any_of(ENGLISH_UNITS)})(?!\w)"
)
# A name.
_FIVE_YEAR_PLAN = re.compile(r"(?:five|5)[\s-]years?\s(?:plan|program)")
_PIECES = re.compile(rf"\b(?:{NUMBER_WORD}|an?|half)\b")
_THEN_ORDINAL = re.compile(rf"[\s-](?P<ordinal>{any_of(ORDINALS)})\b")
_PARTS = {
    "hal": 2,
    "thi": 3,
    "qua": 4,
    "fif": 5,
    "six": 6,
    "sev": 7,
    "eig": 8,
    "nin": 9,
    "ten": 10,
}
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|last|this|next|from|to|late|early|mid|and|through|on)|\d"
    rf"|(?:{'|'.join(MONTHS)}),"
    r"|\d(?:st|nd|rd|th)|[-–—/])[\s-]?\Z"
)
_BEHIND_MAY = re.compile(
    rf"\.?,?\s\d|(?:\s?[-–—,/]\s?|\s(?:to|and|or)\s)(?:{'|'.join(MONTHS)})|\s*\Z"
)
_MONTH_BEFORE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(_SHORT_MONTHS)})\.?\s\Z"
)
_DAY_BEFORE = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}|{'|'.join(_SHORT_MONTHS)})\.?\s\d{{1,2}}(?:\s?[-–—]\s?|\s(?:to|and)\s)\Z"
)
_MONTH_AFTER = re.compile(
    rf"(?:\s?[-–—]\s?\d{{1,2}}|\s(?:to|and)\s\d{{1,2}})?(?:\sof)?\s(?:{'|'.join(MONTHS)}|{'|'.join(_SHORT_MONTHS)})\b"
)
_NOUN_BEFORE = re.compile(
    r"\b(?P<noun>article|chapter|section|part|phase|paragraph|subparagraph|item|no\.|number|no"
    r"|volume|type|level|world war|top|annex|appendix)s?\s?\Z"
)
_NOUN_REACH = 16  # code points before a number in which its noun stands
_NOUN_BEHIND = re.compile(
    rf"[\s-](?:(?:cpc|npc|cppcc|party|people.s)\s)*(?P<noun>{any_of(_NOUNS)})\b"
)
# 1994 with the mark of note 3.
_YEAR_WITH_NOTE = re.compile(r"(?:19[5-9]|20[0-3])\d[1-9]")
_LI = re.compile(r" li(?= [a-z])")


def english_numbers(text: str) -> Iterator[Number]:
    """The numbers of an English text, in order.

    >>> [n.key for n in english_numbers("In March, exports rose by five percent to 1.39 trillion.")]
    ['m3', '5%', '1390000000000']
    """
    lower = text.lower()
    lower = (
        lower
        if len(lower) == len(text)
        else "".join(c.lower()[:1] for c in text)
    )
    if " Li" in text:
        lower = _LI.sub(" LI", lower)  # a name and not the unit
    at, shifted = (
        0,
        f" {lower}",
    )  # what stands before a place of the text stands there in it
    while start := _START.search(shifted, at):
        at = start.start() + 1
        plain = _PLAIN.match(lower, at - 1)
        if plain and not (plain["year"] and _UNIT.match(lower, plain.end())):
            yield _plain_number(plain)
            at = plain.end()
            continue
        match = _FOUND.match(lower, start.start())
        if not match:
            continue
        at = max(match.end(), at)
        for number in _numbers(text, lower, match):
            yield number
            at = max(number.span.end, match.start() + 1)


def _plain_number(match: re.Match[str]) -> Number:
    """A date or a percentage as most reports write them: most of their numbers are such ones."""
    form = match.lastgroup or ""
    span, figure = Span(*match.span()), match[form]
    if form == "share":
        return Number(span, _value(figure), "percent", "percent", _step(figure))
    if form == "month":
        return Number(span, _MONTH_VALUES[figure], "month")
    return Number(span, _value(figure), "year" if form == "year" else "day")


def _numbers(text: str, lower: str, match: re.Match[str]) -> list[Number]:
    """What one match says: a full date three numbers, what is no number none."""
    form = match.lastgroup or ""
    if form == "full_date":
        return full_date(match)
    if (
        form == "digits"
        and "." in match["digits"]
        and _NOUN_BEFORE.search(
            lower, max(0, match.start() - _NOUN_REACH), match.start()
        )
    ):
        return _label_of_two(lower, match)
    if form in ("digits", "short", "scale", "th", "decade"):
        number = _figures_in_context(text, lower, match)
    elif form in ("month", "short_month"):
        number = _month(text, lower, Span(*match.span()), match[form])
    elif form == "roman":
        number = _roman(text, Span(*match.span("roman")), match["label"])
    else:
        number = _FORMS[form](lower, match)
    return [number] if number else []


def _label_of_two(lower: str, match: re.Match[str]) -> list[Number]:
    """Paragraph 16.1: the article and its paragraph."""
    start, end = match.span("digits")
    point = lower.index(".", start)
    return [
        Number(
            span,
            Fraction(int(span.of(lower))),
            "ordinal",
            weak=True,
            noun="article",
        )
        for span in (Span(start, point), Span(point + 1, end))
    ]


# Figures


def _figures_in_context(
    text: str, lower: str, match: re.Match[str]
) -> Number | None:
    """A number in figures, with its sign of money, scale or ending."""
    digits, ending = match["digits"], match.lastgroup
    span, start = Span(*match.span()), match.start("digits")
    if _is_in_a_word(text, start):
        return None
    if digits == "24" and lower.startswith("/7", span.end):
        return Number(
            Span(span.start, span.end + 2), Fraction(24), "cardinal", light=True
        )
    if len(digits) == 5 and _YEAR_WITH_NOTE.fullmatch(digits):
        return Number(
            Span(span.start, span.start + 4), _value(digits[:4]), "year"
        )
    if ending == "decade":
        # People in their 50s.
        is_age = lower.endswith(_OF_SOMEBODY, 0, start)
        return None if is_age else _decade(span, digits.replace(",", ""))
    if ending == "th":
        return _numbered(lower, span, _value(digits))
    if ending != "digits" or match["money"]:
        return _scaled(text, lower, match)
    after = _UNIT.match(lower, span.end)
    dated = None if after else _date(lower, span, digits)
    return dated or _counted(
        lower, span, _value(digits), after, step=_step(digits)
    )


def _is_in_a_word(text: str, start: int) -> bool:
    """Whether figures end a name: Shenzhou-13; but mid-2020 and end-2018 are years."""
    if (
        text[start - 1 : start] != "-"
        or not text[start - 2 : start - 1].isalpha()
    ):
        return False
    return (
        not text[max(0, start - 5) : start]
        .lower()
        .endswith(("mid-", "end-", "pre-", "post-"))
    )


def _scaled(text: str, lower: str, match: re.Match[str]) -> Number | None:
    """Figures with a scale or a sign of money: 12 million, $5bn; 10m are meters."""
    value, step, money = (
        _value(match["digits"]),
        _step(match["digits"]),
        match["money"],
    )
    span, end = Span(*match.span()), match.end("digits")
    scale = ENGLISH_SCALES.get(match["scale"] or "", 1)
    short = match["short"]
    if short == "m" and not money and text[end] == "M":
        return Number(span, value, "cardinal", light=True)  # 1,000M broadband
    if short in ("m", "b", "k") and not money:
        span = Span(match.start("digits"), end)
    elif short:
        scale = _SHORT_SCALES[short]
    value, step = value * scale, step * scale
    if money:
        return _money(lower, span, value, SIGNS[money], step)
    return _counted(lower, span, value, _UNIT.match(lower, span.end), step=step)


def _money(
    lower: str, span: Span, value: Fraction, unit: str, step: Fraction
) -> Number:
    """An amount behind its sign; what stands behind it may say more: RMB 5 yuan."""
    after = _UNIT.match(lower, span.end)
    if after and ENGLISH_UNITS[after["unit"]] in MONEY:
        span = Span(span.start, after.end())
    return Number(span, value, "money", unit, step)


def _numbered(lower: str, span: Span, value: Fraction) -> Number:
    """The 5th: an ordinal, or a day beside its month."""
    if 1 <= value <= 31 and _beside_month(lower, span):
        return Number(span, value, "day")
    if lower.startswith("anniversar", span.end + 1):
        return Number(span, value, "cardinal", "year", weak=True)
    return Number(span, value, "ordinal", weak=True, noun=_noun(lower, span))


@lru_cache(maxsize=1 << 14)
def _value(digits: str) -> Fraction:
    """The value of figures: the same years and shares come again and again."""
    return Fraction(_BETWEEN_FIGURES.sub("", digits).replace("−", "-"))


@lru_cache(maxsize=1 << 14)
def _step(digits: str) -> Fraction:
    """What the last printed figure counts."""
    return Fraction(1, 10 ** len(digits.partition(".")[2]))


def _decade(span: Span, digits: str) -> Number | None:
    """The 1980s, or the ’80s of the twentieth century."""
    if len(digits) not in (2, 4) or not digits.endswith("0"):
        return None
    value = _value(digits) + (1900 if len(digits) == 2 else 0)
    return Number(span, value, "decade")


def _date(lower: str, span: Span, digits: str) -> Number | None:
    """A day beside its month, or a bare year of four figures."""
    if not digits.isdigit():
        return None
    if len(digits) <= 2:
        is_day = 1 <= int(digits) <= 31 and _beside_month(lower, span)
        return Number(span, _value(digits), "day") if is_day else None
    is_year = len(digits) == 4 and "1000" <= digits < "2200"
    return Number(span, _value(digits), "year") if is_year else None


def _counted(
    lower: str,
    span: Span,
    value: Fraction,
    after: re.Match[str] | None,
    *,
    step: Fraction = Fraction(1),
    light: bool = False,
    weak: bool = False,
) -> Number | None:
    """A number with the unit behind it; None for a name such as 5G or 3D."""
    if not after:
        if lower[span.end : span.end + 1].isalpha():
            return None
        noun = _noun(lower, span)
        kind: Kind = "ordinal" if noun in _LABELS else "cardinal"
        light = light and noun not in _LABELS
        return Number(
            span, value, kind, "", step, light=light, weak=weak, noun=noun
        )
    unit = ENGLISH_UNITS[after["unit"]]
    noun = ""
    others: tuple[Fraction, ...] = ()
    light = light or _FIVE_YEAR_PLAN.match(lower, span.start) is not None
    if after["half"]:
        value += Fraction(1, 2)
    if unit == "decade":
        value, unit = value * 10, "year"
    dimension = UNITS[unit].dimension
    kind = "money" if unit == "dollar" else kind_of_unit(unit)
    if unit == "percent" and _is_taken_off(lower, span.start, after.end()):
        noun, others = "off", (100 - value,)
    if unit == "permille":
        others = (value,)
    if unit == "point":
        light = weak = False
    weak = weak and dimension in ("", "time", "multiple")
    whole = Span(span.start, after.end())
    return Number(
        whole,
        value,
        kind,
        unit,
        step,
        light=light,
        weak=weak,
        noun=noun,
        others=others,
    )


def _is_taken_off(lower: str, start: int, end: int) -> bool:
    """Whether a share is taken off a price: 20 percent off, a discount of 20 percent."""
    if lower.startswith((" off", " discount"), end):
        return True
    return lower.endswith(("discount of ", "discounts of "), 0, start)


def _noun(lower: str, span: Span) -> str:
    """What an ordinal or a labelled number counts; "" where that is not known."""
    if behind := _NOUN_BEHIND.match(lower, span.end):
        return _NOUNS[behind["noun"]]
    before = _NOUN_BEFORE.search(
        lower, max(0, span.start - _NOUN_REACH), span.start
    )
    if not before:
        return ""
    return _NOUNS.get(before["noun"], "number")


def _beside_month(lower: str, span: Span) -> bool:
    """Whether a day stands beside its month, or is one end of a range of days that does."""
    before = lower[max(0, span.start - 22) : span.start]
    if _MONTH_BEFORE.search(before) or _DAY_BEFORE.search(before):
        return True
    return _MONTH_AFTER.match(lower, span.end) is not None


# Words


def _words(lower: str, match: re.Match[str]) -> Number | None:
    """A number in words: as far as the words make one number; the rest is read next."""
    start, end = match.span("words")
    last, part = match["words"], match["part"]
    if last in _WORD_VALUES:
        value = _WORD_VALUES[last]
    else:
        words = list(_PIECES.finditer(last))
        value, used = spelled_value([word[0] for word in words])
        if not used:
            return _lone_scale(lower, match)
        part = part if used == len(words) else None
        last, end = words[used - 1][0], start + words[used - 1].end()
        start += words[0].start()
    if part and lower.endswith(("first ", "last "), 0, start):
        part = None  # the first three quarters of a year
    if part and (
        part.endswith("s") or value == 1
    ):  # thirty-third is an ordinal
        span = Span(start, match.end())
        return Number(
            span,
            value / _PARTS[part[:3]],
            "fraction",
            step=Fraction(1, 100),
            weak=True,
        )
    if last in ENGLISH_TENS and (following := _THEN_ORDINAL.match(lower, end)):
        span = Span(start, following.end())
        value += ORDINALS[following["ordinal"]]
        return Number(
            span, value, "ordinal", weak=True, noun=_noun(lower, span)
        )
    light = lower.startswith("one", start) and end == start + 3
    weak = value < 10_000
    after = _UNIT.match(lower, end)
    return _counted(
        lower,
        Span(start, end),
        value,
        after,
        light=light,
        weak=weak,
        step=_last_scale(last),
    )


def _lone_scale(lower: str, match: re.Match[str]) -> Number | None:
    """The million in “passed the million mark”."""
    word = re.match(_SCALE, match["words"])
    if not word or not lower.endswith("the ", 0, match.start()):
        return None
    span = Span(match.start(), match.start() + word.end())
    return Number(
        span, Fraction(ENGLISH_SCALES[word[0]]), "cardinal", light=True
    )


def _last_scale(word: str) -> Fraction:
    """What the last word of a number counts."""
    return Fraction(ENGLISH_SCALES.get(word, 1))


def _ordinal(lower: str, match: re.Match[str]) -> Number:
    """Fifth, twenty-first."""
    tens = ENGLISH_TENS.get(match["ordinal_tens"] or "", 0)
    value = Fraction(tens + ORDINALS[match["ordinal"]])
    return _numbered(lower, Span(*match.span()), value)


def _hundredth(_: str, match: re.Match[str]) -> Number:
    value = ENGLISH_SCALES[match["hundredth"]]
    return Number(Span(*match.span()), Fraction(value), "ordinal", weak=True)


def _named_decade(lower: str, match: re.Match[str]) -> Number | None:
    """The nineties; but people in their nineties have an age."""
    if lower.endswith(_OF_SOMEBODY, 0, match.start()):
        return None
    return Number(
        Span(*match.span()),
        Fraction(1900 + _DECADES[match["decades"]]),
        "decade",
    )


def _piece(_: str, match: re.Match[str]) -> Number:
    """A third of."""
    value = Fraction(1, _PARTS[match["piece"][:3]])
    return Number(
        Span(*match.span()), value, "fraction", step=Fraction(1, 100), weak=True
    )


def _dozen(_: str, match: re.Match[str]) -> Number:
    count = ONES.get(match["dozen"].removesuffix("dozen").strip(), 1)
    return Number(
        Span(*match.span()),
        Fraction(12 * count),
        "cardinal",
        hedge="about",
        weak=True,
    )


def _vague(_: str, match: re.Match[str]) -> Number | None:
    """Dozens of, tens of millions, several hundred: a range."""
    span = Span(*match.span())
    if years := match["years"]:
        low, high = _YEARS[years]
        return Number(
            span,
            Fraction(low),
            "cardinal",
            "year",
            top=Fraction(high),
            weak=True,
        )
    if several := match["several"]:
        power = 12 if several == "dozen" else ENGLISH_SCALES[several]
        power *= (
            ENGLISH_SCALES[match["several_more"].strip()]
            if match["several_more"]
            else 1
        )
        low, high = power * 2, power * 10 - 1
    else:
        low, high = _VAGUE[match["vague_word"]]
        if times_ten := match["times_ten"]:
            least, most = _VAGUE[times_ten]
            low, high = low * least, low * (most + 1) - 1
    return Number(
        span, Fraction(low), "cardinal", top=Fraction(high), weak=True
    )


def _half(lower: str, match: re.Match[str]) -> Number:
    """Half, half a million, half a year."""
    span = Span(*match.span())
    of = match["half_of"]
    if not of:
        if lower[span.start - 1 : span.start] == "-" or lower.endswith(
            ("first ", "second "), 0, span.start
        ):
            return Number(span, Fraction(1, 2), "fraction", light=True)
        return Number(
            span, Fraction(1, 2), "fraction", step=Fraction(1, 10), weak=True
        )
    if of in ENGLISH_UNITS:
        unit = ENGLISH_UNITS[of]
        return Number(
            span,
            Fraction(1, 2),
            kind_of_unit(unit),
            unit,
            step=Fraction(1, 10),
            weak=True,
        )
    value = Fraction(ENGLISH_SCALES.get(of, 12), 2)
    number = _counted(
        lower, span, value, _UNIT.match(lower, span.end), step=value / 5
    )
    return number or Number(span, value, "cardinal")


def _span_of_years(lower: str, match: re.Match[str]) -> Number | None:
    """A decade or a century as its years, unless it is one that is counted: the 21st century."""
    span = Span(*match.span())
    if re.search(
        r"(?:\dst|\dnd|\drd|th|first|second|third|half a)[\s-]\Z",
        lower[max(0, span.start - 8) : span.start],
    ):
        return None
    years = 10 if span.of(lower) == "decade" else 100
    return Number(
        span, Fraction(years), "cardinal", "year", hedge="about", weak=True
    )


def _anniversary(_: str, match: re.Match[str]) -> Number:
    value = Fraction(_ANNIVERSARIES[match["anniversary"]])
    return Number(Span(*match.span()), value, "cardinal", "year", weak=True)


def _last_quarter(_: str, match: re.Match[str]) -> Number:
    return Number(
        Span(*match.span()), Fraction(4), "ordinal", weak=True, noun="quarter"
    )


def _code(_: str, match: re.Match[str]) -> Number:
    """Q3, H1."""
    noun = "quarter" if match["code"][0] == "q" else "half"
    value = Fraction(int(match["code"][1]))
    return Number(Span(*match.span()), value, "ordinal", weak=True, noun=noun)


def _fold(_: str, match: re.Match[str]) -> Number:
    """Doubled, tripled; double as an adjective is often no number."""
    word = match["fold"]
    light = word in ("double", "triple", "treble", "quadruple", "twice")
    value = Fraction(_FOLDS[word])
    return Number(
        Span(*match.span()), value, "multiple", "times", light=light, weak=True
    )


def _halved(_: str, match: re.Match[str]) -> Number:
    return Number(
        Span(*match.span()),
        Fraction(1, 2),
        "fraction",
        step=Fraction(1, 10),
        weak=True,
    )


def _proportion(_: str, match: re.Match[str]) -> Number | None:
    """One in five, 3 out of 4."""
    part = _figure_or_word(match["part_of"])
    whole = _whole(match["whole"])
    if not whole or part >= whole:
        return None
    return Number(
        Span(*match.span()),
        part / whole,
        "fraction",
        step=Fraction(1, 100),
        weak=True,
    )


def _whole(words: str) -> Fraction:
    """Of how many: five, 1,000, ten thousand."""
    figure, *scales = words.split()
    value = Fraction(1) if figure == "a" else _figure_or_word(figure)
    for scale in scales:
        value *= ENGLISH_SCALES[scale]
    return value


def _figure_or_word(figure: str) -> Fraction:
    if figure in _WORD_VALUES:
        return _WORD_VALUES[figure]
    return Fraction(figure.replace(",", ""))


def _ratio(_: str, match: re.Match[str]) -> Number | None:
    """3:1, 15 to 1."""
    other = Fraction(match["other"])
    if not other:
        return None
    return Number(Span(*match.span()), Fraction(match["one"]) / other, "ratio")


def _clock(_: str, match: re.Match[str]) -> Number | None:
    """A time of day, in minutes since midnight."""
    hour, minutes = int(match["hour"]), int(match["minute"] or 0)
    half_day = match["half_day"]
    if half_day:
        hour = hour % 12 + (12 if half_day == "p" else 0)
    value = Fraction(hour * 60 + minutes)
    others = () if half_day else ((value + 720) % 1440,)
    return Number(Span(*match.span()), value, "clock", others=others)


_FORMS = {
    "words": _words,
    "part": _words,
    "ordinal": _ordinal,
    "hundredth": _hundredth,
    "decades": _named_decade,
    "piece": _piece,
    "dozen": _dozen,
    "vague": _vague,
    "half": _half,
    "half_of": _half,
    "span": _span_of_years,
    "anniversary": _anniversary,
    "last_of_year": _last_quarter,
    "code": _code,
    "fold": _fold,
    "halve": _halved,
    "slashed": slashed,
    "proportion": _proportion,
    "ratio": _ratio,
    "clock": _clock,
}


def _roman(text: str, span: Span, label: str) -> Number | None:
    """Article IV and the like: a Roman numeral below forty, in capitals."""
    value = roman_value(span.of(text))
    if value is None:
        return None
    return Number(
        span,
        Fraction(value),
        "ordinal",
        weak=True,
        noun=_NOUNS.get(label, "number"),
    )


def _month(text: str, lower: str, span: Span, month: str) -> Number | None:
    """A month; May and March need their capital, and May a word that places it in time."""
    capital = text[span.start].isupper()
    if not capital and month in ("may", "march", "mar"):
        return None
    if month == "march" and lower.endswith("long ", 0, span.start):
        return None
    if month == "may":
        if _BEHIND_MAY.match(lower, span.end) or not lower[: span.start].strip(
            "# "
        ):
            return Number(span, _MONTH_VALUES[month], "month")
        if not _BEFORE_MAY.search(lower[max(0, span.start - 8) : span.start]):
            return None
    return Number(span, _MONTH_VALUES[month], "month")
