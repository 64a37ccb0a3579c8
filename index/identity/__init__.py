"""Who reports for which year: issuer, kind of body, place, year and scope, each with evidence.

`names` and `mentions` collect what is printed, `bodies` takes names apart, `locate` resolves
places with the division table, `years` finds the year, `identify` decides, and `recognise` says
whether the document is such a report at all.
"""

from index.identity.identify import identify, looks_like_report

__all__ = ["identify", "looks_like_report"]
