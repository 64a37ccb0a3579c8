"""Numeric claims of the running text: what a report says it counted, with the words it says it in.

Rules and wordings are data (`published`, `requests`, `other_work`, `context`); `line` reads a
sentence as a line of signs, `tokens` parts it into clauses, `binding` and `sentence` tie each
figure to what it counts. Silence is no claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.claims.fields import FIELD, FIELDS, Field
from index.claims.model import Claim

if TYPE_CHECKING:
    from index.claims.extract import extract_claims

__all__ = ["FIELD", "FIELDS", "Claim", "Field", "extract_claims"]


def __getattr__(name: str) -> Any:
    """Loads the extraction when it is asked for: answering needs the fields alone (35 ms less)."""
    if name == "extract_claims":
        from index.claims.extract import extract_claims

        return extract_claims
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
