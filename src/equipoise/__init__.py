"""Equipoise: whom a missile-defence architecture protects, whose deterrent it touches, and what that hangs on."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # to read typing takes longer than all else here
    from typing import Any

# Each public name and the module it lives in; the module is read when the name is first used, so that
# `equipoise --help` need not wait for compiled code.
PUBLIC = {
    "load": "equipoise.scenario",
    "save": "equipoise.scenario",
    "examples": "equipoise.scenario",
    "Scenario": "equipoise.scenario",
    "Result": "equipoise.results",
    "EquipoiseError": "equipoise.errors",
    "footprint": "equipoise.analyses.footprint",
    "ledger": "equipoise.analyses.ledger",
    "equal_security": "equipoise.studies.equal_security",
    "deterrent": "equipoise.analyses.deterrent",
    "raid": "equipoise.analyses.raid",
    "schedule": "equipoise.analyses.schedule",
    "treaty": "equipoise.analyses.treaty",
    "cost": "equipoise.analyses.cost",
    "adapt": "equipoise.analyses.adapt",
    "claims": "equipoise.analyses.claims",
    "compare": "equipoise.studies.comparison",
    "explain": "equipoise.engagement.explain",
    "fly": "equipoise.engagement.flights",
    "draw": "equipoise.views.maps",
    "report": "equipoise.views.report",
    "cite": "equipoise.catalogue.citing",
    "physics": "equipoise.physics",
    "catalogue": "equipoise.catalogue",
}
MODULES = ("physics", "catalogue")

__all__ = sorted(PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in PUBLIC:
        raise AttributeError(f"module 'equipoise' has no attribute {name!r}; it has {', '.join(__all__)}")
    module = import_module(PUBLIC[name])
    value = module if name in MODULES else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
