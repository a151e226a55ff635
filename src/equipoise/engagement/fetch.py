"""Having the numbers of the next flight brought into the cache while those of this one are worked on.

A chunk of flights and looks is larger than a processor's own cache, and a room's first question to a flight would wait
for memory longer than it takes to answer. Nothing hangs on this but time.
"""

from __future__ import annotations

from equipoise.kernels import inlined_law, prefetch

LINE_B = 64  # of a cache


@inlined_law
def fetch_row(table, row):
    """Have a row of a table of three axes brought into the cache."""
    row_b = table.shape[1] * table.shape[2] * table.itemsize
    for line in range(row_b // LINE_B + 1):
        prefetch(table, row * row_b + line * LINE_B)
