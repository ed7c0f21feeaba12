"""British and American spelling: one key for both, and both spellings of a term.

The key follows rules with short tables made by hand for nqpterms. Where Oxford and Merriam-Webster
differ on a word, both forms get the American one as their key; words that only look British
(exercise, four, fence) keep their form. The other way round, British spellings of a word are
proposed and those kept that have its key, so that a term can be looked for under both without a
change to the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_OUR = (
    "arb|ard|arm|behavi|cand|clam|col|demean|endeav|enam|fav|ferv|flav|glam|harb|hon|hum|lab|neighb"
    "|od|parl|ranc|rig|rum|sav|savi|splend|succ|tum|val|vap|vig"
)
_DOUBLED = (
    "barrel|bevel|cancel|carol|channel|chisel|council|counsel|cudgel|dial|duel|enamel|equal|fuel"
    "|funnel|initial|jewel|label|level|libel|marvel|medal|model|panel|parcel|pedal|pencil|quarrel"
    "|refuel|revel|rival|shovel|signal|spiral|swivel|total|travel|tunnel|unravel|yodel"
)
_IS = re.compile(
    r"(.{2,}[^aou])is(e|es|ed|ing|er|ers|ation|ations|ational|able)\Z"
)
_ISE = frozenset(
    """exercise advertise advise supervise revise devise improvise televise comprise compromise
    enterprise surprise promise premise precise imprecise concise paradise expertise franchise
    enfranchise disenfranchise merchandise demise despise excise incise circumcise exorcise
    treatise otherwise likewise clockwise counterclockwise anticlockwise lengthwise chemise
    apprise reprise arise unwise worldwise streetwise valise cerise marquise chastise remise
    readvertise misadvise entreprise uprise sunrise moonrise overexercise""".split()
)
"""Words whose -ise is no suffix: -ise in every spelling (Hart's Rules, "-ize")."""

_RULES = (
    (
        rf"\A((?:un|dis|mis|multi|re|bi|tri|in|techni|bio)?(?:{_OUR}))our",
        r"\1or",
    ),
    (
        r"(analy|paraly|cataly|hydroly|electroly|dialy)s(?=(?:e|ed|ing|er|ers)\Z)",
        r"\1z",
    ),
    (
        r"(theat|cent|met|lit|fib|calib|lust|meag|sab|somb|spect|scept)re(?=s?\Z)",
        r"\1er",
    ),
    (r"\A((?:epi|multi|de)?cent)r(?=ed\Z|ing\Z)", r"\1er"),
    (
        r"(catal|dial|anal|monol|prol|epil|homol)ogu(?:e(?=s?\Z)|(?=ed\Z|ers?\Z|ing\Z))",
        r"\1og",
    ),
    (r"\A(def|off|lic|pret)ence", r"\1ense"),
    (
        rf"\A((?:re|un|mis|out|pre)?(?:{_DOUBLED}))l(?=(?:ed|ings?|ers?|ors?|ous|ously)\Z)",
        r"\1",
    ),
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
_COMPILED = [(re.compile(pattern), american) for pattern, american in _RULES]
_WHOLE_PAIRS = """
    aluminium:aluminum artefact:artifact artefacts:artifacts cosy:cozy pyjamas:pajamas
    moustache:mustache aeroplane:airplane aeroplanes:airplanes towards:toward learnt:learned
    burnt:burned spelt:spelled dreamt:dreamed whilst:while amongst:among jewellery:jewelry
    woollen:woolen speciality:specialty specialities:specialties orientated:oriented
    marvellous:marvelous tranquillity:tranquility yoghurt:yogurt connexion:connection
    furore:furor carcase:carcass instalment:installment afterwards:afterward
    councillor:councilor councillors:councilors omelette:omelet ageing:aging ploughed:plowed
    doughnut:donut mum:mom tyre:tire tyres:tires kerb:curb kerbs:curbs storey:story
    storeys:stories storeyed:storied cheque:check cheques:checks gaol:jail gaols:jails
"""
_WHOLE = dict(pair.split(":") for pair in _WHOLE_PAIRS.split())
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
    if _ANY_RULE.search(plain):
        for pattern, american in _COMPILED:
            plain = pattern.sub(american, plain)
    suffixed = _IS.match(plain)
    if suffixed and suffixed[1] + "ise" not in _ISE:
        plain = f"{suffixed[1]}iz{suffixed[2]}"
    return plain


# -- both spellings ----------------------------------------------------------------------------

_WORD = re.compile(r"(?:co-)?[a-z]+", re.IGNORECASE)
_BRITISH = tuple(
    (re.compile(american), british)
    for american, british in (
        (r"or(?!$)|(?<=[a-z]{2})or$", "our"),
        (r"(?<=[a-z]{3})iz(?=[aei])", "is"),
        (r"lyz", "lys"),
        (r"er(?=s?$)", "re"),
        (r"(?<=al|ol)og(?=s?$)", "ogue"),
        (r"center(?=ed$|ing$)", "centr"),
        (r"ens(?=es?$)", "enc"),
        (r"l(?=ed$|ing$|ings$|ers?$|ors?$)", "ll"),
        (r"ll(?=s?$|ment|ful)", "l"),
        (r"gram(?=s?$)", "gramme"),
        (r"gment", "gement"),
        (r"^gray", "grey"),
        (r"^plow", "plough"),
        (r"^skeptic", "sceptic"),
        (r"^sulf", "sulph"),
        (r"num$", "nium"),
        (r"maneuver", "manoeuvre"),
    )
)
_BRITISH_OF_WHOLE = {american: british for british, american in _WHOLE.items()}
_AMERICAN = re.compile("|".join(pattern.pattern for pattern, _ in _BRITISH))


def respelled(text: str) -> list[str]:
    """The text in British and in American spelling, as far as that changes it.

    >>> respelled("labour modelling centre"), respelled("four hours")
    (['labor modeling center'], [])
    >>> respelled("cooperation program")
    ['co-operation programme']
    """
    words = {word.lower() for word in _WORD.findall(text)}
    if all(_spellings(word) == (word, word) for word in words):
        return []
    british = _WORD.sub(
        lambda word: _in_case(word[0], _spellings(word[0].lower())[0]), text
    )
    american = _WORD.sub(
        lambda word: _in_case(word[0], _spellings(word[0].lower())[1]), text
    )
    return [form for form in dict.fromkeys((british, american)) if form != text]


@lru_cache(maxsize=1 << 16)
def _spellings(word: str) -> tuple[str, str]:
    """A word in British and in American spelling; one that has a hyphen loses it in American."""
    plain = word.replace("-", "")
    key = spelling_key(plain)
    british = _british(key)
    if british.startswith(("cooperat", "coordinat")):
        british = f"co-{british[2:]}"
    return british, key


def _british(key: str) -> str:
    """The British spelling of a key: a pair's, or the first that a rule makes and that has it."""
    if key in _BRITISH_OF_WHOLE:
        return _BRITISH_OF_WHOLE[key]
    if not _AMERICAN.search(key):
        return key
    for pattern, ending in _BRITISH:
        if not pattern.search(key):
            continue
        form = pattern.sub(ending, key)
        if spelling_key(form) == key:
            return form
    return key


def _in_case(word: str, other: str) -> str:
    """Another spelling with the capitals of a word; the word itself where only case differs."""
    if other == word.lower():
        return word
    if word.isupper():
        return other.upper()
    return other.capitalize() if word[0].isupper() else other
