"""How long events were under way, as a line."""

import statistics
from collections.abc import Sequence


def print_latencies(seconds: Sequence[float]) -> None:
    """Print median, 99th percentile and the longest."""
    ordered = sorted(seconds)
    p99 = ordered[int(len(ordered) * 0.99)]
    median = statistics.median(ordered)
    print(f"an event is out after {median:.2f} s (median), {p99:.2f} s (p99), {ordered[-1]:.2f} s at most")
