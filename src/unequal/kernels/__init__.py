"""Notebooks executed; the only room that imports papermill.

- `notebooks`, `parameters`: which notebook belongs to which analysis, and what its parameters cell declares
- `execute`, `several`: one notebook, run to the end or failed with the cell that failed; several at once
- `engine`, `client`, `manager`, `provisioner`, `kernel`: papermill's engine, what holds a notebook to its limits, and
  the forked kernel at the other end
- `processes`, `forked`, `spawned`, `folder`: processes of our own and their private folder, from the owner's side
- `guard`, `zygote`, `asker`, `child`: who forks them, who sees to it that nothing is left, and what a forked one does
  first; `spare`: the one kernel that began before anybody asked for it
- `limits`, `failure`, `memory`, `outlet`, `events`: what may be taken, what is told of who took more, and how

A process is started like this; each has a session of its own, and who dies takes along what stands right of it:

    owner (command line, job) -> guard -> zygote -> child (job, kernel) -> what it starts
"""

from unequal.lean import import_jsonschema

import_jsonschema()  # before nbformat and papermill do
