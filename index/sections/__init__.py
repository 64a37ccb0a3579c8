"""The headed parts of a report, in its own words, and which statutory part each one is."""

from index.sections.find import LEAD, PARTS, canonical, find_sections

__all__ = ["LEAD", "PARTS", "canonical", "find_sections"]
