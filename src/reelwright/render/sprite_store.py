"""Sprites drawn once and shared by all workers, the least recently used forgotten when they grow too large."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from reelwright.render.planes import Sprite


class SpriteStore:
    """Thread-safe. A sprite is made by the first who asks; the others wait for it rather than make it again."""

    def __init__(self, most_bytes: int = 128_000_000) -> None:
        self._most = most_bytes
        self._held = 0
        self._sprites: OrderedDict[Hashable, Sprite] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Sprite]) -> Sprite:
        with self._lock:
            if key in self._sprites:
                self._sprites.move_to_end(key)
                return self._sprites[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._sprites:
                    return self._sprites[key]
            sprite = make()
            with self._lock:
                self._sprites[key] = sprite
                self._held += weight(sprite)
                self._making.pop(key, None)
                while self._held > self._most and len(self._sprites) > 1:
                    self._held -= weight(self._sprites.popitem(last=False)[1])
            return sprite


def weight(sprite: Sprite) -> int:
    """Bytes a sprite holds."""
    planes = (sprite.y, sprite.u, sprite.v, sprite.alpha, sprite.chroma_alpha)
    return sum(plane.nbytes for plane in planes if plane is not None)
