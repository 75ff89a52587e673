"""Money and time: frames and labels in, numbers out.

How long a sale takes:

- `cycle`, `clocks`: deals become clocks, with what was left out and why
- `late_entry`: notices that an export lacks its old closed deals
- `zombies`: open deals that are likely dead, and the run in which they are lost
- `naive`: the figures of a CRM's dashboard, to be shown beside the right ones
- `open_outlook`, `stage_odds`: what the open deals are worth waiting for, by age and by stage
- `drift`: whether the business has changed, and whose deals are still open
- `slippage`: how late deals close against the first day that was promised
- `backtest`: the same chances as of past days, and what then came

How long cash lasts:

- `cash`, `flows`: the committed path, from which the decision date comes; no win that is still to come is in it
- `receipts`: what the customers of today will still pay; `new_receipts`: what those still to be won will
- `cash_draws`: the path as it may go; `default_alive`: whether growth alone carries the company

How many wins by a date:

- `tiers`: what is assumed of a segment before its own deals speak
- `win_model`: what a source of chances must be able to say; `own_deals` and `typed_figures` are the two sources
- `pipeline`, `wins`: open and future deals, and the chance of at least so many wins
- `starts`: so many deals started together, and the last safe start
- `levers`, `cash_levers`: what would have to be true for enough wins in time
- `quick_wins`, `tails`, `common_draws`, `hazard_truths`: many questions answered from the same draws

What customers are worth, and what hours can do:

- `unit_economics`: cost to win one, and discounted value of one
- `capacity`, `open_time`, `same_hours`: selling hours, and what they would bring in another segment
- `chance_by_month`: how the chance of enough wins rises with every month that is left
- `funnel`: sign-ups who pay, alone and after somebody has explained the product
- `service`: what serving a segment leaves, how many it can carry, and what would have to change
- `lifetime`: how long customers stay, how often they buy again, and what both are worth
- `payback`, `programme`: when a cost is back, and the hole that a steady programme digs into cash
- `tradeoff`, `uncertain`: one segment's cost and worth, as its figures stand and as they may be
- `affordable`: whether cash carries a programme on top of all else; `motions`: from which price a way to sell pays
- `market_counts`: how many customers exist, as far as anybody has counted

Contract: nothing here knows the workspace, a scheme or a verdict. What is unknown is None or nan, never 0. What is
random takes a seeded generator.
"""
