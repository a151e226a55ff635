"""A scenario file of one's own, and what a disputed number does to it."""

from pathlib import Path

import equipoise as eq

plan = eq.load(Path(__file__).with_name("my-plan.yaml"))
address = "sensors.brdy.detection_range"
evidence = plan.evidence[address]
print(
    f"{address}: {evidence.value}, from {evidence.low} to {evidence.high} ({evidence.source}, {evidence.grade})"
)

for text in (evidence.low, evidence.value, evidence.high):
    people = eq.ledger(plan.replace(address, text)).data.sel(threat="long-range").sum("state")
    share = float(people.protected_people / people.reachable_people)
    print(f"with {text}, {share:.0%} of the people within reach of the missile are protected")
