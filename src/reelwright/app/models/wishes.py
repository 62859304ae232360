"""What a person asks for, a name of ours, a repository or an address, as the files to fetch."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx2

from reelwright.app.models.fetching import Wanted
from reelwright.app.models.hub import HUB, Hub, hub_files, is_repo
from reelwright.app.models.known import known_model, known_models
from reelwright.app.models.remote_file import RemoteFile, checked, opened
from reelwright.errors import InvalidInput
from reelwright.providers.models import KnownModel


@dataclass(frozen=True, slots=True)
class Wish:
    """``what`` is ``kokoro``, ``owner/name`` or ``https://…``. ``files`` of a repository; ``name`` it gets here, where it is not
    ours; ``sha256`` of a single file; ``trusts`` a file without checksum."""

    what: str
    files: tuple[str, ...] = ()
    name: str = ""
    revision: str = "main"
    sha256: str = ""
    trusts: bool = False


def this_hub(environment: Mapping[str, str] | None = None) -> Hub:
    """``REELWRIGHT_MODEL_HUB`` or ``HF_ENDPOINT``, with ``HF_TOKEN``."""
    env = os.environ if environment is None else environment
    base = env.get("REELWRIGHT_MODEL_HUB", "").strip() or env.get("HF_ENDPOINT", "").strip() or HUB
    return Hub(base.rstrip("/"), env.get("HF_TOKEN", "").strip())


def name_of(wish: Wish) -> str:
    """The name the model has or will have here. Raises ``InvalidInput`` for a wish that names nothing."""
    known = known_model(wish.what)
    if known is not None:
        return wish.name or known.name
    if wish.what.startswith(("https://", "http://")):
        return wish.name or checked(wish.what).path.rstrip("/").rpartition("/")[2].partition(".")[0]
    if is_repo(wish.what):
        return wish.name or wish.what.rpartition("/")[2]
    names = ", ".join(model.name for model in known_models()[:6])
    raise InvalidInput(
        f"we know no model {wish.what[:80]!r}",
        hint=f"such as {names} (`reel models list`), a repository owner/name with --file, or an https address",
    )


def wanted(wish: Wish, client: httpx2.Client, hub: Hub) -> Wanted:
    """Asks the hub or the address what there is. Raises ``InvalidInput``, ``NotFound``, ``FetchFailed``."""
    name = name_of(wish)
    known = known_model(wish.what)
    if known is not None:
        return _of_known(replace(known, name=name), client, hub)
    if is_repo(wish.what):
        if not wish.files:
            raise InvalidInput(
                "say which files of the repository", hint="--file model.onnx, once for each; * stands for any part"
            )
        files, commit = hub_files(client, hub, wish.what, wish.files, wish.revision)
        return Wanted(name, _with_asked(files, wish.sha256), {"repo": wish.what, "commit": commit}, wish.trusts)
    path = checked(wish.what).path.rpartition("/")[2] or "model"
    file = RemoteFile(wish.what, _size(client, RemoteFile(wish.what)))
    return Wanted(
        name,
        _with_asked({path: file}, wish.sha256),
        {"url": str(checked(wish.what).copy_with(query=None))},
        wish.trusts,
    )


def _of_known(known: KnownModel, client: httpx2.Client, hub: Hub) -> Wanted:
    found, commit = hub_files(client, hub, known.repo, known.files, known.revision)
    files = {
        path: replace(file, sha256=known.sha256[path], told_by="pinned") if path in known.sha256 else file
        for path, file in found.items()
    }
    facts = {"title": known.title, "licence": known.licence, "repo": known.repo, "commit": commit}
    return Wanted(known.name, files, facts)


def _with_asked(files: Mapping[str, RemoteFile], sha256: str) -> Mapping[str, RemoteFile]:
    if not sha256:
        return files
    if len(files) != 1:
        raise InvalidInput("--sha256 is for one file", hint="leave it out: the hub tells the checksums of its files")
    if len(sha256) != 64 or any(char not in "0123456789abcdef" for char in sha256.lower()):
        raise InvalidInput("that is no SHA-256", hint="64 digits and letters a to f")
    return {path: replace(file, sha256=sha256.lower(), told_by="asked") for path, file in files.items()}


def _size(client: httpx2.Client, file: RemoteFile) -> int:
    """Bytes, -1 when the server does not say; the answer is not read."""
    with opened(client, file) as response:
        length = response.headers.get("content-length", "")
        return int(length) if length.isdecimal() else -1
