"""The boundary through which text reaches a terminal or the log of a build.

What a document, a query or a file name holds may be meant for the screen and not for its reader:
signs that colour, move the cursor, or turn letters about; in a log, lines that the build service
takes for commands of its own. Both are shown and do nothing. Machines read other formats, in which
every text stands as it is.
"""

from __future__ import annotations

import os
import re

_CI_VARIABLES = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""Set where a log is read for commands: GitHub (also Gitea, Forgejo), Azure Pipelines, TeamCity."""

_DOES_SOMETHING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""C0 but tab and line feed, DEL, C1, and the signs of Unicode's bidirectional algorithm."""

_NO_CHARACTER = re.compile("[\ud800-\udfff]")
"""What Python has for a byte of a file name that is no UTF-8."""

_CI_COMMAND = re.compile(r"#(?=#\w*\[)|:(?=:)")


def visible(text: str) -> str:
    """The text as a reader may see it: what would do something is written out.

    >>> visible("\\x1b[31mred\\u202e"), visible("名\\udcff.md")
    ('\\\\x1b[31mred<U+202E>', '名�.md')
    """
    text = _DOES_SOMETHING.sub(_written_out, in_characters(text))
    return _CI_COMMAND.sub(r"\g<0> ", text) if _is_in_ci() else text


def in_characters(text: str) -> str:
    """The text with the replacement character for what no UTF-8 holds.

    >>> in_characters("名\\udcff.md")
    '名�.md'
    """
    return text if text.isascii() else _NO_CHARACTER.sub("\ufffd", text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"<U+{code:04X}>"


def _is_in_ci() -> bool:
    """Whether what is printed goes into a log that is read for commands."""
    return any(os.environ.get(name) for name in _CI_VARIABLES)
