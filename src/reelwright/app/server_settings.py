"""Settings of the platform: what `reel serve`, `reel worker` and their kin read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reelwright.app.cache_folder import data_folder
from reelwright.app.settings import Setting
from reelwright.errors import InvalidInput
from reelwright.http.guard import WEB_PORTS

_SHORTEST_SECRET = 32

SERVER_SETTINGS = (
    Setting(
        "REELWRIGHT_DATA", "folder of the platform's database, files and secret; without it the user's data folder"
    ),
    Setting(
        "REELWRIGHT_DATABASE_URL",
        "sqlite:///path or postgresql://user:password@host/name; by default a file in the data folder",
    ),
    Setting(
        "REELWRIGHT_STORAGE_URL",
        "folder, or s3://bucket/prefix?endpoint=…&region=…; by default a folder in the data folder",
    ),
    Setting("REELWRIGHT_STORAGE_KEY_ID", "access key of the S3 store"),
    Setting("REELWRIGHT_STORAGE_SECRET", "secret key of the S3 store"),
    Setting(
        "REELWRIGHT_SECRETS",
        "secrets that sign and seal, 32 characters or more each, comma-separated, newest first; "
        "without it one is made in the data folder",
    ),
    Setting("REELWRIGHT_ACCOUNTS", "1 asks everybody to sign in; 0 is local mode: one implicit owner, loopback only"),
    Setting("REELWRIGHT_PUBLIC_URL", "address under which users reach the server, for links and mails"),
    Setting(
        "REELWRIGHT_REGISTRATION",
        "open (anybody may register, the default) or closed (the very first user still may, and administers)",
    ),
    Setting("REELWRIGHT_ALLOWED_ORIGINS", "other sites whose pages may call the API, comma-separated"),
    Setting(
        "REELWRIGHT_ALLOWED_NETWORKS",
        "private networks that users' addresses may point to, comma-separated CIDRs; none by default",
    ),
    Setting(
        "REELWRIGHT_WEBHOOK_PORTS",
        "ports webhooks and fetched addresses may have, comma-separated (default 80, 443, 8080, 8443)",
    ),
    Setting("REELWRIGHT_JOBS_PER_MINUTE", "jobs started for each user in a minute (default 5, 0 is no limit)"),
    Setting(
        "REELWRIGHT_REQUESTS_PER_MINUTE",
        "requests taken from each user or address in a minute (default 600, 0 is no limit)",
    ),
    Setting("REELWRIGHT_STORAGE_QUOTA", "bytes each user may store (default 20 GB)"),
    Setting("REELWRIGHT_VOICE_CLONES", "clones of voices each user may keep (default 50)"),
    Setting("REELWRIGHT_MONTHLY_BUDGET", "US dollars each user may spend at providers in a month (default 100)"),
    Setting(
        "REELWRIGHT_BILLING",
        "1 sells credits by the shipped tariff, a path by that JSON file; without it work costs nothing here",
    ),
    Setting(
        "REELWRIGHT_STRIPE_KEY",
        "secret key at Stripe, by which packs and plans are paid for (wants reelwright[stripe])",
    ),
    Setting("REELWRIGHT_STRIPE_WEBHOOK_SECRET", "signing secret of the Stripe endpoint …/api/billing/webhook"),
    Setting("REELWRIGHT_STRIPE_URL", "address of Stripe's API, where it is not the usual one"),
    Setting(
        "REELWRIGHT_YOUTUBE_CLIENT_ID",
        "OAuth client at Google by which channels are connected (wants reelwright[youtube]; see docs/youtube.md)",
    ),
    Setting("REELWRIGHT_YOUTUBE_CLIENT_SECRET", "secret of that OAuth client"),
    Setting("REELWRIGHT_YOUTUBE_UPLOADS", "videos the Google project may upload in a day (default 100)"),
    Setting("REELWRIGHT_YOUTUBE_UNITS", "quota units it may use in a day for the rest (default 10000)"),
    Setting("REELWRIGHT_YOUTUBE_URL", "address of the YouTube Data API, where it is not the usual one"),
    Setting("REELWRIGHT_YOUTUBE_SIGN_IN_URL", "address of Google's OAuth service, where it is not the usual one"),
    Setting("REELWRIGHT_UPLOAD_LIMIT", "bytes of the largest upload (default 5 GB)"),
    Setting(
        "REELWRIGHT_SMTP_URL",
        "smtps://user:password@host:465, starttls://…:587 or smtp://…; without it mails are written to the data folder",
    ),
    Setting("REELWRIGHT_MAIL_FROM", "sender of mails"),
    Setting("REELWRIGHT_OIDC", "OIDC providers as name=issuer|client id|client secret, comma-separated"),
    Setting(
        "REELWRIGHT_JWT_ISSUERS", "issuers whose tokens are accepted as bearers, as issuer|audience, comma-separated"
    ),
    Setting("REELWRIGHT_RENDER_MEMORY", "bytes of memory one render may use (default 4 GB)"),
    Setting("REELWRIGHT_RENDER_SECONDS", "seconds one stage may take (default 4 hours)"),
    Setting("REELWRIGHT_WORKER_SLOTS", "stages a worker runs at once (default half of the cores)"),
    Setting("REELWRIGHT_RENDER_JOBS", "cores one rendering uses (default all)"),
    Setting(
        "REELWRIGHT_PART_SECONDS",
        "a video at least twice as long is drawn in parts of so many seconds by all workers (default 60, 0 is never)",
    ),
    Setting("REELWRIGHT_LOG_FORMAT", "json or text"),
    Setting("REELWRIGHT_LOG_LEVEL", "debug, info (the default), warning or error"),
    Setting("REELWRIGHT_METRICS_TOKEN", "a bearer that may read /metrics; without it administrators alone may"),
    Setting("REELWRIGHT_SENTRY_DSN", "where unexpected errors are reported (wants reelwright[sentry])"),
    Setting("REELWRIGHT_OTLP_ENDPOINT", "where traces are sent (wants reelwright[opentelemetry])"),
)


@dataclass(frozen=True)
class OidcProvider:
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class TrustedIssuer:
    """Whose JWTs are accepted, and for which audience."""

    issuer: str
    audience: str


@dataclass(frozen=True)
class ServerSettings:
    data: Path
    database_url: str = field(repr=False)
    storage_url: str
    storage_key_id: str = field(default="", repr=False)
    storage_secret: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    is_local: bool = True
    public_url: str = "http://127.0.0.1:8787"
    is_public_url_set: bool = False
    is_registration_open: bool = True
    allowed_origins: tuple[str, ...] = ()
    allowed_networks: tuple[str, ...] = ()
    webhook_ports: frozenset[int] = WEB_PORTS
    jobs_per_minute: int = 5
    requests_per_minute: int = 600
    storage_quota: int = 20_000_000_000
    monthly_budget_micros: int = 100_000_000
    billing: str = ""
    """Empty, ``1`` or the path of a tariff."""
    stripe_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)
    stripe_url: str = ""
    voice_clones: int = 50
    youtube_client_id: str = ""
    youtube_client_secret: str = field(default="", repr=False)
    youtube_uploads: int = 100
    youtube_units: int = 10_000
    youtube_url: str = ""
    youtube_sign_in_url: str = ""
    upload_limit: int = 5_000_000_000
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "Reelwright <reelwright@localhost>"
    oidc: tuple[OidcProvider, ...] = ()
    jwt_issuers: tuple[TrustedIssuer, ...] = ()
    render_memory: int = 4_000_000_000
    render_seconds: int = 4 * 3600
    worker_slots: int = 1
    render_jobs: int = 0
    part_seconds: int = 60
    log_format: str = "text"
    log_level: str = "info"
    metrics_token: str = field(default="", repr=False)
    sentry_dsn: str = field(default="", repr=False)
    otlp_endpoint: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON values, for a child process (over a pipe: it holds secrets)."""
        return asdict(self) | {"data": str(self.data), "webhook_ports": sorted(self.webhook_ports)}

    @staticmethod
    def from_plain(told: Mapping[str, Any]) -> ServerSettings:
        """What ``plain`` told."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
        }
        values["data"] = Path(told["data"])
        values["webhook_ports"] = frozenset(told["webhook_ports"])
        values["oidc"] = tuple(OidcProvider(**row) for row in told["oidc"])
        values["jwt_issuers"] = tuple(TrustedIssuer(**row) for row in told["jwt_issuers"])
        return ServerSettings(**values)


def read_server_settings(environment: Mapping[str, str] | None = None) -> ServerSettings:
    """The platform's settings. Raises ``InvalidInput`` that names the one that cannot be used."""
    env = _Environment(os.environ if environment is None else environment)
    data = Path(env.text("DATA")).expanduser().absolute() if env.text("DATA") else data_folder(env.values)
    return ServerSettings(
        data=data,
        database_url=env.text("DATABASE_URL") or f"sqlite:///{data / 'reelwright.sqlite'}",
        storage_url=env.text("STORAGE_URL") or str(data / "files"),
        storage_key_id=env.text("STORAGE_KEY_ID"),
        storage_secret=env.text("STORAGE_SECRET"),
        secrets=_secrets(env.items("SECRETS")),
        is_local=not env.flag("ACCOUNTS"),
        public_url=_public_url(env.text("PUBLIC_URL") or "http://127.0.0.1:8787"),
        is_public_url_set=bool(env.text("PUBLIC_URL")),
        is_registration_open=env.choice("REGISTRATION", ("open", "closed")) == "open",
        allowed_origins=tuple(_origin(item) for item in env.items("ALLOWED_ORIGINS")),
        allowed_networks=env.items("ALLOWED_NETWORKS"),
        webhook_ports=env.ports("WEBHOOK_PORTS"),
        jobs_per_minute=env.number("JOBS_PER_MINUTE", 5),
        requests_per_minute=env.number("REQUESTS_PER_MINUTE", 600),
        storage_quota=env.number("STORAGE_QUOTA", 20_000_000_000),
        voice_clones=env.number("VOICE_CLONES", 50),
        monthly_budget_micros=env.number("MONTHLY_BUDGET", 100) * 1_000_000,
        billing=env.text("BILLING") if env.flag("BILLING") else "",
        stripe_key=env.text("STRIPE_KEY"),
        stripe_webhook_secret=env.text("STRIPE_WEBHOOK_SECRET"),
        stripe_url=env.text("STRIPE_URL"),
        youtube_client_id=env.text("YOUTUBE_CLIENT_ID"),
        youtube_client_secret=env.text("YOUTUBE_CLIENT_SECRET"),
        youtube_uploads=env.number("YOUTUBE_UPLOADS", 100),
        youtube_units=env.number("YOUTUBE_UNITS", 10_000),
        youtube_url=env.text("YOUTUBE_URL"),
        youtube_sign_in_url=env.text("YOUTUBE_SIGN_IN_URL"),
        upload_limit=env.number("UPLOAD_LIMIT", 5_000_000_000),
        smtp_url=env.text("SMTP_URL"),
        mail_from=env.text("MAIL_FROM") or "Reelwright <reelwright@localhost>",
        oidc=tuple(_provider(item) for item in env.items("OIDC")),
        jwt_issuers=tuple(_trusted_issuer(env, item) for item in env.items("JWT_ISSUERS")),
        render_memory=env.number("RENDER_MEMORY", 4_000_000_000),
        render_seconds=env.number("RENDER_SECONDS", 4 * 3600),
        worker_slots=env.number("WORKER_SLOTS", max(1, (os.cpu_count() or 1) // 2)),
        render_jobs=env.number("RENDER_JOBS", 0),
        part_seconds=env.number("PART_SECONDS", 60),
        log_format=env.choice("LOG_FORMAT", ("text", "json")),
        log_level=env.choice("LOG_LEVEL", ("info", "debug", "warning", "error")),
        metrics_token=env.text("METRICS_TOKEN"),
        sentry_dsn=env.text("SENTRY_DSN"),
        otlp_endpoint=env.text("OTLP_ENDPOINT"),
    )


class _Environment:
    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str) -> str:
        return self.values.get(f"REELWRIGHT_{name}", "").strip()

    def items(self, name: str) -> tuple[str, ...]:
        return tuple(part for part in (piece.strip() for piece in self.text(name).split(",")) if part)

    def flag(self, name: str) -> bool:
        return self.text(name) not in ("", "0", "no", "false")

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.text(name) or known[0]
        if value not in known:
            raise InvalidInput(f"REELWRIGHT_{name} is {value}", hint=f"choose one of {', '.join(known)}")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.text(name).replace("_", "")
        if value and not value.isdigit():
            raise InvalidInput(f"REELWRIGHT_{name} is not a whole number", hint=f"for example {default}")
        return int(value) if value else default

    def ports(self, name: str) -> frozenset[int]:
        given = self.items(name)
        if not all(port.isdigit() and 0 < int(port) < 65536 for port in given):
            raise InvalidInput(f"REELWRIGHT_{name} holds something that is no port", hint="for example 443,8443")
        return frozenset(int(port) for port in given) or WEB_PORTS

    def parts(self, name: str, item: str, count: int) -> list[str]:
        found = [part.strip() for part in item.split("|")]
        if len(found) != count or not all(found):
            raise InvalidInput(
                f"REELWRIGHT_{name} holds an entry that cannot be read", hint="its parts are divided by |"
            )
        return found


def _provider(item: str) -> OidcProvider:
    name, _, rest = item.partition("=")
    parts = [part.strip() for part in rest.split("|")]
    if not name.strip().isidentifier() or len(parts) != 3 or not all(parts):
        raise InvalidInput(
            "REELWRIGHT_OIDC holds an entry that cannot be read", hint="name=issuer|client id|client secret"
        )
    return OidcProvider(name.strip(), _issuer("OIDC", parts[0]), parts[1], parts[2])


def _trusted_issuer(env: _Environment, item: str) -> TrustedIssuer:
    issuer, audience = env.parts("JWT_ISSUERS", item, 2)
    return TrustedIssuer(_issuer("JWT_ISSUERS", issuer), audience)


def _issuer(name: str, address: str) -> str:
    """Kept to the letter: issuers are compared so. Its keys decide who comes in, so nobody on the way may change them."""
    if not (_is_address(address, ("https",)) or (_is_address(address, ("http",)) and _is_loopback(address))):
        raise InvalidInput(f"REELWRIGHT_{name}: the issuer {address} is not an https address")
    return address


def _origin(address: str) -> str:
    """``https://host[:port]``, as browsers write it."""
    if not _is_address(address, ("https", "http")) or urlsplit(address).path not in ("", "/"):
        raise InvalidInput(
            f"REELWRIGHT_ALLOWED_ORIGINS: {address} is not an origin", hint="for example https://app.example.com"
        )
    return address.rstrip("/").lower()


def _public_url(address: str) -> str:
    if not _is_address(address, ("https", "http")) or urlsplit(address).query:
        raise InvalidInput("REELWRIGHT_PUBLIC_URL is not an address", hint="for example https://video.example.com")
    return address.rstrip("/")


def _secrets(values: tuple[str, ...]) -> tuple[str, ...]:
    if any(len(value) < _SHORTEST_SECRET for value in values):
        raise InvalidInput(
            f"REELWRIGHT_SECRETS: a secret has at least {_SHORTEST_SECRET} characters", hint="openssl rand -base64 48"
        )
    return values


def _is_address(address: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
