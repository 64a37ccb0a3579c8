"""One indexing pipeline from files to a store on disk, in a process of its own.

`python -m eval.bench.pipelines nianbao|llamaindex FOLDER STORE` prints seconds of importing and
of the work as JSON. The second is LlamaIndex as its documentation starts: SentenceSplitter, the
same model through sentence-transformers, Chroma; it is given clean text.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[Path, Path], int]


def nianbao() -> Work:
    """The product; the work gives the number of reports."""
    from index.pipeline import index_paths

    return lambda folder, store: index_paths(store, [folder]).reports


def llamaindex(chunk_tokens: int | None = None) -> Work:
    """LlamaIndex with its default pipeline; the work gives the number of chunks."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from eval.baselines import _embedding as embedding
    from eval.filetext import file_text

    def work(folder: Path, store: Path) -> int:
        documents = [
            Document(text=file_text(path), metadata={"file_name": path.name})
            for path in sorted(folder.iterdir())
        ]
        splitter = SentenceSplitter(chunk_size=chunk_tokens) if chunk_tokens else SentenceSplitter()
        nodes = splitter.get_nodes_from_documents(documents)
        settings = chromadb.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(str(store), settings=settings)
        held = ChromaVectorStore(client.get_or_create_collection("reports"))
        context = StorageContext.from_defaults(vector_store=held)
        VectorStoreIndex(nodes, storage_context=context, embed_model=embedding())
        return len(nodes)

    return work


PIPELINES: dict[str, Callable[[], Work]] = {"nianbao": nianbao, "llamaindex": llamaindex}


def main() -> int:
    """Import, then work, each timed."""
    name, folder, store = sys.argv[1:]
    start = time.perf_counter()
    work = PIPELINES[name]()
    imported = time.perf_counter()
    count = work(Path(folder), Path(store))
    done = time.perf_counter()
    print(json.dumps({"import": imported - start, "work": done - imported, "count": count}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
