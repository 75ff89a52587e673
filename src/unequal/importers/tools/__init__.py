"""One module a tool. Each offers a ``TOOL``, a `Recogniser` as `by_headers` describes it; nothing else needs telling.

Mostly a tool is words: a `HeaderTool` with the headers and stages of its export. It says more than 0.8 (``most=1.0``)
only for header lines that no other tool writes, so that `crm` keeps what it alone understands. Headers are written as
`headers.plain` gives them: letters and digits, lower case.

    DEALS = TableWords(table="deals", headers={"acv": ("dealvalue",), ...}, needs=(("deal_id",), ("status",)))
    TOOL = HeaderTool(name="Pipedrive", tables=(DEALS,), most=1.0)
"""
