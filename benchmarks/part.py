"""Print the tables of one part: the process that `bench.py` begins for it."""

from __future__ import annotations

import importlib
import signal
import sys

from timing import markdown

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever began it says that it was stopped
    for table in importlib.import_module(sys.argv[1]).tables():
        print(markdown(table), flush=True)
