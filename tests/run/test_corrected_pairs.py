"""What somebody has set right in a pair holds for every command that reads the pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from nqpterms.model.alignment import KnownBead
from nqpterms.run.corrected_pairs import known_beads_of, write_known_beads
from nqpterms.run.inputs import Unit, find_units
from nqpterms.run.one import segments_of

ZH = "渡轮停在码头。\n\n工人修理起重机。\n\n码头很长。\n"
EN = "The ferry lies at the quay.\n\nWorkers repair the cranes.\n\nThe quay is long.\n"


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    (tmp_path / "port.zh.txt").write_text(ZH, encoding="utf-8")
    (tmp_path / "port.en.txt").write_text(EN, encoding="utf-8")
    [unit] = find_units([tmp_path])
    return unit


def pairs(unit: Unit) -> list[str]:
    return [segment.en for segment in segments_of(unit)]


def test_what_is_known_holds_wherever_the_pair_is_read(unit: Unit) -> None:
    assert "Workers repair the cranes." in pairs(unit)
    assert write_known_beads(
        unit, [], [KnownBead((3,), ()), KnownBead((), (3,))]
    )
    assert "Workers repair the cranes." not in pairs(unit)


def test_it_is_no_text_of_the_folder(unit: Unit, tmp_path: Path) -> None:
    write_known_beads(unit, [], [KnownBead((3,), (3,))])
    assert (tmp_path / "port.anchors").is_file()
    assert len(find_units([tmp_path])) == 1


def test_who_comes_second_writes_nothing(unit: Unit) -> None:
    first, second = [KnownBead((1,), (1,))], [KnownBead((3,), (3,))]
    assert write_known_beads(unit, [], first)
    assert not write_known_beads(unit, [], second)
    assert known_beads_of(unit) == first


def test_anchors_that_a_person_has_written_stay(
    unit: Unit, tmp_path: Path
) -> None:
    (tmp_path / "port.anchors").write_text("1 1\n", encoding="utf-8")
    write_known_beads(unit, [], [KnownBead((3,), (3,))])
    assert (tmp_path / "port.anchors").read_text("utf-8") == "1\t1\n3 = 3\n"


def test_a_bitext_has_none(tmp_path: Path) -> None:
    assert known_beads_of(Unit("a.tsv", str(tmp_path / "a.tsv"))) == []
    assert not write_known_beads(Unit("a.tsv", str(tmp_path / "a.tsv")), [], [])
