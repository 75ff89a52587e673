"""What customers answered when they were asked what matters to them, and how well it is met."""

from __future__ import annotations

from .draws import Draws
from .lives import Life
from .months import month_number
from .profile import Wish
from .world import World

Row = dict[str, object]

LOW, HIGH = 1, 5
WANTED, NOT_WANTED = (4.5, 2.2), (2.5, 3.4)  # mean importance and satisfaction, of whose job it is and of others
MET = (4.3, 4.4)  # of what everybody wants and has
OFF = 1.4  # an answer lies at most this far from the mean of its kind


def survey_rows(world: World) -> list[Row]:
    """Return one row a person and outcome: of each kind of job as many active customers as the profile says."""
    draws = world.draws("survey")
    truth = world.profile.asked
    assert truth is not None
    now = month_number(world.profile.as_of)
    there = draws.shuffled([life for life in world.lives if life.price(now) > 0])
    people: list[Life] = []
    for jobs in truth.kinds:
        people += [life for life in there if life.account.features["job_primary"] in jobs][: truth.people_a_kind]
    ordered = sorted(people, key=lambda life: life.account.account_id)
    return [row for number, life in enumerate(ordered, start=1) for row in _answers(number, life, truth.wishes, draws)]


def _answers(number: int, life: Life, wishes: tuple[Wish, ...], draws: Draws) -> list[Row]:
    job = life.account.features["job_primary"]
    rows: list[Row] = []
    for wish in wishes:
        importance, satisfaction = MET if not wish.jobs else WANTED if job in wish.jobs else NOT_WANTED
        rows.append(
            {
                "respondent_id": f"R{number:03d}",
                "customer_id": life.account.account_id,
                "outcome_id": wish.outcome,
                "importance": _tick(importance, draws),
                "satisfaction": _tick(satisfaction, draws),
            }
        )
    return rows


def _tick(mean: float, draws: Draws) -> int:
    return min(max(round(mean + draws.uniform(-OFF, OFF)), LOW), HIGH)
