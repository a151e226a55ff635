"""The table of analyses leads to functions that exist, and reading it reads none of them."""

from __future__ import annotations

import subprocess
import sys

from equipoise import PUBLIC
from equipoise.analyses import ANALYSES

ASK = "import sys, equipoise.analyses; print([m for m in sys.modules if m == 'numpy' or '.analyses.' in m])"


def test_every_line_leads_to_the_public_function_of_its_name():
    for name, analysis in ANALYSES.items():
        run = analysis.run
        assert (run.__name__, run.__module__) == (name, PUBLIC[name])
        assert callable(analysis.as_json) and analysis.summary


def test_reading_the_table_reads_no_analysis():
    asked = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "[]"
