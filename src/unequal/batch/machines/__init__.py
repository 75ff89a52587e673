"""The jobs of a batch on other machines: the workers of a Dask scheduler.

    with dask_start("tcp://10.0.0.1:8786", order.reports, order.failed) as workers:
        run_batch(order, replace(usual_ways(order, workers.start, tell), room=workers.room))

A job is the same everywhere, a process forked from a warm one; here a task of `distributed` starts it on the worker and
follows it. Workers and runner see the same folders under the same paths, or items and reports lie at addresses.

- `link`: the connection to a scheduler
- `same`: whether the workers would make the same reports
- `task`: what runs on a worker
- `afar`: a job there, as the runner sees it
- `workers`: all of them: who lives, how many jobs fit, what each tells
"""

from .workers import Workers, dask_start

__all__ = ["Workers", "dask_start"]
