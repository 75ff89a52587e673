"""A report as one HTML file that opens anywhere and asks nobody for anything.

- `page`: the document put into its template; scripts named by their hashes in the content security policy
- `prose`: Markdown's tree as HTML
- `vega`: the chart library, made once a machine, packed and unpacked by the reader's browser
- `templates`, `static`: how it is laid out, looks, and moves
"""

from .page import as_html

__all__ = ["as_html"]
