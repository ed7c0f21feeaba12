"""English: words, lemmas, plurals, and one key for British and American spelling.

The keys are for comparing and are never shown. Spelling and plural follow rules with short tables
made by hand for nqpterms; where Oxford and Merriam-Webster differ on a word, both forms get the
American one as their key. Words that only look British (exercise, four, fence) keep their form.
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


def words(text: str) -> list[Span]:
    """Where the words of an English text stand, in order: letters or figures, no signs.

    A hyphen parts words, an apostrophe inside one does not; Han is passed over.

    >>> text = "China's high-quality growth of 5.2% (新)"
    >>> [span.of(text) for span in words(text)]
    ["China's", 'high', 'quality', 'growth', 'of', '5.2']
    """
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def without_possessive(word: str) -> str:
    """A word without 's or a final apostrophe.

    >>> without_possessive("China's"), without_possessive("workers’")
    ('China', 'workers')
    """
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=1 << 16)
def lemma(word: str) -> str:
    """The dictionary form of a word in small letters, by simplemma; an unknown word stays.

    >>> lemma("Modernised"), lemma("policies"), lemma("China's")
    ('modernise', 'policy', 'china')
    """
    from simplemma import lemmatize

    plain = without_possessive(word).lower()
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
    plain = without_possessive(word).lower()
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if len(plain) < 3 or plain[-1] != "s" or plain.endswith(("ss", "us", "is")):
        return plain
    if plain in _INVARIANT:
        return plain
    if plain.endswith("ics") and not _COUNTABLE_ICS.search(plain):
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    hisses = plain.endswith(("sses", "shes", "ches", "xes", "zzes", "oes"))
    return plain[: -2 if hisses else -1]


# -- spelling ----------------------------------------------------------------------------------

_OUR = (
    "arb|ard|arm|behavi|cand|clam|col|demean|endeav|enam|fav|ferv|flav|glam|harb|hon|hum|lab|neighb"
    "|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig"
)
_DOUBLED = (
    "barrel|bevel|cancel|carol|channel|chisel|council|counsel|cudgel|dial|duel|enamel|equal|fuel"
    "|funnel|initial|jewel|label|level|libel|marvel|medal|model|panel|parcel|pedal|pencil|quarrel"
    "|refuel|revel|rival|shovel|signal|spiral|swivel|total|travel|tunnel|unravel|yodel"
)
_IS = re.compile(r"(.{2,}[^aou])is(e|es|ed|ing|er|ers|ation|ations|ational|able)\Z")
_ISE = _listed(
    """exercise advertise advise supervise revise devise improvise televise comprise compromise
    enterprise surprise promise premise precise imprecise concise paradise expertise franchise
    enfranchise disenfranchise merchandise demise despise excise incise circumcise exorcise
    treatise otherwise likewise clockwise counterclockwise anticlockwise lengthwise chemise
    apprise reprise arise unwise worldwise streetwise valise cerise marquise chastise remise
    readvertise misadvise entreprise uprise sunrise moonrise overexercise"""
)
"""Words whose -ise is no suffix: -ise in every spelling (Hart's Rules, "-ize")."""

_RULES = (
    (rf"\A((?:un|dis|mis|multi|re|bi|tri|in|techni|bio)?(?:{_OUR}))our", r"\1or"),
    (r"(analy|paraly|cataly|hydroly|electroly|dialy)s(?=(?:e|ed|ing|er|ers)\Z)", r"\1z"),
    (r"(theat|cent|met|lit|fib|calib|lust|meag|sab|somb|spect|scept)re(?=s?\Z)", r"\1er"),
    (r"\A((?:epi|multi|de)?cent)r(?=ed\Z|ing\Z)", r"\1er"),
    (r"(catal|dial|anal|monol|prol|epil|homol)ogu(?:e(?=s?\Z)|(?=ed\Z|ers?\Z|ing\Z))", r"\1og"),
    (r"\A(def|off|lic|pret)ence", r"\1ense"),
    (rf"\A((?:re|un|mis|out|pre)?(?:{_DOUBLED}))l(?=(?:ed|ings?|ers?|ors?|ous|ously)\Z)", r"\1"),
    (r"\A(fulfi|enro|insta|disti|appa|insti|enthra)l(?=s?\Z|ment)", r"\1ll"),
    (r"\A(ski|wi)lful", r"\1llful"),
    (r"\A((?:micro|re)?program)me(?=s?\Z)", r"\1"),
    (r"\A(judg|acknowledg|abridg)ement", r"\1ment"),
    (r"\Agrey", "gray"),
    (r"\A(s?m)ould(?=s?\Z|ed|ing|er)", r"\1old"),
    (r"\Aplough", "plow"),
    (r"\Adraught", "draft"),
    (r"\Apractis", "practic"),
    (r"\Asceptic", "skeptic"),
    (r"\A(un)?focuss", r"\1focus"),
    (r"\A(benefit|target|budget)t(?=ed\Z|ing\Z)", r"\1"),
    (r"\A(worship|kidnap)p(?=ed|ing|er)", r"\1"),
    (r"\Asulph(?=ur|at|id)", "sulf"),
    (r"\Amanoeuv(?:re|er)", "maneuver"),
    (r"\Amanoeuvr", "maneuver"),
    (r"\Aenquir", "inquir"),
    (r"\A(encyclop|orthop|medi|leuk|isch|septic|prim|arch|gyn)ae", r"\1e"),
    (r"\A(an)ae(?=m|sth)", r"\1e"),
    (r"\Apaed(?=i|o)", "ped"),
    (r"\Ahaem", "hem"),
    (r"\Afoet(?=us|al)", "fet"),
    (r"\Aoe(?=so|st)", "e"),
    (r"diarrhoea", "diarrhea"),
)
"""What British spelling writes, and the American form."""

_ANY_RULE = re.compile("|".join(pattern for pattern, _ in _RULES))
_COMPILED = [(re.compile(pattern), instead) for pattern, instead in _RULES]
_WHOLE = _paired(
    """aluminium:aluminum artefact:artifact artefacts:artifacts cosy:cozy pyjamas:pajamas
    moustache:mustache aeroplane:airplane aeroplanes:airplanes towards:toward learnt:learned
    burnt:burned spelt:spelled dreamt:dreamed whilst:while amongst:among jewellery:jewelry
    woollen:woolen speciality:specialty specialities:specialties orientated:oriented
    marvellous:marvelous tranquillity:tranquility yoghurt:yogurt
    connexion:connection furore:furor carcase:carcass instalment:installment
    afterwards:afterward councillor:councilor councillors:councilors omelette:omelet
    ageing:aging ploughed:plowed doughnut:donut mum:mom"""
)
"""Words that no rule reaches: British:American."""


@lru_cache(maxsize=1 << 16)
def spelling_key(word: str) -> str:
    """One key for the British and the American spelling of a word, in small letters.

    >>> spelling_key("Labour") == spelling_key("labor"), spelling_key("modernisation")
    (True, 'modernization')
    >>> spelling_key("exercise"), spelling_key("four")
    ('exercise', 'four')
    """
    plain = word.lower()
    if plain in _WHOLE:
        return _WHOLE[plain]
    for pattern, instead in _COMPILED if _ANY_RULE.search(plain) else ():
        plain = pattern.sub(instead, plain)
    suffixed = _IS.match(plain)
    if suffixed and suffixed[1] + "ise" not in _ISE:
        plain = f"{suffixed[1]}iz{suffixed[2]}"
    return plain
