"""Pure statistics on arrays: numpy and scipy only, no tables, no dates, no money.

Everything about time starts from `spells.Spells`: how long each clock ran, how it ended (0 open, 1 won, 2 lost) and
from when on it was in view. Months or days, one unit throughout; `hazards` wants months.

| you want | look in |
|---|---|
| clocks checked, late entry, who is at risk when | `spells` |
| share won, lost, open by a time; horizon; cycle; chance for a deal of some age | `incidence` |
| its interval at any number of deals ("J", and the exact one) | `beta_product`, on the engine `beta_paths` |
| many chances drawn together, for the band around a chance of k wins | `window_draws` |
| a chance to decide on, with a prior: works without a win | `hazards` |
| what a tier's typed figures look like as curves | `time_to_win` |
| chance of at least k wins among deals, fewest deals, shortest time | `poisson_binomial` |
| share still there (retention), its interval, log-rank | `survival` |
| whether segments differ in what they win over time | `group_difference`, its answer in `group_test` |
| a share x of n, a difference of two | `proportions`, ends in `intervals` |
| when so large a share has ended, with its interval | `quantiles` |
| where a figure of few periods is heading | `trend` |
| whether chances came true: Brier score, skill, calibration | `scores` |
| whether predicted groups are the true ones: kappa, recall, precision | `agreement` |

Which figure for what: the point shown is `incidence`, its interval `beta_product`; a decision takes its point from
`hazards` and its band from `window_draws`. The draws are never averaged into a point: with few deals that is far too
high.

Shares are between 0 and 1, levels two-sided (0.90 unless said), and nan means "cannot be told". Whatever draws takes a
`numpy.random.Generator` from its caller.
"""
