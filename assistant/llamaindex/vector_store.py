"""The vectors of one year as llama-index's Chroma store.

nianbao keeps only vectors and ids in Chroma; texts and facts stay in the side store, where they
cannot fall out of step. `ChromaVectorStore` expects both in the collection, so it is given this
collection, which reads the vectors there and the nodes here, and writes nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.vector_stores.chroma import ChromaVectorStore
from sqlalchemy import ColumnElement, and_, or_, select, true

from assistant.evidence import ReportRef
from assistant.llamaindex.nodes import describe, span_node
from assistant.lookup_scope import ref, ref_columns
from index.errors import ModelError, PlanError, StoreError
from index.search.chroma import Chroma
from index.search.chunks import Chunk, report_of
from index.store import Store
from index.store.schema import reports

_COLUMNS = {
    "report_id": reports.c.report_id,
    "year": reports.c.year,
    "issuer": reports.c.full_name,
    "province": reports.c.province,
    "city": reports.c.city,
    "county": reports.c.county,
    "body_type": reports.c.body_type,
    "form": reports.c.form,
    "grade": reports.c.grade,
    "file_name": reports.c.file,
}
"""Metadata keys that filters may use."""

_OPERATORS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "$eq": operator.eq,
    "$ne": operator.ne,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
    "$in": lambda column, values: column.in_(values),
    "$nin": lambda column, values: column.not_in(values),
}

Held = tuple[Chunk, ReportRef]


def vector_store(home: Path, year: int | None) -> ChromaVectorStore:
    """The indexed passages of one report year (null: of reports without a year), read only.

    Use it with `NianbaoEmbedding`: `VectorStoreIndex.from_vector_store(store, embedding)`.
    Similarities are llama-index's exp(cosine − 1). Raises StoreError where `home` holds no vectors
    of that year.
    """
    return ChromaVectorStore(chroma_collection=YearCollection(Path(home), year))


class YearCollection:
    """A Chroma collection as far as `ChromaVectorStore` reads one, safe beside an index run."""

    def __init__(self, home: Path, year: int | None) -> None:
        self._store = Store.open_read(home)
        self._year = year
        self._name = f"year_{'none' if year is None else year}"  # as `VectorStore` does
        self._chroma = Chroma(home)
        self._dim = self._chroma.read(lambda client: self._of(client).metadata["dim"])

    def query(
        self,
        query_embeddings: Sequence[float],
        n_results: int,
        where: Mapping[str, Any] | None = None,
        include: Sequence[str] = ("metadatas", "documents", "distances"),
    ) -> dict[str, Any]:
        """As Chroma's `query` for a single vector; hits that are no longer held are left out."""
        if len(query_embeddings) != self._dim:
            raise ModelError(
                f"查询向量是 {len(query_embeddings)} 维，库中向量是 {self._dim} 维。请用"
                " NianbaoEmbedding，并与建库时的 NIANBAO_EMBEDDING_MODEL 一致。"
            )
        versions = list(self._reports(_condition(where))) if where else None
        if versions == []:
            return {name: [[]] for name in ("ids", *include)}
        scope = {} if versions is None else {"where": {"report_id": {"$in": versions}}}
        stored = [name for name in include if name in ("embeddings", "distances")]
        found = self._chroma.read(
            lambda client: self._of(client).query(
                query_embeddings=[list(query_embeddings)],
                n_results=n_results,
                include=stored,
                **scope,
            )
        )
        held = self._held(found["ids"][0])
        kept = [n for n, name in enumerate(found["ids"][0]) if name in held]
        columns = _columns([held[found["ids"][0][n]] for n in kept])
        return {name: [[found[name][0][n] for n in kept]] for name in stored} | {
            name: [column] for name, column in columns.items()
        }

    def get(
        self,
        ids: Sequence[str] | None = None,
        where: Mapping[str, Any] | None = None,
        limit: int | None = None,
    ) -> dict[str, Any]:
        """As Chroma's `get`, by node id or by filter."""
        scope = self._reports(_condition(where or {}))
        if ids is None:
            every = (chunk for r in scope.values() for chunk in self._store.chunks_of(r.report_id))
            return _columns([(chunk, scope[report_of(chunk.chunk_id)]) for chunk in every][:limit])
        held = self._held(ids)
        return _columns([held[name] for name in ids if name in held and report_of(name) in scope])

    def count(self) -> int:
        """How many passages of the year have a vector."""
        return self._chroma.read(lambda client: int(self._of(client).count()))

    def add(self, **_: Any) -> None:
        """Refused: only `nianbao index` writes. Raises StoreError."""
        raise StoreError("向量库由 nianbao index 维护，这里只读。请用 nianbao index 增改报告。")

    def delete(self, **_: Any) -> None:
        """Refused: only `nianbao remove` deletes. Raises StoreError."""
        raise StoreError("向量库由 nianbao 维护，这里只读。请用 nianbao remove 删除报告。")

    def _of(self, client: Any) -> Any:
        held = {item.name: item for item in client.list_collections()}
        if self._name not in held:
            years = "、".join(sorted(name.removeprefix("year_") for name in held)) or "无"
            raise StoreError(
                f"没有 {self._year} 年报告的向量，现有年份：{years}。请先运行 nianbao index。"
            )
        return held[self._name]

    def _reports(self, condition: ColumnElement[bool]) -> dict[str, ReportRef]:
        """The year's reports that meet `condition`, by the id of their version in Chroma."""
        statement = select(*ref_columns(), reports.c.version_id).where(
            reports.c.year.is_(None) if self._year is None else reports.c.year == self._year,
            condition,
        )
        with self._store.connect() as connection:
            return {row.version_id: ref(row) for row in connection.execute(statement)}

    def _held(self, ids: Sequence[str]) -> dict[str, Held]:
        """The passages by id; those of versions that are gone are left out."""
        chunks = self._store.chunks(ids)
        named = self._reports(reports.c.version_id.in_({report_of(name) for name in chunks}))
        return {
            name: (chunk, named[report_of(name)])
            for name, chunk in chunks.items()
            if report_of(name) in named
        }


def _condition(where: Mapping[str, Any]) -> ColumnElement[bool]:
    """Chroma's filter as SQL."""
    parts: list[ColumnElement[bool]] = [true()]
    for key, test in where.items():
        if key in ("$and", "$or"):
            joined = and_ if key == "$and" else or_
            parts.append(joined(*map(_condition, test)))
        elif key in _COLUMNS:
            tests = test if isinstance(test, Mapping) else {"$eq": test}
            parts += [_OPERATORS[name](_COLUMNS[key], value) for name, value in tests.items()]
        else:
            raise PlanError(f"不能按“{key}”筛选。可用的字段：{'、'.join(_COLUMNS)}。")
    return and_(*parts)


def _columns(held: Sequence[Held]) -> dict[str, list[Any]]:
    """Passages as Chroma's columns, each with the node that llama-index would have stored."""
    nodes = [
        span_node(c.chunk_id, c.text, c.start, c.end, describe(report) | {"section": c.section})
        for c, report in held
    ]
    return {
        "ids": [node.node_id for node in nodes],
        "documents": [node.text for node in nodes],
        "metadatas": [node_to_metadata_dict(node, remove_text=True) for node in nodes],
    }
