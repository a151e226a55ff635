"""How one pair of launch point and aim ends, in words."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """The end of one pair, ordered from furthest from an intercept to an intercept."""

    OUT_OF_RANGE = 0
    NOT_SEEN = 1
    OUT_OF_REACH = 2
    SEEN_TOO_LATE = 3
    TOO_LOW = 4
    TOO_HIGH = 5
    NO_SUPPORT = 6
    ENGAGED = 7

    @property
    def sentence(self) -> str:
        """The outcome as a reader is told it."""
        return SENTENCES[self]

    @property
    def word(self) -> str:
        """The outcome as data: lower case, with hyphens."""
        return self.name.lower().replace("_", "-")


SENTENCES = {
    Outcome.OUT_OF_RANGE: "out of range: the missile does not reach the aim point",
    Outcome.NOT_SEEN: "not seen: no sensor whose track the battery may use sees the missile",
    Outcome.OUT_OF_REACH: "out of reach: no point of the flight lies where the interceptor can go",
    Outcome.SEEN_TOO_LATE: "seen too late: the track comes after the last moment for a launch",
    Outcome.TOO_LOW: "too low: the flight is within reach only below the interceptor's least altitude",
    Outcome.TOO_HIGH: "too high: the flight is within reach only above the interceptor's ceiling",
    Outcome.NO_SUPPORT: "no support: no sensor sees the missile when the interceptor could meet it",
    Outcome.ENGAGED: "engaged: at least one intercept is possible",
}
