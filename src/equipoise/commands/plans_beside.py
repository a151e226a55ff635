"""What a further process of `compare` does: it reads at its start all that is needed, to be ready when work comes."""

from __future__ import annotations

from equipoise.cli import perform, start_lightly
from equipoise.hands import listening

if __name__ == "__main__":
    asked = listening()
    start_lightly()
    perform("plans_work", "help_along", {"asked": asked})
