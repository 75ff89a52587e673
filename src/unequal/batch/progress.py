"""What a long piece of work tells about itself; who listens decides how it looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str], None]


class Progress:
    """Tells of each step and keeps how long it took.

    Args:
        tell: Called with a short sentence as each step begins.
    """

    def __init__(self, tell: Tell | None = None) -> None:
        self.tell: Tell = tell or (lambda _sentence: None)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        """Time a step under a name, having told its sentence."""
        self.tell(sentence)
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - begun, 3)
