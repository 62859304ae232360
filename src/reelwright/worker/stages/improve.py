"""A script improved: changes to choose from, and the script with all of them."""

from __future__ import annotations

import json
from typing import Any

from reelwright.worker.stages.work import StageWork
from reelwright.workflows.script_work import proposed, take


def improve(work: StageWork) -> dict[str, Any]:
    """The proposal as ``base`` and ``changes``; ``script`` has them all."""
    text = (work.folder / "source.md").read_text("utf-8")
    proposal = proposed(text, "the script", str(work.request.get("instruction") or ""), work.tools.text)
    script = take(text, "the script", proposal, None).text
    row = proposal.as_row()
    (work.deliver / "script.md").write_text(script, "utf-8")
    (work.deliver / "proposal.json").write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return {"deliver": ["deliver/script.md", "deliver/proposal.json"], "result": row | {"script": script}}
