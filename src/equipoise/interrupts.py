"""Ctrl-C while modules are read: the process ends at once, with the words and the status of every interrupted run.

Elsewhere an interrupt is an exception, so that unfinished files are removed. A module half read takes that exception
for an error of its own, or loses it. Nothing but `signal` is imported here, for this comes before all else.
"""

import os
import signal

STOPPED = 130
SAID = "\nequipoise: stopped\n"
STDERR = 2


def end(number: int, frame: object) -> None:
    """Say that the run was stopped, and end the process."""
    try:
        os.write(STDERR, SAID.encode())
    finally:
        os._exit(STOPPED)


class EndsAtOnce:
    """Within it an interrupt ends the process; where interrupts are ignored, or another's matter, they stay so."""

    def __enter__(self) -> None:
        self.ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self.ours:
            signal.signal(signal.SIGINT, end)

    def __exit__(self, *fault: object) -> None:
        if self.ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
