"""The figures of extraction: ``extract_bench.py SHARED``.

On check-dev the share of the glossary's concepts that occur in two segments or more and are found
with a right pair among the first rows; on the Government Work Report 2024 how often a listed
rendering of a listed term is on top, and among three; and the marks of concordances.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from extract_data import gwr_pairs

from nqpterms.extraction.extracting import extract
from nqpterms.formats.registry import load_segments, load_terms
from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import plural_key
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate
from nqpterms.renderings.concordance import concord
from nqpterms.renderings.finding import learn_renderings

Known = dict[str, set[str]]


def zh_key(text: str) -> str:
    """A Chinese term as it is compared: simplified, without blanks."""
    return simplified("".join(text.split()))


def en_key(text: str) -> str:
    """An English term as it is compared: without case, plural, hyphens and article."""
    plain = re.sub(r"[-–’'“”\"]", " ", text)
    words = [plural_key(word) for word in plain.split()]
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def check_dev(data: Path) -> None:
    """Recall among the first rows, and precision of the first 200 whose Chinese is known."""
    known: Known = {}
    for concept in load_terms(data / "glossary.tsv").concepts:
        for zh in concept.terms_in("zh"):
            known.setdefault(zh_key(zh.text), set()).update(
                en_key(en.text) for en in concept.terms_in("en")
            )
    segments = list(load_segments(data / "pairs-clean.tsv"))
    start = time.process_time()
    found = extract(segments)
    print(f"check-dev: {len(segments)} pairs in {time.process_time() - start:.1f} s of the CPU")
    texts = [zh_key(segment.zh) for segment in segments]
    twice = {zh for zh in known if sum(zh in text for text in texts) >= 2}
    for rows in (500, 1000, 2000):
        right = {zh_key(c.zh) for c in found[:rows] if en_key(c.en) in known.get(zh_key(c.zh), ())}
        print(f"  first {rows}: {len(right & twice) / len(twice):.3f} of {len(twice)} concepts")
    listed = [c for c in found[:200] if zh_key(c.zh) in known]
    good = sum(en_key(c.en) in known[zh_key(c.zh)] for c in listed)
    print(f"  first 200: {good / len(listed):.3f} of {len(listed)} whose Chinese is known")
    show(c for c in found[:200] if zh_key(c.zh) not in known)
    concordances(segments, known)


def show(candidates: Iterable[Candidate]) -> None:
    """Candidates to read."""
    for c in candidates:
        print(f"    {c.zh}\t{c.en}\t{c.count}\t{c.p_term}\t{c.p_pair}")


def concordances(segments: list[Segment], known: Known, *, terms: int = 30) -> None:
    """Renderings marked exactly right for terms with one listed rendering, over five draws."""
    model = learn_renderings(segments)
    counted = {
        zh: en
        for zh, renderings in known.items()
        if len(renderings) == 1
        for en in renderings
        if sum(zh in zh_key(s.zh) and en in en_key(s.en) for s in segments) >= 3
    }
    for seed in range(3):
        drawn = random.Random(seed).sample(sorted(counted), terms)
        right = places = 0
        for zh in drawn:
            en = counted[zh]
            for line in concord(zh, segments, model=model).lines:
                text = f" {en_key(line.segment.en)} "
                if zh_key(line.segment.zh).count(zh) == text.count(f" {en} ") > 0:
                    places += 1
                    right += en_key(line.group) == en
        print(f"  concordance of {terms} terms: {right / places:.3f} of {places} places")


def gwr(shared: Path) -> None:
    """A listed rendering on top, and among three, of the terms that the report supports."""
    segments = [Segment(zh, en) for zh, en in gwr_pairs(shared / "data" / "gwr-2024")]
    found = {zh_key(c.zh): c for c in extract(segments, limit=10**6)}
    top = three = listed = 0
    missed = []
    with (shared / "facts" / "term-candidates.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            zh = zh_key(row["zh"])
            if not row["gwr_support"] or sum(zh_key(s.zh).count(zh) for s in segments) < 2:
                continue
            columns = ("en_preferred", "en_admitted", "en_deprecated")
            right = {en_key(e) for name in columns for e in row[name].split(";") if e}
            if not any(f" {e} " in f" {en_key(s.en)} " for e in right for s in segments):
                continue
            listed += 1
            candidate = found.get(zh)
            best = [candidate.en, *(r.text for r in candidate.rivals)] if candidate else []
            ok = [en_key(e) in right for e in best]
            top += any(ok[:1])
            three += any(ok[:3])
            if not any(ok[:1]):
                missed.append((row["zh"], best[:3], row["en_preferred"]))
    print(f"gwr-2024: on top {top / listed:.3f}, among three {three / listed:.3f} of {listed}")
    for miss in missed:
        print("   ", *miss)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    check_dev(root / "data" / "check-dev")
    gwr(root)
