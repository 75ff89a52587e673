"""Money and time: frames and labels in, numbers out.

- `cycle`, `clocks`: deals become clocks, with what was left out and why
- `late_entry`: notices that an export lacks its old closed deals
- `zombies`: open deals that are likely dead, and the run in which they are lost
- `naive`: the figures of a CRM's dashboard, to be shown beside the right ones
"""
