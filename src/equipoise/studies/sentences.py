"""What a comparison says in plain words, drawn from the rows and the differences alone.

The words take no side: they tell who is covered by which plan, and which difference that follows from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from equipoise.catalogue.published import Published, published
from equipoise.scenario import Scenario
from equipoise.studies.differences import Difference
from equipoise.studies.rows import StateRow
from equipoise.studies.words import counted, listing, people, percent

COVERED, UNCOVERED = 0.9, 0.1
HALF = 0.5
MOST_NAMES = 8
LONGEST_PHRASE = 40
MOST_PAIRED = 3  # plans told against the first, one by one
FEWEST_PEOPLE = 100_000
FEW_DIFFERENCES = 4
REASONS = {
    "not-seen": "no sensor whose track it may use sees the missile",
    "out-of-reach": "the flight stays where its interceptors cannot go",
    "seen-too-late": "the missile is seen too late for a launch",
    "too-low": "the flight is in reach only below the interceptor's least altitude",
    "too-high": "the flight is in reach only above the interceptor's ceiling",
    "no-support": "no sensor sees the missile when the interceptor could meet it",
}


def told(
    scenarios: Sequence[Scenario],
    threat: str,
    rows: Sequence[StateRow],
    totals: Sequence[dict[str, Any]],
    differing: Sequence[Difference],
    reasons: Sequence[str | None],
) -> tuple[str, ...]:
    """Return the sentences about one threat set; `totals` are those of NATO Europe, one a scenario."""
    names = phrases(scenarios)
    peopled = [row for row in rows if row.reachable_people >= FEWEST_PEOPLE]
    sentences = [*protection(names, totals)]
    if len(scenarios) == 1:
        sentences += one_plan(peopled)
    if len(scenarios) <= MOST_PAIRED:
        for later in range(1, len(scenarios)):
            sentences += pair(names, peopled, later)
    else:
        sentences += many(names, peopled)
    if len(scenarios) == 2:
        sentences += hangs_on(scenarios, threat, names, peopled, differing)
    for place, scenario in enumerate(scenarios):
        sentences += beside_published(names[place], published(scenario.name, threat), rows, place)
    sentences += reason_sentences(names, reasons)
    return tuple(sentence[0].upper() + sentence[1:] for sentence in sentences)


def told_in_brief(
    scenarios: Sequence[Scenario], rows: Sequence[StateRow], threat: str, differing: Sequence[Difference]
) -> tuple[str, ...]:
    """Return the few sentences about one threat set that a screen has room for: who in NATO Europe changes sides."""
    names = phrases(scenarios)
    allies = [row for row in rows if row.reachable_people >= FEWEST_PEOPLE and row.nato_europe_2007]
    sentences = one_plan(allies) if len(scenarios) == 1 else []
    if len(scenarios) <= MOST_PAIRED:
        for later in range(1, len(scenarios)):
            sentences += sides(names, allies, later)
    if len(scenarios) == 2:
        sentences += hangs_on(scenarios, threat, names, allies, differing)
    return tuple(sentence[0].upper() + sentence[1:] for sentence in sentences)


def phrases(scenarios: Sequence[Scenario]) -> list[str]:
    """Return what each scenario is called inside a sentence: its title up to a colon, where that is short.

    Where two titles are alike, all go by their names.
    """
    short = [scenario.title.split(":")[0].strip() for scenario in scenarios]
    if len(set(short)) < len(short):
        ids = [scenario.name for scenario in scenarios]
        count = Counter(ids)
        return [name if count[name] == 1 else f"{name} ({n})" for n, name in enumerate(ids, start=1)]
    return [
        inside(title) if len(title) <= LONGEST_PHRASE else scenario.name
        for title, scenario in zip(short, scenarios, strict=True)
    ]


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: a leading article small.

    Examples
    --------
    >>> inside("The radar at Brdy"), inside("AN/TPY-2")
    ('the radar at Brdy', 'AN/TPY-2')
    """
    article, _, rest = name.partition(" ")
    return f"{article.lower()} {rest}" if article in ("The", "A", "An") and rest else name


def protection(names: Sequence[str], totals: Sequence[dict[str, Any]]) -> list[str]:
    """Return how many people of NATO Europe each scenario protects."""
    if totals[0]["reachable_people"] <= 0:
        return ["no missile of this threat set reaches NATO Europe inside the region."]
    parts = [
        f"{name} {amount_words(total['protected_people'])} ({percent(total['protected_share'])})"
        for name, total in zip(names, totals, strict=True)
    ]
    reachable = people(totals[0]["reachable_people"])
    return [f"of the {reachable} people of NATO Europe (2007) in reach, {listing(parts)}."]


def amount_words(count: float) -> str:
    """Return what a plan does for a number of people."""
    return f"protects {people(count)}" if count >= 1 else "protects nobody"


def one_plan(rows: Sequence[StateRow]) -> list[str]:
    """Return who is covered and who is not, for a single scenario."""
    return [
        *about("Covered", [row for row in rows if row.share(0) >= COVERED]),
        *about("Covered in part", [row for row in rows if UNCOVERED < row.share(0) < COVERED]),
        *about("Not covered", [row for row in rows if row.share(0) <= UNCOVERED]),
    ]


def pair(names: Sequence[str], rows: Sequence[StateRow], later: int) -> list[str]:
    """Return who is covered by the first scenario and not by a later one, the reverse, by both and by neither."""
    neither = [row for row in rows if max(row.share(0), row.share(later)) <= UNCOVERED]
    both = [row for row in rows if min(row.share(0), row.share(later)) >= COVERED]
    return [
        *sides(names, rows, later),
        *about("covered by both", both),
        *about("covered by neither", neither),
    ]


def sides(names: Sequence[str], rows: Sequence[StateRow], later: int) -> list[str]:
    """Return who is covered by the first scenario and not by a later one, and the reverse."""
    first, second = names[0], names[later]
    lost = [row for row in rows if row.share(0) - row.share(later) >= HALF]
    won = [row for row in rows if row.share(later) - row.share(0) >= HALF]
    return [
        *about(f"covered by {first} and not by {second}", lost),
        *about(f"covered by {second} and not by {first}", won),
    ]


def many(names: Sequence[str], rows: Sequence[StateRow]) -> list[str]:
    """Return who is covered by all scenarios, by none, and by one alone, where they are too many to pair."""
    covers = {row.iso3: [n for n in range(len(names)) if row.share(n) >= HALF] for row in rows}
    alone = [
        about(f"covered by {name} alone", [row for row in rows if covers[row.iso3] == [n]])
        for n, name in enumerate(names)
    ]
    return [
        *about("covered by all", [row for row in rows if len(covers[row.iso3]) == len(names)]),
        *(sentence for told in alone for sentence in told),
        *about("covered by none", [row for row in rows if not covers[row.iso3]]),
    ]


def about(words: str, rows: Sequence[StateRow]) -> list[str]:
    """Return a sentence that names states, those of NATO Europe before the others; none where there is none."""
    if not rows:
        return []
    allies = named([row for row in rows if row.nato_europe_2007])
    others = named([row for row in rows if not row.nato_europe_2007])
    where = "; outside NATO Europe " if allies else "outside NATO Europe "
    return [f"{words}: {allies}{where + others if others else ''}."]


def named(rows: Sequence[StateRow]) -> str:
    """Return the states of most people in reach, and how many more there are."""
    ranked = sorted(rows, key=lambda row: -row.reachable_people)
    names = [row.name for row in ranked[:MOST_NAMES]]
    if len(ranked) > MOST_NAMES:
        names.append(counted(len(ranked) - MOST_NAMES, "more state"))
    return listing(names)


def reason_sentences(names: Sequence[str], reasons: Sequence[str | None]) -> list[str]:
    """Return why most places that a scenario leaves open are open."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in zip(names, reasons, strict=True):
        if reason is not None:
            by_reason.setdefault(reason, []).append(name)
    return [
        f"where {listing(plans, 'or')} defends nothing, it is mostly because {REASONS[reason]}."
        for reason, plans in by_reason.items()
    ]


def beside_published(
    name: str, statements: Sequence[Published], rows: Sequence[StateRow], place: int
) -> list[str]:
    """Return how what was published about a plan compares with what is computed."""
    by_code = {row.iso3: row for row in rows}
    spoken = [each for each in statements if expected_of(each, by_code)]
    if not spoken:
        return []
    computed = {each: otherwise(each, by_code, place) for each in spoken}
    if any(computed.values()):
        return [
            f"published about {name} by {author_words(each)}: {claim_words(each, by_code)}. "
            + (f"Computed here otherwise: {listing(other)}." if other else "Computed here: the same.")
            for each, other in computed.items()
        ]
    likewise = listing([author_words(each) for each in spoken[1:]])
    others = f" What {likewise} had agrees with it as well." if likewise else ""
    claim = f"published about {name} by {author_words(spoken[0])}: {claim_words(spoken[0], by_code)}."
    return [f"{claim} Computed here: the same.{others}"]


def author_words(statement: Published) -> str:
    """Return who said it, with the key of the source."""
    return f"{statement.who} [{statement.source}]"


def expected_of(statement: Published, by_code: dict[str, StateRow]) -> dict[str, str]:
    """Return the published word for each state that the rows have."""
    words = dict.fromkeys(statement.uncovered, "uncovered")
    words |= dict.fromkeys(statement.in_part, "covered in part")
    words |= dict.fromkeys(statement.covered, "covered")
    return {code: word for code, word in words.items() if code in by_code}


def claim_words(statement: Published, by_code: dict[str, StateRow]) -> str:
    """Return a published statement in words."""
    expected = expected_of(statement, by_code)
    return "; ".join(
        f"{listing([by_code[code].name for code, said in expected.items() if said == word])} {word}"
        for word in dict.fromkeys(expected.values())
    )


def otherwise(statement: Published, by_code: dict[str, StateRow], place: int) -> list[str]:
    """Return the states for which something else is computed than was published."""
    return [
        f"{by_code[code].name} ({percent(by_code[code].share(place))} covered)"
        for code, word in expected_of(statement, by_code).items()
        if not agrees(word, by_code[code].share(place))
    ]


def agrees(word: str, share: float) -> bool:
    """Return whether a computed share of protected people fits a published word."""
    fits = {
        "uncovered": share < HALF,
        "covered": share > HALF,
        "covered in part": UNCOVERED < share < COVERED,
    }
    return fits[word]


def hangs_on(
    scenarios: Sequence[Scenario],
    threat: str,
    names: Sequence[str],
    rows: Sequence[StateRow],
    differing: Sequence[Difference],
) -> list[str]:
    """Return which difference the change follows from, where the two differ in few enough things to tell."""
    if not differing or len(differing) > FEW_DIFFERENCES:
        return []
    gained = [row for row in rows if row.share(0) < HALF <= row.share(1)]
    lost = [row for row in rows if row.share(1) < HALF <= row.share(0)]
    added = new_tracks(scenarios[0], scenarios[1])
    removed = new_tracks(scenarios[1], scenarios[0])
    if added and not removed and about_tracks(differing):
        return track_sentences(scenarios[0], scenarios[1], map_words(names[0], scenarios[0], threat), rows)
    if removed and not added and about_tracks(differing):
        turned_round = flipped(rows)
        map_of = map_words(names[1], scenarios[1], threat)
        return track_sentences(scenarios[1], scenarios[0], map_of, turned_round)
    changes = listing([change_words(each) for each in differing])
    turned = allies_first([*gained, *lost])
    if not turned:
        return [f"the two differ only in {changes}; no state changes sides for it."]
    return [f"the two differ only in {changes}: whether {listing(turned, 'or')} is covered hangs on it."]


def change_words(difference: Difference) -> str:
    """Return one difference in a few words."""
    first, second = difference.values
    if first is None:
        return f"{inside(second or '')}, which only the second has"
    if second is None:
        return f"{inside(first)}, which only the first has"
    return f"{difference.address} ({first} and {second})"


def about_tracks(differing: Sequence[Difference]) -> bool:
    """Return whether scenarios differ in nothing but sensors and in whose tracks a battery may use."""
    return all(
        (each.group == "sensors" and each.is_thing) or each.address.endswith(".network") for each in differing
    )


def track_givers(scenario: Scenario) -> dict[str, str]:
    """Return the sensors on whose tracks some battery may launch: their ids and names."""
    used = {name for each in scenario.batteries for name in (*each.network, each.radar) if name}
    radars = [sensor for sensor in scenario.sensors if sensor.id in used]
    return {
        sensor.id: inside(sensor.name) for sensor in radars if getattr(sensor, "role", "") == "fire-control"
    }


def new_tracks(before: Scenario, after: Scenario) -> list[str]:
    """Return the names of the sensors whose tracks only the second scenario's batteries may use."""
    known = track_givers(before)
    return [name for key, name in track_givers(after).items() if key not in known]


def map_words(name: str, scenario: Scenario, threat: str) -> str:
    """Return what the map of a plan is called: published, where a public statement about it is kept."""
    return f"the {'published ' if published(scenario.name, threat) else ''}map of {name}"


def track_sentences(fewer: Scenario, more: Scenario, map_of: str, rows: Sequence[StateRow]) -> list[str]:
    """Return what a map hangs on where a plan has the same arms and further tracks to launch on."""
    allies = [row for row in by_people(rows) if row.nato_europe_2007 and row.share(0) < HALF]
    gain = listing(new_tracks(fewer, more))
    if not allies:
        return [f"the two differ only in {gain}, and in NATO Europe no state changes sides for it."]
    own = list(track_givers(fewer).values())
    alone = f"{listing(own)} alone {'gives' if len(own) == 1 else 'give'}"
    verb = "is" if len(allies) == 1 else "are"
    return [
        f"{map_of}, in which {listing([row.name for row in allies])} {verb} mostly uncovered, follows if {alone} the "
        f"track that interceptors are launched on.",
        f"with {gain} in the network as well, {gain_words(allies)}: the map hangs on whose track may be used.",
    ]


def gain_words(rows: Sequence[StateRow]) -> str:
    """Return which states the same interceptors cover once they may use further tracks, with their shares."""
    won = [row for row in rows if row.share(1) - row.share(0) >= UNCOVERED]
    same = [row for row in rows if row not in won]
    covered = listing([f"{row.name} ({percent(row.share(1))})" for row in won])
    left = listing([f"{row.name} ({percent(row.share(1))})" for row in same])
    if not won:
        return f"the same interceptors cover no more of {left}"
    stays = f"; {left} {'stays' if len(same) == 1 else 'stay'} as before" if same else ""
    return f"the same interceptors cover people in {covered}{stays}"


def by_people(rows: Sequence[StateRow]) -> list[StateRow]:
    """Return states, those of most people in reach first."""
    return sorted(rows, key=lambda row: -row.reachable_people)


def allies_first(rows: Sequence[StateRow]) -> list[str]:
    """Return the names of states, those of NATO Europe first, the largest before the others."""
    ranked = sorted(rows, key=lambda row: (not row.nato_europe_2007, -row.reachable_people))
    return [row.name for row in ranked[:MOST_NAMES]]


def flipped(rows: Sequence[StateRow]) -> list[StateRow]:
    """Return the rows of a pair with the second scenario first."""
    return [StateRow(row.iso3, row.name, row.nato_europe_2007, row.cells[::-1]) for row in rows]
