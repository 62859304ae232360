"""Threads for files on their way in, so that they hold up no other request."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_WRITING = ThreadPoolExecutor(max_workers=16, thread_name_prefix="writing")
"""A piece is written in a moment; a slow sender holds no thread between two pieces."""
_INSPECTING = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1), thread_name_prefix="inspecting")
"""Looking into a file takes a process with up to 2 GB; whoever comes while all are at work waits without a thread."""


async def in_writing_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function that takes no longer than writing a few megabytes."""
    return await asyncio.get_running_loop().run_in_executor(_WRITING, lambda: function(*args, **kwargs))


async def in_inspecting_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function that fetches, hashes or looks into a whole file."""
    return await asyncio.get_running_loop().run_in_executor(_INSPECTING, lambda: function(*args, **kwargs))
