"""Whether the smaller language of a page is a translation of the larger, or only quoted in it.

A page with both languages has about as much of one as of the other. Where it has much less, it may
be a page whose translation is not finished, or one that has lost a part; or a Chinese text that
quotes some English. The numbers at the heads of lines tell, and the words do: nearly half of the
Chinese words of a sentence find a dictionary rendering in its translation, and hardly one in
twenty does in another sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import content_stems
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.readers.line_shape import ends_sentence, numbered

# Lines that bear a number on both sides: a quotation bears none.
_SAME_NUMBERS = 3
_ANSWERED = 0.25  # of the Chinese words of a passage must be answered for it to be a translation
_FEWEST_ANSWERS = 2
_TRANSLATED = 0.5  # of the passages must be translations
_SURE = 0.3  # weight from which a stem counts as a rendering, as in the aligner
_LOOKED_AT = 24  # passages of the smaller language: enough to tell


def is_translated(
    chinese: Sequence[str], english: Sequence[str], *, few_chinese: bool
) -> bool:
    """Whether the smaller side of a page, Chinese where *few_chinese*, translates the larger.

    >>> chinese = ["学校有图书馆。", "河水清了。"]
    >>> is_translated(chinese, ["The school has a library."], few_chinese=False)
    True
    >>> is_translated(chinese, ["To be or not to be."], few_chinese=False)
    False
    """
    if len(_numbers(chinese) & _numbers(english)) >= _SAME_NUMBERS:
        return True
    lexicon = load_lexicon()
    zh = [_renderings(text, lexicon) for text in chinese if ends_sentence(text)]
    en = [
        frozenset(content_stems(text))
        for text in english
        if ends_sentence(text)
    ]
    if few_chinese:
        zh = zh[:_LOOKED_AT]
        partners = [any(_answers(words, stems) for stems in en) for words in zh]
    else:
        en = en[:_LOOKED_AT]
        partners = [any(_answers(words, stems) for words in zh) for stems in en]
    return _are_enough(partners)


def says_the_same(chinese: str, english: str) -> bool:
    """Whether a short English text has what a Chinese one says, by the dictionary.

    >>> says_the_same("图书馆", "The Library"), says_the_same("联系人", "John Smith")
    (True, False)
    """
    words = _renderings(chinese, load_lexicon())
    stems = frozenset(content_stems(english))
    answered = sum(not word.isdisjoint(stems) for word in words)
    return answered > 0 and answered >= _ANSWERED * len(words)


def _are_enough(partners: Sequence[bool]) -> bool:
    """Whether so many sentences have a partner that one side translates the other."""
    return sum(partners) > 0 and sum(partners) >= _TRANSLATED * len(partners)


def _numbers(texts: Sequence[str]) -> set[tuple[int, ...]]:
    """The numbers at the heads of texts."""
    marks = [numbered(text) for text in texts]
    return {mark.numbers for mark in marks if mark}


def _renderings(text: str, lexicon: Lexicon) -> list[frozenset[str]]:
    """For each word of a Chinese text that the dictionary has, the stems that may render it."""
    renderings: list[frozenset[str]] = []
    for word in lexicon.cut(simplified(text)):
        stems = lexicon.stems(word) if len(word) > 1 else {}
        sure = frozenset(
            stem for stem, weight in stems.items() if weight >= _SURE
        )
        if sure:
            renderings.append(sure)
    return renderings


def _answers(words: Sequence[frozenset[str]], stems: frozenset[str]) -> bool:
    """Whether so many of a passage's words are answered that it must be a translation."""
    answered = sum(not word.isdisjoint(stems) for word in words)
    return answered >= max(_FEWEST_ANSWERS, _ANSWERED * len(words))
