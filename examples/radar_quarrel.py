"""The quarrel over two radars: range from each party's inputs, and whom the plan of 2007 then protects.

Each line: the inputs, the range on 0.01 m2 with a cue, and the share of the people of NATO Europe in reach of the
notional long-range missiles who are protected.
"""

import equipoise as eq
from equipoise.analyses.ledger import totals
from equipoise.engagement.defence import reference_range_m

CZECH, FORWARD = "sensors.brdy", "sensors.forward-radar"
CASES = {
    "Czech radar, stated 2,300 km": ("poland-czech-2007", CZECH, "european-midcourse-radar", {}),
    "Czech radar, 170 kW pulse, full antenna": (
        "poland-czech-2007",
        CZECH,
        "european-midcourse-radar-equation",
        {},
    ),
    "Czech radar, 170 kW pulse, small elements": (
        "poland-czech-2007",
        CZECH,
        "european-midcourse-radar-equation",
        {"gain_model": "thinned-array"},
    ),
    "Czech radar, 5 MW pulse, full antenna": (
        "poland-czech-2007",
        CZECH,
        "european-midcourse-radar-equation",
        {"power": "5 MW"},
    ),
    "with AN/TPY-2, stated 1,500 km": ("poland-czech-2007-forward-radar", FORWARD, "an-tpy-2-forward", {}),
    "with AN/TPY-2, Lewis and Postol's inputs": (
        "poland-czech-2007-forward-radar",
        FORWARD,
        "an-tpy-2-equation",
        {},
    ),
}


def with_radar(scenario, address, system, inputs):
    """Return a plan with another radar at an address, some of its inputs replaced."""
    plan = eq.load(scenario).replace(address, system)
    for key, value in inputs.items():
        plan = plan.replace(f"{address}.radar_equation.{key}", value)
    return plan


for words, case in CASES.items():
    plan = with_radar(*case)
    range_km = reference_range_m(plan.get(case[1])) / 1e3
    people = totals(eq.ledger(plan, threat="long-range").data.sel(threat="long-range"))["nato_europe_2007"]
    share = people["protected_people"] / people["reachable_people"]
    print(f"{words:<44} {range_km:6,.0f} km   protected {100 * share:3.0f} %")
