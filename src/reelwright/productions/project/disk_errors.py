"""What the operating system's refusal to write means for the person at the keyboard."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reelwright.errors import OutputUnwritable

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Free some space and run the same command again; everything finished is kept."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space and run the same command again; finished work is kept."),
    errno.EACCES: ("permission is denied", "Choose another place with -o or --project, or change the folder's rights."),
    errno.EPERM: ("permission is denied", "Choose another place with -o or --project, or change the folder's rights."),
    errno.EROFS: ("the file system is read-only", "Choose another place with -o or --project."),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "Choose another place with -o or --project."),
    errno.EISDIR: ("it is a folder", "Give a file name, for example -o video.mp4."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name with -o or --project."),
    errno.EFBIG: ("the file would grow beyond a limit", "Raise the file size limit (ulimit -f) or choose another disk."),
}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns an ``OSError`` met while writing ``path`` into ``OutputUnwritable``, which names the remedy."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> OutputUnwritable:
    """The refusal in our words."""
    reason, hint = _REMEDIES.get(
        error.errno or 0, (error.strerror or str(error), "Choose another place with -o or --project.")
    )
    return OutputUnwritable(f"{path} cannot be written: {reason}.", hint=hint)
