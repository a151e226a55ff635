"""The options of `raid`, as typer reads them; nothing heavy is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

from equipoise.commands.signatures import (
    AsJson,
    OutFolder,
    Overrides,
    ScenarioNames,
    Seed,
    ThreatName,
    Trials,
    perform_for_several,
    started,
)

__all__ = ["raid", "started"]

Missiles = Annotated[int, typer.Option(metavar="N", help="Missiles in the raid.")]
Window = Annotated[
    str, typer.Option(metavar="TIME", help="Time over which they are launched, such as '60 s' or '5 min'.")
]
Aims = Annotated[
    str,
    typer.Option(
        metavar="PLACES",
        help="Places or LAT,LON with commas between, taken in turn; or 'population': cities by their people.",
    ),
]
KillProbability = Annotated[
    str | None,
    typer.Option(
        "--kill-probability",
        metavar="P",
        help="Of one shot: 0.5, a range 0.3..0.8, or 'catalogue' for its ranges; by default the scenario's values.",
    ),
]
LimitTexts = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        metavar="NAME=VALUE",
        help="Bind the defence: fire-channels=N (looks a battery may have under way), tracks=N (missiles followed "
        "at once), reload=TIME (an empty magazine is full again).",
    ),
]


def raid(
    names: ScenarioNames,
    *,
    overrides: Overrides = None,
    missiles: Missiles = 5,
    window: Window = "60 s",
    threat: ThreatName = None,
    aims: Aims = "population",
    kill_probability: KillProbability = None,
    trials: Trials = 10_000,
    seed: Seed = 0,
    limits: LimitTexts = None,
    as_json: AsJson = False,
    out: OutFolder = None,
) -> None:
    """Play a raid of so many missiles: how many get through, what is left; --out draws smaller raids as well."""
    perform_for_several("raid_work", "raid", locals())
