"""The plans of 2007 and 2009 side by side: whom they protect, and the other half of the quarrel."""

from types import SimpleNamespace

import equipoise as eq

south_east = SimpleNamespace(lat_min_deg=36, lat_max_deg=46, lon_min_deg=20, lon_max_deg=36)
both = eq.compare(
    eq.load("poland-czech-2007"),
    eq.load("ships-2009"),
    threat="medium-range",
    region=south_east,
    resolution_deg=2,
    beside=("schedule", "cost", "treaty", "ledger"),  # by default deterrent, raids and a changed threat too
)

for sentence in both.sentences("medium-range"):
    print(sentence)
for name in both.sections:
    print(f"\n{name}")
    for words, cells in both.section_rows(name, short=True):
        print(f"  {words}: {' | '.join(cells)}")
    for sentence in both.section_sentences(name, short=True):
        print(f"  {sentence}")
