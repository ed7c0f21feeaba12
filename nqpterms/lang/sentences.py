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
from nqpterms.lang.short_forms import ABBREVIATIONS, short_form_ends
from nqpterms.model.places import Span

_CANDIDATE = re.compile(
    r"(?P<stop>[。｡！？．.!?…]+(?:[ \xa0]\.)*)"
    r"(?P<close>(?:[\"'”’»)\]）】〕」』》〉＂＇]|[^\S\n][”」』])*)"
    r"(?P<notes>(?:[^\S\n]?[\[［〔][^\S\n]?\d{1,3}[^\S\n]?[\]］〕]|[¹²³⁰⁴-⁹])*"
    r"(?:(?<=[a-z]{3}[.!?])\d{1,2}(?=\s+[A-Z“\"]|\s*\Z))?)"
    r"|\n[^\S\n]*\n"
)
_HAN = re.compile(f"[{HAN}]")
_WORD_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]+(?:\.[A-Za-z]+)*|[A-Za-z0-9]+)\Z"
)
_LIST_NUMBER = re.compile(
    r"\s*[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[A-Za-z])[)）]?\Z"
)
_ASCII_WORD = re.compile("[0-9A-Za-z]")
_LIST_LETTER = re.compile(r"\s[(（]?(?:[a-z]|[ivx]{1,4})[.)）]\s")
_SMALL_THEN_CAPITAL = re.compile(r"\s*[\"'“‘(]*[a-z]{1,2}[A-Z]")
"""A name that begins small: iPhone, eCNY."""
_NEXT = re.compile(
    r"\s*[\"'“‘«(\[（【「『《〈—–-]*\s?(?P<word>[^\W\d_]+|\d|[^\w\s])?"
)
_REPORTING = re.compile(
    r"[^，。！？；：,.;:!?“”\"「」\s]{0,12}?"
    r"(?:说|說|道|问|問|答|喊|叫|讲|講|写道|表示|指出|强调|強調|回应|回應|认为|認為)(?<!知道)(?<!报道)(?<!報道)"
    r"了?\s?[，。！？；,.;!?]"  # a colon announces the next speech instead
)
_SPEAKER_ACTS = re.compile(
    r"(?:[^，。！？；：“”\s]{0,8}?(?:说完|說完|说着|說著|说罷|说罢|說罷)|[的之]"
    r"|便(?![利捷民宜于於])|就(?![业業此算医醫餐地近学學])|然后|然後)"
)
"""What goes on behind the quotation of a whole sentence: 老王说完就走了."""
_PHRASE_GOES_ON = re.compile(
    rf"{_SPEAKER_ACTS.pattern}|[地等并又]|[与與](?!此)|[和或及]|是(?!的|啊)|成[为為了]|[为為](?![此了])|作[为為]"
    r"|[这這](?:是|一|句|个|個|种|種|些|几|幾|两|兩|三|四|样|樣|番)|那(?:句|个|個|种|種)|一(?:词|詞|语|語|句|声|聲|类|類|题|題)"
    r"|声|聲|[让讓使令]|[她他我你它们們]{1,2}的"
)
"""What goes on behind a question or a cry that is quoted: “怎么办？”这个问题."""
_REMARK_ON_IT = re.compile(
    r"[这這](?:是|一|句|个|個|种|種|些|番|样|樣|段|[话話])|此[语語言话話]"
)
"""What speaks of the quotation with which its sentence begins: “……。”这一理念."""
_CRY_END = re.compile("[？！?!]+")
# A cry has at most so many Chinese characters or so many English words.
_CRY = (6, 3)
_IN_A_CLAUSE = re.compile('[A-Za-z] [“"]\\Z')
"""What stands before a quotation that no comma and no colon announces."""
_OPENING_OF = {"”": "“", "」": "「", "』": "『"}
_CLOSING_OF = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉"}
# Code points in which the opening quote of a speech is looked for.
_LONGEST_SPEECH = 600
_SPEAKER = re.compile(
    r"\s+(?:[A-Z][\w’'.-]*\s+){1,3}(?:said|says|asked|asks|cried|replied|answered|shouted|added|wrote)\b"
)
_CONTINUING = frozenset("，、；：,;:。！？!?％%）)]】》〉」』")
_AFTER_PAUSE = _CONTINUING | set("的地得等之")
_ENDING = "。｡！？!?"
_BACK = 40  # code points before a full stop that are looked at
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


def _ends(
    text: str, match: re.Match[str], sentence: Span, language: str
) -> bool:
    """Whether the stop in *match* at the end of *sentence* ends it."""
    stop = match["stop"]
    after = text[sentence.end : sentence.end + _AHEAD]
    if not after.strip():
        return False  # the end of the text ends it anyway
    if _is_ellipsis(stop):
        return _ellipsis_ends(text, match, sentence, language)
    if stop in (".", "．"):
        return _point_ends(text, match, sentence)
    before = text[match.start() - 1 : match.start()]
    if stop.isascii() and not _is_han_or_sign(before):
        return _narrow_stop_ends(text, match, sentence)
    return after[0] not in _CONTINUING and _wide_stop_ends(
        text, match, sentence
    )


def _narrow_stop_ends(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a ? or ! behind English ends the sentence: before a capital and a blank."""
    after = text[sentence.end : sentence.end + _AHEAD]
    if not _capital_follows(after) or _is_one_of_cries(text, match.start()):
        return False
    if not (after[0].isspace() or _is_han_or_sign(after[0])):
        return False
    speech_ends = sentence.end == match.end("stop") or _is_announced(
        text, match
    )
    return speech_ends or _SPEAKER.match(after) is None


def _wide_stop_ends(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a full-width stop ends the sentence, or only a quotation inside it."""
    after = text[sentence.end : sentence.end + _AHEAD].lstrip()
    closed = match["close"] != ""
    if closed and _is_announced(text, match):
        return _SPEAKER_ACTS.match(after) is None
    if closed and _speech_goes_on(after):
        return False
    if match["stop"][0] in "。｡":
        if closed and _SPEAKER_ACTS.match(after):
            return False
        if _closes_inner_bracket(text, match, sentence):
            return False
        return not (
            closed
            and _REMARK_ON_IT.match(after)
            and _begins_with_quotation(text, match, sentence)
        )
    if closed and (
        _PHRASE_GOES_ON.match(after)
        or _closes_inner_bracket(text, match, sentence)
    ):
        return False
    is_inside = _inside_phrase(text, match, sentence) or _is_one_of_cries(
        text, match.start()
    )
    return not is_inside


def _is_ellipsis(stop: str) -> bool:
    return "…" in stop or ".." in stop or " " in stop or "\xa0" in stop


def _point_ends(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a single '.' or '．' ends the sentence."""
    at = match.start()
    after = text[sentence.end : sentence.end + _AHEAD]
    before = text[max(sentence.start, at - _BACK) : at]
    if at - sentence.start <= 12 and _LIST_NUMBER.match(
        text[sentence.start : at]
    ):
        return False
    if _is_chinese_before(before, after):
        return after[0] not in _CONTINUING and not _ASCII_WORD.match(after)
    word = _WORD_BEFORE.search(before)
    if not after[0].isspace():
        return word is not None and _blank_is_missing(
            text, at, sentence.end, word[0]
        )
    if not _capital_follows(after):
        return False
    closed = match.end("stop") < sentence.end
    if word is None or (closed and not text[sentence.end - 1].isdigit()):
        return True
    return short_form_ends(word[0], before[: word.start()], after)


def _is_chinese_before(before: str, after: str) -> bool:
    """Whether Chinese stands before a full stop; behind "5%." it may only follow."""
    if before.endswith("%"):
        return _HAN.match(after) is not None
    return before != "" and _is_han_or_sign(before[-1])


def _ellipsis_ends(
    text: str, match: re.Match[str], sentence: Span, language: str
) -> bool:
    """Whether an ellipsis ends the sentence: before a capital, in Chinese after a clause."""
    after = text[sentence.end : sentence.end + _AHEAD]
    if any(sign in match["stop"] for sign in _ENDING):
        return after[0] not in _CONTINUING and _capital_follows(after)
    first = after.lstrip()[0]
    if language == "en" and not _is_han_or_sign(first):
        return after[0].isspace() and _capital_follows(after)
    if match.end("stop") < sentence.end and _is_announced(text, match):
        return True
    if after[0] in _AFTER_PAUSE or _REPORTING.match(after):
        return False
    if match.end("stop") < sentence.end:
        return not _inside_phrase(text, match, sentence)
    if first == text[match.start() - 1 : match.start()]:
        return False  # a stutter: 我……我不知道
    clause = _CLAUSE.split(
        text[max(sentence.start, match.start() - 12) : match.start()]
    )[-1]
    return len(clause) > 4  # shorter ones are pauses, not clauses


def _inside_phrase(text: str, match: re.Match[str], sentence: Span) -> bool:
    """Whether a ？ or ！ belongs to a phrase quoted inside a clause: 回答“怎么办？”这一问题."""
    stop = match.start()
    low = max(sentence.start, stop - _WINDOW)
    opened = max(text.rfind(sign, low, stop) for sign in "“「《〈")
    if opened <= low or text.find("”", opened, stop) >= 0:
        return False
    return _HAN.match(text, opened - 1) is not None


def _is_announced(text: str, match: re.Match[str]) -> bool:
    """Whether a colon announced the quotation that closes: who speaks stands before it."""
    opening = _OPENING_OF.get(match["close"].strip()[-1:])
    if opening is None:
        return False
    at = text.rfind(
        opening, max(0, match.start() - _LONGEST_SPEECH), match.start()
    )
    before = text[max(0, at - 2) : max(0, at)]
    return before.endswith(("：", ":")) or before in (": ", ", ")


def _begins_with_quotation(
    text: str, match: re.Match[str], sentence: Span
) -> bool:
    """Whether the quotation that closes opened its sentence."""
    opening = _OPENING_OF.get(match["close"].strip()[-1:], "")
    return opening != "" and sentence.of(text).lstrip().startswith(opening)


def _closes_inner_bracket(
    text: str, match: re.Match[str], sentence: Span
) -> bool:
    """Whether the bracket that closes behind the stop opened inside the sentence."""
    if match["close"].strip()[-1:] not in ("）", ")"):
        return False
    return (
        max(text.rfind(sign, sentence.start, match.start()) for sign in "（(")
        > sentence.start
    )


def _is_one_of_cries(text: str, stop: int) -> bool:
    """Whether a ? or ! stands among others in a quotation with which its sentence goes on.

    So do the cries of 高呼“加油！中国！”的人 and of “Up! Up!” was the cry; a longer question that
    somebody asks, and then another one, are sentences of their own.
    """
    quotation = _quotation_around(text, stop)
    if quotation is None:
        return False
    if text[quotation.start - 1] in "《〈":
        return True
    if text[quotation.end - 1] not in "？！?!":
        return False
    behind = text[quotation.end + 1 : quotation.end + 1 + _AHEAD]
    if _PHRASE_GOES_ON.match(behind):
        return True
    goes_on = behind.lstrip()[:1].islower()
    if goes_on and _IN_A_CLAUSE.search(
        text[max(0, quotation.start - 3) : quotation.start]
    ):
        return True
    cries = [cry for cry in _CRY_END.split(quotation.of(text)) if cry.strip()]
    if not all(_is_cry(cry) for cry in cries):
        return False
    return goes_on or _REPORTING.match(behind) is not None


def _quotation_around(text: str, stop: int) -> Span | None:
    """What stands between the quotes or title marks around a stop; None where there are none.

    A straight quote opens behind a blank and before none.
    """
    low = max(0, stop - _WINDOW)
    opening = max(text.rfind(sign, low, stop) for sign in _CLOSING_OF)
    straight = text.rfind('"', low, stop)
    closing_sign = _CLOSING_OF.get(text[opening], "") if opening >= 0 else ""
    if straight > opening:
        if text[max(0, straight - 1) : straight].strip(" \t\n(["):
            return None
        opening, closing_sign = straight, '"'
    if opening < 0:
        return None
    closing = text.find(closing_sign, opening + 1, stop + _WINDOW)
    return Span(opening + 1, closing) if closing > stop else None


def _is_cry(text: str) -> bool:
    """Whether a text has no more than a few words."""
    return (
        len(text) <= _CRY[0]
        if _HAN.search(text)
        else len(text.split()) <= _CRY[1]
    )


def _blank_is_missing(text: str, at: int, end: int, word: str) -> bool:
    """Whether a sentence begins right behind the stop: growth.The, but neither a.b nor a URL."""
    following = text[end : end + 2]
    if _HAN.match(following):
        return (
            word.isalpha()
            and len(word) > 1
            and word.lower() not in ABBREVIATIONS
        )
    if not word[-2:].islower():
        return False
    if not (following[:1].isupper() and following[1:].islower()):
        return False
    token = text[max(0, at - 60) : at].rpartition(" ")[2]
    return not any(sign in token for sign in "/@\\_:") and not token.startswith(
        "www."
    )


def _capital_follows(after: str) -> bool:
    """Whether what follows can begin a sentence: anything but a small letter or a closing sign."""
    following = _NEXT.match(after)
    word = (following and following["word"]) or ""
    if _SMALL_THEN_CAPITAL.match(after):
        return True
    if word[:1].islower() and not _LIST_LETTER.match(after):
        return False
    return word[:1] not in _CONTINUING


def _speech_goes_on(after: str) -> bool:
    """Whether the words behind a quotation say whose it was."""
    return after[:1].islower() or _REPORTING.match(after) is not None


def _is_han_or_sign(sign: str) -> bool:
    """Whether a character is Han or a sign of Chinese typesetting."""
    return (
        bool(_HAN.match(sign))
        or sign in "”’）】」』》〉％。！？；，、：“‘（【「『《〈—"
    )
