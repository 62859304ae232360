"""What `reel providers set` keeps: vendors' options, in a file only its user can read."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from reelwright.errors import InvalidInput, OutputUnwritable

Kept = dict[str, dict[str, str]]
"""Option values by vendor and option."""


def providers_file(environment: Mapping[str, str]) -> Path:
    """``REELWRIGHT_PROVIDERS_FILE``, else ``reelwright/providers.json`` in the user's configuration folder."""
    told = environment.get("REELWRIGHT_PROVIDERS_FILE", "").strip()
    if told:
        return Path(told)
    home = environment.get("XDG_CONFIG_HOME", "").strip() or str(
        Path(environment.get("HOME", "~")).expanduser() / ".config"
    )
    return Path(home) / "reelwright" / "providers.json"


def own_providers_file() -> Path:
    """That of this process."""
    return providers_file(os.environ)


def read_providers_file(path: Path) -> Kept:
    """Raises ``InvalidInput`` for a file that is not what we write."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except PermissionError:
        return {}
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path} cannot be read: {type(error).__name__}", hint="mend or remove it") from None
    if not isinstance(data, dict):
        raise InvalidInput(f"{path} holds no object", hint="mend or remove it")
    return {
        str(vendor): {str(name): str(value) for name, value in options.items()}
        for vendor, options in data.items()
        if isinstance(options, dict)
    }


def keep_option(path: Path, vendor: str, option: str, value: str) -> None:
    """Keep one option, or forget it when ``value`` is empty. Raises ``OutputUnwritable``."""
    kept = read_providers_file(path)
    options = kept.setdefault(vendor, {})
    if value:
        options[option] = value
    else:
        options.pop(option, None)
    if not options:
        del kept[vendor]
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(kept, file, indent=1, sort_keys=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputUnwritable(f"{path} cannot be written: {error.strerror}") from None
