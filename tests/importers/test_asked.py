from __future__ import annotations

import pytest

from unequal.errors import InputError
from unequal.importers import Confidence, plan_import


def test_a_column_laid_down_wins_over_the_words(only):
    path = only("id,status,created,first call\n1,open,2026-01-01,2025-12-01\n")
    plan = plan_import([path], ["deals.created_at=first call"])
    mapped = plan.table("deals").mapped("created_at")
    assert (mapped.theirs, mapped.confidence) == ("first call", Confidence.GIVEN)


def test_a_column_laid_down_can_make_a_file_a_table(only):
    path = only("Opportunity No.,status,created\n1,open,2026-01-01\n")
    assert plan_import([path], ["deals.deal_id=Opportunity No."]).table("deals").header("deal_id") == "Opportunity No."


def test_a_word_laid_down_by_our_name(export):
    plan = plan_import([export()], ["industry:technolgy=technology"])
    assert plan.table("customers").cells("industry")[0] == "technology"


def test_a_word_laid_down_by_their_header(export):
    plan = plan_import([export()], ["deal_stage:Engaging=lost"])
    assert list(plan.table("deals").cells("status")).count("lost") == 3


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", r"cannot be read(.|\n)*Mend: write a column as"),
        ("=x", r"cannot be read"),
        ("deal.acv=Amount", r"no table \"deal\"\. Did you mean 'deals'"),
        ("deals.avc=Amount", r"no column \"avc\"\. Did you mean 'acv'"),
        ("deals.acv=close_valu", r"No file has a column \"close_valu\"(.|\n)*Did you mean 'close_value'"),
        ("industri:technolgy=technology", r"No table reads a column \"industri\"\. Did you mean 'industry'"),
        ("industry:technology=tech", r"accounts\.csv has no \"technology\" under industry\. Did you mean 'technolgy'"),
        ("status:Engaging=opn", r"\"opn\" is no word of deals\.status\. Did you mean 'open'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_the_nearest(export, line, says):
    with pytest.raises(InputError, match=says):
        plan_import([export()], [line])
