"""English stems for comparing words across a dictionary: short, fast, without a download.

A stem is a key, not a word: "produced", "production" and "productive" share one. It serves where
two texts are compared (the aligner, the lexicon); for what people read, use lemmas.
"""

from __future__ import annotations

import re
from functools import lru_cache

STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        """a an the and or but nor so if of to in on at by for with from as into onto upon about
        than that this these those there it its is am are was were be been being do does did done
        have has had having will would shall should can could may might must not no s t d ll re ve
        m sb sth sb's one's etc eg ie lit fig abbr also used esp usu cf variant cl tw coll
        loanword onom""",
    )
)
"""Words without content of their own, with the marks that dictionary glosses use."""

# Irregular forms of frequent verbs and nouns, each line a base form and what leads to it.
_IRREGULAR = """
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
    for line in _IRREGULAR.strip().split("\n")
    for group in line.split("|")
    for form in group.split()[1:]
}
_SUFFIX = re.compile(
    "(.{3,}?)(?:ivity|ization|isation|ational|ations?|ities|ments?|iveness|fulness|ness|ings?|ions?|ers?|ors?"
    "|ies|ied|ize|ise|ity|ely|ily|ly|als?|ives?|ful|less|ous|ic|ance|ence|able|ible|ed|es|s|e|y)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of an English word in lower case.

    >>> stem("produced"), stem("production"), stem("went"), stem("cities")
    ('produc', 'produc', 'go', 'cit')
    """
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    word = _BASE.get(word, word)
    for _ in range(3):
        match = _SUFFIX.match(word)
        if match is None:
            break
        word = match.group(1)
    if len(word) > 3 and (word[-1] == word[-2] or (len(word) > 5 and word.endswith("ct"))):
        word = word[:-1]
    return word


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry content, in order.

    >>> content_stems("The cities of the future")
    ['cit', 'futur']
    """
    return [stem(w) for w in _WORD.findall(text.lower()) if w not in STOP_WORDS]
