"""A forked kernel had imported the package before it was a kernel; its frames must show as blocks all the same."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

import unequal
from unequal.workbook import display


@pytest.mark.parametrize(("kernel", "installed"), [(object(), True), (None, False)])
def test_the_first_call_in_a_kernel_makes_figures_show(
    kernel: object, *, installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(display, "install", lambda: seen.append(True))
    shell = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setitem(sys.modules, "IPython.core.getipython", shell)
    assert unequal.run is not None
    assert bool(seen) == installed
