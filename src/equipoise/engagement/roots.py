"""Where to look next: the moment of a change between two moments.

The rooms ask "when?" of flights that they can only sample. These laws say which moment to try next, so that few tries
close the bracket; the caller judges the moment and keeps the bracket.
"""

from __future__ import annotations

from equipoise.kernels import inlined_law

HALVE_EACH = 4  # a jump has no slope: each fourth try halves
LEAST_PART = 1e-5  # a line that says less runs across a jump


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
def curved_try_s(bracket, tries, tolerance_s):
    """Return the moment to try inside a bracket [s]: the first by a straight line, then by the curve through three.

    A bracket is time and weight of the newest end, of the other end, and of the end given up last. Where the curve
    through them (inverse quadratic) is not safe (Chandrupatla's test), as across a jump, the bracket is halved. No try
    falls nearer to an end than the tolerance, so that the bracket closes from both sides.
    """
    new_s, new_weight, far_s, far_weight, old_s, old_weight = bracket
    span_s = far_s - new_s
    part = 0.5
    if tries == 0:
        straight = new_weight / (new_weight - far_weight)
        part = straight if LEAST_PART < straight < 1.0 - LEAST_PART else 0.5
    else:
        place = span_s / (far_s - old_s)
        level = (far_weight - new_weight) / (far_weight - old_weight)
        if level * level < place and (1.0 - level) ** 2 < 1.0 - place:
            part = new_weight / (far_weight - new_weight) * old_weight / (far_weight - old_weight) + (
                old_s - new_s
            ) / span_s * new_weight / (old_weight - new_weight) * far_weight / (old_weight - far_weight)
    least = min(0.9 * tolerance_s / abs(span_s), 0.5)
    return new_s + min(max(part, least), 1.0 - least) * span_s


@inlined_law
def closed_in(bracket, try_s, weight, is_like_newest):
    """Return the bracket with a judged moment as its newest end, in place of the end on the same side."""
    new_s, new_weight, far_s, far_weight, _, _ = bracket
    if is_like_newest:
        return try_s, weight, far_s, far_weight, new_s, new_weight
    return try_s, weight, new_s, new_weight, far_s, far_weight
