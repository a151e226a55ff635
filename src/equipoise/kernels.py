"""How laws are compiled, and where the compiled code is kept so that it can never be stale.

numba's cache looks only at the file that holds a function: a constant edited in another module
would leave the old number in the compiled code. So the cache folder carries a hash of every
source file of the package, and an edit anywhere starts a fresh one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numba
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name
from numba.core.cgutils import get_or_insert_function

from equipoise.compiling import OPTIONS, Law, LawCompiler
from equipoise.kept import compiled_folder, source_hash


@lru_cache
def code_hash() -> str:
    """Return the hash of the sources and of the processor that their compiled code is for [hex text]."""
    told = (numba.config.CPU_NAME, numba.config.CPU_FEATURES)  # type: ignore[attr-defined]
    host = (get_host_cpu_name(), get_host_cpu_features().flatten())
    return hashlib.sha256(repr((source_hash(), told, host)).encode()).hexdigest()


numba.config.CACHE_DIR = str(compiled_folder())  # type: ignore[attr-defined]


def law(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function compiled: no Python objects inside, no lock held, kept on disk."""
    return compiled_law(function, OPTIONS)


def inlined_law(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a law that is copied into each of its callers, where handing over its arguments would cost more."""
    return compiled_law(function, OPTIONS | {"forceinline": True})


def compiled_law(function: Callable[..., Any], options: dict[str, Any]) -> Callable[..., Any]:
    """Return the function compiled with some options of numba."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function
    return Law(function, targetoptions=options, pipeline_class=LawCompiler)


def without_count(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Return compiled code for a value whose arrays have lost the address of their counter."""
    if isinstance(kind, numba.types.BaseTuple):
        kinds: Any = kind.types  # type: ignore[attr-defined]
        for n, part in enumerate(kinds):
            inner = without_count(context, builder, part, builder.extract_value(value, n))
            value = builder.insert_value(value, inner, n)
        return value
    if isinstance(kind, numba.types.Array):
        array = context.make_array(kind)(context, builder, value)
        array.meminfo = context.get_constant_null(numba.types.voidptr)
        return array._getvalue()
    return value


def uncounted_type(typing_context: Any, thing: Any) -> Any:
    """Return type and code of `uncounted` for numba."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return without_count(context, builder, signature.args[0], values[0])

    return thing(thing), code


# An array, or a tuple with arrays, whose uses compiled code no longer counts. Counting is a locked addition, and
# threads that share an array wait for each other at every one. The caller of a room holds its arrays until the room is
# done, so nothing in it needs the count; what a law makes itself must not be taken out of the count by that same law.
uncounted: Any = numba.extending.intrinsic(uncounted_type)


def prefetch_type(typing_context: Any, array: Any, offset: Any) -> Any:
    """Return type and code of `prefetch` for numba."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        byte, number = ir.IntType(8), ir.IntType(32)
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        place = builder.gep(builder.bitcast(data, byte.as_pointer()), [values[1]])
        wanted = ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number])
        ask = get_or_insert_function(builder.module, wanted, "llvm.prefetch.p0")
        builder.call(ask, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return numba.types.none(array, numba.types.intp), code


# A wish that a place in an array, so many bytes behind its beginning, be brought into the cache for what comes next.
prefetch: Any = numba.extending.intrinsic(prefetch_type)
