"""Write docs/reference/api.md from the application itself: every path, every error code. `--check` only says whether it is up to date."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from reelwright.api.application import create_application
from reelwright.api.errors import CODES
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import read_server_settings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "api.md"


def reference() -> str:
    """The page."""
    parts = [
        "# The HTTP API\n\nWritten by `make docs` from the application. A running server shows the same with all fields at `/api/docs`, "
        "and as OpenAPI at `/api/openapi.json`. How it works: [server.md](../server.md).\n"
    ]
    areas: dict[str, list[str]] = {}
    for path, operations in _openapi()["paths"].items():
        for method, operation in operations.items():
            row = f"| {method.upper()} | `{path}` | {operation.get('summary', '')} |"
            areas.setdefault(operation.get("tags", ["other"])[0], []).append(row)
    for area, rows in areas.items():
        parts.append(f"## {area}\n\n| method | path | what it does |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n")
    codes = "\n".join(f"| `{name}` | {code.status} | {code.meaning} |" for name, code in CODES.items())
    parts.append(f"## Error codes\n\n| code | HTTP status | meaning |\n| --- | --- | --- |\n{codes}\n")
    return "\n".join(parts)


def _openapi() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        platform = open_platform(read_server_settings({"REELWRIGHT_DATA": folder}))
        try:
            return create_application(platform).openapi()
        finally:
            platform.close()


def main() -> int:
    text = reference()
    if "--check" in sys.argv:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
