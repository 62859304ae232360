"""What can go wrong with stored files."""

from __future__ import annotations

from reelwright.errors import InvalidInput, MediaUnusable, OutputUnwritable


class BlobMissing(MediaUnusable):
    """No such blob or upload is stored: store it again."""

    code = "BLOB_MISSING"


class BlobDamaged(MediaUnusable):
    """Stored bytes are not the ones that were put there: store the file again."""

    code = "BLOB_DAMAGED"


class StorageUnreachable(OutputUnwritable):
    """The object store does not answer, or refuses the credentials: check its settings."""

    code = "STORAGE_UNREACHABLE"


class UploadConflict(InvalidInput):
    """An upload went on at another byte than where it stands, or twice at once: ask for ``offset`` and go on there."""

    code = "UPLOAD_CONFLICT"

    def __init__(self, message: str, *, offset: int) -> None:
        super().__init__(message, hint=f"continue at byte {offset}")
        self.offset = offset


class LinkRefused(InvalidInput):
    """A signed link was changed, made with another secret or for another use: ask for a new one."""

    code = "LINK_REFUSED"


class LinkExpired(LinkRefused):
    """A signed link was right, but its time is over: ask for a new one."""

    code = "LINK_EXPIRED"
