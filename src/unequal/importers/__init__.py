r"""Other tools' exports become a workspace.

    plan = plan_import([Path("exports")])       # reads, decides, writes nothing
    print("\n".join(plan.explain()))
    write_import(plan, Path("acme"))            # copies, derived columns, workspace.toml

    gather          files -> raw files; every one that cannot be read, at once
    discover        raw file -> the tool that knows it; a tool is one module in `tools/`, mostly lists of words
    by_headers      a tool made of lists of words
    plan            the steps, one thing decided in each: keys, conventions, words, closings, units, prices, days
    watch           what the user should know: gaps, dead pipeline; also in keys, clock, spelling
    write           plan -> folder, all or nothing

Headers and words are compared whole. What merely looks alike is shown to the user and never used.
"""

from __future__ import annotations

from .model import ColumnMap, Confidence, Note, Setting, TableMap, ValueMap
from .plan import ImportPlan, plan_import
from .write import write_import

__all__ = [
    "ColumnMap",
    "Confidence",
    "ImportPlan",
    "Note",
    "Setting",
    "TableMap",
    "ValueMap",
    "plan_import",
    "write_import",
]
