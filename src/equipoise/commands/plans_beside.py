"""What a further process of `compare` does: it reads at its start all that is needed, to be ready when work comes."""

from __future__ import annotations

from equipoise.cli import perform, search_seldom

if __name__ == "__main__":
    search_seldom()
    perform("plans_work", "help_along", {})
