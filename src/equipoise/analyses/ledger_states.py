"""Which states a ledger tells of: by group, by name or by code."""

from __future__ import annotations

from collections.abc import Sequence

from equipoise.errors import Fault, InputError
from equipoise.geography import alliance, states
from equipoise.reading import suggestion

DEFAULT_GROUP = "europe-and-us"
FORM = "write codes or names of states with commas between, for example POL,TUR,RUS"


def groups() -> dict[str, tuple[str, ...]]:
    """Return the groups of states by name, each as codes.

    Examples
    --------
    >>> {name: len(codes) for name, codes in groups().items() if name != "world"}
    {'europe-and-us': 58, 'europe': 57, 'nato-europe-2007': 24, 'nato-2007': 26, 'csto-2007': 7}
    """
    table = states()
    europe, nato = alliance("europe"), alliance("nato_2007")
    allies = tuple(code for code, ally in zip(table.iso3, table.nato_europe_2007, strict=True) if ally)
    peopled = tuple(code for code, count in zip(table.iso3, table.population, strict=True) if count)
    return {
        DEFAULT_GROUP: tuple(sorted({*europe, "USA"})),
        "europe": europe,
        "nato-europe-2007": allies,
        "nato-2007": nato,
        "csto-2007": alliance("csto_2007"),
        "world": peopled,
    }


def chosen_states(names: Sequence[str] | None = None, group: str | None = None) -> tuple[str, ...]:
    """Return the codes of the states asked for: by name or code, of a group, or of the group by default.

    Parameters
    ----------
    names : sequence of str, optional
        Codes of three letters or names of states; with a group, those of them that belong to it.
    group : str, optional
        One of `groups()`.

    Returns
    -------
    codes : tuple of str
        In the order of the alphabet, each once.

    Validity
    --------
    Raises `InputError` for a name that no state has, for a group that is not there, and where nothing is left.

    References
    ----------
    See `geography.alliance`.

    Examples
    --------
    >>> chosen_states(["turkey", "POL"])
    ('POL', 'TUR')
    """
    if names is None:
        return group_of(group or DEFAULT_GROUP)
    codes = {code_of(name) for name in names}
    kept = codes if group is None else codes & set(group_of(group))
    if not kept:
        raise InputError(Fault("--states", ",".join(names), "no state is left", FORM))
    return tuple(sorted(kept))


def group_of(name: str) -> tuple[str, ...]:
    """Return the codes of a group."""
    known = groups()
    if name not in known:
        remedy = f"{suggestion(name, known)}write one of {', '.join(known)}"
        raise InputError(Fault("--group", name, f"there is no group '{name}'", remedy))
    return known[name]


def code_of(name: str) -> str:
    """Return the code of a state by its code or its name, in capitals or not."""
    table = states()
    said = name.strip()
    if said.upper() in table.iso3:
        return said.upper()
    names = {known.casefold(): code for code, known in zip(table.iso3, table.name, strict=True)}
    if said.casefold() in names:
        return names[said.casefold()]
    near = suggestion(said.casefold(), names)
    raise InputError(Fault("--states", said, f"there is no state '{said}'", f"{near}{FORM}"))
