"""The books of one project folder: every paid call written down before it is made, and answered from here ever after."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelwright.errors import OutcomeUnknown, ProviderFailed, ProviderUnavailable, QuotaExceeded, UnclearPayment
from reelwright.productions.project.atomic import write_atomically
from reelwright.providers.payments import MICROS, Call, Paid, PaidWish, Perform

_reserving = threading.Lock()


@dataclass(frozen=True)
class FolderBooks:
    """Payments in ``folder``, one JSON file a call. Whoever uses them holds the project's lock.

    ``budget_micros`` bounds everything ever spent here; ``None`` does not.
    """

    folder: Path
    budget_micros: int | None = None

    def pay(self, wish: PaidWish, perform: Perform) -> Paid:
        """See ``providers.payments.Payments``. Raises ``QuotaExceeded`` before a call the budget does not allow, and
        ``UnclearPayment`` for one that may have been accepted before."""
        path = self.folder / f"{wish.key[:40]}.json"
        row = _read(path)
        state = row.get("state", "")
        if state == "done":
            return Paid(row["result"], row["cost_micros"], row["usage"], row["provider_ref"], is_earlier=True)
        if state == "started" and not wish.is_repeatable:
            raise _unclear(wish, path)
        if state != "submitted":
            row = {
                "state": "started", "provider": wish.provider, "operation": wish.operation, "estimated_micros": wish.estimated_micros,
                "provider_ref": "",
            }  # fmt: skip
            with _reserving:  # two calls at once must not both be the last that the budget allows
                self._check_budget(wish, path)
                _write(path, row)

        def accepted(reference: str) -> None:
            row.update(state="submitted", provider_ref=reference)
            _write(path, row)

        try:
            paid = perform(Call(f"reelwright-{wish.key[:40]}", row["provider_ref"], accepted))
        except OutcomeUnknown:
            if row["state"] != "submitted" and not wish.is_repeatable:
                raise _unclear(wish, path) from None
            raise
        except ProviderFailed as error:
            if not (row["state"] == "submitted" and isinstance(error, ProviderUnavailable)):
                _write(path, row | {"state": "failed", "error": error.message[:1000], "provider_ref": ""})
            raise
        done = {"state": "done", "result": paid.result, "cost_micros": paid.cost_micros, "usage": dict(paid.usage)}
        _write(path, row | done | {"provider_ref": paid.provider_ref or row["provider_ref"]})
        return paid

    def spent_micros(self) -> int:
        """Actual costs of what is done, estimates of what is open."""
        return self._spent_beside(None)

    def _check_budget(self, wish: PaidWish, path: Path) -> None:
        if self.budget_micros is None:
            return
        spent = self._spent_beside(path)
        if wish.estimated_micros and spent + wish.estimated_micros > self.budget_micros:
            raise QuotaExceeded(
                f"the next call ({wish.provider}, {wish.operation}) may cost ${wish.estimated_micros / MICROS:.4f}, and "
                f"${spent / MICROS:.4f} of ${self.budget_micros / MICROS:.2f} are spent",
                hint="raise --budget and run the same command again; what is paid for is used again",
            )

    def _spent_beside(self, path: Path | None) -> int:
        total = 0
        for other in self.folder.glob("*.json"):
            row = _read(other) if other != path else {}
            if row.get("state") == "done":
                total += int(row.get("cost_micros", 0))
            elif row.get("state") in ("started", "submitted"):
                total += int(row.get("estimated_micros", 0))
        return total


def _read(path: Path) -> dict[str, Any]:
    try:
        row = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        # Written whole or not at all, so this was changed by hand. Paying again is the one thing that must not happen.
        raise UnclearPayment(
            f"the record of a paid call, {path}, cannot be read", hint="delete it to pay again"
        ) from None
    return row if isinstance(row, dict) else {}


def _write(path: Path, row: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(row, ensure_ascii=False, indent=1) + "\n")


def _unclear(wish: PaidWish, path: Path) -> UnclearPayment:
    return UnclearPayment(
        f"nobody knows whether {wish.provider} accepted the call ({wish.operation})",
        hint=f"look at the provider's own list; if it is not there, delete {path} and run the command again",
    )
