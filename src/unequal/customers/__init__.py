"""One row a customer: what every other room means by "the customers".

- `view`: `customer_view`, the one row; `end_users` and `channel`, since roles are never pooled
- `recurring`: what a customer pays a month, now and last
- `bought`: what deals and orders say about a customer
- `family`: the parent at the top, so that a group is not counted twice
- `served`: hours that customers were given, and the months in which they were there
- `needs`: hours that the outcome asks for
- `billed`: price and direct cost of a customer-month
- `pool_rates`: what an hour of each service pool costs; `service_cost`: what serving each customer cost, and idle hours
- `profit`: what each customer leaves after all it costs
- `leaving`: churn, and whether those who get more time leave less
- `roles`: who looks like a partner without being called one, and what pooling roles would change

Contract: every customer of the customers table stands in the view exactly once, in the table's order, and nothing
dated after `as_of` has any influence. Without a customers table the view is empty and has all its columns; deals alone
make no customers, because a name in a pipeline is not one.
"""

from .view import channel, customer_view, end_users

__all__ = ["channel", "customer_view", "end_users"]
