"""All firms of the United States by size: the larger, the fewer, and the few hold most of the receipts."""

from __future__ import annotations

import pandas as pd

from unequal.economics.market_pyramid import held_above
from unequal.verify.figures import Published, published

BANDS = pd.DataFrame(
    {
        "band_from": [0, 1, 5, 10, 20, 100, 500],
        "count": [770_041, 2_695_606, 1_010_804, 613_880, 508_249, 82_334, 16_845],
        "worth": [
            215_139_058, 937_533_365, 888_342_543, 1_085_595_864, 2_884_696_648, 2_547_423_855, 13_503_796_863,
        ],
    }
).astype("float64")  # fmt: skip
SMALL = 20  # employees


def reproduce() -> Published:
    """Return totals, receipts for each firm, and what the largest hold."""
    small = BANDS["band_from"].lt(SMALL)
    broad = pd.concat(
        [BANDS[small].sum().to_frame().T.assign(band_from=0.0), BANDS[~small]],
        ignore_index=True,
    )
    shown = held_above(broad).set_index("band_from")
    count = shown["count"].astype("float64")
    each, firms, receipts = shown["value"], shown["share_of_count"], shown["share_of_worth"]
    return Published(
        code="R12",
        title="Firms of the United States by size, 2002: the few large ones hold most of the receipts",
        source="US Census Bureau, Statistics of U.S. Businesses 2002, all industries (sec.gov, exhibit 99.2)",
        figures=(
            published("firms, added up from the bands", "5,697,759", held_above(BANDS)["at_least"].iloc[0]),
            published("firms below 20 employees", "5,090,331", float(count.loc[0])),
            published("firms below 500 employees", "5,680,914", float(count.sum() - count.loc[500])),
            published("receipts, $1,000, added up from the bands", "22,062,528,196", shown["worth"].sum()),
            published("receipts below 500 employees, $1,000", "8,558,731,333", shown["worth"].iloc[:-1].sum()),
            published("receipts a firm below 20 employees, $1,000", "614", each.loc[0]),
            published("receipts a firm of 20 to 99, $1,000", "5,676", each.loc[20]),
            published("receipts a firm of 100 to 499, $1,000", "30,940", each.loc[100]),
            published("receipts a firm of 500 and more, $1,000", "801,650", each.loc[500]),
            published("share of firms with 500 and more, %", "0.30", 100 * firms.loc[500]),
            published("share of receipts that they hold, %", "61.2", 100 * receipts.loc[500]),
        ),
    )
