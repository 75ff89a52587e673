"""The command line, the uppermost floor.

- `door`: runs a command and turns whatever happens into an exit code and a message; no traceback reaches a user
- `app`: the commands and their options; imports nothing heavy
- `told`: people's text on stderr, the machine's answer on stdout
- `values`: ``--set analysis.knob=value`` read as a knob
- `start`, `look`, `make`, `help`: what the commands do; imported only when one runs
"""
