"""The passes by which numba's compiler makes intermediate code of a law: those of its own that a law needs.

numba takes a function through 27 passes, counts the uses of every array that a variable holds, and finds the types of
each addition anew. A law is plainer: it holds arrays that its caller keeps, it is never stopped in the midst, and it
adds the same two kinds of numbers a thousand times. What is left out here changes no number.
"""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from numba.core import types
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.ir import SetItem, StaticSetItem
from numba.core.lowering import Lower
from numba.core.typed_passes import (
    AnnotateTypes,
    InlineOverloads,
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonRewrites,
    NoPythonSupportedFeatureValidation,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.typing.context import Context
from numba.core.untyped_passes import (
    DeadBranchPrune,
    FixupArgs,
    GenericRewrites,
    IRProcessing,
    ReconstructSSA,
    RewriteSemanticConstants,
    TranslateByteCode,
)

COUNTED = "counted"  # whether a compiled form counts the uses of its arrays, and hands over what it made
TOUCHED = {
    "getitem": 1,
    "static_getitem": 1,
    "setitem": 2,
}  # from which argument on an array makes room be needed
VIEWS = ("uncounted_type", "array.reshape")  # what returns an array makes none


class KnownCalls(Context):
    """numba's knowledge of types, which remembers what it found for a call of anything but a law."""

    known: dict[Any, Any]

    def resolve_function_type(self, func: Any, args: Any, kws: Any) -> Any:
        """Return the types of a call."""
        is_told_by_types = not kws and all(isinstance(kind, types.Type) for kind in args)
        if not is_told_by_types or (isinstance(func, types.Callable) and type(func) is not types.Function):
            return super().resolve_function_type(func, args, kws)
        key = func, tuple(args)
        if key not in self.known:
            self.known[key] = super().resolve_function_type(func, args, kws)
        return self.known[key]


@lru_cache
def with_known_calls(context: Any) -> Any:
    """Return numba's knowledge of types with a memory, the same for all laws."""
    remembering = copy.copy(context)
    remembering.__class__ = KnownCalls
    remembering.known = {}
    return remembering


class UncountedLower(Lower):
    """Intermediate code of a law; where no array is counted, a variable is let go without a look at what it held."""

    def storevar(self, value: Any, name: str, argidx: Any = None) -> None:
        """Write the storing of a value in a variable."""
        if self.context.enable_nrt:
            return super().storevar(value, name, argidx)
        self._alloca_var(name, self.typeof(name))
        if name in self._singly_assigned_vars:
            self._blk_local_varmap[name] = value
        else:
            self.builder.store(value, self.getvar(name))

    def delvar(self, name: str) -> None:
        """Write the end of a variable."""
        if self.context.enable_nrt:
            super().delvar(name)

    def create_cpython_wrapper(self, release_gil: bool = False) -> None:
        """Write the way in from Python, which counts what it unpacks."""
        self.context = self.context.subtarget(enable_nrt=True)
        super().create_cpython_wrapper(release_gil)


def holds_arrays(state: Any, kind: Any) -> bool:
    """Return whether values of a type hold arrays whose uses may be counted."""
    return bool(state.targetctx.data_model_manager[kind].contains_nrt_meminfo())


def makes_arrays(state: Any, step: Any, signature: Any) -> bool:
    """Return whether a step of a law makes an array that nobody else holds, or may need room to copy one."""
    op = "setitem" if isinstance(step, SetItem | StaticSetItem) else getattr(step, "op", "")
    kinds = signature.args[TOUCHED[op] :] if op in TOUCHED else (signature.return_type,)
    if not any(holds_arrays(state, kind) for kind in kinds):
        return False
    if op != "call":
        return True
    called = state.typemap[step.func.name]
    if isinstance(called, types.NamedTupleClass):
        return False
    if isinstance(called, types.Dispatcher) and hasattr(called.dispatcher, "part"):
        return bool(called.dispatcher.part.form(signature.args).metadata[COUNTED])
    return getattr(called.typing_key, "_name", called.typing_key) not in VIEWS


@register_pass(mutates_CFG=True, analysis_only=False)
class UncountedLowering(NativeLowering):
    """Writes intermediate code that counts arrays only where a law makes some; all others are its caller's."""

    _name = "uncounted_lowering"
    lowering_class = UncountedLower

    def run_pass(self, state: Any) -> bool:
        """Write the intermediate code of one law."""
        steps = [(step, signature) for step, signature in state.calltypes.items() if signature is not None]
        gives_to_python = not state.flags.no_cpython_wrapper and holds_arrays(state, state.return_type)
        state.metadata[COUNTED] = gives_to_python or any(makes_arrays(state, *step) for step in steps)
        if not state.metadata[COUNTED]:
            state.targetctx = state.targetctx.subtarget(enable_nrt=False)
        return bool(super().run_pass(state))


PASSES = (
    TranslateByteCode, FixupArgs, IRProcessing, RewriteSemanticConstants, DeadBranchPrune, GenericRewrites,
    ReconstructSSA, DeadBranchPrune, NopythonTypeInference, PreLowerStripPhis, InlineOverloads, NopythonRewrites,
    NoPythonSupportedFeatureValidation, IRLegalization, AnnotateTypes, UncountedLowering, NoPythonBackend,
)  # fmt: skip


def law_passes(state: Any) -> list[PassManager]:
    """Return the passes for a law, and give its compiler the memory of calls."""
    state.typingctx = with_known_calls(state.typingctx)
    passes = PassManager("law")
    for each in PASSES:
        passes.add_pass(each, each.__name__)
    passes.finalize()
    return [passes]
