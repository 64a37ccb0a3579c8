"""nianbao's parts as llama-index parts, for use in a llama-index program (docs/llama-index.md).

Nothing else in nianbao imports this package, so that an answer never waits for llama-index.
"""

from assistant.llamaindex.chat_engine import ReportChatEngine
from assistant.llamaindex.embedding import NianbaoEmbedding
from assistant.llamaindex.node_parser import StatutorySectionNodeParser
from assistant.llamaindex.query_engine import ReportQueryEngine
from assistant.llamaindex.reader import AnnualReportReader
from assistant.llamaindex.retriever import ReportRetriever
from assistant.llamaindex.vector_store import vector_store

__all__ = [
    "AnnualReportReader",
    "NianbaoEmbedding",
    "ReportChatEngine",
    "ReportQueryEngine",
    "ReportRetriever",
    "StatutorySectionNodeParser",
    "vector_store",
]
