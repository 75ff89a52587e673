"""From a company to its finished report.

- `progress`: what a long piece of work tells about itself
- `describe`: what run.json says of a run
- `report`: one company's report, from its tables to the folder moved into place
"""
