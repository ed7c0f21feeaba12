"""The figures of extraction: ``extract_bench.py SHARED``.

On check-dev and on the Government Work Report 2021 (neither was learned from): the share of the
glossary's concepts that are found with a right pair among the first rows, those that stand in two
segments or more and those that stand in one; how many of the first 200 rows and of the proposed
ones are right, of those whose Chinese the glossary has; and the marks of concordances.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nqpterms.extraction.extracting import extract
from nqpterms.formats.bitext_formats import load_segments
from nqpterms.formats.term_bases import load_terms
from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import plural_key
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate
from nqpterms.model.termbase import TermBase
from nqpterms.renderings.concordance import concord

Known = dict[str, set[str]]


def zh_key(text: str) -> str:
    """A Chinese term as it is compared: simplified, without blanks."""
    return simplified("".join(text.split()))


def en_key(text: str) -> str:
    """An English term as it is compared: without case, plural, hyphens and article."""
    plain = re.sub(r"[-–’'“”\"]", " ", text)
    words = [plural_key(word) for word in plain.split()]
    return " ".join(
        words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words
    )


def renderings_of(base: TermBase) -> Known:
    """The English terms of each Chinese one."""
    known: Known = {}
    for concept in base.concepts:
        for zh in concept.terms_in("zh"):
            known.setdefault(zh_key(zh.text), set()).update(
                en_key(en.text) for en in concept.terms_in("en")
            )
    return known


def is_right(candidate: Candidate, known: Known) -> bool:
    """Whether a candidate has a listed rendering."""
    return en_key(candidate.en) in known.get(zh_key(candidate.zh), ())


def figures(name: str, segments: Sequence[Segment], known: Known) -> None:
    """What is found of the concepts that the text has, and how much of it is right."""
    start = time.process_time()
    found = extract(segments)
    print(
        f"{name}: {len(segments)} pairs in {time.process_time() - start:.1f} s of the CPU"
    )
    texts = [(zh_key(s.zh), f" {en_key(s.en)} ") for s in segments]
    count = {zh: sum(zh in chinese for chinese, _ in texts) for zh in known}
    twice = {zh for zh in known if count[zh] > 1}
    once = {
        zh
        for zh in known
        if count[zh] == 1
        and any(
            zh in a and f" {en} " in b for a, b in texts for en in known[zh]
        )
    }
    for rows in (500, 1000, 2000):
        right = {zh_key(c.zh) for c in found[:rows] if is_right(c, known)}
        shares = f"{len(right & twice) / len(twice):.3f} of {len(twice)} that stand twice"
        print(
            f"  first {rows}: {shares}, {len(right & once) / len(once):.3f} of {len(once)} once"
        )
    proposed = [c for c in found if c.is_proposed()]
    for title, rows in (("first 200", found[:200]), ("proposed", proposed)):
        listed = [c for c in rows if zh_key(c.zh) in known]
        good = sum(is_right(c, known) for c in listed)
        print(
            f"  {title}: {good / len(listed):.3f} of {len(listed)} whose Chinese is known"
        )


def concordances(
    name: str, segments: Sequence[Segment], known: Known, *, terms: int = 30
) -> None:
    """Renderings marked exactly right for terms with one listed rendering, over two draws."""
    texts = [(zh_key(s.zh), f" {en_key(s.en)} ") for s in segments]
    counted: dict[str, str] = {}
    for zh, renderings in known.items():
        (en, *others) = sorted(renderings) or ("",)
        if (
            not others
            and sum(zh in a and f" {en} " in b for a, b in texts) >= 3
        ):
            counted[zh] = en
    for seed in range(2):
        drawn = random.Random(seed).sample(sorted(counted), terms)
        right = places = 0
        for zh in drawn:
            en = counted[zh]
            for line in concord(zh, segments).lines:
                text = f" {en_key(line.segment.en)} "
                if (
                    zh_key(line.segment.zh).count(zh)
                    == text.count(f" {en} ")
                    > 0
                ):
                    places += 1
                    right += en_key(line.group) == en
        print(
            f"  {name}, concordance: {right / places:.3f} of {places} places of",
            *drawn,
        )


if __name__ == "__main__":
    data = Path(sys.argv[1]) / "data"
    annual = list(load_segments(data / "check-dev" / "pairs-clean.tsv"))
    listed = renderings_of(load_terms(data / "check-dev" / "glossary.tsv"))
    figures("check-dev", annual, listed)
    bundled = renderings_of(load_terms())
    pairs = data / "gwr-history" / "pairs"
    figures("report of 2021", list(load_segments(pairs / "2021.tsv")), bundled)
    concordances("check-dev", annual, listed)
    reports = [
        s for path in sorted(pairs.glob("*.tsv")) for s in load_segments(path)
    ]
    concordances("reports", reports, bundled)
