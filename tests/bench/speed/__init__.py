"""A yardstick of speed: `python -m tests.bench.speed` times `bukusop book` beside other ways to make the same book. See `__main__`."""
