"""What is known of a run of English words that may stand for a Chinese term: one figure each.

    a block, a term in it, expected forms, runs of words ──features_of_runs──▶ a row for each run

How strongly are the words linked to the Chinese, how many of them has an expected form, is the run
as long as one? And does it begin and end where a phrase does: what kind of word is its first and
its last, what stands before and behind it, and has that to do with the term too?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from nqpterms.lang.english import content_stems, lemma, stem
from nqpterms.lang.inflection import word_classes
from nqpterms.lexicon import Lexicon
from nqpterms.renderings.association import span_scores
from nqpterms.renderings.blocks import Floats, Ints
from nqpterms.renderings.linked_blocks import LinkedBlock
from nqpterms.renderings.tokens import ADVERB, FUNCTION, NUMBER, VERB, Token

_ARTICLES = frozenset("a an the this that these those".split())
_OWNERS = frozenset("my our your his her its their whose".split())
_JOINING = frozenset(("and", "or"))
_JOINING_ZH = frozenset("和与及、或，")
_PREPOSITIONS = frozenset(
    """at by for from in into on onto over through toward towards under upon with within without
    about across after against along among around before behind between during since as""".split()
)
_SMALL_WORDS = _ARTICLES | _OWNERS | _JOINING | _PREPOSITIONS | {"of", "to"}

CLASSES = (
    "article owner and of to preposition small verb gerund participle adverb number acronym name "
    "adjective verb-or-noun noun edge"
).split()
"""The kinds of words, those without content first; "edge" is where no word stands."""
_NUMBER_OF = {name: number for number, name in enumerate(CLASSES)}
_EDGE = _NUMBER_OF["edge"]
_FIRST_OF_CONTENT = _NUMBER_OF["verb"]
_ROWS_OF_CLASSES = np.eye(len(CLASSES))

_PHRASE_SIGNS = "-‐‑–'’“”\" "  # signs between the words of one phrase
_FAINT = 0.05  # strength up to which a link is no evidence, and the dictionary's weight likewise
_SMALL_BETWEEN = 2  # small words at most between a run and the next word of content: "of the"
_SHORTEST_GERUND = 5  # letters: not "ring"
_ACRONYM = 2  # the case of a word in capitals


class EnglishWords(Struct, frozen=True):
    """What is asked of each English word of a block, whatever is sought.

    `classes` are numbers of `CLASSES`. `gaps` are the signs before each word, and behind the last.
    """

    stems: tuple[str, ...]
    keys: tuple[str, ...]
    classes: Ints
    gaps: tuple[str, ...]

    @property
    def is_content(self) -> Ints:
        """Which words have a content."""
        content: Ints = self.classes >= _FIRST_OF_CONTENT
        return content

    def are(self, *names: str) -> Ints:
        """Which words are of some classes."""
        members: Ints = np.isin(
            self.classes, [_NUMBER_OF[name] for name in names]
        )
        return members


class ExpectedForms(NamedTuple):
    """What is known of the forms that were expected: the stems of each, and how they are made."""

    stems: tuple[tuple[str, ...], ...]
    initials: frozenset[str]
    is_verb: bool
    is_name: bool
    has_and: bool
    has_comma: bool


class SoughtTerm(NamedTuple):
    """A term in a block: its first word and the one behind its last, and the expected forms."""

    first: int
    end: int
    forms: ExpectedForms


class Runs(NamedTuple):
    """Runs of words of a block: the first word of each, and the one behind its last."""

    begin: Ints
    end: Ints

    def sums(self, values: Floats | Ints) -> Floats:
        """What the values of the words of each run make together."""
        so_far = np.concatenate(([0.0], np.cumsum(values)))
        together: Floats = so_far[self.end] - so_far[self.begin]
        return together


class _TermEvidence(NamedTuple):
    """What each English word of a block has to do with a sought term, 0–1.

    The strength of its links with the term and with the rest of the Chinese, the weight of the
    dictionary, whether an expected form has it.
    """

    links: Floats
    other_links: Floats
    dictionary: Floats
    listed: Floats


@lru_cache(
    maxsize=1 << 8
)  # blocks: the terms of one are sought one after the other
def english_words(words: tuple[Token, ...], text: str) -> EnglishWords:
    """The words of a block as runs of them are judged."""
    inner = [text[one.end : two.start] for one, two in pairwise(words)]
    classes = [
        _class_name(token, text[token.start : token.end].lower())
        for token in words
    ]
    return EnglishWords(
        tuple(stem(token.key) for token in words),
        tuple(token.key for token in words),
        np.array([_NUMBER_OF[name] for name in classes], int),
        (".", *inner, "."),
    )


@lru_cache(maxsize=1 << 10)
def expected_forms(forms: tuple[str, ...]) -> ExpectedForms:
    """What is known of some forms, the preferred one first."""
    stems = tuple(
        some for form in forms if (some := tuple(content_stems(form)))
    )
    first = forms[0].split()[0] if forms and forms[0].strip() else ""
    return ExpectedForms(
        stems,
        frozenset(_initials(form) for form in forms),
        first.endswith("ing") or word_classes(first) == {"verb"},
        first[:1].isupper(),
        any(f" {word} " in form for form in forms for word in _JOINING),
        any("," in form for form in forms),
    )


def features_of_runs(
    block: LinkedBlock, runs: Runs, term: SoughtTerm, lexicon: Lexicon
) -> tuple[Floats, tuple[str, ...]]:
    """A row of features for each run of words of a block, and the names of the columns."""
    english = english_words(block.there, block.text)
    evidence = _evidence(block, english, term, lexicon)
    columns = _of_edges(english, evidence, runs, term.forms)
    columns |= _of_words(english, evidence, runs)
    columns |= _of_length(english, runs, term)
    columns |= _of_phrase(english, runs, term, block)
    columns |= _of_chinese(block, runs, term)
    classes, names = _of_classes(english, runs, is_verb=term.forms.is_verb)
    features: Floats = np.column_stack([*classes, *columns.values()])
    return features, (*names, *columns)


# -- words --------------------------------------------------------------------------------------


def _class_name(token: Token, surface: str) -> str:
    if token.kind == FUNCTION:
        return _small_class(surface)
    if token.kind == NUMBER:
        return "number"
    if token.kind == ADVERB:
        return "adverb"
    if token.case == _ACRONYM:
        return "acronym"
    name = _content_class(surface, is_capital=bool(token.case))
    is_policy_verb = token.kind == VERB and name in ("noun", "verb-or-noun")
    return "verb" if is_policy_verb else name


def _small_class(word: str) -> str:
    if word in _ARTICLES:
        return "article"
    if word in _OWNERS:
        return "owner"
    if word in _JOINING:
        return "and"
    if word in ("of", "to"):
        return word
    return "preposition" if word in _PREPOSITIONS else "small"


@lru_cache(maxsize=1 << 13)
def _content_class(word: str, *, is_capital: bool) -> str:
    base = lemma(word)
    own = word_classes(word)
    classes = own | word_classes(base)
    is_changed = word != base
    if is_changed and word.endswith("ing") and len(word) >= _SHORTEST_GERUND:
        return "gerund"
    if is_changed and "verb" in classes and not word.endswith("s"):
        return "verb-or-noun" if "noun" in own else "participle"
    if is_capital:
        return "name"
    return _base_class(classes)


def _base_class(classes: frozenset[str]) -> str:
    if classes == {"verb"}:
        return "verb"
    if "adjective" in classes and "noun" not in classes:
        return "adjective"
    return "verb-or-noun" if "verb" in classes else "noun"


def _initials(form: str) -> str:
    words = form.replace("-", " ").lower().split()
    return "".join(word[0] for word in words if word not in _SMALL_WORDS)


def _evidence(
    block: LinkedBlock,
    english: EnglishWords,
    term: SoughtTerm,
    lexicon: Lexicon,
) -> _TermEvidence:
    links = block.links[term.first : term.end].sum(axis=0)
    others = block.links.sum(axis=0) - links
    weights = [
        lexicon.stems(token.key) for token in block.here[term.first : term.end]
    ]
    dictionary = [_most(key, weights) for key in english.stems]
    stems = {key for form in term.forms.stems for key in form}
    listed = np.array([key in stems for key in english.stems], float)
    return _TermEvidence(
        np.minimum(links, 1),
        np.minimum(others, 1),
        np.array(dictionary) * english.is_content,
        listed * english.is_content,
    )


def _most(key: str, weights: Sequence[Mapping[str, float]]) -> float:
    return max((some.get(key, 0.0) for some in weights), default=0.0)


# -- edges --------------------------------------------------------------------------------------


def _neighbours(english: EnglishWords, runs: Runs) -> dict[str, Ints]:
    """The first and the last word of each run, and those before and behind; -1 where none is."""
    is_apart = np.array(
        [bool(gap.strip(_PHRASE_SIGNS)) for gap in english.gaps]
    )
    return {
        "first": runs.begin,
        "last": runs.end - 1,
        "before": np.where(is_apart[runs.begin], -1, runs.begin - 1),
        "behind": np.where(is_apart[runs.end], -1, runs.end),
    }


def _of_classes(
    english: EnglishWords, runs: Runs, *, is_verb: bool
) -> tuple[list[Floats], list[str]]:
    """Which kinds of words stand at the edges, and the same again where a verb was expected."""
    tables, names = [], list[str]()
    for where, numbers in _neighbours(english, runs).items():
        classes = np.where(numbers < 0, _EDGE, english.classes[numbers])
        rows = _ROWS_OF_CLASSES[classes]
        tables += [rows, rows if is_verb else np.zeros_like(rows)]
        names += [f"{where}: {name}" for name in CLASSES]
        names += [f"{where} of a verb: {name}" for name in CLASSES]
    return tables, names


def _of_edges(
    english: EnglishWords,
    evidence: _TermEvidence,
    runs: Runs,
    forms: ExpectedForms,
) -> dict[str, Floats]:
    """What the words at the edges have to do with the term and its forms."""
    near = _neighbours(english, runs)
    before, behind = near["before"], near["behind"]
    near["far before"] = _next_content(english, runs.begin, -1)
    near["far behind"] = _next_content(english, runs.end - 1, 1)
    columns: dict[str, Floats] = {}
    for where, numbers in near.items():
        for name, values in zip(evidence._fields, evidence, strict=True):
            columns[f"{where}: {name}"] = _at(values, numbers)
    begins, ends = (
        {form[0] for form in forms.stems},
        {form[-1] for form in forms.stems},
    )
    may_begin = np.array([key in begins for key in english.stems], float)
    may_end = np.array([key in ends for key in english.stems], float)
    is_name = english.are("name", "acronym").astype(float)
    return columns | {
        "begins as a form": may_begin[runs.begin],
        "ends as a form": may_end[runs.end - 1],
        "would begin as a form": _at(may_begin, before),
        "would end as a form": _at(may_end, behind),
        "a form ends before it": _at(may_end, before),
        "cuts a name in front": _at(is_name, before) * is_name[runs.begin],
        "cuts a name behind": _at(is_name, behind) * is_name[runs.end - 1],
        "a name as its forms": english.are("name")[runs.begin]
        * float(forms.is_name),
    }


def _at(values: Floats, numbers: Ints) -> Floats:
    """The values of some words, 0 where there is none."""
    picked: Floats = np.where(numbers < 0, 0.0, values[numbers])
    return picked


def _next_content(english: EnglishWords, numbers: Ints, step: int) -> Ints:
    """The next word of content beyond small ones; -1 where a word of content stands beside."""
    last = len(english.classes) - 1
    near = numbers + step
    for _ in range(_SMALL_BETWEEN):
        is_inside = (near >= 0) & (near <= last)
        is_small = is_inside & ~english.is_content[np.clip(near, 0, last)]
        near = np.where(is_small, near + step, near)
    is_next = (near >= 0) & (near <= last) & (near != numbers + step)
    beyond: Ints = np.where(is_next, near, -1)
    return beyond


# -- whole runs ---------------------------------------------------------------------------------


def _of_words(
    english: EnglishWords, evidence: _TermEvidence, runs: Runs
) -> dict[str, Floats]:
    """How the words of each run are divided between the term and other things."""
    is_content = english.is_content
    content = np.maximum(runs.sums(is_content), 1)
    is_listed = evidence.listed > 0
    is_unlinked = (evidence.links < _FAINT) & (evidence.dictionary < _FAINT)
    strange = runs.sums(is_content & is_unlinked & ~is_listed)
    is_others = (evidence.other_links > evidence.links) & ~is_listed
    others = runs.sums(is_content & is_others)
    listed = runs.sums(evidence.listed) / content
    return {
        "links inside": runs.sums(evidence.links) / content,
        "links elsewhere": runs.sums(evidence.other_links * is_content)
        / content,
        "dictionary": runs.sums(evidence.dictionary) / content,
        "listed words": listed,
        "all words are listed": (listed == 1) * 1.0,
        "strange words": strange,
        "share of strange words": strange / content,
        "words of something else": others,
        "share of words of something else": others / content,
    }


def _of_length(
    english: EnglishWords, runs: Runs, term: SoughtTerm
) -> dict[str, Floats]:
    """How each run compares with the forms, and how long it is beside them and the Chinese."""
    count = runs.sums(english.is_content)
    content = np.maximum(count, 1)
    share = np.zeros(len(content))
    for form in term.forms.stems:
        has_word = np.array([key in form for key in english.stems], float)
        share = np.maximum(
            share, np.minimum(1, runs.sums(has_word) / len(form))
        )
    lengths = np.array([len(form) for form in term.forms.stems] or [1])
    off = np.log(content)[:, None] - np.log(lengths)[None, :]
    beside_chinese = np.log(content / max(1, term.end - term.first))
    return {
        "share of a form": share,
        "a whole form": (share == 1) * 1.0,
        "longer than its forms": np.maximum(off.min(axis=1), 0),
        "shorter than its forms": np.maximum((-off).min(axis=1), 0),
        "as long as a form": (np.abs(off).min(axis=1) == 0) * 1.0,
        "longer than the Chinese": np.maximum(beside_chinese, 0),
        "shorter than the Chinese": np.maximum(-beside_chinese, 0),
        "one word": (count == 1) * 1.0,
    }


def _of_phrase(
    english: EnglishWords, runs: Runs, term: SoughtTerm, block: LinkedBlock
) -> dict[str, Floats]:
    """What stands inside each run that not every phrase has."""
    chinese = "".join(token.key for token in block.here[term.first : term.end])
    may_join = term.forms.has_and or not _JOINING_ZH.isdisjoint(chinese)
    joins = (runs.sums(english.are("and")) > 0) * 1.0
    has_comma = np.array(["," in gap for gap in english.gaps[:-1]], float)
    commas = runs.sums(has_comma) - has_comma[runs.begin]
    short = [
        len(key) > 1 and key in term.forms.initials for key in english.keys
    ]
    is_short = np.array(short, float)[runs.begin]
    return {
        "joins": joins * (not may_join),
        "joins as a form": joins * may_join,
        "comma": commas * (not term.forms.has_comma),
        "comma as in a form": commas * term.forms.has_comma,
        "of inside": runs.sums(english.are("of")),
        "preposition inside": runs.sums(english.are("preposition")),
        "small words inside": runs.sums(~english.is_content),
        "verb inside": runs.sums(english.are("verb")),
        "initials of a form": is_short * (runs.end - runs.begin == 1),
    }


def _of_chinese(
    block: LinkedBlock, runs: Runs, term: SoughtTerm
) -> dict[str, Floats]:
    """How far the words of the term are linked into each run, and how far off it stands."""
    edges = [np.array([term.first]), np.array([term.end])]
    scores = span_scores(block.links, edges, [runs.begin, runs.end])[0]
    covered = np.zeros(len(runs.begin))
    for row in block.links[term.first : term.end]:
        if row.max() > _FAINT:
            covered += runs.sums(row) / row.sum()
    middle = (runs.begin + runs.end - 1) / 2 / len(block.there)
    chinese_middle = (term.first + term.end - 1) / 2 / len(block.here)
    return {
        "association": scores,
        "Chinese that is covered": covered / max(1, term.end - term.first),
        "far along": np.abs(middle - chinese_middle),
    }
