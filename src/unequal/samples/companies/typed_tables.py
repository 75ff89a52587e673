"""Tables that somebody typed by hand: what is known of each segment, how many there are, and what help they need.

Their paths and texts are part of a company's written files. All figures are invented, sources included.
"""

from __future__ import annotations

SEGMENTS, MARKET, COVERAGE, USABILITY = (f"data/{name}.csv" for name in ("segments", "market", "coverage", "usability"))
HEAD = {
    SEGMENTS: (
        "segment,acv,gross_margin,churn_monthly,expansion_annual,sales_hours_per_opportunity,sales_cost_per_hour,"
        "marketing_cost_per_opportunity,onboarding_cost,prepaid_share,payment_lag_months,reps,source,grade\n"
    ),
    MARKET: "segment,source,year,count,value,definition,grade,sample_n,sample_hits,band_from\n",
    COVERAGE: "segment,skill,required_hours_per_year,rate,amortise_years,price,willingness_to_pay,wtp_source,grade\n",
    USABILITY: "segment,task,tried,succeeded,minutes_to_first_value\n",
}


def _files(**rows: str) -> dict[str, str]:
    paths = {"segments": SEGMENTS, "market": MARKET, "coverage": COVERAGE, "usability": USABILITY}
    return {paths[name]: HEAD[paths[name]] + text for name, text in rows.items()}


HARBOR = _files(
    segments="""\
Small,4800,0.76,0.03,0.02,6,84,220,300,0,1,0.5,books of 2025,E2
Medium,24000,0.76,0.012,0.04,26,92,1400,1800,0,2,1,books of 2025,E2
Big,120000,0.78,0.0075,0.08,120,104,5800,15000,0,3,2.5,books of 2025,E2
""",
    market="""\
Small,statistical office,2025,41200,4900,firms of 10 to 99 people in freight,E3,,,10
Medium,statistical office,2025,5230,25000,firms of 100 to 499 people in freight,E3,,,100
Big,list of a trade fair,2026,420,118000,runs berths or yards of its own,E4,40,18,
""",
    coverage="""\
Small,onboarding,2,46,3,4800,5400,interviews,E2
Small,support,5,46,1,4800,5400,interviews,E2
Medium,onboarding,12,46,3,24000,26000,interviews,E2
Medium,support,9,46,1,24000,26000,interviews,E2
Medium,csm,10,52,1,24000,26000,interviews,E2
Big,onboarding,60,52,4,120000,130000,three talks,E4
Big,csm,60,52,1,120000,130000,three talks,E4
""",
)

LANTERN = _files(
    segments="""\
Consumer,84,0.75,0.06,0,1.5,42,40,0,0,0,0,books of 2025,E2
Adviser,4200,0.82,0.012,0.05,12,64,310,420,0.5,1,2,books of 2025,E2
Employer,36000,0.82,0.008,0.05,60,84,2400,4000,1,2,0.5,a guess,E5
""",
    market="""\
Consumer,statistical office,2025,9800000,84,households that save for a pension,E3,,,
Adviser,register of advisers,2026,31400,4300,registered advisers with an office,E3,,,
Employer,business register,2025,12100,,firms of 250 to 3000 people,E3,,,
""",
    coverage="""\
Consumer,onboarding,0,42,1,84,96,survey,E2
Consumer,support,0.2,42,1,84,96,survey,E2
Adviser,onboarding,5,48,3,4200,4600,interviews,E2
Adviser,support,8,42,1,4200,4600,interviews,E2
""",
    usability="""\
Consumer,connect a pension,12,4,41
Consumer,read the forecast,12,3,38
Consumer,change the age of retiring,12,5,34
""",
)

FERNHILL = _files(
    segments="""\
Small,720,0.88,0.028,0.01,7,44,35,0,0,0,0.8,books of 2025,E2
Medium,2160,0.88,0.015,0.02,11,44,90,0,0.3,1,0.3,books of 2025,E2
Big,9600,0.88,0.01,0.03,40,44,400,0,1,1,0.1,a guess,E5
""",
    market="""\
Small,chambers' registers,2026,5600,720,practices of up to 4 people within two hours by train,E3,,,1
Medium,chambers' registers,2026,1180,2200,practices of 5 to 24 people within two hours by train,E3,,,5
Big,chambers' registers,2026,74,,houses of 25 people and more,E3,,,25
""",
    coverage="""\
Small,onboarding,3,31,3,720,820,interviews with 14 practices,E2
Small,support,4,31,1,720,820,interviews with 14 practices,E2
Small,csm,2,31,1,720,820,interviews with 14 practices,E2
Medium,onboarding,6,31,3,2160,2400,interviews with 6 practices,E2
Medium,support,9,31,1,2160,2400,interviews with 6 practices,E2
Medium,csm,6,31,1,2160,2400,interviews with 6 practices,E2
""",
)

QUARRY = _files(
    segments="""\
Small,5400,0.82,0.018,0.04,6,78,160,150,0,1,0.5,books of 2025,E2
Medium,27000,0.84,0.008,0.06,24,86,1300,1100,0.3,2,3,books of 2025,E2
Big,100000,0.85,0.006,0.08,110,98,4600,9000,1,3,1,books of 2025,E2
""",
    market="""\
Small,statistical offices,2025,21900,5500,makers of building products with 10 to 99 people,E3,,,10
Medium,statistical offices,2025,6450,27500,makers of building products with 100 to 499 people,E3,,,100
Big,statistical offices,2025,610,98000,makers of building products with 500 people and more,E3,,,500
""",
    coverage="""\
Small,onboarding,2,47,4,5400,6000,help used by those who stayed,E2
Small,support,4,47,1,5400,6000,help used by those who stayed,E2
Medium,onboarding,8,47,5,27000,30000,help used by those who stayed,E2
Medium,support,9,47,1,27000,30000,help used by those who stayed,E2
Medium,csm,8,54,1,27000,30000,help used by those who stayed,E2
Big,onboarding,30,54,6,100000,110000,help used by those who stayed,E2
Big,csm,48,54,1,100000,110000,help used by those who stayed,E2
""",
)
