"""How long a reader of `nqpterms review` waits, in seconds of processor time.

python tests/bench/check_page_bench.py ORIGINAL.zh.txt DRAFT.en.txt

The pages are asked in this process, without a network: the glossaries are read before, as the
server does when it starts; the work of the clerk is counted with that of the server.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from nqpterms.servers.review.check_bench import bench
from nqpterms.servers.review.review_app import review_app
from nqpterms.servers.review.review_desk import ReviewDesk

_FINDINGS = 300
_DOCUMENTS = 200
_ANSWERS = 60


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as place:
        from_drop(Path(place), source, target)
    with tempfile.TemporaryDirectory() as place:
        answers(Path(place))
    with tempfile.TemporaryDirectory() as place:
        many_documents(Path(place))


def from_drop(folder: Path, source: Path, target: Path) -> None:
    """From a dropped pair to its first decision."""
    client = client_of(folder)

    def drop_and_wait() -> None:
        files = [
            ("files", (path.name, path.read_bytes()))
            for path in (source, target)
        ]
        answer = client.post("/drop", files=files, follow_redirects=False)
        address = answer.headers["location"]
        client.get(address)
        name = address.removeprefix("/check/")
        while client.desk.checks.of(name).is_working:  # type: ignore[attr-defined]
            time.sleep(0.05)
        page = client.get(address).text
        print(
            page[page.index('id="count"') :]
            .partition("</p>")[0]
            .partition(">")[2]
            .strip()
        )

    print(f"from drop to first decision: {seconds(drop_and_wait):.2f} s")


def answers(folder: Path) -> None:
    """From an answer to the next decision, with many findings."""
    terms = ["concept\tlang\tterm\tstatus\n"]
    rows = ["zh\ten\n"]
    for number in range(_FINDINGS):
        sign = chr(0x4E00 + number)  # 300 causes, none inside another
        terms.append(
            f"t{number}\tzh\t{sign}茶园\t\nt{number}\ten\tgarden {number}\tpreferred\n"
        )
        terms.append(f"t{number}\ten\tyard {number}\tdeprecated\n")
        rows.append(
            f"那里有{sign}茶园。\tThere is yard {number} in the village.\n"
        )
    folder.joinpath("terms.tsv").write_text("".join(terms), encoding="utf-8")
    folder.joinpath("nqpterms.toml").write_text(
        'glossaries = ["terms.tsv"]\n', encoding="utf-8"
    )
    folder.joinpath("rows.tsv").write_text("".join(rows), encoding="utf-8")
    client = client_of(folder)
    client.get("/check/rows.tsv")
    while client.desk.checks.of("rows.tsv").is_working:  # type: ignore[attr-defined]
        time.sleep(0.05)
    opening = seconds(lambda: client.get("/check/rows.tsv"))
    times = []
    for number in range(_ANSWERS):
        fields = {"at": str(number), "answer": "ignore"}
        times.append(
            seconds(
                lambda sent=fields: client.post(
                    "/answer/rows.tsv", data=sent, headers={"x-part": "1"}
                )
            )
        )
    check = client.desk.checks.of("rows.tsv").checked  # type: ignore[attr-defined]
    count = len(check.findings)
    median, most = statistics.median(times), max(times)
    print(
        f"{count} findings: page {1000 * opening:.0f} ms; an answer and the next decision:"
    )
    print(
        f"  {1000 * median:.0f} ms in the middle, {1000 * most:.0f} ms at most"
    )


def many_documents(folder: Path) -> None:
    """The first page over a folder of many texts."""
    for number in range(_DOCUMENTS):
        text = (
            f"# Text {number}\n\n"
            + "A tea garden stands here, and another one there.\n\n" * 50
        )
        folder.joinpath(f"text{number}.en.md").write_text(
            text, encoding="utf-8"
        )
        folder.joinpath(f"text{number}.zh.md").write_text(
            "# 文\n\n茶园。\n", encoding="utf-8"
        )
    client = client_of(folder)
    print(
        f"{_DOCUMENTS} pairs: the first page in {seconds(lambda: client.get('/')):.2f} s"
    )


def client_of(folder: Path) -> TestClient:
    """A client of a server whose clerk works in this process."""
    desk, tools = ReviewDesk(folder), bench(str(folder))

    def ask(question: str, **arguments: Any) -> Any:
        arguments.pop("listener", None)
        module, _, name = question.partition(":")
        return getattr(import_module(module), name)(tools, **arguments)

    desk.ask = ask  # type: ignore[method-assign]
    desk.checks._ask = ask
    client = TestClient(review_app(desk))
    client.desk = desk  # type: ignore[attr-defined]
    return client


def seconds(work: Callable[[], object]) -> float:
    """The processor time of some work, in all threads of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
