"""What can go wrong with users' files."""

from __future__ import annotations

from reelwright.errors import InvalidInput, ReelwrightError


class AssetMissing(ReelwrightError):
    """There is no such file or upload, or it is another user's: check the id."""

    code = "NOT_FOUND"


class UploadExpired(ReelwrightError):
    """The time for an upload is over: begin it again."""

    code = "GONE"


class UploadUnfinished(ReelwrightError):
    """Not all of the file has arrived: send the rest."""

    code = "CONFLICT"


class UploadTooLarge(InvalidInput):
    """A file is over the limit of this server: send a smaller one."""

    code = "TOO_LARGE"


class QuotaExceeded(InvalidInput):
    """The user's room is used up: remove files, or ask for more room."""

    code = "QUOTA_EXCEEDED"
