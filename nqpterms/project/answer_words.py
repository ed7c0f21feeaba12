"""What people answer to a finding, in the words that they use.

"ignore: name of a product" ──answer_in──▶ GivenAnswer("ignore", "name of a product")
"""

from __future__ import annotations

import re

from msgspec import Struct

from nqpterms.project.finding_records import Verb

ANSWER_WORDS: dict[str, Verb] = {
    "ignore": "ignore", "ok": "ignore", "okay": "ignore", "keep": "ignore", "stet": "ignore",
    "admit": "admit",
    "done": "fixed", "fix": "fixed", "fixed": "fixed",
    "忽略": "ignore", "不改": "ignore", "可以": "ignore", "保留": "ignore",
    "收录": "admit", "采纳": "admit",
    "已改": "fixed", "修改": "fixed",
}  # fmt: skip
"""Each word and the decision that it is."""
LATER = ("later", "待定")
"""What says that nothing is decided yet."""
_FIRST_WORD = re.compile(r"\W*(\w+)[\s:：,，;；.。!！–-]*(.*)", re.DOTALL)


class GivenAnswer(Struct, frozen=True):
    """A decision and the reason that was given with it."""

    verb: Verb
    why: str = ""


def answer_in(text: str) -> GivenAnswer | None:
    """The answer with which a text begins; None where it is something else.

    >>> answer_in("OK, it is the name of a law")
    GivenAnswer(verb='ignore', why='it is the name of a law')
    >>> answer_in("Which law is meant?") is None
    True
    """
    words = _FIRST_WORD.match(text)
    if words is None:
        return None
    verb = ANSWER_WORDS.get(words[1].lower())
    return GivenAnswer(verb, " ".join(words[2].split())) if verb else None
