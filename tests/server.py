"""The HTTP application over a platform of its own, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.database.tables import AuditEntry
from tests.databases import database_url

ADDRESS = "http://reel.example"
PASSWORD = "correct horse battery"


@dataclass
class Server:
    platform: Platform
    client: TestClient

    def fresh(self) -> TestClient:
        """Another browser."""
        return TestClient(self.client.app, base_url=self.platform.settings.public_url, follow_redirects=False)

    def register(self, email: str, client: TestClient | None = None) -> dict[str, Any]:
        """The session of a new user, whose cookies the client then has."""
        answer = (client or self.client).post("/api/auth/register", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    def journal(self, action: str) -> list[AuditEntry]:
        with self.platform.database.system_reader() as session:
            return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


@contextmanager
def server(folder: Path, kind: str = "sqlite", **settings: str) -> Iterator[Server]:
    """A server with accounts; ``settings`` are the names after ``REELWRIGHT_``."""
    environment = {
        "DATA": str(folder),
        "DATABASE_URL": database_url(kind, folder),
        "ACCOUNTS": "1",
        "PUBLIC_URL": ADDRESS,
    }
    environment |= settings
    platform = open_platform(read_server_settings({f"REELWRIGHT_{name}": value for name, value in environment.items()}))
    try:
        client = TestClient(create_application(platform), base_url=platform.settings.public_url, follow_redirects=False)
        yield Server(platform, client)
    finally:
        platform.close()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def code_of(answer: Any) -> str:
    return answer.json()["error"]["code"]
