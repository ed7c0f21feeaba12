"""Words that a text speaks of and does not use: not “X”, formerly X, 不宜译作X.

A *cue* stands before them (or behind: “X” is a mistranslation). Quoted words are meant as a whole;
of words without quotes only the first is surely meant. What merely sets words against others ("not
X") makes a mention of quoted words and of words in a clause about writing ("write Y, not X"); other
words are *qualified*: the text uses them, but another word in their place might turn its sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nqpterms.lang.quotation_marks import OPENING, text_before, text_behind
from nqpterms.model.non_prose import NonProse, NonProseKind
from nqpterms.model.places import Span

_REACH = 60  # code points before a word in which its cue stands
_BEHIND = 60  # code points behind a quotation that may say what it is

_ADJECTIVE = "(?:english |chinese |old |older |former |official |standard |usual |literal |wrong )?"
_CALLED = "called|named|styled|written|rendered|translated as|known as|referred to as|put as"
_SPOKEN_OF = (
    rf"(?:the|this|that|a) {_ADJECTIVE}"
    "(?:word choice|terms?|words?|phrases?|expressions?|wording|mistranslation)"
    "|title of (?:the|this|a|an|his|her|its|their) \\w+ (?:was|is|reads?)"
    "|(?:translat(?:ed?|es|ing|ion)|render(?:s|ed|ing)?)(?: it| this| them)? as"
    "|mis-?(?:translat|render|label|nam|quot|spell)\\w+(?: as| for| of)?"
    "|(?:formerly|previously|once|used to be|sometimes|also|wrongly|incorrectly|improperly"
    f"|mistakenly|erroneously) (?:{_CALLED})"
    "|formerly"
    "|(?:not|never|do(?:es)?n[’']t|stop|against|instead of|rather than)"
    " (?:to )?(?:say(?:ing)?|writ(?:e|ing|ten)|call(?:ed|ing)?)(?: it| them| this)?"
)
"""What speaks about the words behind it, quoted or not."""

_SET_AGAINST = (
    "not|never|nor|rather than|instead of|in place of|as opposed to|no longer|in lieu of"
    "|(?:not|never|do(?:es)?n[’']t) us(?:e|ed|ing)|avoid(?:ing)?|replac(?:es?|ed|ing)|\\w+n[’']t"
)
"""What sets the words behind it against others; a mention where they are quoted."""

_ABOUT_QUOTED = (
    "(?:translat(?:ed?|es|ing|ion)|render(?:s|ed|ing)?)(?: it| this| them)? (?:by|into|to)"
    "|previously|wrongly|incorrectly|improperly|mistakenly|erroneously"
)
"""What speaks about words that are quoted, and else of things: translated into new growth."""

_LABEL = (
    "\\b(?:wrong|incorrect|bad|avoid|deprecated|don[’']t|mistranslation|not recommended|lit\\.?)"
    "\\s?[:：]\\s*|[❌✗✘✖]\\s*"
)
"""What stands before an example of how not to write."""

_ZH_SPOKEN_OF = (
    "(?:不宜|不应|不應|不可|不能|不要|不得|不再|不|误|誤|错|錯|曾|旧|舊|原|又|也|直|可|应|應)?"
    "[译譯](?:为|為|成|作|做|称|稱)|不宜[译譯]|不[译譯]|[误誤错錯旧舊原曾又][译譯]"
)
_ZH_ABOUT_QUOTED = (
    "(?:不宜|不应|不應|不可|不能|不要|不得|不再|不)"
    "(?:写|寫|称|稱|叫|说|說|用|使用|简称|簡稱|表述)(?:作|为|為|成)?"
    "|(?:旧|舊|原|曾|误|誤|错|錯)(?:称|稱|写|寫|作|名)(?:作|为|為|成)?"
    "|术语|術語|词语|詞語|用语|用語|译名|譯名|译法|譯法"
    "|而不是|而非|不是|并非|並非|而不|代替|取代"
)

_SMALL = "(?:(?:as|the|an?|its?)\\s)*"
_ZH_LINK = "[了是]?[\\s:：，,]*"
_CUE_BEFORE = re.compile(
    f"(?:\\b(?:{_SPOKEN_OF}|{_SET_AGAINST}|{_ABOUT_QUOTED})[\\s,:]+{_SMALL}"
    f"|{_LABEL}|(?:{_ZH_SPOKEN_OF}|{_ZH_ABOUT_QUOTED}){_ZH_LINK})\\Z",
    re.IGNORECASE,
)
_SO_CALLED_BEFORE = re.compile(
    "(?:\\bso-called\\s+|所[谓謂]的?\\s*)\\Z", re.IGNORECASE
)
_NEXT_IN_LIST = re.compile(
    "[\\s,、;/]*(?:or|and|nor|或|和|及|与|與)?\\s*", re.IGNORECASE
)

_VERDICT = (
    "wrong|incorrect|mistaken|misleading|outdated|obsolete|deprecated|superseded|mistranslated"
    "|mistranslation|not (?:used|right|correct|recommended)|avoided|discouraged"
    "|(?:poor|literal|earlier|former|previous|old|older|usual|official|common|early) "
    "(?:translation|rendering|term|wording|form|version|name|expression|phrase)"
)
_SAID_OF_IT = re.compile(
    "\\s*(?:[(\\[]\\s*sic\\b"
    "|(?:is|was|are|would be|has been|should be)\\s+(?:(?:now|also|often|a|an|the)\\s+)*"
    f"(?:{_VERDICT})\\b"
    "|(?:was|were|used to be) (?:then |once |long |still )?"
    "(?:common|usual|customary|standard|in use|widespread|preferred)\\b"
    "|(?:should|must|may|can) (?:not|no longer|never) be (?:used|written|said)\\b"
    "|一[词詞语語]|[这這该該](?:个|個|一)?(?:词|詞|译|譯|说法|說法|提法|表述|叫法)"
    "|的(?:译法|譯法|说法|說法|提法|叫法))",
    re.IGNORECASE,
)
"""What stands behind words that are spoken of."""

_NO_NAME = "only|just|be|to|yet|all|so|merely|simply|of|in|on|at|by|for|with|and|or|that|this|it"
_BARE_CUE = re.compile(
    f"(?:\\b(?:{_SPOKEN_OF}|(?P<against>{_SET_AGAINST}))(?:\\s+|:\\s*){_SMALL}|{_LABEL}"
    f"|(?P<so_called>\\bso-called\\s+)|(?:{_ZH_SPOKEN_OF}){_ZH_LINK})"
    f"(?P<word>(?!(?:{_NO_NAME})\\b)[^\\s，。；：、！？,;:!?()（）]+)",
    re.IGNORECASE,
)
_SIC = re.compile(r"(?P<word>[^\s\[\]()”\"'’]+)\s*[\[(]sic\b", re.IGNORECASE)
_STRUCK = re.compile(r"~~([^~\n]{1,200})~~")

_WRITING = re.compile(
    r"\b(?:writ(?:e|es|ing|ten)|say|says|use|uses|prefer\w*|render\w*|translat\w*|call(?:s|ed)?"
    r"|spell\w*|termed)\b[^.;!?。；！？]*\Z",
    re.IGNORECASE,
)
"""A clause about writing: what is set against another word there is no more than mentioned."""

_HINTS = (
    *(
        "not ",
        "not:",
        "n't ",
        "n’t ",
        "never",
        "nor ",
        "rather t",
        "instead",
        "in place",
    ),
    *(
        "opposed t",
        "no longer",
        "in lieu",
        " term",
        "title of",
        " word",
        "phrase",
        "expression",
        "translat",
    ),
    *(
        "render",
        "formerly",
        "previously ",
        "once ",
        "used to be",
        "sometimes",
        "also ",
        "wrong",
    ),
    *(
        "correct",
        "improperly",
        "mistakenly",
        "erroneously",
        "avoid",
        "mis-",
        "mistr",
        "misre",
    ),
    *(
        "misla",
        "misna",
        "misqu",
        "missp",
        "lit:",
        "lit.:",
        "so-called",
        "stop ",
        "against",
    ),
    *("replac", "deprecated", "bad:", "don’t:", "don't:", "❌", "✗", "✘", "✖"),
)
_ZH_HINTS = ("译", "譯")
"""A part of every cue before words without quotes, in small letters: most texts have none."""
_WORDS_OF_ENGLISH = re.compile("[a-z]{3}|[❌✗✘✖]")
# Code points on either side of a hint in which its whole cue stands.
_AROUND_HINT = 60


def find_mentions(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The words that a text speaks of, or sets against others; *quotations* in order.

    >>> text = "Write “tea”, not “char”; it is not coffee."
    >>> found = find_mentions(text, [Span(7, 10), Span(18, 22)])
    >>> [(one.kind, one.span.of(text)) for one in found]
    [('mention', 'char'), ('qualified', 'coffee.')]
    """
    yield from _quoted_mentions(text, quotations)
    yield from _bare_mentions(text, quotations)
    if "~~" in text:
        for struck in _STRUCK.finditer(text):
            yield NonProse(Span(*struck.span(1)), "mention")
    if "[sic" in text or "(sic" in text:
        for marked in _SIC.finditer(text):
            yield NonProse(Span(*marked.span("word")), "mention")


def _quoted_mentions(
    text: str, quotations: Sequence[Span]
) -> Iterator[NonProse]:
    """The quotations that the text speaks of, and those that stand in a row with them."""
    end_of_last = -1  # of the mention before, to which "or “Y”" belongs
    for span in quotations:
        kind = _kind_of_quotation(text, span, end_of_last)
        if kind:
            yield NonProse(span, kind)
        if kind == "mention":
            end_of_last = span.end


def _kind_of_quotation(
    text: str, span: Span, end_of_last: int
) -> NonProseKind | None:
    """What a quotation is by the words around it; None for words that the text uses."""
    before = text_before(text, span, _REACH)
    behind = text_behind(text, span, _BEHIND).lstrip(",")
    if _CUE_BEFORE.search(before) or _SAID_OF_IT.match(behind):
        return "mention"
    if 0 <= end_of_last < span.start:
        between = text_behind(
            text[: span.start], Span(0, end_of_last), _BEHIND
        ).rstrip(OPENING)
        if _NEXT_IN_LIST.fullmatch(between):
            return "mention"
    return "qualified" if _SO_CALLED_BEFORE.search(before) else None


def _bare_mentions(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The first word behind each cue, where no quotation stands there."""
    for place in _places_of_hints(text):
        for cue in _BARE_CUE.finditer(text, *place):
            word = Span(*cue.span("word"))
            if cue["word"][0] in OPENING or any(map(word.overlaps, quotations)):
                continue
            is_doubtful = cue["against"] or cue["so_called"]
            kind: NonProseKind = "mention"
            if is_doubtful and not _is_about_writing(text[: cue.start()]):
                kind = "qualified"
            yield NonProse(word, kind)


def _places_of_hints(text: str) -> list[Span]:
    """The parts of a text in which cues may stand, in order and apart."""
    folded = text.lower()
    if len(folded) != len(
        text
    ):  # a letter that grows: its places would not be those of the text
        folded = text
    starts: list[int] = []
    for hint in (
        _HINTS + _ZH_HINTS if _WORDS_OF_ENGLISH.search(folded) else _ZH_HINTS
    ):
        at = folded.find(hint)
        while at >= 0:
            starts.append(at)
            at = folded.find(hint, at + len(hint))
    places: list[Span] = []
    for at in sorted(starts):
        start, end = max(0, at - _AROUND_HINT), at + _AROUND_HINT
        if places and start <= places[-1].end:
            start = places.pop().start
        places.append(Span(start, end))
    return places


def _is_about_writing(before: str) -> bool:
    """Whether the clause before a cue is about how to write."""
    return _WRITING.search(before[-_REACH:]) is not None
