"""A real client of the protocol talks to the command over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip(
    "mcp.server.mcpserver", reason="the extra mcp is not installed"
)

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from nqpterms.errors import installed_version
from nqpterms.formats.results.candidate_tables import load_candidates
from nqpterms.formats.term_bases import load_terms
from nqpterms.model.alignment import Segment
from nqpterms.project.project import Project
from nqpterms.run.many import check

PROJECT = Path(__file__).resolve().parents[2]


def in_session(
    talk: Callable[[Client], Awaitable[None]], *arguments: str
) -> None:
    """Start ``nqpterms mcp`` as a client does, and talk to it."""
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "nqpterms", "mcp", *arguments],
        cwd=PROJECT,
    )

    async def session() -> None:
        async with Client(stdio_client(command)) as client:
            await talk(client)

    anyio.run(session)


async def answer(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return dict(result.structured_content or {})


def test_a_translators_session(tmp_path: Path) -> None:
    (tmp_path / "memo.md").write_text(
        "NQPF first, then what NQPF means.\n", encoding="utf-8"
    )

    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == [
            "annotate",
            "check_draft",
            "check_rows",
            "inconsistencies",
            "list_documents",
            "look_up",
            "settings",
        ]
        assert all(
            t.annotations and t.annotations.read_only_hint
            for t in tools.values()
        )
        assert all(tool.description for tool in tools.values())
        assert client.server_info.version == installed_version()
        found = await answer(client, "look_up", query="新质生产力")
        assert (
            found["results"][0]["renderings"][0]["text"]
            == "new quality productive forces"
        )
        annotated = await answer(
            client, "annotate", text="因地制宜", forms="preferred"
        )
        assert annotated == {
            "terms": {"因地制宜": ["in light of local conditions"]},
            "more": 0,
        }
        draft = "Grow new quality productivity."
        checked = await answer(
            client, "check_draft", draft=draft, source="发展新质生产力。"
        )
        assert checked["findings"][0]["matched"] == "new quality productivity"
        assert (await answer(client, "list_documents"))["documents"] == [
            "memo.md"
        ]
        assert "findings" in await answer(
            client, "inconsistencies", document="memo.md"
        )
        assert (await answer(client, "settings"))["glossaries"] == ["nqp"]

        outside = await client.call_tool(
            "inconsistencies", {"document": "/etc/hosts"}
        )
        assert outside.is_error
        assert "no document '/etc/hosts'" in str(outside.content)
        long = await client.call_tool("annotate", {"text": "力" * 300_000})
        assert long.is_error
        assert "send it in parts" in str(long.content)

    in_session(talk, str(tmp_path / "memo.md"), "-g", "nqp")


def test_many_rows_in_one_call_say_what_python_says() -> None:
    pairs = [
        ("发展新质生产力。", "Grow new quality productivity."),
        ("天气好。", "Fine weather."),
    ]
    rows = [{"source": zh, "target": en} for zh, en in pairs * 30]

    async def talk(client: Client) -> None:
        answers = await answer(client, "check_rows", rows=rows)
        segments = [
            Segment(zh, en, row=n) for n, (zh, en) in enumerate(pairs * 30, 1)
        ]
        findings = check(segments, terms=load_terms("nqp"), project=Project())
        assert sorted(
            (f["segment"], f["code"]) for f in answers["findings"]
        ) == sorted((f.segment, f.code) for f in findings)
        broken = await client.call_tool(
            "check_rows", {"rows": [{"source": "天气好。"}]}
        )
        assert broken.is_error
        assert "row 1: expected source and target" in str(broken.content)

    in_session(talk, "-g", "nqp")


def test_prompts_and_resources(tmp_path: Path) -> None:
    (tmp_path / "memo.md").write_text("NQPF first.\n", encoding="utf-8")

    async def talk(client: Client) -> None:
        names = sorted(
            prompt.name for prompt in (await client.list_prompts()).prompts
        )
        assert names == ["check_and_repair", "translate_with_terms"]
        text = "发展新质生产力。"
        prompt = await client.get_prompt("translate_with_terms", {"text": text})
        said = str(prompt.messages[0].content)
        assert "Chinese to English" in said
        assert "新质生产力=new quality productive forces" in said
        english = await client.get_prompt(
            "translate_with_terms", {"text": "Grow NQPF now."}
        )
        assert "English to Chinese" in str(english.messages[0].content)
        repair = await client.get_prompt(
            "check_and_repair", {"source": text, "draft": "Grow it."}
        )
        assert "Grow it." in str(repair.messages[0].content)
        resources = {
            str(r.uri) for r in (await client.list_resources()).resources
        }
        assert resources == {
            "nqpterms://glossary/nqp",
            "nqpterms://document/memo.md",
        }
        glossary = (
            await client.read_resource("nqpterms://glossary/nqp")
        ).contents[0]
        assert "新质生产力\tnew quality productive forces\t" in str(
            glossary.text
        )
        memo = (
            await client.read_resource("nqpterms://document/memo.md")
        ).contents[0]
        assert memo.text == "NQPF first.\n"

    in_session(talk, str(tmp_path / "memo.md"), "-g", "nqp")


def test_a_proposal_waits_in_a_file_for_a_person(tmp_path: Path) -> None:
    path = tmp_path / "proposed.tsv"

    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        annotations = tools["propose"].annotations
        assert annotations is not None and not annotations.read_only_hint
        first = await answer(
            client, "propose", zh="河堰", en="weir", note="for chapter 2"
        )
        assert first == {
            "written": True,
            "file": "proposed.tsv",
            "proposals": 1,
        }
        again = await answer(client, "propose", zh="河堰", en="weir")
        assert again == {"written": False, "reason": "it is proposed already"}
        known = await answer(client, "propose", zh="新质生产力", en="NQPF")
        assert not known["written"] and "the glossary has it" in known["reason"]
        other = await answer(
            client, "propose", zh="新质生产力", en="fresh forces"
        )
        assert other["proposals"] == 2
        turned = await client.call_tool("propose", {"zh": "weir", "en": "河堰"})
        assert turned.is_error

    in_session(talk, "-g", "nqp", "--proposals", str(path))
    weir, force = load_candidates(path)
    assert (weir.zh, weir.en, weir.note, weir.decision) == (
        "河堰",
        "weir",
        "for chapter 2",
        "",
    )
    assert force.concept == "new-quality-productive-forces"


def test_a_wrong_glossary_is_one_line_and_status_2(run) -> None:
    ran = run("mcp", "-g", "none.tsv")
    assert ran.status == 2
    assert ran.err.startswith("nqpterms: no glossary 'none.tsv'")
    assert ran.err.count("\n") == 1
