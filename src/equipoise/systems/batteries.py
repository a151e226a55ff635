"""Batteries: interceptors at a place, with the rule by which they may be launched."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from equipoise.quantities import Contradiction, Count, Identifier, Name, Named, Time, told
from equipoise.systems.interceptors import Interceptor
from equipoise.systems.places import Place


class Battery(Named):
    """Interceptors of one type at one place.

    `autonomous` and `launch-on-remote` need a radar of the battery's own; `engage-on-remote` needs a network.
    """

    place: Place = told("where it stands")
    platform: Literal["site", "ship"] = told("land site or ship", default="site")
    owner: Name | None = told("state that owns or runs it, a code of three letters", default=None)
    host: Name | None = told("state it stands in, where the place does not tell", default=None)
    interceptor: Interceptor = told("the interceptor")
    magazine: Count = told("interceptors ready to launch", ge=1, le=10_000)
    rule: Literal["autonomous", "launch-on-remote", "engage-on-remote"] = told("when it may launch")
    radar: Identifier | None = told("id of its own radar among the sensors", default=None)
    network: tuple[Identifier, ...] = told("ids of the sensors whose tracks it may use", default=())
    decision_delay_s: Time = told("time from track to launch", ge=0.0, le=3600.0)
    shots_per_look: Count = told("interceptors launched at once", ge=1, le=100)
    assessment_time_s: Time = told("time from intercept to the next launch", ge=0.0, le=3600.0)

    @model_validator(mode="after")
    def _rule_has_its_sensors(self):
        if self.rule != "engage-on-remote" and self.radar is None:
            problem = f"the rule {self.rule} needs a radar of the battery's own, and none is named"
            raise Contradiction("rule", problem, "name one with 'radar: ID', or use rule: engage-on-remote")
        if self.radar is None and not self.network:
            problem = "the battery has no radar and no network, so it could never launch"
            raise Contradiction("network", problem, "list sensor ids, for example network: [my-radar]")
        return self

    @model_validator(mode="after")
    def _magazine_holds_a_look(self):
        if self.shots_per_look > self.magazine:
            problem = f"{self.shots_per_look} shots a look from a magazine of {self.magazine}"
            raise Contradiction("shots_per_look", problem, "lower shots_per_look or raise magazine")
        return self
