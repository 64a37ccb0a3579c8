"""Fixtures shared by the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from index.pipeline import index_paths

settings.register_profile("untimed", deadline=None)  # machines that run tests are noisy
settings.load_profile("untimed")

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
CORPUS = Path(__file__).parents[1] / "eval" / "corpus"
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--remake-golden",
        action="store_true",
        help="write tests/golden anew; read the difference before you commit it",
    )


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five real reports that started the project, kept beside the checkout."""
    if not SEEDS.is_dir():
        pytest.skip("the real seed reports are not beside this checkout (../shared/seeds)")
    return SEEDS


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional sample corpus, indexed."""
    home = tmp_path_factory.mktemp("sample")
    assert index_paths(home, [CORPUS]).failed == []
    return home


@pytest.fixture(scope="session")
def seeds_home(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real seed reports, indexed."""
    home = tmp_path_factory.mktemp("seeds")
    assert index_paths(home, [seeds]).failed == []
    return home


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(name, text)`: `text` is what tests/golden/name holds.

    After a change that is meant: pytest tests/test_answer.py --remake-golden, and read the diff.
    """

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--remake-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return check
