"""What a further process of `compare` reads at its start, so that it is ready when work comes."""

from __future__ import annotations

from equipoise.commands import plans_work
from equipoise.hands import serve

__all__ = ["plans_work"]

if __name__ == "__main__":
    serve()
