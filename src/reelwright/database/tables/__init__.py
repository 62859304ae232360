"""Every table; importing this module makes the metadata whole."""

from reelwright.database.columns import Base
from reelwright.database.tables.access import (
    ApiToken,
    Identity,
    PasswordReset,
    ProviderKey,
    RefreshToken,
    SignIn,
    User,
)
from reelwright.database.tables.administration import CountedAct, Mail, ModerationItem, RuntimeSetting, WorkerBeat
from reelwright.database.tables.journal import AuditEntry, IdempotentReply, PaidCall
from reelwright.database.tables.library import (
    Asset,
    BlobUse,
    Project,
    Share,
    Template,
    Upload,
    Video,
    VideoDraft,
    VideoVersion,
)
from reelwright.database.tables.money import BillingEvent, CreditAccount, CreditEntry, CreditLot, Invoice, Subscription
from reelwright.database.tables.notices import Callback, Delivery, Schedule, Webhook
from reelwright.database.tables.publishing import YoutubeChannel, YoutubeQuota, YoutubeUpload
from reelwright.database.tables.voices import VoiceCloneRow, VoiceReferenceRow
from reelwright.database.tables.work import Batch, Job, JobEvent, JobStage

__all__ = [
    "ApiToken",
    "Asset",
    "AuditEntry",
    "Base",
    "Batch",
    "BillingEvent",
    "BlobUse",
    "Callback",
    "CountedAct",
    "CreditAccount",
    "CreditEntry",
    "CreditLot",
    "Delivery",
    "IdempotentReply",
    "Identity",
    "Invoice",
    "Job",
    "JobEvent",
    "JobStage",
    "Mail",
    "ModerationItem",
    "PaidCall",
    "PasswordReset",
    "Project",
    "ProviderKey",
    "RefreshToken",
    "RuntimeSetting",
    "Schedule",
    "Share",
    "SignIn",
    "Subscription",
    "Template",
    "Upload",
    "User",
    "Video",
    "VideoDraft",
    "VideoVersion",
    "VoiceCloneRow",
    "VoiceReferenceRow",
    "Webhook",
    "WorkerBeat",
    "YoutubeChannel",
    "YoutubeQuota",
    "YoutubeUpload",
]  # fmt: skip
