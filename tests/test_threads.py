"""A job that threads share: done whole, or broken off without waiting."""

from __future__ import annotations

from threading import Event

import pytest

from equipoise.threads import threads


def test_a_job_broken_off_is_neither_waited_for_nor_gone_on_with() -> None:
    begun, let_go = Event(), Event()

    def work() -> bool:
        begun.set()
        return let_go.wait(60.0)

    with pytest.raises(KeyboardInterrupt), threads(1) as pool:
        first, second = pool.submit(work), pool.submit(work)
        begun.wait(60.0)
        raise KeyboardInterrupt
    assert not first.done()
    assert second.cancelled()
    let_go.set()
    assert first.result(60.0)


def test_a_job_is_done_when_its_threads_are_left() -> None:
    done = []
    with threads(2) as pool:
        for number in range(8):
            pool.submit(done.append, number)
    assert sorted(done) == list(range(8))
