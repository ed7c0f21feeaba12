"""Sentences of a Chinese or an English text, by rules, as spans of the original.

A stop, the quotes and brackets closed right behind it and a note mark such as [12] belong to the
sentence before. Whether a stop ends the sentence is asked in one place, `_ends`, which looks at
the sign, the word before it and what follows. A full-width stop always counts unless the quotation
it ends runs on (“……。” and then 他说，); an ASCII full stop has to prove itself. Semicolons never
end a sentence: translators split and join there at will. A line break is a blank, an empty line
ends a sentence. Every look ahead or back is bounded, so time grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from nqpterms.lang.chinese import HAN
from nqpterms.model.places import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """mr mrs ms mx dr prof gen maj col lt capt cmdr cpl sgt adm rev hon sen rep gov pres amb insp
    supt st mt ft messrs mme mlle fr e.g eg i.e ie vs v cf viz approx ca c resp incl esp"""
)
"""Abbreviations that a name, an example or a second party follows: never the end of a sentence.

Military and civil titles as in the AP and Oxford style manuals, Latin ones as in Hart's Rules.
"""

_NUMBERED = _words(
    """no nos art arts fig figs tab vol vols p pp para paras sec secs ch chap eq eqs pt cl reg
    ser app ref refs ver nr op ex jan feb mar apr jun jul aug sep sept oct nov dec"""
)
"""Abbreviations that stand before a number: no end of a sentence where a numeral follows."""

_CLOSING = _words(
    """co ltd inc corp plc bros jr sr dept univ assn bldg ave blvd rd ph.d phd m.d b.a m.a b.sc
    m.sc a.m p.m b.c a.d u.s u.k u.n e.u d.c est admin govt intl natl tue tues thu thur
    thurs"""
)
"""Abbreviations that end a sentence only where a word follows that begins one."""

_ABBREVIATIONS = _TITLES | _NUMBERED | _CLOSING

_STARTERS = _words(
    """the this that these those it he she we they i you in on at for but and so however if when
    while as a an there here since after before by to with from both such our its his her their
    my what who where why how no not yet then thus therefore moreover meanwhile although though
    because during under over between according all some many most each every once today now
    since until through despite instead also"""
)
"""Words that, capitalised behind an abbreviation, show that a new sentence begins."""

_CANDIDATE = re.compile(
    r"(?P<stop>[。｡！？．.!?…]+(?:[ \xa0]\.)*)"
    r"(?P<close>(?:[\"'”’»)\]）】〕」』》〉＂＇]|[^\S\n][”」』])*)"
    r"(?P<notes>(?:[^\S\n]?[\[［〔][^\S\n]?\d{1,3}[^\S\n]?[\]］〕]|[¹²³⁰⁴-⁹])*)"
    r"|\n[^\S\n]*\n"
)
_HAN = re.compile(f"[{HAN}]")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z]+(?:\.[A-Za-z]+)*|[A-Za-z0-9]+)\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]\Z")
_LIST_NUMBER = re.compile(r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[A-Za-z])[)）]?\Z")
_ASCII_WORD = re.compile("[0-9A-Za-z]")
_LIST_LETTER = re.compile(r"\s[a-z][.)]\s")
_NEXT = re.compile(r"\s*[\"'“‘«(\[（【「『《〈—–-]*\s?(?P<word>[^\W\d_]+|\d|[^\w\s])?")
_REPORTING = re.compile(
    r"[^，。！？；：,.;:!?“”\"「」\s]{0,12}?"
    r"(?:说|說|道|问|問|答|喊|叫|讲|講|写道|表示|指出|强调|強調|回应|回應|认为|認為)(?<!知道)(?<!报道)(?<!報道)"
    r"了?\s?[，。！？；,.;!?]"  # a colon announces the next speech instead
)
_SPEAKER = re.compile(
    r"\s+(?:[A-Z][\w’'.-]*\s+){1,3}(?:said|says|asked|asks|cried|replied|answered|shouted|added|wrote)\b"
)
_CONTINUING = frozenset("，、；：,;:。！？!?％%）)]】》〉」』")
_AFTER_PAUSE = _CONTINUING | set("的地得等之")
_ENDING = "。｡！？!?"
_AHEAD = 40  # code points behind a stop that are looked at
_WINDOW = 200  # code points one may look back for an opening quote: longer than any title
_CLAUSE = re.compile(r"[，、；：,;:。！？!?“”‘’「『\s—]")


def split_sentences(text: str, language: Literal["zh", "en"]) -> list[Span]:
    """Where the sentences of *text* stand: in order, without blanks round them.

    Every character that is not white space stands in exactly one span.

    >>> text = "It grew 3.5%. Dr. Li left."
    >>> [span.of(text) for span in split_sentences(text, "en")]
    ['It grew 3.5%.', 'Dr. Li left.']
    >>> text = "“走吧。”他说。天黑了！"
    >>> [span.of(text) for span in split_sentences(text, "zh")]
    ['“走吧。”他说。', '天黑了！']
    """
    spans: list[Span] = []
    start = 0
    for end in (*_ends_of(text, language), len(text)):
        piece = text[start:end]
        blanks = len(piece) - len(piece.lstrip())
        length = len(piece.strip())
        if length:
            spans.append(Span(start + blanks, start + blanks + length))
        start = end
    return spans


def _ends_of(text: str, language: Literal["zh", "en"]) -> Iterator[int]:
    """Where sentences end, behind closing signs and note marks."""
    start = counted = quotes = 0
    for match in _CANDIDATE.finditer(text):
        if match["stop"] is None:  # an empty line
            start = match.end()
            yield start
            continue
        quotes += text.count('"', counted, match.start())
        counted = match.start()
        end = match.end()
        if opening := _opening_quote(match["close"], quotes % 2):
            end = match.end("stop") + opening - 1
        if _ends(text, match, Span(start, end), language):
            start = end
            yield start


def _opening_quote(closing: str, open_quotes: int) -> int:
    """The position from 1 of the first straight quote that opens the next sentence; 0 for none."""
    for position, sign in enumerate(closing, 1):
        if sign != '"':
            continue
        if not open_quotes:
            return position
        open_quotes = 0
    return 0


def _ends(text: str, match: re.Match[str], sentence: Span, language: str) -> bool:
    """Whether the stop in *match* at the end of *sentence* ends it."""
    stop = match["stop"]
    after = text[sentence.end : sentence.end + _AHEAD]
    if not after.strip():
        return False  # the end of the text ends it anyway
    if _is_ellipsis(stop):
        return _ellipsis_ends(text, match, sentence, language)
    if stop in (".", "．"):
        return _point_ends(text, match, sentence)
    closed = sentence.end > match.end("stop")
    before = text[match.start() - 1 : match.start()]
    if stop.isascii() and not _is_han_or_sign(before):
        return _ascii_sign_ends(after, closed=closed)
    if after[0] in _CONTINUING:
        return False
    if closed and _speech_goes_on(after.lstrip()):
        return False
    return stop[0] in "。｡" or not _inside_phrase(text, match, sentence)


def _is_ellipsis(stop: str) -> bool:
    return "…" in stop or ".." in stop or " " in stop or "\xa0" in stop


def _ascii_sign_ends(after: str, *, closed: bool) -> bool:
    """Whether '?' or '!' ends the sentence; *closed*: a quote or a bracket closes behind it."""
    if not _capital_follows(after):
        return False
    if not (after[0].isspace() or _is_han_or_sign(after[0])):
        return False
    return not (closed and _SPEAKER.match(after))


def _point_ends(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a single '.' or '．' ends the sentence."""
    at = match.start()
    after = text[sentence.end : sentence.end + _AHEAD]
    before = text[max(sentence.start, at - 24) : at]
    if at - sentence.start <= 12 and _LIST_NUMBER.match(text[sentence.start : at]):
        return False
    if _is_chinese_before(before, after):
        return after[0] not in _CONTINUING and not _ASCII_WORD.match(after)
    word = _WORD_BEFORE.search(before)
    if not after[0].isspace():
        return word is not None and _blank_is_missing(text, at, sentence.end, word[0])
    if not _capital_follows(after):
        return False
    closed = match.end("stop") < sentence.end
    return word is None or closed or _word_ends(word[0], after)


def _is_chinese_before(before: str, after: str) -> bool:
    """Whether Chinese stands before a full stop; behind "5%." it may only follow."""
    if before.endswith("%"):
        return _HAN.match(after) is not None
    return before != "" and _is_han_or_sign(before[-1])


def _word_ends(word: str, after: str) -> bool:
    """Whether the full stop behind *word* ends a sentence where a capital or a numeral follows."""
    key = word.lower()
    if key in _TITLES:
        return False
    following = _NEXT.match(after)
    first = following["word"] or "" if following else ""
    if key in _NUMBERED:
        return not first.isdigit() and not re.fullmatch("[IVX]{2,}|[VX]", first)
    if key in _CLOSING or _INITIALS.match(word):
        return first.lower() in _STARTERS
    return True


def _ellipsis_ends(text: str, match: re.Match[str], sentence: Span, language: str) -> bool:
    """Whether an ellipsis ends the sentence: before a capital, in Chinese after a clause."""
    after = text[sentence.end : sentence.end + _AHEAD]
    if any(sign in match["stop"] for sign in _ENDING):
        return after[0] not in _CONTINUING and _capital_follows(after)
    first = after.lstrip()[0]
    if language == "en" and not _is_han_or_sign(first):
        return after[0].isspace() and _capital_follows(after)
    if after[0] in _AFTER_PAUSE or _REPORTING.match(after):
        return False
    if match.end("stop") < sentence.end:
        return not _inside_phrase(text, match, sentence)
    if first == text[match.start() - 1 : match.start()]:
        return False  # a stutter: 我……我不知道
    clause = _CLAUSE.split(text[max(sentence.start, match.start() - 12) : match.start()])[-1]
    return len(clause) > 4  # shorter ones are pauses, not clauses


def _inside_phrase(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a ？ or ！ belongs to a phrase quoted inside a clause: 回答“怎么办？”这一问题."""
    stop = match.start()
    low = max(sentence.start, stop - _WINDOW)
    opened = max(text.rfind(sign, low, stop) for sign in "“「《〈")
    if opened <= low or text.find("”", opened, stop) >= 0:
        return False
    return _HAN.match(text, opened - 1) is not None


def _blank_is_missing(text: str, at: int, end: int, word: str) -> bool:
    """Whether a sentence begins right behind the stop: growth.The, but neither a.b nor a URL."""
    following = text[end : end + 2]
    if _HAN.match(following):
        return word.isalpha() and len(word) > 1 and word.lower() not in _ABBREVIATIONS
    if not word[-2:].islower():
        return False
    if not (following[:1].isupper() and following[1:].islower()):
        return False
    token = text[max(0, at - 60) : at].rpartition(" ")[2]
    return not any(sign in token for sign in "/@\\_:") and not token.startswith("www.")


def _capital_follows(after: str) -> bool:
    """Whether what follows can begin a sentence: anything but a small letter or a closing sign."""
    following = _NEXT.match(after)
    word = (following and following["word"]) or ""
    if word[:1].islower() and not _LIST_LETTER.match(after):
        return False
    return word[:1] not in _CONTINUING


def _speech_goes_on(after: str) -> bool:
    """Whether the words behind a quotation say whose it was."""
    return after[:1].islower() or _REPORTING.match(after) is not None


def _is_han_or_sign(sign: str) -> bool:
    """Whether a character is Han or a sign of Chinese typesetting."""
    return bool(_HAN.match(sign)) or sign in "”’）】」』》〉％。！？；，、：“‘（【「『《〈—"
