"""Where to look next: the moment of a change between two moments, and the top between two others.

The rooms ask "when?" of flights that they can only sample. These laws say which moment to try next, so that few tries
close the bracket; the caller judges the moment and keeps the bracket.
"""

from __future__ import annotations

import math

from equipoise.kernels import inlined_law

HALVE_EACH = 4  # a jump has no slope: each fourth try halves


@inlined_law
def next_try_s(bracket, tries, tolerance_s):
    """Return the moment to try inside a bracket [s]: false position, weights by the Illinois rule.

    A try that would fall beside an end is moved just across the change that it foretells, so that the bracket
    closes from both sides.
    """
    early_s, early_weight, late_s, late_weight, _ = bracket
    span_s = late_s - early_s
    part = early_weight / (early_weight - late_weight)
    if tries % HALVE_EACH == HALVE_EACH - 1 or not 0.0 <= part <= 1.0:
        return early_s + 0.5 * span_s
    if part * span_s < 0.5 * tolerance_s:
        return early_s + 0.9 * tolerance_s
    if (1.0 - part) * span_s < 0.5 * tolerance_s:
        return late_s - 0.9 * tolerance_s
    return early_s + part * span_s


@inlined_law
def narrowed(bracket, try_s, weight, is_early):
    """Return the bracket with a judged moment in place of one end; an end that stays twice counts half.

    A bracket is time and weight of the early end, time and weight of the late end, and which end moved last.
    """
    early_s, early_weight, late_s, late_weight, moved = bracket
    if is_early:
        return try_s, weight, late_s, 0.5 * late_weight if moved < 0 else late_weight, -1
    return early_s, 0.5 * early_weight if moved > 0 else early_weight, try_s, weight, 1


@inlined_law
def outward_s(from_s, to_s, change_s, tolerance_s):
    """Return the moment of a change, moved on from one end to the next point of a grid between two moments [s].

    The grid is that of repeated halving down to the tolerance, so the moment does not hang on the tries that found it.
    """
    span_s = to_s - from_s
    cells = 1.0
    while abs(span_s) / cells > tolerance_s:
        cells *= 2.0
    return from_s + math.ceil((change_s - from_s) / span_s * cells) * (span_s / cells)
