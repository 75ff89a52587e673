"""One company's configuration: workspace.toml, a scenario on top of it, and the order of knobs.

    workspace = open_workspace("acme", scenario="downside")
    knobs = resolve_knobs(Knobs, "runway", workspace, given={"reserve_months": 3})
    knobs.values.reserve_months, knobs.origins["reserve_months"]      # (3.0, 'given')

What can be wrong is found in one pass and raised as one error, each fault with its key, value, line and mend.

- `locate`, `document`: TOML in any encoding people send, the line of each key, two files merged key by key
- `schema`, `shape`: the keys as models, and a file held against them
- `checks`, `sources`: what a single key cannot tell, and which file is which table
- `folder`, `opening`, `model`: the folder opened as a `Workspace`
- `knob_field`, `allowed`, `resolve`: how an analysis declares a knob, what it takes, and whose word wins
- `writing`, `dump`, `slug`: a new workspace, the resolved configuration as JSON, names as path parts
"""

from .codes import CONFIG_CODES
from .dump import configuration
from .folder import scenario_names
from .knob_field import knob
from .model import KnobLayer, Origin, Workspace
from .opening import open_workspace
from .resolve import ResolvedKnobs, check_knobs, resolve_knobs
from .slug import slug, slugs
from .writing import new_workspace, workspace_toml, write_workspace_toml

__all__ = [
    "CONFIG_CODES",
    "KnobLayer",
    "Origin",
    "ResolvedKnobs",
    "Workspace",
    "check_knobs",
    "configuration",
    "knob",
    "new_workspace",
    "open_workspace",
    "resolve_knobs",
    "scenario_names",
    "slug",
    "slugs",
    "workspace_toml",
    "write_workspace_toml",
]
