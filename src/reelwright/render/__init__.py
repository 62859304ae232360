"""The renderer. The package may also be called: ``reelwright.render(document, "video.mp4")`` is ``reelwright.library.render``.

The function and this package share their name in the public interface; whichever of them is imported first, both work.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return importlib.import_module("reelwright.library").render(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage
