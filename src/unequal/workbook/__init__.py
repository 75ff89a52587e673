"""From a question to something that a notebook shows and a report reads.

- `analysis`: what an analysis is, and what it is given
- `session`: one company looked at from one day; everything computed at most once
- `store`, `codec`: results kept under a hash of what they follow from
- `context`: what a report settles before its first notebook
- `run`, `cards`: one analysis, ready to be read, and outputs that show themselves
- `segment_figures`, `receipts`, `registered`: figures that several analyses share
- `blocks`, `view`, `model`, `plain`: what an output says to every renderer
- `display`, `written`: what JupyterLab shows, and how figures stand in it
"""

from .analysis import Analysis, Inputs, Missing
from .blocks import Model, ModelFormula, ModelInput, WhatIf, WhatIfAxis, block_schema
from .run import Run
from .session import Session
from .store import Store, cache_folder
from .view import presented

__all__ = [
    "Analysis",
    "Inputs",
    "Missing",
    "Model",
    "ModelFormula",
    "ModelInput",
    "Run",
    "Session",
    "Store",
    "WhatIf",
    "WhatIfAxis",
    "block_schema",
    "cache_folder",
    "presented",
]
