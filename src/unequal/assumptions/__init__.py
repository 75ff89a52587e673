"""Every figure that stands in for something the workspace does not say, with its source and its grade.

Two files of data: `benchmarks.toml` holds published figures (B01 to B47), `defaults.toml` what this package takes
where nothing is said: choices such as `raise_months`, shared inputs, and the priors of Small, Medium and Big.

    catalogue()["prior.Big.win_probability"].value      # 0.17
    assumption("raise_months").basis                    # ("B27",)

A workspace overrides a row by its id and must say from where; `overridden` returns the catalogue that is then in force.
"""

from .register import Assumption, Override, assumption, catalogue, overridden

__all__ = ["Assumption", "Override", "assumption", "catalogue", "overridden"]
