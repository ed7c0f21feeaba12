"""Every concept has one meaning: what its forms may add to each other, and share with others."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "glossaries"
Row = dict[str, str]

IN_FRONT = {
    "whose it is": (
        "党的 中国共产党领导的 中华人民共和国 中国 国家 国务院 国务院国 中共 监督执纪 联合国"
    ),
    "of which place it is": (
        "全国 国内国际 北京 杭州 长江 世界 我国 海外 城乡 城镇 地方政府 各 全 社会"
    ),
    "the field, where the short form has no other": (
        "财政 增值税 金融 人工智能 股票发行 网络 存款 粮食 人口 居民 第 人民 对 为 中央 "
        "经济 经济持续 市场化"
    ),
}
BEHIND = {
    "that it is a plan, a drive, a rule": (
        "战略 行动 规划 总体布局 战略布局 重要思想 学习教育 奋斗目标 工作总基调 制度 主义"
    ),
    "the kind of thing": (
        "建设 工作 政策 方案 公司 平台 券 业 工业企业 企业 资源 经济 发展 福祉 怠政 "
        "性 系统 卫星导航系统 员会 会 委员会 处 杂志 源 药 验证 服务 M2 境 地区"
    ),
}
"""What a longer form of a concept may add to a shorter one without being another concept."""

SHORT_NAMES = {
    ("内需", "国内需求"),
    ("外需", "国外需求"),
    ("外贸", "对外贸易"),
    ("政协", "人民政协"),
    ("央企", "中央企业"),
    ("街道办", "街道办事处"),
    ("双循环", "国内国际双循环"),
    ("中央政治局", "中共中央政治局"),
}
"""Abbreviations whose characters happen to stand together in the full name."""


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


CONCEPTS: dict[str, list[Row]] = defaultdict(list)
for _row in [*read("nqp.tsv"), *read("policy.tsv")]:
    CONCEPTS[_row["concept"]].append(_row)


def words(table: dict[str, str]) -> set[str]:
    return {word for line in table.values() for word in line.split()}


def adds_nothing(shorter: str, longer: str) -> bool:
    """Whether what a longer form adds names no other thing."""
    if (shorter, longer) in SHORT_NAMES:
        return True
    front, behind = longer.split(shorter, 1)
    return (not front or front in words(IN_FRONT)) and (
        not behind or behind in words(BEHIND)
    )


def test_a_longer_chinese_form_is_no_other_concept() -> None:
    other = []
    for concept, rows in CONCEPTS.items():
        forms = {
            re.sub("[“”《》]", "", row["term"])
            for row in rows
            if row["lang"] != "en"
        }
        other += [
            (concept, shorter, longer)
            for shorter in forms
            for longer in forms
            if shorter != longer
            and shorter in longer
            and not adds_nothing(shorter, longer)
        ]
    assert other == []


def test_no_two_concepts_prefer_the_same_english() -> None:
    homes = defaultdict(list)
    for concept, rows in CONCEPTS.items():
        for row in rows:
            if row["lang"] == "en" and row["status"] == "preferred":
                homes[row["term"].lower()].append(concept)
    shared = {term: ids for term, ids in homes.items() if len(ids) > 1}
    assert shared.keys() <= SHARED.keys(), shared


SHARED = {
    "productive forces": "official English mostly leaves the social out of 社会生产力",
    "social security": "社保 is short for it, and for 社会保险",
    "ecological conservation": "生态文明建设 and 生态保护 are one in official English",
    "people's organizations": "人民团体 and 群团组织 are one in official English",
    "targeted poverty alleviation": "精准扶贫 is the work, 精准脱贫 its aim; English has one word",
    "proposals": "议案 are put to a people's congress, 提案 to the CPPCC; English has one word",
    "major projects": "重大项目 and 重大工程 are one in official English",
}
"""Preferred English that several concepts have, and why."""


def test_what_another_concept_prefers_is_admitted_with_a_note() -> None:
    preferred = defaultdict(set)
    for concept, rows in CONCEPTS.items():
        for row in rows:
            if row["lang"] == "en" and row["status"] == "preferred":
                preferred[row["term"].lower()].add(concept)
    silent = []
    for concept, rows in CONCEPTS.items():
        for row in rows:
            others = preferred[row["term"].lower()] - {concept}
            if (
                row["status"] == "admitted"
                and others
                and not (row["note"] or rows[0]["note"])
            ):
                silent.append((concept, row["term"], others))
    assert silent == []


def test_the_preferred_english_is_a_name_and_no_clause() -> None:
    verbs = re.compile(
        r"(?:improve|deepen|stabilize|ensure|prevent|fight(?! against)|change|transform) "
    )
    clauses = [
        rows[0]["term"]
        for rows in CONCEPTS.values()
        for row in rows
        if row["lang"] == "en"
        and row["status"] == "preferred"
        and verbs.match(row["term"])
    ]
    assert clauses == []
