"""The benchmarks of the issues: `script/bench`, or `python -m bench` beside a PostgreSQL."""
