"""What makes two files versions of one report: the body with its place, and the year."""

from __future__ import annotations

import hashlib

from index.divisions import counties_named
from index.report import Identity
from index.text import squash


def report_id(identity: Identity, file: str) -> str:
    """12 hexadecimal digits, the same for every version of one report.

    Without a settled place or year two reports cannot be known to be the same one, so the name of
    the file keeps them apart.
    """
    key = f"{body_key(identity, file)}|{identity.year}"
    if identity.year is None:
        key += f"|{file}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def body_key(identity: Identity, file: str) -> str:
    """The reporting body over the years, readable: 山东省|淄博市|沂源县|悦庄镇."""
    if identity.body and identity.place_confidence in ("printed", "resolved"):
        return "|".join([*_place(identity), squash(identity.body)])
    return f"?|{squash(identity.issuer)}|{file}"


def _place(identity: Identity) -> tuple[str, str, str]:
    """The places that tell the body from others of its name, however many a report prints.

    The division table completes province and city where it knows the county; where it does not,
    one year's report may print them and the next not, and the county alone stands for all.
    """
    if identity.county and not counties_named(identity.county):
        return "", "", identity.county
    return identity.province or "", identity.city or "", identity.county or ""
