"""How many customers make a hundred million a year, from flies to elephants."""

from __future__ import annotations

from unequal.economics.unit_economics import customers_for
from unequal.verify.figures import Published, published

ANIMALS = {
    "elephants, 100,000 a year": (100_000, "1,000"), "deer, 10,000 a year": (10_000, "10,000"),
    "rabbits, 1,000 a year": (1_000, "100,000"), "mice, 100 a year": (100, "1,000,000"),
    "flies, 10 a year": (10, "10,000,000"), "whales, 1,000,000 a year": (1_000_000, "100"),
}  # fmt: skip
FIRST_MILLION = {25_000: "40", 10_000: "100", 5_000: "200"}
MONTHS = 12


def reproduce() -> Published:
    """Return customers needed by what one pays."""
    return Published(
        code="R11",
        title="Customers for 100 million a year, by what one pays; and for the first million",
        source="Janz, Five ways to build a $100 million business, The Angel VC (2014, whales 2019); newpath",
        figures=(
            *(published(name, said, customers_for(100e6, price / MONTHS)) for name, (price, said) in ANIMALS.items()),
            *(
                published(f"for one million at {price:,} a year", said, customers_for(1e6, price / MONTHS))
                for price, said in FIRST_MILLION.items()
            ),
        ),
    )
