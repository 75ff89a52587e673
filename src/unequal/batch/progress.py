"""What a long piece of work tells about itself; who listens decides how it looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Tell = Callable[[str], None]
Listen = Callable[[dict[str, Any]], None]


class Progress:
    """Tells of each step, to people and to programs, and keeps how long it took.

    Args:
        tell: Called with a short sentence as a step begins.
        listen: Called with each event: a step, a notebook, a cell.
    """

    def __init__(self, tell: Tell | None = None, listen: Listen | None = None) -> None:
        self.tell: Tell = tell or (lambda _sentence: None)
        self.listen: Listen = listen or (lambda _event: None)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, sentence: str) -> Iterator[None]:
        """Time a step under a name, having told its sentence."""
        self.tell(sentence)
        self.listen({"event": "step", "step": name})
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - begun, 3)
