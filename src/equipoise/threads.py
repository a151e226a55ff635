"""Threads that share one job, and are not waited for when it is broken off."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def threads(count: int | None) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool of threads, and wait for them at the end of the job.

    After an error or an interrupt nothing more is begun. What a thread is at then, the compiling of a law for instance,
    may take many seconds: nobody wants its answer, so nobody waits for it.

    Examples
    --------
    >>> with threads(2) as pool:
    ...     list(pool.map(abs, [-1, 2]))
    [1, 2]
    """
    pool = ThreadPoolExecutor(max_workers=count)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
