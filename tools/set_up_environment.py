"""Create .venv from the lock files: python3 tools/set_up_environment.py runtime|development. Standard library only.

Works where Debian has split `ensurepip` off: then the environment is made without pip and the system's pip fills it.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> int:
    kind = sys.argv[1]
    if sys.version_info < (3, 11):  # noqa: UP036  (this file meets whatever python3 is there)
        print(
            f"Reelwright needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make {kind} PYTHON=python3.12",
            file=sys.stderr,
        )
        return 1
    if not PYTHON.exists():
        print("creating .venv …", flush=True)
        venv.create(VENV, with_pip=False)
    pip = pip_command()
    if pip is None:
        print("there is no pip here. Debian and Ubuntu: apt install python3-pip", file=sys.stderr)
        return 1
    lock = "requirements-dev.lock" if kind == "development" else "requirements.lock"
    print(f"installing the packages of {lock} …", flush=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    for arguments in (
        ["--require-hashes", "-r", str(ROOT / lock)],
        ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if subprocess.run([*pip, "install", *quiet, *arguments], cwd=ROOT).returncode != 0:
            print("the packages could not be installed; see above", file=sys.stderr)
            return 1
    stamps = ["runtime", "development"] if kind == "development" else ["runtime"]
    for stamp in stamps:
        (VENV / f".{stamp}").touch()
    return 0


def pip_command() -> list[str] | None:
    """A pip that installs into .venv: its own, the standard library's, or the system's."""
    own = [str(PYTHON), "-m", "pip"]
    if works(own) or (works([str(PYTHON), "-m", "ensurepip", "--upgrade"], "--default-pip") and works(own)):
        return own
    system = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return system if works(system) else None


def works(command: list[str], *arguments: str) -> bool:
    return (
        subprocess.run(
            [*command, *(arguments or ("--version",))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


if __name__ == "__main__":
    sys.exit(main())
