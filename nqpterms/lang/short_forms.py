"""Abbreviations and single letters in English: whether the full stop behind one ends a sentence.

What follows decides, and for letters what stands before: "Plan B. Costs" is two sentences,
"Franz B. Costa" a name. Where both are possible the words that begin sentences are listed, and the
words that go on behind a short form (U.S. Department, 5 p.m. Monday).
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """mr mrs ms mx dr prof gen maj col lt capt cmdr cpl sgt adm rev hon sen rep gov pres amb insp
    supt st mt ft messrs mme mlle fr e.g eg i.e ie vs v cf viz approx ca c resp incl esp n.b s.s
    h.e h.r.h"""
)
"""Abbreviations that a name, an example or a second party follows: never the end of a sentence.

Military and civil titles as in the AP and Oxford style manuals, Latin ones as in Hart's Rules.
"""

NUMBERED = _words(
    """no nos art arts fig figs tab vol vols p pp para paras sec secs sect sects ch chap chaps eq
    eqs pt cl reg ser app ref refs ver nr op ex rs temp jan feb mar apr jun jul aug sep sept oct nov
    dec"""
)
"""Abbreviations that stand before a number: no end of a sentence where a numeral follows."""

_LIFE_AND_WORK = _words(
    "fl b d r m n c ca ed eds trans tr rev repr rpt est bef aft pub publ comp"
)
"""What stands in brackets before a year or a name: of a life, of an edition."""

_STATES = _words("u.s u.k u.n e.u d.c u.a.e u.s.a u.s.s.r p.r.c")
_DEGREES = _words("ph.d phd m.d b.a m.a b.sc m.sc b.s m.s ll.b ll.m ed.d m.b.a")
_THINGS = _words("a.i i.t g.d.p w.t.o n.g.o t.v h.i.v")
_HOURS = _words("a.m p.m")
_FIRMS = _words("co ltd inc corp plc bros jr sr")
CLOSING = (
    _STATES
    | _DEGREES
    | _THINGS
    | _HOURS
    | _FIRMS
    | _words(
        """dept univ assn bldg ave blvd rd b.c a.d est admin govt intl natl tue tues thu thur thurs
        ibid"""
    )
)
"""Abbreviations that end a sentence only where a word follows that begins one."""

ABBREVIATIONS = TITLES | NUMBERED | CLOSING

_STARTERS = _words(
    """the this that these those it he she we they i you in on at for but and so however if when
    while as an a there here since after before by to with from both such our its his her their
    my what who where why how no not yet then thus therefore moreover meanwhile although though
    because during under over between according all some many most each every once today now
    since until through despite instead also"""
)
"""Words that, capitalised behind an abbreviation, show that a new sentence begins."""

_WEEK = "monday tuesday wednesday thursday friday saturday sunday"
_OFFICES = (
    "chairman chairwoman chair president ceo cfo chief "
    "director executive spokesman spokeswoman"
)
_GOES_ON = {
    **dict.fromkeys(_THINGS, _words("act lab strategy")),
    **dict.fromkeys(
        _STATES,
        _words(
            f"""{_OFFICES} air ambassador ambassadors army bank bureau capitol census centers
            central charter citizens coast congress congressional constitution consulate court
            customs department dollar dollars embassy environmental federal food forces general
            geological gulf high house joint marine marines marshals midwest mint mission national
            navy north northeast northern northwest open patent population post presidency
            presidential representative representatives resolution secretary security senate
            senator senators south southeast southern southwest space special state states steel
            supreme trade treasuries treasury troops under-secretary-general vice virgin west
            western east eastern women commission council parliament"""
        ),
    ),
    **dict.fromkeys(
        _HOURS,
        _words(
            f"{_WEEK} eastern pacific gmt utc est edt pst pdt cet beijing london local sharp"
        ),
    ),
    **dict.fromkeys(
        _DEGREES,
        _words(
            "program programs programme degree degrees thesis candidates students' in"
        ),
    ),
    **dict.fromkeys(
        _FIRMS, _words(f"{_OFFICES} founder owner ltd inc llc day high")
    ),
}
"""What may follow a short form in capitals within a sentence, though a small letter comes next."""

_LABELLED = _words(
    """plan plans team teams vitamin vitamins grade grades part parts section sections appendix
    annex annexes class classes group groups category categories type types level levels table
    figure schedule exhibit hepatitis option options phase tier zone area point item model scenario
    version line route terminal building block unit room gate side series stage article chapter
    volume war act scene division league share shares bus hall form list step case box quarter lot
    schedule circle square district influenza brand rated company"""
)
"""What a single letter or a Roman numeral may number."""

_WORDS_BEFORE = 3  # at least, of a sentence that a short form ends: not "In the U.S. Exports"
_LETTER = re.compile(r"[A-Z]\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Z]\Z")
_ROMAN = re.compile("[IVX]{2,}|[VX]")
_WORD_BEFORE_IT = re.compile(r"([A-Za-z][\w’'-]*)[ \xa0]\Z")
_FOLLOWING = re.compile(
    r"\s*[\"'“‘«(\[]*(?P<first>\w[\w’'-]*)?(?P<comma>,)?(?:\s+(?P<second>[^\s\"'“‘(\[]+))?"
)
_OPENING = re.compile(r"\s*[(\[（［]")


def short_form_ends(word: str, before: str, after: str) -> bool:
    """Whether the full stop between *word* and *after* ends a sentence; *before* precedes *word*.

    A capital or a numeral follows. Any word that is no short form ends one.

    >>> short_form_ends("B", "We chose Plan ", " Costs fell.")
    True
    >>> short_form_ends("B", "Franz ", " Costa came.")
    False
    """
    key = word.lower()
    if (
        key in _LIFE_AND_WORK
        and word.islower()
        and before.rfind("(") > before.rfind(")")
    ):
        return False
    if key in TITLES and not _LETTER.match(word):
        return False
    if key == "al" and before.endswith("et "):
        return not (_OPENING.match(after) or after.lstrip()[:1].isdigit())
    first = _first_word(after)
    if key in NUMBERED:
        is_number = first[:1].isdigit() or _ROMAN.fullmatch(first) is not None
        return not is_number and not _OPENING.match(after)
    if key in CLOSING:
        return first.lower() in _STARTERS or _begins_a_clause(
            key, before, after
        )
    if _INITIALS.match(word):
        return first.lower() in _STARTERS or _is_label(word, before)
    return True


def _first_word(after: str) -> str:
    """The word with which a text behind a full stop begins, or ""."""
    following = _FOLLOWING.match(after)
    return (following and following["first"]) or ""


def _begins_a_clause(key: str, before: str, after: str) -> bool:
    """Whether a short form ends its sentence and a noun with its verb follows: Exports grew.

    A second capital makes a name of what follows, and so does "of"; at the beginning of a text the
    short form belongs to what comes.
    """
    goes_on = _GOES_ON.get(key)
    following = _FOLLOWING.match(after)
    if goes_on is None or not following or len(before.split()) < _WORDS_BEFORE:
        return False
    first, second = following["first"] or "", following["second"] or ""
    # Neither COVID-19 nor a small letter.
    is_plain_word = first.isalpha() and first[1:].islower()
    if not first[:1].isupper() or not is_plain_word or first.lower() in goes_on:
        return False
    if following["comma"]:
        return True
    return second[:1].islower() and second.rstrip(",.;") not in (
        "of",
        "for",
        "and",
        "time",
        "&",
    )


def _is_label(letter: str, before: str) -> bool:
    """Whether a single letter numbers the thing before it, or is joined to it as in R&D."""
    if not _LETTER.match(letter):
        return False
    if before.endswith(("&", "/", "-")):
        return True
    word = _WORD_BEFORE_IT.search(before)
    if word is None:
        return False
    if letter == "I" and word[1].islower():
        return True  # the pronoun: so do I. Nobody …
    return word[1].lower() in _LABELLED
