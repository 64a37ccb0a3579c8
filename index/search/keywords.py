"""The keyword index: BM25 over single characters and character pairs, kept by tantivy.

Chinese print does not mark words; pairs find them as well as a dictionary does, and faster.
Derived from the SQL store, so it holds ids and terms only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from index.errors import StoreError
from index.search.chunks import PlacedChunk
from index.text import fold

Hit = tuple[str, float]  # chunk id, BM25 score

FOLDER = "keywords"
_WRITER_HEAP = 64 << 20  # bytes; a fuller buffer is flushed to a segment of its own
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")


class KeywordIndex:
    """Chunks by the characters in them. The caller holds the write lock around writing.

    Nothing written is visible, or survives a crash, before `commit`. Readers, in this process or
    another, keep the state of the last commit until then.
    """

    def __init__(self, home: Path) -> None:
        """Open `home`/keywords; it is made by the first writing."""
        self._path = home / FOLDER
        self._index: Any = None
        self._writer: Any = None

    def add(self, placed: Sequence[PlacedChunk]) -> None:
        """Index chunks, each replacing the one that was held under its id."""
        from tantivy import Document

        writer = self._writing()
        for item in placed:
            chunk = item.chunk
            writer.delete_documents_by_term("chunk_id", chunk.chunk_id)
            writer.add_document(
                Document(
                    chunk_id=chunk.chunk_id,
                    report_id=chunk.report_id,
                    year=_year(item.year),
                    body=" ".join(terms(item.indexed_text)),
                )
            )

    def delete_reports(self, report_ids: Iterable[str]) -> None:
        """Remove every chunk of these reports; ids that are not held are no error."""
        writer = self._writing()
        for report_id in report_ids:
            writer.delete_documents_by_term("report_id", report_id)

    def commit(self) -> None:
        """Make everything written so far durable and visible."""
        if self._writer is not None:
            self._writer.commit()

    def close(self) -> None:
        """Give up what was not committed, and let another process write."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def search(
        self,
        query: str,
        years: Collection[int | None] | None = None,
        report_ids: Collection[str] | None = None,
        k: int = 20,
    ) -> list[Hit]:
        """The `k` best chunks that share a term with `query`, best first, within the scope.

        `years` and `report_ids` restrict the search where they are not null; year null holds the
        reports without one. Chunks that share no term are not returned.
        """
        wanted = set(terms(query))
        if not wanted or not self._open():
            return []
        self._index.reload()
        searcher = self._index.searcher()
        found = searcher.search(self._query(wanted, years, report_ids), limit=k, count=False)
        return [(searcher.doc(address)["chunk_id"][0], score) for score, address in found.hits]

    def count(self) -> int:
        """How many chunks are indexed, as of the last commit."""
        if not self._open():
            return 0
        self._index.reload()
        return int(self._index.searcher().num_docs)

    def _query(
        self,
        wanted: Collection[str],
        years: Collection[int | None] | None,
        report_ids: Collection[str] | None,
    ) -> Any:
        from tantivy import Occur, Query

        schema = self._index.schema
        words = [
            (Occur.Should, Query.term_query(schema, "body", term, "freq"))
            for term in sorted(wanted)
        ]
        clauses = [(Occur.Must, Query.boolean_query(words))]
        scopes = (
            ("year", None if years is None else [_year(year) for year in years]),
            ("report_id", None if report_ids is None else list(report_ids)),
        )
        for field, values in scopes:
            if values is not None:  # a filter: it must not add to the score
                inside = Query.term_set_query(schema, field, values)
                clauses.append((Occur.Must, Query.const_score_query(inside, 0.0)))
        return Query.boolean_query(clauses)

    def _writing(self) -> Any:
        if self._writer is None:
            self._path.mkdir(parents=True, exist_ok=True)
            self._open(create=True)
            try:
                self._writer = self._index.writer(heap_size=_WRITER_HEAP, num_threads=1)
            except ValueError as error:
                raise StoreError(
                    f"关键词索引 {self._path} 正被另一个进程写入（{error}）。请等它结束后重试。"
                ) from error
        return self._writer

    def _open(self, create: bool = False) -> bool:
        """Whether there is an index to read; opened on first need."""
        from tantivy import Index

        folder = str(self._path)
        if self._index is None and (create or (self._path.is_dir() and Index.exists(folder))):
            try:
                self._index = Index(_schema(), folder, reuse=True)
            except ValueError as error:
                raise StoreError(
                    f"关键词索引 {folder} 打不开（{error}）。"
                    "请删除该目录后运行 nianbao index 重建。"
                ) from error
        return self._index is not None


def terms(text: str) -> list[str]:
    """The folded index terms of a text: characters and adjacent pairs, numbers and words whole."""
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        if match["han"]:
            found += run
            found += [run[n : n + 2] for n in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def _year(year: int | None) -> str:
    return "none" if year is None else str(year)


def _schema() -> Any:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("year", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
