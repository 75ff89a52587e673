"""Numbers become a verdict, and the verdict carries what it stands on.

- `verdict`: the four verdicts, and from a probability to one of them
- `grade`: how good an input is, E1 (own data) to E5 (a guess)
- `finding`: a judged answer with interval, n, grade, evidence and assumptions
- `basis`: knows origin, source and grade of every knob and input; the only way to make a finding, so that no rule can
  hide a default behind a `go`
"""

from .basis import Basis, Input, KnobBasis
from .finding import AssumptionUsed, Evidence, Finding
from .grade import Grade, worst
from .verdict import Thresholds, Verdict, verdict_of_claim, verdict_of_event

__all__ = [
    "AssumptionUsed",
    "Basis",
    "Evidence",
    "Finding",
    "Grade",
    "Input",
    "KnobBasis",
    "Thresholds",
    "Verdict",
    "verdict_of_claim",
    "verdict_of_event",
    "worst",
]
