"""Evaluation: sample corpus, synthetic reports with known truth, metrics and benchmarks."""
