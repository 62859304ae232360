"""Opening the platform a process works on: its database, its secret, and what work is expected to pay."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from reelwright.app.expected_work import server_micros
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.server_settings import ServerSettings
from reelwright.database.migrate import migrate
from reelwright.database.open import Database, open_database, reachable
from reelwright.database.tables import Job
from reelwright.errors import InvalidInput
from reelwright.workflows.engine import prepare
from reelwright.workflows.jobs.charging import work_seconds


def open_platform(settings: ServerSettings) -> Platform:
    """Open and migrate the database. Raises ``InvalidInput`` when a part cannot be reached."""
    database = open_database(settings.database_url)
    reachable(database)
    migrate(database)
    prepare(database)
    return _platform(settings, database)


def open_platform_for_work(settings: ServerSettings) -> Platform:
    """As ``open_platform``, for a child process of one that has done so: nothing is migrated."""
    return _platform(settings, open_database(settings.database_url))


def _platform(settings: ServerSettings, database: Database) -> Platform:
    return Platform(settings, database, settings.secrets or (_own_secret(settings.data),), _server_pays)


def _server_pays(platform: Platform, job: Job) -> int:
    providers = user_providers(platform, job.owner_id)
    return server_micros(job.kind, job.request, work_seconds(job.kind, job.request), providers)


def _own_secret(data: Path) -> str:
    """A secret of this installation, made once and readable by its user alone."""
    path = data / "secret"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            part = data / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(48) + "\n")
            with contextlib.suppress(FileExistsError):  # another process was first: its secret is the one
                os.link(part, path)
            part.unlink()
        return path.read_text("ascii").strip()
    except OSError as error:
        raise InvalidInput(
            f"cannot keep a secret in {data}: {error.strerror}", hint="set REELWRIGHT_DATA or REELWRIGHT_SECRETS"
        ) from None
