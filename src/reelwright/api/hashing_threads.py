"""Threads for work that hashes passwords: few, and not those that serve everybody else."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
"""A hash takes 64 MiB and a core for a tenth of a second; whoever comes while two are at work waits without a thread."""


async def in_hashing_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function that hashes, and wait for it without holding up anything else."""
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, lambda: context.run(function, *args, **kwargs))
