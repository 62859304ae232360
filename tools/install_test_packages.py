"""Install the Debian packages some tests use, where that may be done; say what will be skipped where it may not. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {
    "flite": "speech by flite",
    "ffmpeg": "measurements by an independent program",
    "postgresql": "the platform on PostgreSQL",
    "chromium": "the studio in a browser",
    "fonts-noto-cjk": "pictures of Chinese and Japanese text",
    "fonts-noto-color-emoji": "pictures of emoji",
}


def main() -> int:
    missing = [name for name in PACKAGES if not is_installed(name)]
    if not missing:
        return 0
    prefix = rights()
    if prefix is None:
        told(missing, "they are not installed and may not be installed here")
        return 0
    print(f"installing {', '.join(missing)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        done = subprocess.run(
            [*prefix, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        if done.returncode != 0 and command[1] == "install":
            told(missing, done.stderr.decode(errors="replace").strip().splitlines()[-1:] or "apt-get failed")
    return 0


def is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    done = subprocess.run(["dpkg-query", "-W", "-f=${Status}", package], capture_output=True, text=True)
    return "ok installed" in done.stdout


def rights() -> list[str] | None:
    """What to put before apt-get; ``None`` when packages may not be installed."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def told(packages: list[str], reason: object) -> None:
    print(f"some tests will be skipped ({reason}):", file=sys.stderr)
    for package in packages:
        print(f"  {package}: {PACKAGES[package]}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
