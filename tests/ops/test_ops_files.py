"""Alert rules and dashboards can be read, and every number they speak of is one that the server tells."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.server import bearer, server

_OPS = Path(__file__).parents[2] / "ops"
_RULES = _OPS / "prometheus/reelwright-alerts.yml"
_BOARDS = sorted((_OPS / "grafana").glob("*.json"))
_NAME = re.compile(r"\b(?:reelwright|process)_[a-z0-9_]+")
_LABELS = re.compile(r"(reelwright_[a-z0-9_]+)\{([^}]*)\}")


def _rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(_RULES.read_text())["groups"] for rule in group["rules"]]


def _expressions() -> list[str]:
    boards = [json.loads(path.read_text()) for path in _BOARDS]
    asked = [target["expr"] for board in boards for panel in board["panels"] for target in panel["targets"]]
    return [*asked, *(rule["expr"] for rule in _rules())]


def test_every_number_exists_with_its_labels(tmp_path: Path) -> None:
    with server(tmp_path, BILLING="1") as site:
        admin = site.register("root@example.com")
        site.client.get("/metrics", headers=bearer(admin["accessToken"]))
        text = site.client.get("/metrics", headers=bearer(admin["accessToken"])).text
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    told: set[str] = set()
    for name, kind in types.items():
        told |= {name, f"{name}_total"} if kind == "counter" else {name}
        told |= {f"{name}{end}" for end in ("_bucket", "_count", "_sum")} if kind == "histogram" else set()
    expressions = _expressions()
    assert len(expressions) > 50
    for expression in expressions:
        named = set(_NAME.findall(expression))
        assert named, expression
        assert named <= told, (expression, named - told)
    source = "".join(path.read_text() for path in Path("src/reelwright/api/metrics").glob("*.py"))
    for expression in expressions:
        for name, labels in _LABELS.findall(expression):
            for label in re.findall(r"(\w+)\s*[=!]", labels):
                assert f'"{label}"' in source, (name, label)


def test_what_is_told_is_written_in_the_docs(tmp_path: Path) -> None:
    with server(tmp_path, BILLING="1") as site:
        admin = site.register("root@example.com")
        text = site.client.get("/metrics", headers=bearer(admin["accessToken"])).text
    page = Path("docs/operations.md").read_text()
    for name, kind in re.findall(r"^# TYPE (reelwright_\S+) (\S+)$", text, re.MULTILINE):
        if not name.endswith("_created"):
            shown = name if kind != "counter" or name.endswith("_total") else f"{name}_total"
            assert f"`{shown}`" in page, shown


def test_boards_have_panels_that_do_not_overlap() -> None:
    assert len(_BOARDS) == 2
    for path in _BOARDS:
        board = json.loads(path.read_text())
        taken: set[tuple[int, int]] = set()
        for panel in board["panels"]:
            place = panel["gridPos"]
            cells = {(place["x"] + dx, place["y"] + dy) for dx in range(place["w"]) for dy in range(place["h"])}
            assert not taken & cells, panel["title"]
            assert place["x"] + place["w"] <= 24
            taken |= cells
        assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    rules = _rules()
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 12
    for rule in rules:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert set(rule["annotations"]) == {"summary", "description"}
        assert re.fullmatch(r"\d+[smhd]", rule.get("for", "1m"))
        assert _balanced(rule["expr"]), rule["expr"]


def _balanced(expression: str) -> bool:
    open_ones: list[str] = []
    for letter in re.sub(r'"[^"]*"', "", expression):
        if letter in "([{":
            open_ones.append({"(": ")", "[": "]", "{": "}"}[letter])
        elif letter in ")]}" and (not open_ones or open_ones.pop() != letter):
            return False
    return not open_ones


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian's package prometheus)")
def test_prometheus_itself_reads_the_rules() -> None:
    checked = subprocess.run(["promtool", "check", "rules", str(_RULES)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
