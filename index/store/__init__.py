"""The SQL side store, the truth of what is held: `schema`, `read`, `write`, and what they share."""

from index.store.read import Store, list_findings, list_reports

__all__ = ["Store", "list_findings", "list_reports"]
