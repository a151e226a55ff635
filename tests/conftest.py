"""How all tests run: without a network, the same each time where that is asked for, compiling each law once."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket

import pytest
from hypothesis import settings

from equipoise.cli import OBJECTS_BETWEEN_SEARCHES
from equipoise.kept import cache_root

# Subprocesses of tests may have another home; they share the compiled code all the same.
os.environ["EQUIPOISE_CACHE_DIR"] = str(cache_root())

gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)  # as the command line does


def pytest_collection_finish() -> None:
    """Let no search for garbage look through thousands of tests and all modules: a seventh of the time went there."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Search for no garbage at the end: all memory goes back with the process."""
    gc.freeze()


# The first call of a law takes its compile time, so no example has a deadline.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


class NetworkReached(AssertionError):
    """A test asked for another machine."""


def is_loopback(host: object) -> bool:
    """Return whether a host is this machine."""
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Let no test reach further than this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def local_connect(self, address):
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise NetworkReached(f"the test asked for {address[0]}; tests run without a network")
        return connect(self, address)

    def local_look_up(host, *rest, **options):
        if not is_loopback(host):
            raise NetworkReached(f"the test asked for {host}; tests run without a network")
        return look_up(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_connect)
        patch.setattr(socket, "getaddrinfo", local_look_up)
        yield
