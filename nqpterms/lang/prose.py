"""What in a text is not prose, told by the text itself.

    text, what its file marked ──find_non_prose──▶ stretches in order

What is no language is found by `nqpterms.lang.codes`, words that the text has and does not use by
`mentions` (it speaks of them) and `citations` (they are the title of another's work).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nqpterms.lang.citations import find_entries, find_titles
from nqpterms.lang.codes import find_codes
from nqpterms.lang.mentions import find_mentions
from nqpterms.lang.quotation_marks import find_quotations
from nqpterms.model.non_prose import NonProse, without_wordless
from nqpterms.model.places import Span


def find_non_prose(
    text: str,
    marked: Sequence[NonProse] = (),
    *,
    emphasised: Iterable[Span] = (),
) -> tuple[NonProse, ...]:
    """The stretches of a text that are not prose, with those that its file *marked*, in order.

    *emphasised* are the stretches that the file sets in italics: they count as quotation marks.

    >>> text = "Say “reform”, not “revision”: see docs/words.md."
    >>> [(one.kind, one.span.of(text)) for one in find_non_prose(text)]
    [('mention', 'revision'), ('path', 'docs/words.md')]
    """
    stretches = [*marked, *find_codes(text)]
    quotations = find_quotations(text, emphasised)
    stretches += find_mentions(text, quotations)
    stretches += find_titles(text, quotations)
    stretches += find_entries(text)
    return tuple(sorted(set(stretches)))


def wordless_stretches(
    text: str, marked: Sequence[NonProse] = ()
) -> list[NonProse]:
    """The stretches of a text in which no words of it stand: a part of `find_non_prose`.

    >>> [one.kind for one in wordless_stretches("Not “x”, but {x}.")]
    ['placeholder']
    """
    return [*(one for one in marked if one.is_wordless), *find_codes(text)]


def words_of_prose(text: str, marked: Sequence[NonProse] = ()) -> str:
    """A text of the same length in which code, addresses and the like are blotted out."""
    return without_wordless(text, wordless_stretches(text, marked))
