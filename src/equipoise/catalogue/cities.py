"""The cities of the catalogue: its places that come from GeoNames."""

from __future__ import annotations

from functools import cache

from equipoise import catalogue
from equipoise.reading import Mapping
from equipoise.systems.places import Place


@cache
def cities() -> tuple[Place, ...]:
    """Return the cities of the catalogue, sorted by id.

    Returns
    -------
    places : tuple of Place
        Capitals and a few other large cities.

    References
    ----------
    GeoNames, CC BY 4.0.

    Examples
    --------
    >>> "london" in [city.id for city in cities()]
    True
    """
    return tuple(catalogue.noun("places", name) for name in catalogue.ids("places") if _is_city(name))


def _is_city(name: str) -> bool:
    node = catalogue.tree("places", name)
    latitude = node.entries.get("lat") if isinstance(node, Mapping) else None
    return isinstance(latitude, Mapping) and latitude.text("source") == "geonames"
