"""A term base as a page to read: Markdown or self-contained HTML, by subject and by pinyin.

Nothing reads a page back: it shows what a reader looks for (terms with their status and reading,
definitions, notes, relations, sources) and leaves the rest to the formats that hold it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from msgspec import Struct

from nqpterms.files.writing import atomic
from nqpterms.lang.chinese import has_han
from nqpterms.lang.normal_form import fold, one_line
from nqpterms.lang.pinyin import pinyin_order, syllables, toneless
from nqpterms.model.termbase import Concept, Term, TermBase

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_STYLE = """\
body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
nav a{margin-right:.6em}article{border-top:1px solid #ccc;padding:.4rem 0}
h3{margin:.3rem 0;font-size:1.15rem}.reading,.said{color:#555;font-weight:normal;font-size:.9em}
ul{margin:.2rem 0;padding-left:1.2rem}.deprecated,.superseded{text-decoration:line-through}
.index{columns:3 14rem}.index div{break-inside:avoid}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}.said{color:#aaa}}
"""


class PageEntry(Struct, frozen=True):
    """A concept as the page shows it: its head word, how that is read, and the concept itself."""

    head: str
    reading: str
    concept: Concept


def dump(
    base: TermBase, path: str | Path, *, kind: str = "", title: str = ""
) -> None:
    """Write a term base as a page: HTML where the suffix or `kind` is html, else Markdown."""
    kind = kind or Path(path).suffix.lower().removeprefix(".")
    heading = title or base.name or "Glossary"
    page = as_html if kind.startswith("htm") else as_markdown
    text = _CONTROL.sub("\ufffd", page(base, heading))
    with atomic(path) as file:
        file.write(text)


def as_markdown(base: TermBase, title: str) -> str:
    """The page in Markdown.

    >>> pf = Concept("pf", (Term("生产力", "zh"), Term("productive forces", "en", "preferred")))
    >>> print(as_markdown(TermBase((pf,)), "Terms").split("## By pinyin")[0].rstrip())
    # Terms
    <BLANKLINE>
    1 concept
    <BLANKLINE>
    ## Other
    <BLANKLINE>
    ### <a id="c-pf"></a>生产力 *shēng chǎn lì*
    <BLANKLINE>
    - productive forces (en, preferred)
    """
    lines = _markdown_head(base, title)
    for subject, entries in by_subject(base).items():
        lines += [f"## {_plain(subject)}", ""]
        for entry in entries:
            lines += _markdown_entry(entry)
    lines += _markdown_indexes(base, lambda _: "")
    return "\n".join(lines).rstrip() + "\n"


def as_markdown_pages(
    base: TermBase, title: str, *, folder: str
) -> dict[str, str]:
    """The pages of a large term base in Markdown: their text by their name.

    "" is the index, which links to the pages of the subjects in *folder* beside it.

    >>> base = TermBase((Concept("tax", (Term("税", "zh"), Term("tax", "en")), subject="fiscal"),))
    >>> pages = as_markdown_pages(base, "Terms", folder="terms")
    >>> sorted(pages), "[fiscal](terms/fiscal.md): 1 concept" in pages[""]
    (['', 'fiscal'], True)
    """
    subjects = by_subject(base)
    names = {
        subject: re.sub(r"[^\w-]+", "-", subject).lower()
        for subject in subjects
    }
    pages = {}
    index = _markdown_head(base, title)
    for subject, entries in subjects.items():
        concepts = f"{len(entries)} concept{'s'[: len(entries) != 1]}"
        index.append(
            f"- [{_plain(subject)}]({folder}/{names[subject]}.md): {concepts}"
        )
        lines = [
            f"# {_plain(title)}: {_plain(subject)}",
            "",
            f"{concepts}, by pinyin",
            "",
        ]
        for entry in entries:
            lines += _markdown_entry(entry)
        pages[names[subject]] = "\n".join(lines).rstrip() + "\n"
    index.append("")
    index += _markdown_indexes(
        base, lambda subject: f"{folder}/{names[subject or 'Other']}.md"
    )
    pages[""] = "\n".join(index).rstrip() + "\n"
    return pages


def _markdown_head(base: TermBase, title: str) -> list[str]:
    description = [_plain(base.description), ""] if base.description else []
    return [f"# {_plain(title)}", "", *description, _count(base), ""]


def _markdown_entry(entry: PageEntry) -> list[str]:
    reading = f" *{_plain(entry.reading)}*" if entry.reading else ""
    anchor = f'<a id="{escape(_anchor(entry.concept))}"></a>'
    lines = [f"### {anchor}{_plain(entry.head)}{reading}", ""]
    lines += [f"- {_plain(one_line(detail))}" for detail, _ in _details(entry)]
    return [*lines, ""]


def _markdown_indexes(base: TermBase, page: Callable[[str], str]) -> list[str]:
    """The indexes; *page* gives the page on which a subject's entries stand."""
    lines = []
    for name, index in (
        ("By pinyin", by_pinyin(base)),
        ("By English", by_english(base)),
    ):
        lines += [f"## {name}", ""]
        for letter, entries in index.items():
            links = ", ".join(
                f"[{_plain(e.head)}]({page(e.concept.subject)}#{_anchor(e.concept)})"
                for e in entries
            )
            lines.append(f"- **{_plain(letter)}** {links}")
        lines.append("")
    return lines


def as_html(base: TermBase, title: str) -> str:
    """The page in HTML: one file that loads nothing and runs nothing."""
    subjects = by_subject(base)
    contents = [
        f'<a href="#s-{at}">{escape(name)}</a>'
        for at, name in enumerate(subjects)
    ]
    contents += [
        '<a href="#pinyin">By pinyin</a>',
        '<a href="#english">By English</a>',
    ]
    lines = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>\n{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        *(
            f"<p>{escape(text)}</p>"
            for text in (base.description, _count(base))
            if text
        ),
        f"<nav>{''.join(contents)}</nav>",
    ]
    for at, (subject, entries) in enumerate(subjects.items()):
        lines.append(f'<section id="s-{at}"><h2>{escape(subject)}</h2>')
        lines += (_article(entry) for entry in entries)
        lines.append("</section>")
    lines += _html_index("pinyin", "By pinyin", by_pinyin(base))
    lines += _html_index("english", "By English", by_english(base))
    return "\n".join([*lines, "</body></html>"]) + "\n"


def by_subject(base: TermBase) -> dict[str, list[PageEntry]]:
    """The entries of each subject in alphabetical order, each by pinyin; "Other" has no subject."""
    subjects: dict[str, list[PageEntry]] = {}
    for entry in sorted(map(_entry, base.concepts), key=_order):
        subjects.setdefault(entry.concept.subject, []).append(entry)
    names = sorted(
        subjects, key=lambda name: (not name, pinyin_order(fold(name)))
    )
    return {name or "Other": subjects[name] for name in names}


def by_pinyin(base: TermBase) -> dict[str, list[PageEntry]]:
    """The entries under the first letter of their Chinese reading."""
    chinese = (_entry(c) for c in base.concepts if c.preferred("zh"))
    return _by_letter(
        sorted(chinese, key=_order), lambda entry: entry.reading or entry.head
    )


def by_english(base: TermBase) -> dict[str, list[PageEntry]]:
    """The entries under the first letter of their English term, which is what stands there."""
    english = ((c.preferred("en"), c) for c in base.concepts)
    entries = [
        PageEntry(text, "", concept) for text, concept in english if text
    ]
    return _by_letter(
        sorted(entries, key=lambda e: (fold(e.head), e.head)), lambda e: e.head
    )


def _by_letter(
    entries: list[PageEntry], text: Callable[[PageEntry], str]
) -> dict[str, list[PageEntry]]:
    letters: dict[str, list[PageEntry]] = {}
    for entry in entries:
        first = toneless(text(entry).lstrip("\"'“‘《"))[:1].upper()
        letters.setdefault(
            first if first.isascii() and first.isalpha() else "#", []
        ).append(entry)
    return dict(sorted(letters.items()))


def _entry(concept: Concept) -> PageEntry:
    """A concept under its Chinese term or, without one, its English."""
    head = concept.preferred("zh") or concept.preferred("en")
    if not head:
        head = concept.terms[0].text if concept.terms else concept.id
    readings = [
        term.reading
        for term in concept.terms
        if term.text == head and term.reading
    ]
    if readings:
        return PageEntry(head, readings[0], concept)
    reading = " ".join(syllables(head)) if has_han(head) else ""
    return PageEntry(head, reading, concept)


def _order(entry: PageEntry) -> tuple[tuple[str, ...], str, str]:
    return *pinyin_order(entry.head), entry.concept.id


def _notes_and_sources(item: Term | Concept) -> Iterator[tuple[str, str]]:
    """The notes of a term or a concept and then its sources, in no language of their own."""
    for note in item.notes:
        yield f"note: {note}", ""
    for source in item.sources:
        yield f"source: {source}", ""


def _details(entry: PageEntry) -> Iterator[tuple[str, str]]:
    """What stands under a head word, a line each, with the language that it is in.

    What the concept means comes first.
    """
    concept = entry.concept
    for definition in concept.definitions:
        source = f" ({definition.source})" if definition.source else ""
        yield f"definition: {definition.text}{source}", definition.lang
    for term in concept.terms:
        if term.text != entry.head or term.status in (
            "deprecated",
            "superseded",
        ):
            yield f"{term.text} ({_about(term)})", term.lang
        yield from _notes_and_sources(term)
        for context in term.contexts:
            source = f" ({context.source})" if context.source else ""
            yield f"“{context.text}”{source}", term.lang
    yield from _notes_and_sources(concept)
    for name, ids in (
        ("broader", concept.broader),
        ("related", concept.related),
    ):
        if ids:
            yield f"{name}: {', '.join(ids)}", ""


def _about(term: Term) -> str:
    short = f"short for {term.abbreviation_of}" if term.abbreviation_of else ""
    parts = (term.lang, term.status, term.pos, term.type, term.region, short)
    return ", ".join(filter(None, parts))


def _article(entry: PageEntry) -> str:
    reading = (
        f' <span class="reading">{escape(entry.reading)}</span>'
        if entry.reading
        else ""
    )
    statuses = {
        f"{t.text} ({_about(t)})": t.status for t in entry.concept.terms
    }
    items = []
    for detail, lang in _details(entry):
        language = f' lang="{escape(lang)}"' if lang else ""
        status = (
            f' class="{escape(statuses[detail])}"'
            if statuses.get(detail)
            else ""
        )
        items.append(f"<li{language}{status}>{escape(detail)}</li>")
    anchor = escape(_anchor(entry.concept))
    head = f'<h3 lang="zh">{escape(entry.head)}{reading}</h3>'
    return f'<article id="{anchor}">{head}<ul>{"".join(items)}</ul></article>'


def _html_index(
    name: str, title: str, index: dict[str, list[PageEntry]]
) -> Iterator[str]:
    yield f'<section id="{name}"><h2>{title}</h2><div class="index">'
    for letter, entries in index.items():
        links = "<br>".join(
            f'<a href="#{escape(_anchor(e.concept))}">{escape(e.head)}</a>'
            for e in entries
        )
        yield f"<div><h3>{escape(letter)}</h3>{links}</div>"
    yield "</div></section>"


def _anchor(concept: Concept) -> str:
    return f"c-{concept.id}"


def _count(base: TermBase) -> str:
    return f"{len(base)} concept{'s'[: len(base) != 1]}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", one_line(text))
