"""What a reader waits for on the pages of `nqpterms review`: milliseconds of CPU, page by page.

    python tests/bench/review_bench.py

A folder is made of 200 bitexts with 50 rows each, whose sentences hold terms of the bundled
glossaries, and of a glossary with 20,000 concepts. *first* is the first visit after the texts have
been read and made ready, as the server does it in the background; *then* the median of the visits
after it, *worst* the slowest of these. CPU of this process, so that others on the machine do not
count; texts are read by other processes, whose time is said apart.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import machine, table
from starlette.testclient import TestClient

from nqpterms.formats.term_bases import load_terms
from nqpterms.model.termbase import Concept
from nqpterms.servers.clerk import collect_rarely
from nqpterms.servers.review.concordance_search import make_ready
from nqpterms.servers.review.guard import Guard
from nqpterms.servers.review.review_app import review_app
from nqpterms.servers.review.review_desk import ReviewDesk

TEXTS, ROWS, CONCEPTS = 200, 50, 20_000
ORIGIN = "http://127.0.0.1:8000"
PATTERNS = (
    ("我们推进{}，加强{}。", "We will promote {} and strengthen {}."),
    ("{}和{}取得新进展。", "Fresh progress was made in {} and {}."),
    ("要重视{}，也要重视{}。", "Attention goes to {} as well as to {}."),
)
SYLLABLES = "安宝成德恩方国海家康林明南平强荣山田伟新阳云中"


def write_folder(folder: Path) -> list[Concept]:
    """A folder as a team may have it; gives the concepts whose terms stand in its texts."""
    chance = random.Random(22)
    used = [
        c
        for c in load_terms("policy").concepts
        if c.preferred("zh") and c.preferred("en")
    ]
    for number in range(TEXTS):
        lines = ["zh\ten"]
        for _ in range(ROWS):
            first, second = chance.sample(used, 2)
            zh, en = chance.choice(PATTERNS)
            chinese = zh.format(first.preferred("zh"), second.preferred("zh"))
            english = en.format(first.preferred("en"), second.preferred("en"))
            lines.append(f"{chinese}\t{english}")
        year = 1980 + number % 45
        path = folder / f"{year}-{number}.tsv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_glossary(folder / "terms.tsv", used, chance)
    (folder / "nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
    return used


def _write_glossary(
    path: Path, used: list[Concept], chance: random.Random
) -> None:
    """A glossary: the terms of the texts, and made-up ones for the rest."""
    rows = ["concept\tlang\tterm\tstatus"]
    for concept in used:
        rows.append(f"{concept.id}\tzh\t{concept.preferred('zh')}\tpreferred")
        rows.append(f"{concept.id}\ten\t{concept.preferred('en')}\tpreferred")
    for number in range(CONCEPTS - len(used)):
        name = "".join(chance.choices(SYLLABLES, k=4))
        rows.append(f"c{number}\tzh\t{name}{number % 97}号项目\tpreferred")
        rows.append(f"c{number}\ten\t{name} project number {number}\tpreferred")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


class Visits:
    """Visits to one address after another, each with its CPU in milliseconds."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.rows: list[tuple[str, ...]] = []

    def go(
        self, name: str, addresses: list[str], *, is_part: bool = False
    ) -> None:
        """Visit some addresses, all of one kind, and note what they cost."""
        costs = []
        headers = {"x-part": "1"} if is_part else {}
        for address in addresses:
            begun = time.process_time()
            answer = self.client.get(address, headers=headers)
            costs.append(1000 * (time.process_time() - begun))
            assert answer.status_code == 200, address
        later = costs[1:] or costs
        figures = (costs[0], statistics.median(later), max(later))
        self.rows.append(
            (name, str(len(addresses)), *(f"{one:.0f}" for one in figures))
        )


def main() -> None:
    collect_rarely()  # as the server does
    with tempfile.TemporaryDirectory() as place:
        used = write_folder(Path(place))
        desk = ReviewDesk(Path(place))
        begun = time.perf_counter()
        state = desk.shelf.whole()
        seconds = time.perf_counter() - begun
        print(
            f"{len(state.texts)} texts, {len(state.segments())} rows, read in {seconds:.0f} s"
        )
        begun = time.process_time()
        make_ready(desk)
        print(f"made ready in {time.process_time() - begun:.1f} s of CPU")
        app = Guard(review_app(desk), token="t", port=8000, hosts={"127.0.0.1"})
        client = TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN})
        client.get("/?token=t")
        visits = Visits(client)
        zh = [str(concept.preferred("zh")) for concept in used[::40]]
        en = [str(concept.preferred("en")) for concept in used[::40]]
        visits.go("page Terms", ["/terms"] * 5)
        typed = [
            f"/terms?q={query}"
            for query in (*zh, *en, "xinzhi", "gjfz", "项目", "projct")
        ]
        visits.go("search in the glossary", typed, is_part=True)
        visits.go(
            "a concept",
            [f"/terms/concept/{concept.id}" for concept in used[::80]],
        )
        visits.go("page Concordance", ["/concordance"] * 5)
        visits.go(
            "a listed term",
            [f"/concordance?term={term}" for term in (*zh, *en)],
        )
        visits.go(
            "a word of no glossary",
            [
                f"/concordance?term={w}"
                for w in ("重视", "取得", "progress", "我们")
            ],
        )
        visits.go("page Alignment", ["/alignment"] * 3)
        desk.close()
    header = ("", "visits", "first, ms", "then, ms", "worst, ms")
    table(f"Pages of nqpterms review, {machine()}", header, visits.rows)


if __name__ == "__main__":
    main()
