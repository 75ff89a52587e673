"""Accounts and pipelines of any CRM, by the words that most of them use.

The words come from public exports, importers and field lists of Pipedrive, HubSpot and Salesforce, and from a teaching
set in wide use. A module of its own beside this one, with a higher score for its own header line, takes over where a
tool needs more than words.
"""

from __future__ import annotations

from unequal.importers.by_headers import HeaderTool, HelperWords, TableWords

_ACCOUNT_IDS = (
    "accountid",
    "companyid",
    "organizationid",
    "organisationid",
    "clientid",
    "associatedcompanyids",
    "associatedcompanyid",
    "dealorganizationid",
)
_ACCOUNT_NAMES = (
    "account",
    "accountname",
    "customer",
    "customername",
    "company",
    "companyname",
    "organization",
    "organizationname",
    "organisation",
    "organisationname",
    "client",
    "clientname",
    "associatedcompany",
    "dealorganization",
)
_STAGES = ("stagename", "dealstage", "opportunitystage", "salesstage", "pipelinestage")
_OUTCOMES = ("dealstatus", "opportunitystatus", "outcome", "result", "stage", *_STAGES)

CUSTOMERS = TableWords(
    table="customers",
    headers={
        "customer_id": (*_ACCOUNT_IDS, "recordid", "id", *_ACCOUNT_NAMES, "name"),
        "name": (*_ACCOUNT_NAMES, "name"),
        "parent_id": ("parentaccountid", "parentcompanyid", "parentaccount", "parentcompany", "subsidiaryof", "parent"),
        "industry": ("sector", "vertical", "industrysector"),
        "employees": ("numberofemployees", "employeecount", "noofemployees", "headcount", "staff"),
        "annual_revenue": ("companyrevenue", "yearlyrevenue", "turnover", "annualturnover", "revenue"),
        "country": ("billingcountry", "countryregion", "headquarterscountry", "headquarters", "officelocation"),
        "start_date": ("customersince", "clientsince", "becameacustomerdate"),
        "end_date": ("churndate", "churnedat"),
        "segment": ("customersegment", "tier"),
        **dict.fromkeys(("role", "via_partner_id", "experience_level", "referred_by", "reference_ok"), ()),
    },
    needs=(("customer_id",), ("industry", "employees", "annual_revenue", "country", "parent_id", "start_date", "role")),
    shares={"name": "customer_id"},
    key="customer_id",
    not_with=frozenset({"firstname", "lastname"}),
)

DEALS = TableWords(
    table="deals",
    headers={
        "deal_id": ("opportunityid", "oppid", "opportunitynumber", "dealnumber", "recordid", "id"),
        "status": _OUTCOMES,
        "stage": (*_STAGES, "dealstatus"),
        "account_id": ("customerid", *_ACCOUNT_IDS, *_ACCOUNT_NAMES),
        "created_at": (
            "createddate",
            "createdate",
            "datecreated",
            "creationdate",
            "created",
            "dealcreated",
            "dealdealcreated",
            "dealaddtime",
            "addtime",
            "opendate",
            "openedat",
            "opened",
            "engagedate",
            "startdate",
        ),
        "closed_at": (
            "closedate",
            "closeddate",
            "dateclosed",
            "closed",
            "closetime",
            "dealclosedon",
            "dealdealclosedon",
        ),
        "expected_close": ("expectedclosedate", "dealexpectedclosedate", "forecastclosedate"),
        "acv": (
            "annualcontractvalue",
            "annualrecurringrevenue",
            "annualvalue",
            "contractvalue",
            "closevalue",
            "dealvalue",
            "dealamount",
            "amount",
            "value",
        ),
        "owner": (
            "dealowner",
            "opportunityowner",
            "salesagent",
            "salesrep",
            "salesperson",
            "accountexecutive",
            "assignedto",
            "ownerid",
        ),
        "source": ("leadsource", "dealsource", "originalsource", "dealsourceorigin"),
        "lost_reason": ("lossreason", "closedlostreason", "deallostreason", "reasonlost"),
        "last_activity_at": ("lastactivitydate", "lastactivity", "deallastactivitydate"),
        "currency": ("currencyisocode", "dealcurrency", "dealcurrencyofvalue"),
        "segment": ("dealsegment", "tier"),
        **dict.fromkeys(("entered_at", "partner_id", "hours_sales", "billing", "payment_days", "price_asked"), ()),
    },
    needs=(("deal_id",), ("status",), ("created_at", "closed_at")),
    shares={"stage": "status"},
    key="deal_id",
    outcomes={
        **dict.fromkeys(("won", "closedwon", "win", "dealwon", "signed"), "won"),
        **dict.fromkeys(("lost", "closedlost", "loss", "deallost"), "lost"),
        **dict.fromkeys(("nodecision", "closednodecision", "abandoned", "cancelled", "canceled"), "no_decision"),
        **dict.fromkeys(
            (
                "open",
                "new",
                "lead",
                "prospecting",
                "prospect",
                "engaging",
                "qualification",
                "qualified",
                "qualifiedtobuy",
                "discovery",
                "needsanalysis",
                "valueproposition",
                "appointmentscheduled",
                "meetingscheduled",
                "presentationscheduled",
                "demo",
                "demoscheduled",
                "decisionmakerboughtin",
                "perceptionanalysis",
                "proposal",
                "proposalsent",
                "proposalmade",
                "proposalpricequote",
                "contractsent",
                "contactmade",
                "negotiation",
                "negotiationreview",
                "negotiationsstarted",
                "inprogress",
            ),
            "open",
        ),
    },
)

TOOL = HeaderTool(
    name="CRM",
    tables=(CUSTOMERS, DEALS),
    helpers=(
        HelperWords(
            kind="dictionary",
            needs=(("field", "fieldname", "column", "columnname"), ("description", "meaning")),
            says="it explains columns and holds no data; its words were read for units and currency",
        ),
        HelperWords(
            kind="price_list",
            needs=(
                ("product", "productname", "item", "itemname"),
                ("salesprice", "listprice", "unitprice", "price", "retailprice"),
            ),
            says="a price list; no table of ours holds products",
        ),
        HelperWords(
            kind="team_list",
            needs=(
                ("salesagent", "salesrep", "salesperson", "owner", "agent", "rep"),
                ("manager", "regionaloffice", "region", "team", "office"),
            ),
            says="a list of the sales team; no table of ours holds people, deals carry their owner themselves",
        ),
        HelperWords(
            kind="people",
            needs=(("firstname", "lastname", "email"),),
            says="a list of persons; customers here are companies",
        ),
    ),
)
