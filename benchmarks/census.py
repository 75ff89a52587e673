"""Is the larger always the fewer? All firms of the United States by sector, from a public file.

    .venv/bin/python benchmarks/census.py [FILE]

FILE is the table of the Statistics of U.S. Businesses 2021 by state, two-digit sector and size of enterprise (default:
../shared/data/us_census_susb_2021/us_state_2digitnaics_2021.csv beside this repository; without it nothing is done). It
becomes a `market` table like a user's own, one source a sector and one segment a band of sizes, and the analysis
`market` says how steep each sector is and where the larger are not the fewer. Exit code 1 where it says anything else
than what was found when this page was written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd

import unequal

FILE = Path(__file__).parents[2] / "shared/data/us_census_susb_2021/us_state_2digitnaics_2021.csv"
NATION, ALL_SECTORS, TOTAL = "00", "--", "01"
BANDS = {
    "02": ("1 to 4", 1), "03": ("5 to 9", 5), "04": ("10 to 19", 10), "06": ("20 to 99", 20),
    "07": ("100 to 499", 100), "09": ("500 and more", 500),
}  # fmt: skip
FAILS = {"Management of Companies and Enterprises"}
ONLY_WIDER = {"Mining, Quarrying, and Oil and Gas Extraction", "Utilities", "Information", "Educational Services"}
WORKSPACE = 'name = "United States"\nas_of = 2026-06-30\ncurrency = "USD"\n'


def market_rows(path: Path, *, sector: str = "") -> pd.DataFrame:
    """Return a `market` table of the nation: a source a sector, a segment a band; value is the payroll a firm, a year.

    Args:
        path: The public file.
        sector: Two digits, or ``--`` for all together; empty gives each sector and not their total.
    """
    raw = pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    band, payroll = raw["Enterprise_Size"].str[:2], raw.columns[raw.columns.str.startswith("Annual_Payroll ")][0]
    wanted = raw["NAICS"].eq(sector) if sector else raw["NAICS"].ne(ALL_SECTORS)
    rows = raw[raw["State"].eq(NATION) & wanted & band.ne(TOTAL)]
    size = band[rows.index]
    firms, paid = (pd.to_numeric(rows[one].str.replace(",", "")) for one in ("Firms", payroll))
    return pd.DataFrame(
        {
            "segment": size.map(lambda one: BANDS[one][0]),
            "source": rows["NAICS_Description"],
            "year": 2021,
            "count": firms,
            "value": (1000 * paid / firms).round(),
            "definition": "firms with employees, by size of the enterprise",
            "grade": "E3",
            "band_from": size.map(lambda one: BANDS[one][1]),
        }
    )


def looked_at(rows: pd.DataFrame, folder: Path) -> unequal.Run:
    """Return the market of a workspace that holds these rows and nothing else."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "workspace.toml").write_text(WORKSPACE, encoding="utf-8")
    rows.to_csv(folder / "data/market.csv", index=False)
    return unequal.run("market", folder)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    if not path.is_file():
        print(f"No file {path}: nothing to look at.")
        return 0
    with tempfile.TemporaryDirectory() as made:
        whole = looked_at(market_rows(path, sector=ALL_SECTORS), Path(made) / "nation")
        run = looked_at(market_rows(path), Path(made) / "sectors")
    facts = whole.facts
    print(f"All sectors: slope {facts.slope:.3f} ({facts.slope_low:.3f} to {facts.slope_high:.3f})")
    print(run.facts.sources.round(3).to_string(index=False))
    print(run.finding("by_source").headline, run.finding("by_source").answer, sep="\n")
    sources = run.facts.sources
    fails = set(sources.loc[sources["rises_by_width"].ne(""), "source"])
    wider = set(sources.loc[sources["rises"].ne(""), "source"]) - fails
    return int((fails, wider) != (FAILS, ONLY_WIDER))


if __name__ == "__main__":
    raise SystemExit(main())
