"""What each code of a fault in a manifest means; `unequal explain CODE` can print it."""

from __future__ import annotations

MANIFEST_CODES: dict[str, str] = {
    "analysis-unknown": "Knobs belong to an analysis; those of one that does not exist would be silently ignored.",
    "axis-wrong": "Each axis of a matrix is a list of at least one value, and every combination becomes an item.",
    "cells-too-many": "A row has more cells than the header has names, so it cannot be known which cell is which.",
    "file-missing": "A file that the manifest names is not there.",
    "finding-unknown": "A gate on a finding that no analysis makes would never trip, and look like good news.",
    "foreach-empty": "A pattern that matches no workspace is mostly misspelt.",
    "gate-wrong": "A gate says which finding it looks at, and at which verdicts or estimates it trips.",
    "id-taken": "An id names one item: in the summary, in --select, and in the folder of what failed.",
    "item-source": "An item is one workspace, one notebook, or a foreach of either.",
    "key-misplaced": "The key is known, but does nothing here.",
    "key-twice": "Which of the two is meant cannot be known.",
    "key-unknown": "An unknown key is mostly a misspelt one, and a misspelt setting would be silently ignored.",
    "knob-out-of-range": "A knob's value lies outside what its analysis can answer for.",
    "knob-unknown": "A knob that an analysis does not have would be silently ignored.",
    "matrix-too-big": "A matrix multiplies; this one is mostly a slip.",
    "name-unsafe": "What becomes part of a path must be a slug, so that no report can land outside its folder.",
    "not-a-notebook": "The file cannot be read as a Jupyter notebook.",
    "not-json": "Each line of a JSONL file is one JSON object.",
    "not-toml": "The file breaks the rules of TOML at the place named.",
    "not-unicode": "Manifests are UTF-8; UTF-16 is read, too.",
    "output-taken": "Two items would write the same report, and the second would replace the first.",
    "parameter-unknown": "papermill runs a notebook with a misspelt parameter and its default; a batch must not.",
    "parameter-wrong": "The value is not of the kind that the notebook's parameters cell declares.",
    "scenario-unknown": "A scenario is a file scenarios/<name>.toml in the workspace.",
    "secret": "What a batch is given stands in its books. A notebook reads a secret from the environment.",
    "select-unknown": "Items are selected by id, tag, workspace, notebook or scenario.",
    "value-wrong": "The value is not of the kind, or not in the range, that the key takes.",
    "workspace-missing": "The folder of a company is not where the manifest says.",
}
