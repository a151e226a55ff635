"""One engagement told second by second: a missile from Tabriz to London against the plan of 2007."""

import equipoise as eq
from equipoise.catalogue.nouns import place

shot = eq.explain(eq.load("poland-czech-2007"), place("tabriz"), place("london"), threat="long-range")
for sentence in shot.story():
    print(sentence)
