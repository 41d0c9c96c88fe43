"""What is measured, and how: `python -m bench` from the root of the repository. See docs/benchmarks.md."""
