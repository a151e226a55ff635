"""Files that come whole or not at all, and leave nothing half done behind.

An interrupt may come between any two steps, also between making a thing and writing down that it was made. So its name
is chosen first, and what bears that name is removed however the work ends.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def folder_inside(folder: Path) -> Iterator[Path]:
    """Yield a new folder for files that are to come together, and remove it with what is still in it."""
    staging = folder / f".unfinished-{secrets.token_hex(8)}"
    try:
        staging.mkdir(mode=0o700)
        yield staging
    finally:
        if staging.exists():
            shutil.rmtree(staging)


@contextmanager
def file_in_place_of(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file for writing, which takes the place of another once all was written without a fault."""
    unfinished = path.with_name(f".unfinished-{secrets.token_hex(8)}")
    try:
        with unfinished.open("xb") as stream:
            yield stream
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
