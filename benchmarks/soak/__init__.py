"""Runs too long for every change: memory, kernels, kills, isolation. `python -m benchmarks.soak --help` tells more."""
