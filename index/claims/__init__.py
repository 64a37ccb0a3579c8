"""Numeric claims of the running text: what a report says it counted, with the words it says it in.

Rules and wordings are data in `fields` and `context`; `tokens` turns sentences into clauses, and
`extract` binds each figure to what it counts. Silence is no claim.
"""

from index.claims.extract import extract_claims
from index.claims.fields import FIELD, FIELDS, Field
from index.claims.model import Claim

__all__ = ["FIELD", "FIELDS", "Claim", "Field", "extract_claims"]
