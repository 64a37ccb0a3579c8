"""nianbao's parts in a llama-index program: what each gives, and that none is loaded unasked."""

from __future__ import annotations

import asyncio
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CORPUS
from llama_index.core import Document, SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.postprocessor import MetadataReplacementPostProcessor
from llama_index.core.schema import NodeRelationship, TextNode
from llama_index.core.vector_stores.types import (
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
)

from assistant.engine import Assistant
from assistant.llamaindex import (
    AnnualReportReader,
    NianbaoEmbedding,
    ReportChatEngine,
    ReportQueryEngine,
    ReportRetriever,
    StatutorySectionNodeParser,
    vector_store,
)
from assistant.plan import Body, Plan, Scope
from index.errors import ModelError, NotAReportError, PlanError, ReadError, StoreError
from index.parse import parse_file
from index.pipeline import index_paths
from index.readers import expand
from index.removal import remove
from index.store import Store

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "llama-index.md"
LIUPU = CORPUS / "临溪县柳浦镇2024.docx"
ASKED = "柳浦镇2024年收到多少件申请？"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return AnnualReportReader().load_data(CORPUS)


@pytest.fixture(scope="module")
def assistant(sample_home: Path) -> Iterator[Assistant]:
    assistant = Assistant(sample_home)
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def embedding() -> NianbaoEmbedding:
    return NianbaoEmbedding()


@pytest.fixture(scope="module")
def index(sample_home: Path, embedding: NianbaoEmbedding) -> VectorStoreIndex:
    return VectorStoreIndex.from_vector_store(vector_store(sample_home, 2024), embedding)


# --- reader


def test_a_document_is_one_report_under_its_id_with_its_facts(sample_home: Path) -> None:
    (document,) = AnnualReportReader().load_data(LIUPU)
    facts = {k: v for k, v in document.metadata.items() if k != "nianbao_sections"}
    assert facts == {
        "report_id": document.id_,
        "issuer": "临溪县柳浦镇人民政府",
        "year": 2024,
        "province": None,
        "city": None,
        "county": "临溪县",
        "body_type": "镇",
        "form": "2021",
        "grade": "A",
        "file_name": "临溪县柳浦镇2024.docx",
    }
    with Store.open_read(sample_home) as store:
        assert document.text == store.text(document.id_)


def test_a_folder_gives_every_report(documents: list[Document]) -> None:
    assert len(documents) == len({document.id_ for document in documents}) == 20
    assert sorted({document.metadata["year"] for document in documents}) == [2020, 2022, 2023, 2024]


def test_a_document_is_read_without_its_bookkeeping(documents: list[Document]) -> None:
    document = next(d for d in documents if "柳浦镇2024" in d.metadata["file_name"])
    header = "临溪县柳浦镇人民政府 2024\n"
    assert document.get_content("embed") == header + document.text.strip()
    assert "nianbao_sections" not in document.get_content("llm")


def test_bad_files_raise_what_the_command_line_reports(tmp_path: Path) -> None:
    empty, other = tmp_path / "空.docx", tmp_path / "预算.txt"
    empty.write_bytes(b"")
    other.write_text("柳浦镇2024年预算公开说明\n一、收入预算\n", encoding="utf-8")
    for path, error in (
        (empty, ReadError),
        (other, NotAReportError),
        (tmp_path / "没有.txt", ReadError),
    ):
        with pytest.raises(error, match=path.name):
            AnnualReportReader().load_data(path)


def test_reports_before_a_bad_file_are_read_lazily(tmp_path: Path) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    found = AnnualReportReader().lazy_load_data([LIUPU, bad])
    assert next(found).metadata["county"] == "临溪县"
    with pytest.raises(ReadError, match=r"坏\.pdf"):
        next(found)


def test_the_reader_serves_a_directory_reader() -> None:
    reader = SimpleDirectoryReader(
        input_files=[LIUPU], file_extractor={".docx": AnnualReportReader()}, raise_on_error=True
    )
    (document,) = reader.load_data()
    assert document.metadata["issuer"] == "临溪县柳浦镇人民政府"
    assert document.metadata["file_type"].endswith("wordprocessingml.document")


# --- node parser


def test_nodes_are_verbatim_spans_in_order(documents: list[Document]) -> None:
    by_id = {document.id_: document for document in documents}
    for unit in ("section", "passage"):
        nodes = StatutorySectionNodeParser(unit=unit).get_nodes_from_documents(documents)
        assert len({node.node_id for node in nodes}) == len(nodes)
        ends: dict[str, int] = {}
        for node in nodes:
            text = by_id[node.ref_doc_id].text
            assert node.text == text[node.start_char_idx : node.end_char_idx] != ""
            assert node.start_char_idx >= ends.get(node.ref_doc_id, 0)
            ends[node.ref_doc_id] = node.end_char_idx


def test_every_format_is_cut_by_its_own_layout(documents: list[Document]) -> None:
    by_id = {document.id_: document for document in documents}
    for item in expand([CORPUS]):
        report = parse_file(item)
        nodes = StatutorySectionNodeParser()([by_id[report.report_id]])
        tables = [s for s in report.sections if s.kind == "table"]
        cut = [node for node in nodes if node.metadata["kind"] == "table"]
        assert [n.start_char_idx for n in cut] == [s.start for s in tables], item.name


def test_a_section_node_says_where_it_stands(documents: list[Document]) -> None:
    document = next(d for d in documents if "柳浦镇2024" in d.metadata["file_name"])
    nodes = StatutorySectionNodeParser()([document])
    assert [(n.metadata["part"], n.metadata["kind"]) for n in nodes] == [
        *[("overview", "narrative")] * 6,
        ("proactive", "table"),
        ("requests", "table"),
        ("disputes", "table"),
        *[("problems", "narrative")] * 2,
        *[("other", "narrative")] * 3,
    ]
    node = nodes[9]
    assert node.metadata["section"] == "五、存在的主要问题及改进情况/（一）存在问题"
    assert node.get_content("embed").startswith(
        "临溪县柳浦镇人民政府 2024 五、存在的主要问题及改进情况/（一）存在问题\n（一）存在问题"
    )
    assert node.node_id == f"{document.id_}:9"
    assert node.relationships[NodeRelationship.SOURCE].node_id == document.id_
    assert node.relationships[NodeRelationship.NEXT].node_id == f"{document.id_}:10"
    assert "nianbao_sections" not in str(node.to_dict())


def test_passages_are_those_that_are_indexed(documents: list[Document], sample_home: Path) -> None:
    nodes = StatutorySectionNodeParser(unit="passage")(documents)
    with Store.open_read(sample_home) as store:
        for document in documents:
            own = [node for node in nodes if node.ref_doc_id == document.id_]
            assert [(n.text, n.start_char_idx, n.metadata["section"]) for n in own] == [
                (c.text, c.start, c.section) for c in store.chunks_of(document.id_)
            ]


def test_plain_documents_are_cut_by_their_text(documents: list[Document]) -> None:
    for document in documents:
        if document.metadata["file_name"].endswith((".txt", ".md")):
            plain = Document(text=document.text, id_=document.id_)
            cut, known = (StatutorySectionNodeParser()([d]) for d in (plain, document))
            assert [(n.start_char_idx, n.text) for n in cut] == [
                (n.start_char_idx, n.text) for n in known
            ]


def test_a_changed_text_is_cut_anew() -> None:
    (document,) = AnnualReportReader().load_data(CORPUS / "砚泉县白鹭乡2024.txt")
    document.set_content("内部转载\n\n" + document.text)
    nodes = StatutorySectionNodeParser()([document])
    assert all(n.text == document.text[n.start_char_idx : n.end_char_idx] for n in nodes)
    assert [n.metadata["part"] for n in nodes if n.metadata["kind"] == "table"] == [
        "proactive",
        "requests",
        "disputes",
    ]


def test_nodes_survive_storage(documents: list[Document]) -> None:
    node = StatutorySectionNodeParser()(documents)[0]
    assert TextNode.from_json(node.to_json()) == node


# --- embedding


def test_vectors_are_of_unit_length_and_know_their_model(embedding: NianbaoEmbedding) -> None:
    query = embedding.get_query_embedding("公众号停更")
    near, far = embedding.get_text_embedding_batch(["微信公众号长期不更新", "渔船补贴"])
    assert embedding.model_name == "m3e-small"
    assert len(query) == 512
    assert sum(x * x for x in query) == pytest.approx(1, abs=1e-5)
    assert embedding.similarity(query, near) > embedding.similarity(query, far)
    assert asyncio.run(embedding.aget_query_embedding("公众号停更")) == pytest.approx(query)
    again = NianbaoEmbedding.from_dict(embedding.to_dict())
    assert again.embed_batch_size == embedding.embed_batch_size == 256


def test_a_whole_pipeline_runs(embedding: NianbaoEmbedding) -> None:
    documents = AnnualReportReader().load_data(LIUPU)
    pipeline = IngestionPipeline(
        transformations=[StatutorySectionNodeParser(unit="passage"), embedding]
    )
    index = VectorStoreIndex(pipeline.run(documents=documents), embed_model=embedding)
    best = index.as_retriever(similarity_top_k=1).retrieve("开通微信视频号讲补贴政策")[0]
    assert "微信视频号" in best.node.text


# --- vectors


def test_the_stored_vectors_serve_an_index(index: VectorStoreIndex, sample_home: Path) -> None:
    found = index.as_retriever(similarity_top_k=3).retrieve("开通微信视频号，用方言讲补贴")
    best = found[0].node
    assert [n.score for n in found] == sorted((n.score for n in found), reverse=True)
    assert best.metadata["issuer"] == "临溪县柳浦镇人民政府"
    assert "微信视频号" in best.text
    with Store.open_read(sample_home) as store:
        text = store.text(best.metadata["report_id"])
    assert best.text == text[best.start_char_idx : best.end_char_idx]


def test_filters_choose_reports(index: VectorStoreIndex) -> None:
    county = MetadataFilter(key="county", value=["砚泉县", "南屏县"], operator=FilterOperator.IN)
    no_town = MetadataFilter(key="body_type", value="镇", operator=FilterOperator.NE)
    filters = MetadataFilters(filters=[county, no_town])
    found = index.as_retriever(similarity_top_k=50, filters=filters).retrieve("公开")
    assert {node.metadata["issuer"] for node in found} == {
        "砚泉县白鹭乡人民政府",
        "砚泉县荞坪彝族乡人民政府",
        "南屏县碧梧湖旅游度假区管理委员会",
        "南屏县人民政府",
    }
    nowhere = MetadataFilters(filters=[MetadataFilter(key="county", value="无此县")])
    assert index.as_retriever(filters=nowhere).retrieve("公开") == []
    unknown = MetadataFilters(filters=[MetadataFilter(key="section", value="一")])
    with pytest.raises(PlanError, match=r"“section”.*county"):
        index.as_retriever(filters=unknown).retrieve("公开")


def test_mmr_and_nodes_by_id_work(index: VectorStoreIndex) -> None:
    mmr = index.as_retriever(similarity_top_k=3, vector_store_query_mode="mmr")
    found = mmr.retrieve("政策解读")
    assert len({node.node_id for node in found}) == 3
    store = index.vector_store
    ids = [node.node_id for node in found]
    assert [node.text for node in store.get_nodes(ids)] == [node.text for node in found]
    assert store.get_nodes(["nothing:0"]) == []
    liupu = MetadataFilters(filters=[MetadataFilter(key="issuer", value="临溪县柳浦镇人民政府")])
    assert {n.metadata["year"] for n in store.get_nodes(None, liupu)} == {2024}


def test_the_vectors_are_read_only_and_of_one_model(
    sample_home: Path, index: VectorStoreIndex
) -> None:
    store = index.vector_store
    count = store.client.count()
    with pytest.raises(StoreError, match="nianbao index"):
        store.add([TextNode(text="新", embedding=[0.0] * 512)])
    with pytest.raises(StoreError, match="nianbao remove"):
        store.clear()
    assert store.client.count() == count > 0
    with pytest.raises(ModelError, match=r"3 维.*512 维"):
        store.client.query([0.1, 0.2, 0.3], 1)
    with pytest.raises(StoreError, match=r"没有 1999 年.*2020、2022、2023、2024"):
        vector_store(sample_home, 1999)


def test_an_open_store_sees_what_is_indexed_later(
    tmp_path: Path, embedding: NianbaoEmbedding
) -> None:
    index_paths(tmp_path, [LIUPU])
    index = VectorStoreIndex.from_vector_store(vector_store(tmp_path, 2024), embedding)
    every = index.as_retriever(similarity_top_k=50)
    assert {n.metadata["county"] for n in every.retrieve("公开")} == {"临溪县"}
    index_paths(tmp_path, [CORPUS / "望川区太平镇2024.txt"])
    assert {n.metadata["county"] for n in every.retrieve("公开")} == {"临溪县", "望川区"}
    remove(tmp_path, ["临溪县柳浦镇2024.docx"])
    assert {n.metadata["county"] for n in every.retrieve("公开")} == {"望川区"}


def test_no_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        vector_store(tmp_path, 2024)
    assert not (tmp_path / "chroma").exists()


# --- retriever


def test_sentences_are_found_within_what_the_question_names(assistant: Assistant) -> None:
    found = ReportRetriever(assistant).retrieve("柳浦镇2024年存在哪些问题？")
    assert [node.text for node in found[:2]] == [
        "一是视频解读更新断档，下半年防汛期间连续两个月没有上新。",
        "二是征求第三方意见的程序不熟，个别件来回函询用时偏长。",
    ]
    for node in found:
        text = assistant.store.text(node.metadata["report_id"])
        assert node.text == text[node.node.start_char_idx : node.node.end_char_idx]
        assert (node.metadata["year"], node.metadata["county"]) == (2024, "临溪县")
        assert node.metadata["near"] is False
        assert node.text in node.metadata["window"]
    assert found[0].metadata["section"] == "五、存在的主要问题及改进情况/（一）存在问题"
    assert found[0].score > 0


def test_a_plan_keeps_the_search_in_its_scope(assistant: Assistant) -> None:
    scope = Scope(bodies=(Body(name="白鹭乡"),), years=(2023,))
    retriever = ReportRetriever(assistant, Plan(kind="narrative", query="-", scope=scope))
    found = retriever.retrieve("存在哪些问题？")
    assert {(n.metadata["issuer"], n.metadata["year"]) for n in found} == {("砚泉县白鹭乡", 2023)}
    assert asyncio.run(retriever.aretrieve("存在哪些问题？")) == found


def test_mentions_are_complete_and_near_ones_marked(assistant: Assistant) -> None:
    found = ReportRetriever(assistant).retrieve("哪些报告提到了微信视频号？")
    said = [node for node in found if not node.metadata["near"]]
    assert {node.metadata["issuer"] for node in said} == {
        "临溪县柳浦镇人民政府",
        "青禾市望川区鹿鸣街道办事处",
    }
    assert all("视频号" in node.text for node in said)
    assert any("短视频" in node.text for node in found if node.metadata["near"])


@pytest.mark.parametrize(
    "question", ["北京市2024年存在哪些问题？", "今天天气怎么样", "哪些报告没有提到微信视频号？"]
)
def test_what_no_sentence_can_show_finds_nothing(assistant: Assistant, question: str) -> None:
    assert ReportRetriever(assistant).retrieve(question) == []


def test_a_sentence_can_be_widened_to_its_passage(assistant: Assistant) -> None:
    found = ReportRetriever(assistant).retrieve("柳浦镇2024年存在哪些问题？")
    texts = [node.text for node in found]
    wide = MetadataReplacementPostProcessor("window").postprocess_nodes(found)
    assert all(text in node.text for text, node in zip(texts, wide, strict=True))
    assert len(wide[0].text) > len(texts[0])


# --- query engine


def test_an_answer_comes_with_its_cells(assistant: Assistant) -> None:
    response = ReportQueryEngine(assistant=assistant).query(ASKED)
    assert str(response).startswith("**6件**[1]")
    assert (response.metadata["status"], response.metadata["value"]) == ("answered", 6)
    cell = response.source_nodes[0].node
    assert (cell.text, cell.metadata["n"], cell.metadata["kind"]) == ("6", 1, "cell")
    assert (cell.metadata["row_code"], cell.metadata["col_code"]) == ("received", "total")
    assert (cell.metadata["row_label"], cell.metadata["col_label"]) == (
        "一、本年新收政府信息公开申请数量",
        "总计",
    )
    assert cell.get_content("llm").endswith("一、本年新收政府信息公开申请数量 总计\n6")


def test_source_nodes_are_the_citations_in_order(assistant: Assistant) -> None:
    response = ReportQueryEngine(assistant=assistant).query(ASKED)
    citations = response.metadata["citations"]
    assert [n.metadata["n"] for n in response.source_nodes] == [c["n"] for c in citations]
    assert {c["kind"] for c in citations} == {"cell", "text"}
    for node, citation in zip(response.source_nodes, citations, strict=True):
        text = assistant.store.text(citation["report_id"])
        assert node.text == citation["quote"] == text[citation["start"] : citation["end"]]
        assert (node.node.start_char_idx, node.score) == (citation["start"], None)


def test_a_refusal_is_a_response(assistant: Assistant) -> None:
    engine = ReportQueryEngine(assistant=assistant)
    response = asyncio.run(engine.aquery("北京市2024年存在哪些问题？"))
    assert (response.metadata["status"], response.source_nodes) == ("not_in_corpus", [])
    assert "没有北京市的报告" in str(response)


def test_asking_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nianbao index"):
        ReportQueryEngine(assistant=Assistant(tmp_path)).query(ASKED)


# --- chat engine


def test_follow_ups_lean_on_the_turn_before_until_reset(assistant: Assistant) -> None:
    chat = ReportChatEngine(assistant)
    assert chat.chat(ASKED).metadata["value"] == 6
    second = chat.chat("那2023年呢？")
    assert second.metadata["value"] == 2
    assert second.source_nodes[0].text == "2"
    assert [m.role.value for m in chat.chat_history] == ["user", "assistant"] * 2
    assert chat.chat_history[2].content == "那2023年呢？"
    chat.reset()
    assert chat.chat_history == []
    assert chat.chat("那2023年呢？").metadata["value"] is None


def test_a_given_history_takes_the_place_of_the_conversation(assistant: Assistant) -> None:
    chat = ReportChatEngine(assistant)
    chat.chat("东沙县太平镇2024年收到多少件申请？")
    before = [
        ChatMessage(role="user", content=ASKED),
        ChatMessage(role="assistant", content="6件"),
    ]
    response = asyncio.run(chat.achat("那2023年呢？", chat_history=before))
    assert response.metadata["value"] == 2
    assert [m.content for m in chat.chat_history[:3]] == [ASKED, "6件", "那2023年呢？"]


def test_two_conversations_do_not_mix(assistant: Assistant) -> None:
    one, other = ReportChatEngine(assistant), ReportChatEngine(assistant)
    one.chat(ASKED)
    other.chat("东沙县太平镇2024年收到多少件申请？")
    assert one.chat("那2023年呢？").metadata["value"] == 2


def test_a_stream_gives_the_same_words_and_the_same_answer(assistant: Assistant) -> None:
    chat = ReportChatEngine(assistant)
    whole = chat.chat(ASKED)
    chat.reset()
    stream = chat.stream_chat(ASKED)
    assert len(chat.chat_history) == 2
    parts = list(stream.response_gen)
    assert len(parts) > 1
    assert "".join(parts) == str(stream) == str(whole)
    assert stream.source_nodes == whole.source_nodes
    assert stream.sources[0].raw_output.metadata["value"] == 6


def test_an_asynchronous_stream_too(assistant: Assistant) -> None:
    async def talk() -> tuple[str, str]:
        stream = await ReportChatEngine(assistant).astream_chat(ASKED)
        return "".join([part async for part in stream.async_response_gen()]), str(stream)

    said, whole = asyncio.run(talk())
    assert said == whole
    assert whole.startswith("**6件**[1]")


# --- the guide, and what stays unloaded


def test_the_guide_runs_as_written(
    sample_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    program, output = (
        re.findall(rf"^```{kind}\n(.*?)^```", guide, re.M | re.S) for kind in ("python", "text")
    )
    assert len(program) == len(output) == 1
    (tmp_path / ".nianbao").mkdir()
    (tmp_path / ".nianbao" / "demo").symlink_to(sample_home)  # what its first command makes
    (tmp_path / "eval").symlink_to(ROOT / "eval")
    (tmp_path / "program.py").write_text(program[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    runpy.run_path("program.py", run_name="__main__")
    assert capsys.readouterr().out == output[0]


def test_an_exact_answer_loads_no_llama_index(sample_home: Path) -> None:
    code = (
        "import sys; from assistant.cli import main\n"
        f"status = main(['--home', {str(sample_home)!r}, 'ask', {ASKED!r}, '--json'])\n"
        "heavy = 'llama_index torch chromadb onnxruntime assistant.llamaindex'\n"
        "print(status, [name for name in heavy.split() if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "0 []"


def test_nothing_else_imports_the_package() -> None:
    package = ROOT / "assistant" / "llamaindex"
    files = [p for folder in ("assistant", "index") for p in (ROOT / folder).rglob("*.py")]
    importing = [
        p.relative_to(ROOT).as_posix()
        for p in [*files, ROOT / "app.py"]
        if package not in p.parents and "assistant.llamaindex" in p.read_text(encoding="utf-8")
    ]
    assert importing == []
