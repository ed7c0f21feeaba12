"""Our TMX and glossary in OmegaT: its console translates, its own reader reads the glossary.

Debian has both (package omegat, with groovy); where they are not installed the tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.formats.bitext_formats import dump_segments, load_segments
from nqpterms.formats.bitexts.notes_in_place import our_notes
from nqpterms.formats.term_bases import dump_terms
from nqpterms.model.alignment import Segment, Side
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Definition, Term, TermBase
from nqpterms.notes.cat_answers import noted_bitext

PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
{folders}
<source_lang>{source}</source_lang><target_lang>{target}</target_lang>
<sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""
FOLDERS = ("source", "target", "tm", "glossary", "dictionary")
READ_GLOSSARY = """
for (e in org.omegat.gui.glossary.GlossaryReaderTSV.read(new File(args[0]), false))
    println(groovy.json.JsonOutput.toJson([e.srcText, e.locText, e.commentText]))
"""
TAGS = {"zh": "zh-CN", "en": "en"}
JAR = Path("/usr/share/omegat/OmegaT.jar")
PAIRS = [
    Segment("新质生产力 & <税>", 'new "quality" productive forces', id="1"),
    Segment("第二句。", "The second sentence.", id="b c", doc="two"),
    Segment("２０２４年“十四五”", "the 14th Five-Year Plan – 2024", id="3"),
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("omegat"), reason="omegat is not installed"
    ),
]


def java(*command: str | Path, home: Path) -> str:
    """What a Java program without a screen says."""
    options = (
        f"-Djava.awt.headless=true -Dfile.encoding=UTF-8 -Duser.home={home}"
    )
    # Groovy asks for it.
    where = Path(shutil.which("java") or "").resolve().parents[1]
    environment = {
        **os.environ,
        "JAVA_TOOL_OPTIONS": options,
        "JAVA_HOME": str(where),
    }
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env=environment,
    )
    return done.stdout


def project_in(folder: Path, source: Side, target: Side) -> Path:
    """An empty project; OmegaT takes what lies in its tm/auto without asking."""
    project = folder / "project"
    for name in (*FOLDERS, "tm/auto", "omegat"):
        (project / name).mkdir(parents=True)
    folders = "\n".join(f"<{n}_dir>__DEFAULT__</{n}_dir>" for n in FOLDERS)
    (project / "omegat.project").write_text(
        PROJECT.format(
            folders=folders, source=TAGS[source], target=TAGS[target]
        ),
        encoding="utf-8",
    )
    return project


NOTED = Finding(
    "T101",
    "warning",
    "“tax” is deprecated: use “levy”",
    segment=1,
    matched="tax",
)


def test_omegat_reads_files_with_our_notes(tmp_path: Path) -> None:
    project = project_in(tmp_path, "zh", "en")
    pair = Segment("减税。", "Less tax.")
    for place in ("tm/auto/ours.tmx", "source/a.xlf", "source/a.po"):
        path = project / place
        dump_segments([pair], path, **TAGS)
        (segment,) = load_segments(path)
        path.write_bytes(
            noted_bitext(path, [replace(NOTED, unit=segment.id)]).data
        )
        assert our_notes(path)
    (project / "source/b.txt").write_text("减税。", encoding="utf-8")
    java("omegat", project, "--mode=console-translate", home=tmp_path)
    assert (project / "target/b.txt").read_text(encoding="utf-8") == "Less tax."
    for name in ("a.xlf", "a.po"):
        (back,) = load_segments(project / "target" / name)
        assert (back.zh, back.en) == (pair.zh, pair.en)
        assert our_notes(project / "target" / name)


@pytest.mark.parametrize(("source", "target"), [("zh", "en"), ("en", "zh")])
def test_omegat_translates_with_our_memory(
    source: Side, target: Side, tmp_path: Path
) -> None:
    project = project_in(tmp_path, source, target)
    given = [
        Segment(s.zh, s.en, id=s.id, doc=s.doc, target=target) for s in PAIRS
    ]
    dump_segments(given, project / "tm/auto/ours.tmx", **TAGS)
    texts = [segment.text(source) for segment in given]
    (project / "source/a.txt").write_text(
        "\n\n".join([*texts, "xyz"]), encoding="utf-8"
    )
    java("omegat", project, "--mode=console-translate", home=tmp_path)
    written = (
        (project / "target/a.txt").read_text(encoding="utf-8").split("\n\n")
    )
    assert written == [*(segment.text(target) for segment in given), "xyz"]
    for level in ("omegat", "level1", "level2"):
        back = load_segments(project / f"project-{level}.tmx")
        assert {(s.zh, s.en) for s in back} == {(s.zh, s.en) for s in PAIRS}


@pytest.mark.skipif(
    not shutil.which("groovy") or not JAR.exists(),
    reason="no groovy for its jar",
)
def test_omegat_reads_our_glossary(tmp_path: Path) -> None:
    base = TermBase(
        (
            Concept(
                "npf",
                (
                    Term("新质生产力", "zh-Hans", "preferred"),
                    Term("new quality productive forces", "en", "preferred"),
                    Term('"NQPF" & <x>', "en", "admitted"),
                    Term("new productivity", "en", "deprecated"),
                ),
                definitions=(Definition("一种生产力", "zh-Hans"),),
            ),
        )
    )
    path = tmp_path / "ours.utf8"
    dump_terms(base, path, type="omegat", statuses=("preferred", "admitted"))
    said = java("groovy", "-cp", JAR, "-e", READ_GLOSSARY, path, home=tmp_path)
    read = [json.loads(line) for line in said.splitlines()]
    assert [row[:2] for row in read] == [
        ["新质生产力", "new quality productive forces"],
        ["新质生产力", '"NQPF" & <x>'],
    ]
