"""What in a text is no language: addresses, paths, anchors, placeholders, code.

    text ──find_codes──▶ stretches without words, in order

Signs that a text without codes has not are looked for first, so most texts are left at a glance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nqpterms.model.non_prose import NonProse, NonProseKind
from nqpterms.model.places import Span


class _CodeShape(NamedTuple):
    """A kind of code that one pattern finds, and the signs without which there is none."""

    kind: NonProseKind
    sign: str
    pattern: re.Pattern[str]


_SHAPES = (
    _CodeShape(
        "address",
        ":",
        re.compile(
            r"(?<![A-Za-z0-9])(?:(?:https?|ftps?|sftp|file|ssh|git|wss?)://[^\s<>\"“”‘’「」《》（），。；：！？、|]+"
            r"|(?:mailto|urn|doi|tel):[!-;=?-~]+)",
            re.IGNORECASE,
        ),
    ),
    _CodeShape(
        "code", "`", re.compile(r"(?<![`\w])(`+)(?!`)[^\n]+?(?<!`)\1(?![`\w])")
    ),
    _CodeShape(
        "code",
        "</",
        re.compile(
            r"<(code|kbd|samp|var|tt)\b[^<>]*>.*?</\1\s*>",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    _CodeShape(
        "protected",
        "translate=",
        re.compile(
            r"<(\w+)\b[^<>]*\btranslate=[\"']no[\"'][^<>]*>.*?</\1\s*>",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    _CodeShape(
        "placeholder",
        "<",
        re.compile(
            r"</?[A-Za-z\d][\w:.-]*(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*\s*/?>"
            r"|<%.{0,200}?%>"
        ),
    ),
    _CodeShape("placeholder", "{{", re.compile(r"\{\{[^{}\n]{0,120}\}\}")),
    _CodeShape("placeholder", "{%", re.compile(r"\{%[^{}\n]{0,120}%\}")),
    _CodeShape(
        "anchor", "{", re.compile(r"\{(?::\s?)?[.#][^\s{}][^{}\n]{0,120}\}")
    ),
    _CodeShape(
        "placeholder",
        "{",
        re.compile(r"[$%#@]?\{ ?[\w.\-\[\]:!,$]{0,60} ?\}(?!\})"),
    ),
    _CodeShape(
        "placeholder",
        "{",
        re.compile(
            r"\{\w+,\s*(?:plural|select|selectordinal|number|date|time)\b,?\s*"
        ),
    ),
    _CodeShape("placeholder", "${", re.compile(r"\$\{[^{}\n]{1,80}\}")),
    _CodeShape("placeholder", "[[", re.compile(r"\[\[[^\[\]\n]{0,120}\]\]")),
    _CodeShape(
        "placeholder",
        "%",
        re.compile(
            r"(?<![\d%])%(?:\([\w.]+\)|\d{1,2}\$)?[-+#0]*\d*(?:\.\d+)?(?:hh?|ll?|[zjtL])?"
            r"[sdifgeuxXcr@](?![A-Za-z])|(?<![\d%])%[A-Za-z_]\w*%"
        ),
    ),
    _CodeShape(
        "placeholder",
        "$",
        re.compile(r"(?<![\w$])\$[A-Za-z_][\w-]*\$(?!\w)|\$\([A-Za-z]\w*\)"),
    ),
    _CodeShape("placeholder", "__", re.compile(r"(?<!\w)__\w+?__(?!\w)")),
    _CodeShape("anchor", "[^", re.compile(r"\[\^[^\]\s]{1,60}\]")),
    _CodeShape("code", "$$", re.compile(r"\$\$[^$\n]{1,400}\$\$")),
    _CodeShape(
        "code",
        "=",
        re.compile(r"(?<![\w=-])[a-z][\w.-]*=(?=[\w\"'./-])[^\s,;，；<>]+"),
    ),
    _CodeShape(
        "anchor", "#", re.compile(r"(?<![\w&#])#[A-Za-z][\w]*(?:-\w+)+")
    ),
)

# -- addresses and paths without a sign of their own -------------------------------------------

_JOINT = re.compile(r"[./\\@_:~](?=[\w./\\~-])", re.ASCII)
"""What joins the parts of an address or a path."""
_ANY_SIGN = re.compile(rf"[`{{<$%#\[:=]|{_JOINT.pattern}", re.ASCII)
"""A sign of every code: most texts have none."""

_TOKEN_SIGN = re.compile(r"[A-Za-z0-9_./\\@:~%+=?&#$()\[\]-]")
_LAST_ASCII = "\x7f"
_TRAILING = ".,;:!?)]}'\"-"
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HANDLE = re.compile(r"@\w[\w-]*", re.ASCII)
_TOP = "com|org|net|gov|edu|mil|int|info|cn|io|eu|uk|jp|kr|hk|tw|sg|ru|au"
_HOST = re.compile(
    rf"www\.\S+|(?:[a-z0-9-]+\.)+(?:{_TOP})(?::\d+)?(?:[/?#]\S*)?|(?:[a-z0-9-]+\.){{2,}}[a-z]{{2,6}}/\S*"
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_SUFFIX = (
    r"\.(?:md|markdown|rst|txt|text|tex|log|docx?|docm|odt|rtf|pdf|xlsx?|xlsm|ods|csv|tsv|pptx?"
    r"|html?|xhtml|xml|json|jsonl|ya?ml|toml|ini|cfg|conf|po|pot|mo|tmx|tbx|xlf|xliff|sdlxliff"
    r"|mqxliff|sdltb|py|ipynb|java|cpp|hpp|php|rb|rs|go|sh|bat|ps1|sql|css|scss|tsx?|jsx"
    r"|png|jpe?g|gif|svg|webp|bmp|tiff?|mp[34]|wav|avi|mov|zip|gz|tgz|bz2|xz|7z|rar|tar|bak|tmp)"
)
_FILE = re.compile(
    rf"[^\s/\\]*[\w)\]]{_SUFFIX}|\.[a-z]\w*(?:rc|ignore|config)", re.IGNORECASE
)
_SUFFIX_HERE = re.compile(rf"{_SUFFIX}(?![A-Za-z])", re.IGNORECASE)
_IN_HAN_NAME = re.compile(r"[\w《》-]")
_LONGEST_NAME = 80  # code points of a file's name in Chinese
_FOLDERS = frozenset(
    """app apps assets bin bugfix build config content contrib data dist doc docs en etc examples
    feat feature fix home hotfix img
    images include lib locale locales media mnt node_modules opt out output pages posts public
    reports res resources root scripts share site src srv static templates test tests tmp tools
    translations usr users var vendor zh zh-cn zh-hans zh-tw""".split()
)
"""Names with which paths begin; a folder of words (policy/reform) is otherwise two of them."""

_PART = re.compile(r"[\w.~+@%()-]+", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_WORD_WITH_UNDERSCORE = re.compile(
    r"[A-Za-z0-9$]\w*[A-Za-z0-9]_+[A-Za-z0-9]\w*", re.ASCII
)


def find_codes(text: str) -> list[NonProse]:
    """The stretches of a text that hold no words of a language, in order.

    >>> text = "Mail a.b@example.org about docs/x.md, and/or set {count} in `main`."
    >>> [(one.kind, one.span.of(text)) for one in find_codes(text)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('address', 'a.b@example.org'), ('path', 'docs/x.md'), ('placeholder', '{count}'),
     ('code', '`main`')]
    """
    if not _ANY_SIGN.search(text):
        return []
    stretches = []
    for kind, sign, pattern in _SHAPES:
        if sign not in text:
            continue
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "address":
                end = match.start() + len(_without_trailing(match[0]))
            stretches.append(NonProse(Span(match.start(), end), kind))
    stretches += _joined_parts(text)
    return _outermost(stretches) if len(stretches) > 1 else stretches


def _outermost(stretches: list[NonProse]) -> list[NonProse]:
    """The stretches that lie in no other, in order."""
    outer: list[NonProse] = []
    for stretch in sorted(stretches, key=_early_and_long):
        if not outer or stretch.span.end > outer[-1].span.end:
            outer.append(stretch)
    return outer


def _early_and_long(stretch: NonProse) -> tuple[int, int]:
    return stretch.span.start, -stretch.span.end


def _joined_parts(text: str) -> Iterator[NonProse]:
    """The addresses, paths, names of files and of variables, by the signs that join their parts."""
    behind = 0  # the last token that was looked at
    for joint in _JOINT.finditer(text):
        at = joint.start()
        if at < behind:
            continue
        if text[at - 1 : at] > _LAST_ASCII:
            name = _name_in_chinese(text, at)
            if name:
                yield NonProse(name, "path")
        token = _token_around(text, at)
        behind = token.end
        kind = _kind_of_token(token.of(text))
        if kind:
            yield NonProse(token, kind)


def _name_in_chinese(text: str, at: int) -> Span | None:
    """The name of a file whose suffix begins at a position; Chinese has no blank before it."""
    suffix = _SUFFIX_HERE.match(text, at)
    if not suffix or not text[at - 1].isalnum():
        return None
    start = at
    while start > max(0, at - _LONGEST_NAME) and _IN_HAN_NAME.match(
        text[start - 1]
    ):
        start -= 1
    return Span(start, suffix.end())


def _token_around(text: str, at: int) -> Span:
    """The run of signs of an address around a position, without the stop behind it."""
    start, end = at, at + 1
    while start and _TOKEN_SIGN.match(text[start - 1]):
        start -= 1
    while end < len(text) and _TOKEN_SIGN.match(text[end]):
        end += 1
    while start < at and text[start] in "([":
        start += 1
    return Span(
        start, max(at + 1, start + len(_without_trailing(text[start:end])))
    )


def _without_trailing(address: str) -> str:
    """An address without the signs behind it that belong to the sentence."""
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _kind_of_token(token: str) -> NonProseKind | None:
    """What a run of ASCII signs is; None for words, numbers and dates."""
    if _MAIL.fullmatch(token) or _HANDLE.fullmatch(token):
        return "address"
    if _HOST.fullmatch(token) or _DOI.fullmatch(token):
        return "address"
    if _is_path(token):
        return "path"
    return "code" if _WORD_WITH_UNDERSCORE.fullmatch(token) else None


def _is_path(token: str) -> bool:
    """Whether a token is a path or the name of a file, and not two words with a stroke."""
    if token.startswith(
        ("./", "../", "~/", "\\\\", ".\\", "..\\")
    ) or _DRIVE.match(token):
        return True
    parts = re.split(r"[/\\]", token)
    if _FILE.fullmatch(parts[-1]):
        return True
    if len(parts) < 2 or not all(
        _PART.fullmatch(part) for part in parts if part
    ):
        return False
    if token[0] in "/\\":
        return len(parts) > 2 or _SLUG.fullmatch(parts[1]) is not None
    return parts[0] in _FOLDERS or _is_of_slugs(parts)


def _is_of_slugs(parts: Sequence[str]) -> bool:
    """Whether three parts or more are in small letters, and one of them is a slug."""
    if len(parts) < 3 or any(part != part.lower() for part in parts):
        return False
    return any(map(_SLUG.fullmatch, parts))
