"""Which part of Europe does the plan of 2007 defend, and why not the rest?"""

import equipoise as eq
from equipoise.engagement.outcomes import Outcome

plan = eq.load("poland-czech-2007")
area = eq.footprint(plan, threat="long-range", resolution_deg=2)
print(area)

for name, place in {"Berlin": (52, 14), "Athens": (38, 24)}.items():
    cell = area.data.sel(threat="long-range").sel(lat=place[0], lon=place[1], method="nearest")
    print(f"{name}: {int(cell.shots)} shots at worst; {Outcome(int(cell.outcome)).sentence}")
