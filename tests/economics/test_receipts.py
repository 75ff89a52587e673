from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from unequal.economics.receipts import recurring_receipts

AS_OF = date(2026, 6, 30)
VIEW = pd.DataFrame({"customer_id": ["a", "b", "c"], "active": [True, False, True], "mrr_now": [100.0, 50.0, np.nan]})


def test_only_customers_of_today_with_known_revenue_pay():
    np.testing.assert_allclose(recurring_receipts(VIEW, as_of=AS_OF, churn_monthly=0.0, months=2), [100.0, 100.0])


def test_a_contract_holds_its_customer_until_it_ends():
    contracts = pd.DataFrame(
        {
            "customer_id": ["a", "a"],
            "start": pd.to_datetime(["2025-01-01", "2026-01-01"]),
            "end": pd.to_datetime(["2025-12-31", "2026-08-30"]),  # 61 days on, 2.004 months
        }
    )
    found = recurring_receipts(VIEW, as_of=AS_OF, churn_monthly=0.1, contracts=contracts, months=4)
    np.testing.assert_allclose(found, [100.0, 100.0, 100.0, 90.0], atol=0.05)


def test_churn_may_differ_by_customer():
    view = VIEW.assign(active=True, mrr_now=100.0)
    found = recurring_receipts(view, as_of=AS_OF, churn_monthly=pd.Series({"a": 0.0, "b": 0.5, "c": 1.0}), months=2)
    np.testing.assert_allclose(found, [300.0, 150.0])


def test_nobody_pays_nothing():
    np.testing.assert_allclose(recurring_receipts(VIEW.iloc[:0], as_of=AS_OF, churn_monthly=0.1, months=2), [0.0, 0.0])
