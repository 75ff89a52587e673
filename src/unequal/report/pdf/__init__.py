"""A report as PDF, accessible (PDF/UA-1) and archival (PDF/A-2b), byte for byte the same for the same document.

- `compile`: templates, data and pictures put into a folder of their own and handed to typst
- `data`: the document as JSON for the templates; text too wide to break gets places where it may
- `templates`: how it is laid out; no text of a client is ever part of their source
"""

from .compile import as_pdf, memo_pdf, pdf_with_notes

__all__ = ["as_pdf", "memo_pdf", "pdf_with_notes"]
