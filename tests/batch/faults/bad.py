"""Notebooks that misbehave, each in another way; and a sound one."""

from __future__ import annotations

from pathlib import Path

import nbformat

TINY = ("import time\ntime.sleep(0.2)\nprint('for', word)", "sorted({'one', 'two', word})", "len(word)")
BAD: dict[str, str] = {
    "loop": "while True:\n    pass",
    "memory": "hoard = [bytearray(2**26) for _ in range(200)]",
    "loud": "for _ in range(1_600):\n    print('x' * 2**16)",
    "leaves": "import os\nos._exit(7)",
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "sys-exit": "import sys\nsys.exit('enough')",
    "asks": "input('Your name? ')",
    "raises": "1 / 0",
}
# Ends well, and leaves fifty behind that nobody can reach by the session of its kernel.
FORKS = """\
import os, subprocess, sys, time
sleepers = [subprocess.Popen(['sleep', '600'], start_new_session=True) for _ in range(25)]
for _ in range(25):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
        os._exit(0)
print(len(sleepers))"""


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook with one parameter, `word`."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    sources = [("word = 'none'", {"tags": ["parameters"]}), *((source, {}) for source in cells)]
    for number, (source, metadata) in enumerate(sources):
        made.cells.append(nbformat.v4.new_code_cell(source, metadata=metadata, id=f"cell-{number}"))
    nbformat.write(made, path)
    return path


def item(name: str, file: str, **more: object) -> str:
    """Return a notebook item of a manifest."""
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in more.items()]
    return "\n".join(["[[items]]", f'id = "{name}"', f'notebook = "{file}"', *lines, ""])


def tiny_batch(folder: Path, words: tuple[str, ...] = ("one", "two", "three")) -> Path:
    """Write a batch of sound notebooks, one a word, and return its manifest."""
    parts = ['name = "Tiny"']
    for word in words:
        notebook(folder / f"{word}.ipynb", *TINY)
        parts.append(item(word, f"{word}.ipynb").rstrip() + f'\nparameters = {{ word = "{word}" }}\n')
    manifest = folder / "tiny.toml"
    manifest.write_text("\n".join(parts))
    return manifest
