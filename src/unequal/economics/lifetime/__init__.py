"""How long customers stay, how often they buy again, and what both are worth today.

- `renewals`: customers whose leaving is seen at a renewal: shifted beta-geometric
- `present_value`: discounted lifetime at the start, what is left of it, and value month by month up to a cap
- `renewal_draws`: what the chance to leave may be, given what was seen
- `repeat_buying`: customers who leave without saying so: BG/NBD
- `spend`: what a purchase is worth: Gamma-Gamma

Contract: arrays in, numbers out; equal rows are counted once, so that a million customers cost what their distinct
rows cost. A fit that cannot be made is None, never a guess.
"""
