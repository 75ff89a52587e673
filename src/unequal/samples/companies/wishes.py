"""What customers were asked in a survey. Outcomes and answers are invented."""

from __future__ import annotations

from unequal.samples.profile import Asked, Wish

PAPERS, FLOOR = ("prove compliance", "answer tenders"), ("cut waste", "train staff")  # main jobs that go together

QUARRY = Asked(
    kinds=(PAPERS, FLOOR),
    people_a_kind=34,
    wishes=(
        Wish(outcome="pass an audit unprepared", jobs=PAPERS),
        Wish(outcome="answer a tender in a day", jobs=PAPERS),
        Wish(outcome="know what is thrown away", jobs=FLOOR),
        Wish(outcome="have new staff ready in a week", jobs=FLOOR),
        Wish(outcome="find any certificate at once"),
        Wish(outcome="never miss an expiry date"),
    ),
)
