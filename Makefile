# Two commands on a fresh machine with Python 3.11+, pip and make: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := .nianbao/demo
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: setup model demo chat test lint types golden corpus eval bench clean

setup: $(VENV)/run.stamp
model: $(VENV)/model.stamp

$(VENV)/run.stamp: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(PIP) --editable '.[dev]'
	touch $@

$(VENV)/model.stamp: $(VENV)/run.stamp index/model.py index/conversion.py
	$(BIN)/python -m index.model
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

# Re-make what is derived from sources in the repository.
golden: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m pytest --remake-golden tests

corpus: $(VENV)/dev.stamp
	$(BIN)/python -m eval.corpus_build

eval: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.run

bench: $(VENV)/dev.stamp $(VENV)/model.stamp
	$(BIN)/python -m eval.bench

clean:
	rm -rf $(VENV) .nianbao build *.egg-info
