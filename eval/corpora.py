"""The corpora that questions are asked about: sample, generated ones, seeds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from eval.truth import CellTruth, ClaimTruth, Truth, read_truth

SEEDS_VARIABLE = "NIANBAO_SEEDS"
_SAMPLE = Path(__file__).parent / "corpus"
_SEED_FACTS = Path(__file__).parent / "gold" / "seeds.yaml"
_SEEDS_BESIDE = Path(__file__).parent.parent.parent / "shared" / "seeds"


class CorpusAbsentError(Exception):
    """A corpus that this machine does not have; the message says how to give it."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Report files of `folder` with their truth; that of the seeds is in `seed_truths`."""

    name: str
    folder: Path
    files: tuple[str, ...]
    truths: tuple[Truth, ...] = ()


def load_corpus(name: str, scratch: Path) -> Corpus:
    """The corpus `sample`, `seeds` or `synth:<seed>:<n>`; the last is written under `scratch`.

    Raises CorpusAbsentError for seeds that are not at hand, ValueError for other names.
    """
    if name == "sample":
        return _with_truths(name, _SAMPLE, read_truth(_SAMPLE / "truth.jsonl"))
    if name == "seeds":
        folder = seeds_folder()
        return Corpus(name, folder, tuple(sorted(path.name for path in folder.glob("*.txt"))))
    kind, _, rest = name.partition(":")
    seed, _, count = rest.partition(":")
    if kind != "synth" or not seed.isdigit() or not count.isdigit():
        raise ValueError(f"corpus {name!r}: expected sample, seeds or synth:<seed>:<reports>")
    return _generated(name, int(seed), int(count), scratch)


@lru_cache(maxsize=8)
def _generated(name: str, seed: int, count: int, scratch: Path) -> Corpus:
    from eval.synth import generate

    folder = scratch / name.replace(":", "_")
    return _with_truths(name, folder, generate(seed, count, folder))


def _with_truths(name: str, folder: Path, truths: Iterable[Truth]) -> Corpus:
    known = tuple(truths)
    return Corpus(name, folder, tuple(truth.file for truth in known), known)


def seeds_folder() -> Path:
    """Where the seed reports lie: $NIANBAO_SEEDS, else ../shared/seeds beside the checkout."""
    folder = Path(os.environ.get(SEEDS_VARIABLE) or _SEEDS_BESIDE)
    if not folder.is_dir():
        raise CorpusAbsentError(
            f"no seed reports in {folder}: set {SEEDS_VARIABLE} to their folder"
        )
    return folder


@lru_cache(maxsize=1)
def seed_truths() -> tuple[Truth, ...]:
    """The seeds' truth as far as it is recorded here: all 200 cells, and the stated counts."""
    import yaml

    from eval.render.labels import form_keys

    keys = form_keys("2021")
    facts = yaml.safe_load(_SEED_FACTS.read_text(encoding="utf-8"))
    return tuple(_seed_truth(fact, keys) for fact in facts)


def _seed_truth(fact: dict[str, object], keys: list[str]) -> Truth:
    place, cells, claims = fact["place"], fact.get("cells") or {}, fact["claims"]
    assert isinstance(place, list) and isinstance(cells, dict) and isinstance(claims, dict)
    values = {f"requests.{row}.{col}": n for row, n in cells.items() for col in _BY_ONE_PERSON}
    province, city, county, township = place
    return Truth(
        file=str(fact["file"]),
        issuer=f"{county}{township}人民政府",
        body_type="镇",
        province=province,
        city=city,
        county=county,
        township=township,
        year=int(str(fact["year"])),
        form="2021",
        scope="body",
        layout="seed",
        cells={key: CellTruth(values.get(key, 0), "reported") for key in keys},
        claims=[ClaimTruth(name, value, "", False, "") for name, value in claims.items()],
    )


_BY_ONE_PERSON = ("natural_person", "total")
