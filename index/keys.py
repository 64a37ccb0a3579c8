"""What makes two files versions of one report: the body with its place, and the year."""

from __future__ import annotations

import hashlib

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
        place = (identity.province, identity.city, identity.county)
        return "|".join([*(part or "" for part in place), squash(identity.body)])
    return f"?|{squash(identity.issuer)}|{file}"
