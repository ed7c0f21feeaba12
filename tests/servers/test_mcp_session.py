"""A real client of the protocol talks to the command over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="the extra mcp is not installed")

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

PROJECT = Path(__file__).resolve().parents[2]


def in_session(talk: Callable[[Client], Awaitable[None]], *arguments: str) -> None:
    """Start ``nqpterms mcp`` as a client does, and talk to it."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "nqpterms", "mcp", *arguments], cwd=PROJECT
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
    (tmp_path / "memo.md").write_text("NQPF first, then what NQPF means.\n", encoding="utf-8")

    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert sorted(tools) == [
            "annotate",
            "check_draft",
            "inconsistencies",
            "list_documents",
            "look_up",
        ]
        assert all(t.annotations and t.annotations.read_only_hint for t in tools.values())
        assert all(tool.description for tool in tools.values())
        found = await answer(client, "look_up", query="新质生产力")
        assert found["results"][0]["renderings"][0]["text"] == "new quality productive forces"
        terms = (await answer(client, "annotate", text="因地制宜"))["terms"]
        assert terms[0]["spans"] == [[0, 4]]
        draft = "Grow new quality productivity."
        checked = await answer(client, "check_draft", draft=draft, source="发展新质生产力。")
        assert checked["findings"][0]["matched"] == "new quality productivity"
        assert (await answer(client, "list_documents"))["documents"] == ["memo.md"]
        assert "findings" in await answer(client, "inconsistencies", document="memo.md")

        outside = await client.call_tool("inconsistencies", {"document": "/etc/hosts"})
        assert outside.is_error
        assert "no document '/etc/hosts'" in str(outside.content)
        long = await client.call_tool("annotate", {"text": "力" * 300_000})
        assert long.is_error
        assert "send it in parts" in str(long.content)

    in_session(talk, str(tmp_path / "memo.md"), "-g", "nqp")


def test_a_wrong_glossary_is_one_line_and_status_2(run) -> None:
    ran = run("mcp", "-g", "none.tsv")
    assert ran.status == 2
    assert ran.err.startswith("nqpterms: no glossary 'none.tsv'")
    assert ran.err.count("\n") == 1
