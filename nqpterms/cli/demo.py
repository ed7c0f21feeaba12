"""``nqpterms demo``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from nqpterms.cli.options import PATH
from nqpterms.cli.output import put
from nqpterms.errors import NqptermsError
from nqpterms.formats.bitext_formats import dump_segments
from nqpterms.formats.term_bases import dump_terms
from nqpterms.model.alignment import Alignment, Bead
from nqpterms.model.findings import SEVERITIES, Finding
from nqpterms.project.project import Project
from nqpterms.readers.reading import read
from nqpterms.renderings.concordance import attested
from nqpterms.run.inputs import unit_of
from nqpterms.run.one import check_unit, page_of

BRIEF = Path(__file__).parents[1] / "brief"
"""The bundled pair: an original brief on an invented province, written for this purpose."""

TEXTS = ("brief.zh.md", "brief.en.md")


@click.command("demo")
@click.argument("folder", type=PATH, default="nqpterms-demo", metavar="[DIR]")
def demo_command(folder: Path) -> None:
    """Tell the whole story on the bundled pair, ending in report.html.

    Aligns a Chinese brief with its English version, checks the English against the bundled term
    base, and writes both texts, report.html, terms.tbx and alignment.tmx into DIR (default:
    nqpterms-demo).

    \b
    nqpterms demo
    nqpterms demo /tmp/look
    """
    _make(folder)
    project = Project()
    for name in TEXTS:
        put((BRIEF / name).read_text(encoding="utf-8"), folder / name)
    zh, en = (replace(read(BRIEF / name), name=name) for name in TEXTS)
    result = check_unit(unit_of(en, zh), project)
    alignment = result.alignment
    assert alignment is not None  # the brief is a pair
    segments = tuple(alignment.segments())
    terms = attested(segments, project.matcher())
    put(page_of([result], project), folder / "report.html")
    dump_terms(terms, folder / "terms.tbx", version=2, lossy=True)
    dump_segments(segments, folder / "alignment.tmx")
    for line in _story(alignment, list(result.findings), len(terms), folder):
        click.echo(line)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NqptermsError(
            f"{folder}: cannot be made a folder: {error.strerror}"
        ) from None


def _story(
    alignment: Alignment, findings: Sequence[Finding], terms: int, folder: Path
) -> Iterator[str]:
    """What came of the pair, where to look, and what to type next."""
    sections = sum(1 for pair in alignment.sections() if pair.zh and pair.en)
    paragraphs = alignment.beads("paragraph")
    alone = len(paragraphs) - _pairs(paragraphs)
    sentences = _pairs(alignment.beads("sentence"))
    by_severity = Counter(finding.severity for finding in findings)
    severities = [
        f"{by_severity[s]} {s}" for s in reversed(SEVERITIES) if by_severity[s]
    ]
    by_code = Counter(finding.code for finding in findings)
    codes = ", ".join(
        f"{code} ×{count}" for code, count in sorted(by_code.items())
    )
    paired = f"{_pairs(paragraphs)} paragraphs, {sentences} sentence beads"
    yield f"aligned   {sections} sections, {paired}"
    yield f"alone     {alone} paragraphs without a partner, each with the reason"
    yield f"terms     {terms} concepts of the bundled glossaries stand in the pair"
    yield f"findings  {len(findings)}: {', '.join(severities)} ({codes})"
    yield f"look at   {folder / 'report.html'}"
    texts = " ".join(str(folder / name) for name in TEXTS)
    yield f"import    {folder / 'terms.tbx'} (TBX 2), {folder / 'alignment.tmx'} (TMX 1.4)"
    yield f"try       nqpterms check {texts}"


def _pairs(beads: Iterable[Bead]) -> int:
    """How many beads have both sides."""
    return sum(1 for bead in beads if bead.zh and bead.en)
