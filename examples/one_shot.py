"""One engagement told second by second: a missile from Tabriz to London against the plan of 2007."""

import equipoise as eq

tabriz, london = (eq.catalogue.noun("places", name) for name in ("tabriz", "london"))
shot = eq.explain(eq.load("poland-czech-2007"), tabriz, london, threat="long-range")
for sentence in shot.story():
    print(sentence)
