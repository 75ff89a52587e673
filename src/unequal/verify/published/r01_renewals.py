"""Two groups of customers over eight years: who renews, and what they are worth."""

from __future__ import annotations

from unequal.economics.lifetime.present_value import expected_lifetime, residual_lifetime
from unequal.economics.lifetime.renewals import (
    ShiftedBetaGeometric,
    fit_renewals,
    from_survivors,
    log_likelihood,
)
from unequal.verify.figures import Figure, Published, published

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
RATE = 0.10
LEFT = {1: "5.4145", 2: "5.9014", 3: "6.2939", 4: "6.6199", 5: "6.8967"}  # payments made: residual lifetime


def reproduce() -> Published:
    """Return parameters, forecasts and discounted lifetimes."""
    high, regular = _fit(HIGH_END), _fit(REGULAR)
    return Published(
        code="R1",
        title="Shifted beta-geometric: two groups of customers, eight years",
        source="Fader and Hardie, J. Interactive Marketing 21 (2007) 76-90; Marketing Science 29 (2010) 85-93, eq. 6",
        figures=(
            *_parameters("High End", high, ("0.668", "3.806", "-1611.158", "0.149", "0.8507", "37.80", "5.9223")),
            *_parameters("Regular", regular, ("0.704", "1.182", "-1680.265", "0.373", "0.6267", "17.00", "3.6949")),
            published("High End: eighth renewal", "0.9418", float(high.retention(8))),
            _cut("High End: log-likelihood a customer at (1, 1), printed without rounding", -2.115,
                 log_likelihood(from_survivors(HIGH_END), 1.0, 1.0) / HIGH_END[0]),
            *(
                published(f"High End: payments to come after {paid}, discounted", LEFT[paid],
                          residual_lifetime(high, paid, RATE))
                for paid in LEFT
            ),
            published("High End: lifetime if nobody's chance differed", "4.7619", _alike(HIGH_END)),
            published("Regular: lifetime if nobody's chance differed", "2.3454", _alike(REGULAR)),
        ),
    )  # fmt: skip


def _fit(survivors: tuple[int, ...]) -> ShiftedBetaGeometric:
    found = fit_renewals(from_survivors(survivors))
    if found is None:
        problem = "nobody left"
        raise ValueError(problem)
    return found


def _cut(name: str, printed: float, found: float) -> Figure:
    """Return a figure whose further digits were cut off: up to a whole unit of the last digit apart is the same."""
    return Figure(name=name, expected=printed, found=found, within=0.001, places=3)


def _alike(survivors: tuple[int, ...]) -> float:
    """Return the lifetime with one chance for all, that of the first renewal."""
    return 1 / (1 - survivors[1] / survivors[0] / (1 + RATE))


def _parameters(group: str, model: ShiftedBetaGeometric, printed: tuple[str, ...]) -> tuple[Figure, ...]:
    found = {
        "alpha": model.alpha,
        "beta": model.beta,
        "log-likelihood": model.log_likelihood,
        "mean chance to leave": model.mean_chance,
        "first renewal": float(model.retention(1)),
        "still there after 12 years, %": 100 * float(model.survival(12)),
        "discounted lifetime": expected_lifetime(model, RATE),
    }
    return tuple(
        published(f"{group}: {name}", expected, value)
        for (name, value), expected in zip(found.items(), printed, strict=True)
    )
