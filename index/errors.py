"""The one error tree. A message says what was found, what was expected, and what to do."""

from __future__ import annotations


class NianbaoError(Exception):
    """Base of every error that nianbao raises on purpose; its text is shown to the user as is."""


class ReadError(NianbaoError):
    """A file cannot be read as a document (empty, damaged, wrong format, too large)."""


class NotAReportError(NianbaoError):
    """A readable document that is not a 政府信息公开工作年度报告."""


class StoreError(NianbaoError):
    """The stored corpus cannot be opened, is locked by another writer, or does not fit."""


class ModelError(NianbaoError):
    """The embedding model is absent, damaged or does not fit the stored vectors."""


class PlanError(NianbaoError):
    """A plan is malformed or asks for something the stores cannot answer."""
