"""Readers: files of any supported format → `SourceDocument`."""

from index.readers.dispatch import SUPPORTED, read, read_bytes
from index.readers.inputs import InputFile, expand

__all__ = ["SUPPORTED", "InputFile", "expand", "read", "read_bytes"]
