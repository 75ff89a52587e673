"""Whether a report still says what its inputs say, and if not, why not.

    marks = fingerprint(item)           # before the first table is read; run.json keeps it
    why_stale(item, out)                # [] or ["data/deals.csv has changed", "report.pdf is missing or changed"]

A report is made of files, of what was asked for, of our own sources and of the libraries under them. Each has a name
and a hash; two fingerprints that are equal stand for the same report. Contents decide, never times: a file that was
only touched is not stale. Nothing here imports pandas, since hundreds of clients are looked at before the first runs.

- `state`: a file as a hash, or as words on why it has none
- `inputs`: the files of a workspace that a report can depend on
- `parts`: the parts of an item, and their hashes
- `place`: where a report lies below the output folder
- `record`: what lies beside an executed notebook, as run.json lies in a report
- `reasons`: two fingerprints, compared in words
- `why`: what stands at the place, held against what would be made now
"""

from .parts import fingerprint
from .place import place_of
from .record import write_record
from .why import why_stale

__all__ = ["fingerprint", "place_of", "why_stale", "write_record"]
