"""From report files to stores: readers, extraction, checks, side store, vectors."""
