"""How laws take arrays: a scalar law carried over every element, or columns for a law of many bodies at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def over_arrays(scalar_law: Callable[..., Any], outputs: int, *arguments: Any) -> Any:
    """Return a law's output, or tuple of outputs, in the broadcast shape; scalars give floats.

    Give every argument of the law: one left to its default makes each call fifty times as slow.
    """
    numbers = [np.asarray(argument, dtype=float) for argument in arguments]
    if all(number.ndim == 0 for number in numbers):
        return scalar_law(*(float(number) for number in numbers))
    elementwise = np.frompyfunc(scalar_law, len(numbers), outputs)
    with np.errstate(all="ignore"):  # NaN in and NaN out is a result here, not a warning
        values = elementwise(*numbers)
    if outputs == 1:
        return values.astype(float)
    return tuple(value.astype(float) for value in values)


def as_columns(*arguments: Any) -> tuple[tuple[int, ...], list[Any]]:
    """Return the broadcast shape of some numbers or arrays, and each as a flat column of that many numbers."""
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    return arrays[0].shape, [array.flatten() for array in arrays]
