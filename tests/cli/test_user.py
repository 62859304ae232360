"""`reel user`, as an operator runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.server import bearer, server


def reel(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("REELWRIGHT_")}
    return subprocess.run(
        [sys.executable, "-m", "reelwright.cli.main", "user", *arguments],
        input=stdin, capture_output=True, text=True, env=env | {"REELWRIGHT_DATA": str(folder)}, timeout=240,
    )  # fmt: skip


def test_a_user_is_added_listed_given_a_token_and_shut_out(tmp_path: Path) -> None:
    added = reel(tmp_path, "add", "Ann@example.com", "--admin", "--name", "Ann", "--json", stdin="correct horse\n")
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)["user"]["role"] == "admin"
    assert "correct horse" not in added.stdout + added.stderr
    listed = json.loads(reel(tmp_path, "list", "--json").stdout)
    assert [user["email"] for user in listed] == ["ann@example.com"]
    token = reel(tmp_path, "token", "ann@example.com", "--name", "ci", "--scopes", "read", "--days", "3").stdout.strip()
    with server(tmp_path) as running:
        login = {"email": "ann@example.com", "password": "correct horse"}
        assert running.client.post("/api/auth/login", json=login).status_code == 200
        assert running.fresh().get("/api/users/profile", headers=bearer(token)).status_code == 200
        assert reel(tmp_path, "disable", "ann@example.com").stdout == "ann@example.com is shut out\n"
        assert running.client.get("/api/users/profile").status_code == 401
        assert running.fresh().get("/api/users/profile", headers=bearer(token)).status_code == 401
        assert reel(tmp_path, "enable", "ann@example.com").returncode == 0
        assert reel(tmp_path, "password", "ann@example.com", stdin="another password\n").returncode == 0
        assert running.fresh().post("/api/auth/login", json=login).status_code == 401
        assert reel(tmp_path, "admin", "ann@example.com", "--off").stdout == "ann@example.com is a user\n"
        assert {entry.address for entry in running.journal("user.shut_out")} == {"command line"}


def test_what_cannot_be_done_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments, stdin, words in (
        (("add", "ann@example.com"), "short\n", "10 to 200 characters"),
        (("add", "ann@example.com"), "", "no password came"),
        (("add", "nonsense"), "correct horse\n", "not a mail address"),
        (("disable", "nobody@example.com"), "", "there is no user"),
    ):
        done = reel(tmp_path, *arguments, stdin=stdin)
        assert done.returncode == 3
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert "no users yet" in reel(tmp_path, "list").stderr
