"""Many jobs at once, and the books that are kept of them.

    results = run_batch(Order(batch=batch, out=out, jobs=jobs()), start=start, stale=stale, tell=tell)

- `order`: what is asked; `outcome`, `results`: what came of one item, of all; `gates`: conditions on what was found
- `loop`: the one loop; `crew`: the jobs that run now; `room`: cores and memory; `ending`: how a job's end is read
- `turn`: one process at a time for the folder of a batch
- `books`: events.jsonl, run_results.json, junit.xml, summary.html; `past`: the books of an earlier run, read back
"""

from .loop import run_batch
from .order import Order, jobs
from .outcome import Outcome
from .past import Past, latest, read_past
from .results import Results

__all__ = ["Order", "Outcome", "Past", "Results", "jobs", "latest", "read_past", "run_batch"]
