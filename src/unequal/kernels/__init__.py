"""Notebooks executed; the only room that imports papermill.

- `notebooks`: which notebook belongs to which analysis, shipped or the company's own
- `parameters`: what a notebook's parameters cell declares, read from its syntax tree
- `execute`: one notebook, run to the end or failed with the cell that failed
- `pool`: several notebooks at once, each in a process of its own
"""

from unequal.lean import import_jsonschema

import_jsonschema()  # before nbformat and papermill do
