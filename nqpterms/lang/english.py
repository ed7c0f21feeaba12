"""English words: where they stand, their lemmas, plurals and stems.

Keys are for comparing and are never shown. Plurals and stems follow rules with short tables made
by hand for nqpterms; lemmas are simplemma's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nqpterms.model.places import Span

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ\u0300-\u036f\u0370-\u04ffḀ-ỿ"
_WORD = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}"  # U.S., e.g.
    rf"|[{_LETTER}][{_LETTER}\d]*(?:['’ʼ][{_LETTER}]+)*"  # people's, PM2
    rf"|\d+(?:[.,]\d+)*[{_LETTER}]*"  # 1,234.5, 5G
)
_POSSESSIVE = re.compile(r"(?:['’ʼ][sS]?|(?<=[sS])['’ʼ])\Z")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _paired(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


FUNCTION_WORDS = _listed(
    """a an the this that these those some any no each every all both such other another same
    i you he she it we they me him her us them my your his its our their mine yours hers ours
    theirs myself yourself himself herself itself ourselves themselves who whom whose which
    what there here where when why how as at by for from in into of off on onto out over per
    through to toward towards under up upon via with within without about above across after
    against along among around before behind below beneath beside besides between beyond down
    during near since till until and but or nor so yet if unless although though because while
    whereas whether than then thus hence therefore also too very more most much many few less
    least not only just even still already again ever never now be am is are was were been
    being have has had having do does did done doing will would shall should can could may
    might must ought let 's n't"""
)
"""Function words: articles, pronouns, prepositions, conjunctions, auxiliaries, plain adverbs.

Made by hand after the closed word classes of English grammars; small letters.
"""


DETERMINERS = _listed(
    "a an the this that these those its our their his her my your every each"
)
"""What stands before a noun and before no other word of its kind, in small letters."""


def words(text: str) -> list[Span]:
    """Where the words of an English text stand, in order: letters or figures, no signs.

    A hyphen separates words, an apostrophe inside one does not; Han is skipped.

    >>> text = "China's high-quality growth of 5.2% (新)"
    >>> [span.of(text) for span in words(text)]
    ["China's", 'high', 'quality', 'growth', 'of', '5.2']
    """
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def _without_possessive(word: str) -> str:
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=1 << 16)
def lemma(word: str) -> str:
    """The dictionary form of a word in small letters, by simplemma; an unknown word stays.

    >>> lemma("Modernised"), lemma("policies"), lemma("China's")
    ('modernise', 'policy', 'china')
    """
    from simplemma import lemmatize

    plain = _without_possessive(word).lower()
    return lemmatize(plain, lang="en").lower() if plain.isalpha() else plain


@lru_cache(maxsize=1 << 12)
def is_word(word: str) -> bool:
    """Whether small letters or capitals spell an English word, by simplemma's dictionary.

    >>> is_word("AIDS"), is_word("NPQF")
    (True, False)
    """
    from simplemma import is_known

    return is_known(word.lower(), lang="en") or lemma(word) != word.lower()


# -- plurals -----------------------------------------------------------------------------------

_INVARIANT = _listed(
    """news series species means goods headquarters gas bias canvas atlas chaos ethos cosmos
    lens has was as its his this thus is us yes themselves
    ourselves overseas whereas christmas pancreas always
    perhaps besides towards afterwards sometimes premises proceeds earnings savings customs
    arms politics graphics athletics gymnastics olympics alms corps texas kansas"""
)
"""Words in -s that are no plural, or whose plural has a meaning of its own."""

_COUNTABLE_ICS = re.compile(
    r"(?:top|cl?in|characterist|epidem|pandem|crit|fabr|republ|com|mechan|skept|scept|catal|ton)ics\Z"
)
"""Plurals in -ics; the rest (economics, physics, statistics) are singular."""

_IRREGULAR = _paired(
    """men:man women:woman children:child feet:foot teeth:tooth mice:mouse geese:goose
    criteria:criterion phenomena:phenomenon analyses:analysis crises:crisis theses:thesis
    hypotheses:hypothesis diagnoses:diagnosis emphases:emphasis parentheses:parenthesis
    syntheses:synthesis prognoses:prognosis oases:oasis lives:life knives:knife wives:wife
    wolves:wolf halves:half shelves:shelf leaves:leaf loaves:loaf thieves:thief selves:self
    shoes:shoe toes:toe canoes:canoe ties:tie
    pies:pie lies:lie dies:die movies:movie cookies:cookie calories:calorie taxis:taxi
    menus:menu gurus:guru buses:bus gases:gas viruses:virus focuses:focus
    aliases:alias bonuses:bonus campuses:campus
    statuses:status censuses:census lenses:lens biases:bias indices:index matrices:matrix
    appendices:appendix vertices:vertex fungi:fungus nuclei:nucleus stimuli:stimulus
    alumni:alumnus syllabi:syllabus bacteria:bacterium strata:stratum quizzes:quiz"""
)


def plural_key(word: str) -> str:
    """A word in small letters, its plural folded to the singular; other inflection stays.

    >>> [plural_key(word) for word in ("Forces", "economies", "analyses", "NPCs", "news")]
    ['force', 'economy', 'analysis', 'npc', 'news']
    """
    plain = _without_possessive(word).lower()
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if _is_singular(plain):
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return plain[:-2]
    return plain[:-1]


def _is_singular(plain: str) -> bool:
    if len(plain) < 3 or plain[-1] != "s" or plain.endswith(("ss", "us", "is")):
        return True
    if plain.endswith("ics") and not _COUNTABLE_ICS.search(plain):
        return True
    return plain in _INVARIANT


# -- stems -------------------------------------------------------------------------------------

STOP_WORDS = _listed(
    """a an the and or but nor so if of to in on at by for with from as into onto upon about
    than that this these those there it its is am are was were be been being do does did done
    have has had having will would shall should can could may might must not no s t d ll re ve
    m sb sth sb's one's etc eg ie lit fig abbr also used esp usu cf variant cl tw coll
    loanword onom"""
)
"""Words without content of their own, with the marks that dictionary glosses use."""

# Irregular forms of frequent verbs and nouns, each line a base form and what leads to it.
_BASE_FORMS = """
go goes went gone|say said|get got gotten|make made|know knew known|think thought|take took taken
come came|see saw seen|find found|give gave given|tell told|become became|leave left|feel felt
bring brought|begin began begun|keep kept|hold held|write wrote written|stand stood|hear heard
mean meant|meet met|run ran|pay paid|sit sat|speak spoke spoken|lie lay lain|lead led|grow grew
grow grown|lose lost|fall fell fallen|send sent|build built|understand understood|draw drew drawn
break broke broken|spend spent|rise rose risen|drive drove driven|buy bought|wear wore worn
choose chose chosen|seek sought|throw threw thrown|catch caught|deal dealt|win won|forget forgot
forget forgotten|sleep slept|shoot shot|teach taught|fight fought|sell sold|sing sang sung
eat ate eaten|fly flew flown|shake shook shaken|strike struck|bear bore born borne|blow blew blown
drink drank drunk|hide hid hidden|wake woke woken|steal stole stolen|bite bit bitten|ride rode
ride ridden|swim swam swum|tear tore torn|freeze froze frozen|swear swore sworn|sweep swept
bind bound|bend bent|dig dug|feed fed|hang hung|kneel knelt|lend lent|light lit|ring rang rung
shine shone|shrink shrank|sink sank sunk|stick stuck|swing swung|weep wept|wind wound|lay laid
man men|woman women|child children|foot feet|tooth teeth|mouse mice|goose geese|wife wives
life lives|knife knives|leaf leaves|half halves|self selves|shelf shelves|people persons person
good better best|bad worse worst|little less least|i me my mine myself|he him his himself
she her hers herself|we us our ours ourselves|you your yours yourself|they them their theirs
they themselves|who whom whose"""
_BASE = {
    form: group.split()[0]
    for line in _BASE_FORMS.strip().split("\n")
    for group in line.split("|")
    for form in group.split()[1:]
}
_SUFFIX = re.compile(
    "(.{3,}?)(?:ivity|ization|isation|ational|ations?|ities|ments?|iveness|fulness|ness|ings?|ions?|ers?|ors?"
    "|ies|ied|ize|ise|ity|ely|ily|ly|als?|ives?|ful|less|ous|ic|ance|ence|able|ible|ed|es|s|e|y)$"
)
_SUFFIXES_AT_MOST = 3  # of one word: -ation, -al, -ize
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of an English word in lower case: a key to compare by, not a word.

    "produced", "production" and "productive" share one. It serves where two texts are compared
    (the aligner, the lexicon); for what people read, use `lemma`.

    >>> stem("produced"), stem("production"), stem("went"), stem("cities")
    ('produc', 'produc', 'go', 'cit')
    """
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    word = _BASE.get(word, word)
    for _ in range(_SUFFIXES_AT_MOST):
        match = _SUFFIX.match(word)
        if match is None:
            break
        word = match[1]
    if len(word) <= 3:
        return word
    doubled = word[-1] == word[-2]
    closed = len(word) > 5 and word.endswith("ct")  # produce, product
    return word[:-1] if doubled or closed else word


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry content, in order.

    >>> content_stems("The cities of the future")
    ['cit', 'futur']
    """
    words_of_text = _PLAIN_WORD.findall(text.lower())
    return [stem(word) for word in words_of_text if word not in STOP_WORDS]
