"""What in a text is not prose, told by the text itself: codes, addresses, mentions, cited titles.

    text, what its file marked ──find_non_prose──▶ stretches in order

What is no language is in `nqpterms.lang.codes`; this module is about words that a text has and does
not use: it warns of them ("not “X”", 不宜译作X), or they are the title of another's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nqpterms.lang.codes import find_codes
from nqpterms.model.non_prose import NonProse, NonProseKind, without_wordless
from nqpterms.model.places import Span

_QUOTES = (
    ("“", re.compile("“([^“”\n]{1,200})”")),
    ('"', re.compile('"([^"\n]{1,200})"')),
    ("«", re.compile("«([^«»\n]{1,200})»")),
    ("「", re.compile("「([^「」\n]{1,200})」")),
    ("『", re.compile("『([^『』\n]{1,200})』")),
    ("‘", re.compile(r"(?<!\w)‘([^‘’\n]{1,120})’(?!\w)")),
    ("'", re.compile(r"(?<!\w)'([^'\n]{1,120})'(?!\w)")),
    ("*", re.compile(r"(?<![\w*])\*{1,3}([^*\n]{1,200})\*{1,3}(?![\w*])")),
    ("_", re.compile(r"(?<!\w)_([^_\n]{1,200})_(?!\w)")),
)
"""Quotation marks of either language, and the emphasis that plain texts borrow from Markdown, each
with the sign that opens it."""

_QUOTE_SIGNS = frozenset("“\"«「『‘'*_")
_QUOTATION_MARKS = frozenset("“\"«「『‘'")
_BOOK = re.compile("[《〈]([^《》〈〉\n]{1,120})[》〉]")

_REACH = 60  # code points before a quotation in which its cue stands
_BEHIND = 60  # code points behind a quotation that may say what it is
_CITATION_REACH = 160  # code points behind a quoted title in which year and place of it stand

_SPOKEN_OF = (
    r"(?:the|this|that|a) (?:\w+ )?(?:terms?|words?|phrases?|expressions?|wording|mistranslation)"
    r"|(?:translat(?:ed?|es|ing|ion)|render(?:s|ed|ing)?)(?: it| this| them)? as"
    r"|mis-?(?:translat|render|label|nam|quot|spell)\w+(?: as| for| of)?"
    r"|(?:formerly|previously|once|wrongly|incorrectly|improperly|mistakenly|erroneously)"
    r" (?:known as|called|named|styled|put as|written|referred to as)"
    r"|formerly"
    r"|(?:not|never|do(?:es)?n[’']t|stop|against|instead of|rather than)"
    r" (?:to )?(?:say(?:ing)?|writ(?:e|ing|ten)|call(?:ed|ing)?)(?: it| them| this)?"
    r"|\blit\."
)
"""What speaks about the words behind it, quoted or not."""

_SET_AGAINST = (
    r"not|never|nor|rather than|instead of|in place of|as opposed to|no longer|in lieu of"
    r"|(?:not|never|do(?:es)?n[’']t) us(?:e|ed|ing)|avoid(?:ing)?"
)
"""What sets the words behind it against others; a mention where they are quoted."""

_ABOUT_QUOTED = (
    r"(?:translat(?:ed?|es|ing|ion)|render(?:s|ed|ing)?)(?: it| this| them)? (?:by|into|to)"
    r"|previously|wrongly|incorrectly|improperly|mistakenly|erroneously"
)
"""What speaks about words that are quoted, and else of things: translated into new growth."""

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

_SMALL = r"(?:(?:as|the|an?|its?)\s)*"
_CUE = rf"\b(?:{_SPOKEN_OF}|(?P<against>{_SET_AGAINST}))[\s,:]+{_SMALL}"
_ZH_CUE = rf"(?:{_ZH_SPOKEN_OF})[了是]?[\s:：，,]*"
_CUE_BEFORE = re.compile(
    rf"(?:{_CUE}|\b(?:{_ABOUT_QUOTED})[\s,:]+{_SMALL}|{_ZH_CUE}|(?:{_ZH_ABOUT_QUOTED})[了是]?[\s:：，,]*)\Z",
    re.IGNORECASE,
)
_SO_CALLED_BEFORE = re.compile(r"(?:\bso-called\s+|所[谓謂]的?\s*)\Z", re.IGNORECASE)
_NEXT_IN_LIST = re.compile(r"[\s,、;/]*(?:or|and|nor|或|和|及|与|與)?\s*", re.IGNORECASE)
_SAID_OF_IT = re.compile(
    r"\s*(?:[(\[]\s*sic\b"
    r"|(?:is|was|are|would be|has been|should be)\s+(?:now\s+|also\s+|often\s+|a\s+|an\s+|the\s+)*"
    r"(?:wrong|incorrect|mistaken|misleading|outdated|obsolete|deprecated|superseded"
    r"|mistranslation|mistranslated|(?:poor|literal) (?:translation|rendering)"
    r"|not (?:used|right|correct|recommended)|avoided|discouraged)\b"
    r"|(?:should|must|may|can) (?:not|no longer|never) be (?:used|written|said)\b"
    r"|一[词詞语語]|[这這该該](?:个|個|一)?(?:词|詞|译|譯|说法|說法|提法|表述|叫法)|的(?:译法|譯法|说法|說法|提法|叫法))",
    re.IGNORECASE,
)
"""What stands behind words that are spoken of."""

_NO_NAME = "only|just|be|to|yet|all|so|merely|simply|of|in|on|at|by|for|with|and|or|that|this|it"
_BARE_CUE = re.compile(
    rf"(?:{_CUE}|(?P<so_called>\bso-called\s+)|{_ZH_CUE})(?P<word>(?!(?:{_NO_NAME})\b)[^\s，。；：、！？,;:!?()（）]+)",
    re.IGNORECASE,
)
"""The same cue before words without quotes; only the first of them is surely meant."""

_WRITING = re.compile(
    r"\b(?:writ(?:e|es|ing|ten)|say|says|use|uses|prefer\w*|render\w*|translat\w*|call(?:s|ed)?"
    r"|spell\w*|termed)\b[^.!?。！？]*\Z",
    re.IGNORECASE,
)
"""A clause about writing: what is set against another word there is no more than mentioned."""

_HINTS = (
    *("not ", "n't ", "n’t ", "never", "nor ", "rather t", "instead", "in place", "opposed t"),
    *("no longer", "in lieu", " term", " word", "phrase", "expression", "translat", "render"),
    *("formerly", "previously ", "once ", "wrongly", "correctly", "improperly", "mistakenly"),
    *("erroneously", "avoid", "mis-", "mistr", "misre", "misla", "misna", "misqu", "missp"),
    *("lit.", "so-called", "stop ", "against", "译", "譯"),
)
"""A part of every cue before words without quotes, in small letters: most texts have none."""
_AROUND_HINT = 60  # code points on either side of a hint in which its whole cue stands

# -- works of others ---------------------------------------------------------------------------

_WORK = re.compile(
    r"\b(?:articles?|books?|papers?|essays?|monographs?|thesis|dissertation|pamphlet|booklet"
    r"|(?:en)?titled|headlined|headed|chapters?|keynote|editorial|commentary|op-ed)"
    r"(?:\s(?:called|named|on|by\s[A-Z]\S+))?[\s,:]+\Z"
)
_WORK_IN_CAPITALS = re.compile(r"\b(?:reports?|stud(?:y|ies)|speech|white paper|talk)[\s,:]+\Z")
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_SOURCE_BEHIND = re.compile(
    rf"[^.;]{{0,80}}?(?:\b{_YEAR}\b|\b(?:vol|no|pp?|issue)\.?\s?\d"
    r"|\b(?:Journal|Review|Quarterly|Proceedings|Bulletin)\b)"
)
"""Where a work came out: a year, a volume, a journal."""
_AUTHOR_BEFORE = re.compile(
    r"(?:^|[\s(])[A-Z][\w’'-]+(?:,? (?:et al|and|&|[A-Z][\w’'-]*)\.?)*[.,:]\s+\Z"
)
_YEAR_BEHIND = re.compile(rf"\s?\((?:[^()]{{0,60}}[\s,:])?{_YEAR}\)")
_AUTHOR = r"[A-Z][\w’'-]+,\s(?:[A-Z]\.[\s-]?)+"
_CITED = re.compile(
    rf"{_AUTHOR}(?:,?\s?(?:&|and|;)?\s?{_AUTHOR}|,?\s?et al\.\s?)*"
    rf"\(\s?{_YEAR}(?:,[^()]{{1,20}})?\)[.,:]?\s"
)
"""Author and year of an entry in the style of APA or Harvard; the title follows."""
_TITLE_END = re.compile(r"[.?!](?=\s|$)|(?=\s[*_“\"])")
_CARRIER = re.compile(r"[^\s\[]\s?\[(?:[JMDNCRSPAZ]|[A-Z]{1,2}/[A-Z]{2})\]")
"""The sign of an entry by GB/T 7714: [J] of a journal, [M] of a book, [EB/OL] of a page."""
_LEAD = 6  # code points before an entry: its number, a bullet
_LONGEST_ENTRY = 700  # code points of an entry in a list of references


def find_non_prose(
    text: str, marked: Sequence[NonProse] = (), *, emphasised: Iterable[Span] = ()
) -> tuple[NonProse, ...]:
    """The stretches of a text that are not prose, with those that its file *marked*, in order.

    *emphasised* are the stretches that the file sets in italics: they count as quotation marks.

    >>> text = "Say “reform”, not “revision”: see docs/words.md."
    >>> [(one.kind, one.span.of(text)) for one in find_non_prose(text)]
    [('mention', 'revision'), ('path', 'docs/words.md')]
    """
    stretches = [*marked, *find_codes(text)]
    quotations = _quotations(text, emphasised)
    stretches += _mentions(text, quotations)
    stretches += _bare_mentions(text, quotations)
    stretches += _titles(text, quotations)
    stretches += _citations(text)
    return tuple(sorted(set(stretches)))


def wordless_stretches(text: str, marked: Sequence[NonProse] = ()) -> list[NonProse]:
    """The stretches of a text in which no words of it stand: a part of `find_non_prose`.

    >>> [one.kind for one in wordless_stretches("Not “x”, but {x}.")]
    ['placeholder']
    """
    return [*(one for one in marked if one.is_wordless), *find_codes(text)]


def words_of_prose(text: str, marked: Sequence[NonProse] = ()) -> str:
    """A text of the same length in which code, addresses and the like are blotted out."""
    return without_wordless(text, wordless_stretches(text, marked))


def _quotations(text: str, emphasised: Iterable[Span]) -> list[Span]:
    """What stands in quotation marks or is emphasised, without the marks, in order."""
    spans = [*emphasised]
    for opening, quotes in _QUOTES:
        if opening in text:
            spans += [Span(*match.span(1)) for match in quotes.finditer(text)]
    return sorted(spans)


# -- mentions ----------------------------------------------------------------------------------


def _mentions(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The quotations that the text speaks of, and those behind which it does."""
    end_of_last = -1  # of the mention before, to which "or “Y”" belongs
    for span in quotations:
        kind = _kind_of_quotation(text, span, end_of_last)
        if kind:
            yield NonProse(span, kind)
        if kind == "mention":
            end_of_last = span.end


def _kind_of_quotation(text: str, span: Span, end_of_last: int) -> NonProseKind | None:
    """What a quotation is by the words around it; None for words that the text uses."""
    before = _unquoted_end(text[max(0, span.start - _REACH) : span.start])
    behind = text[span.end : span.end + _BEHIND].lstrip("”\"'’»」』*_,")
    if _CUE_BEFORE.search(before) or _SAID_OF_IT.match(behind):
        return "mention"
    if 0 <= end_of_last < span.start:
        between = _unquoted_end(text[end_of_last : span.start]).lstrip("”\"'’»」』*_")
        if _NEXT_IN_LIST.fullmatch(between):
            return "mention"
    return "qualified" if _SO_CALLED_BEFORE.search(before) else None


def _unquoted_end(text: str) -> str:
    """A text without the signs at its end that open a quotation."""
    return text.rstrip("“\"«「『‘'*_")


def _places_of_hints(text: str) -> list[Span]:
    """The parts of a text in which cues may stand, in order and apart."""
    folded = text.lower()
    if len(folded) != len(text):  # a letter that grows: its places would not be those of the text
        folded = text
    starts: list[int] = []
    for hint in _HINTS:
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


def _bare_mentions(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The first word behind each cue, where no quotation stands there."""
    for place in _places_of_hints(text):
        for cue in _BARE_CUE.finditer(text, *place):
            word = Span(*cue.span("word"))
            if cue["word"][0] in _QUOTE_SIGNS or any(map(word.overlaps, quotations)):
                continue
            is_doubtful = cue["against"] or cue["so_called"]
            kind: NonProseKind = "mention"
            if is_doubtful and not _is_about_writing(text[: cue.start()]):
                kind = "qualified"
            yield NonProse(word, kind)


def _is_about_writing(before: str) -> bool:
    """Whether the clause before a cue is about how to write."""
    return _WRITING.search(before[-_REACH:]) is not None


# -- titles and entries ------------------------------------------------------------------------


def _titles(text: str, quotations: Sequence[Span]) -> Iterator[NonProse]:
    """The titles of works: between 《 and 》, or quoted where a work or its source is named."""
    if "《" in text or "〈" in text:
        for book in _BOOK.finditer(text):
            yield NonProse(Span(*book.span(1)), "title")
    for span in quotations:
        if _is_title(text, span):
            yield NonProse(span, "title")


def _is_title(text: str, span: Span) -> bool:
    """Whether a quotation is the title of a work."""
    before = _unquoted_end(text[max(0, span.start - _REACH) : span.start])
    if _WORK.search(before):
        return True
    words = span.of(text).split()
    has_capitals = len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()
    if has_capitals and _WORK_IN_CAPITALS.search(before):
        return True
    if len(words) < 2:
        return False
    behind = text[span.end : span.end + _CITATION_REACH].lstrip("”\"'’»*_")
    is_emphasised = text[max(0, span.start - 1) : span.start] not in _QUOTATION_MARKS
    if has_capitals and is_emphasised and _YEAR_BEHIND.match(behind):
        return True
    has_source = _SOURCE_BEHIND.match(behind) is not None
    return has_source and _AUTHOR_BEFORE.search(before) is not None


def _citations(text: str) -> Iterator[NonProse]:
    """The entries of lists of references: whole, or in running text their titles."""
    is_entry = len(text) <= _LONGEST_ENTRY
    if is_entry and "[" in text and _CARRIER.search(text):
        yield NonProse(Span(0, len(text)), "reference")
        return
    if "(" not in text:
        return
    for cited in _CITED.finditer(text):
        if is_entry and cited.start() <= _LEAD:
            yield NonProse(Span(0, len(text)), "reference")
            return
        end = _TITLE_END.search(text, cited.end())
        yield NonProse(Span(cited.end(), end.start() if end else len(text)), "title")
