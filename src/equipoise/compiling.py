"""How a law becomes machine code: once, in the function that Python calls, with all the laws that it calls.

numba by itself makes machine code of each law that another law calls, with everything below it again, although only
the outermost ever runs so: half of the time of a first start went there. Here a law has two faces. Called from Python
it is an ordinary compiled function, kept on disk. Called from another law it is a part: intermediate code, linked into
its caller and optimised there. The numbers are the same bits.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from llvmlite.binding import parse_assembly
from numba.core.caching import CompileResultCacheImpl, FunctionCache, NullCache
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher
from numba.core.runtime.nrt import rtsys
from numba.core.types import unliteral

from equipoise.locks import alone_with
from equipoise.parts import LawLibrary, Part, PartCompiler
from equipoise.passes import law_passes

MANY_MADE = 50_000  # objects that a search for garbage looks through in some milliseconds
OPTIONS = {"nopython": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


class LawCompiler(Compiler):
    """numba's compiler with the passes that a law needs."""

    def define_pipelines(self) -> Any:
        """Return the passes for a law, filling a library of machine code that is to be kept."""
        self.state.library = LawLibrary(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        return law_passes(self.state)


class MachineCode(CompileResultCacheImpl):
    """A compiled form as it is kept: without its intermediate code, two thirds of it, since other laws link parts."""

    def reduce(self, cres: Any) -> Any:
        """Return what is kept of a compiled form; of the intermediate code the name that Python calls alone."""
        (name, kind, (machine_code, _)), *others = super().reduce(cres)
        called = parse_assembly(f'define void @"{cres.fndesc.llvm_cpython_wrapper_name}"() {{ unreachable }}')
        return (name, kind, (machine_code, called.as_bitcode())), *others


class KeptCode(FunctionCache):
    """numba's cache on disk, read without what only its compiler needs.

    numba reads all that it can compile, scipy's linear algebra with it, before it looks whether code is kept. To run
    kept code only its runtime is needed; where none is kept, the compiler reads the rest itself.
    """

    _impl_class = MachineCode

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return one compiled form as it was kept, or None."""
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)

    @property
    def lock_path(self) -> Path:
        """Return the file that whoever compiles this law holds."""
        return Path(self._cache_file._index_path).with_suffix(".lock")


@contextmanager
def unsearched() -> Iterator[None]:
    """Have Python look for no rings of garbage meanwhile; a compiler makes few, and the search takes a tenth.

    What was made counts as old afterwards, or the first search for young rings would go through all of it: a quarter
    of a second each time. Who has frozen things of his own keeps them frozen, and waits. Most calls find a law compiled
    and make nothing.
    """
    searches, before = gc.isenabled(), gc.get_count()[0]
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] - before > MANY_MADE and gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        if searches:
            gc.enable()


class Law(CPUDispatcher):
    """A law as Python calls it; to another law that calls it, it gives its part.

    Of 300 laws a start calls 20. What a law needs to be compiled, and where its code is kept, is found when it is
    first compiled or called.
    """

    _cache: Any  # where numba looks for kept code

    @cached_property
    def part(self) -> Any:
        """The law as other laws call it."""
        return Part(self.py_func, targetoptions=self.targetoptions, pipeline_class=PartCompiler)

    def compile(self, sig: Any) -> Any:
        """Return the compiled form for the types of a call; of several processes that want it one makes it."""
        if isinstance(self._cache, NullCache):
            self._cache = KeptCode(self.py_func)
        with alone_with(self._cache.lock_path), unsearched():
            return super().compile(sig)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return the types of a call from another law, one form for all the whole numbers written into calls."""
        plain = {name: unliteral(kind) for name, kind in kws.items()}
        return self.part.get_call_template(tuple(unliteral(kind) for kind in args), plain)

    def get_overload(self, sig: Any) -> Any:
        """Return what stands for the compiled form in a call from another law."""
        return self.part.get_overload(sig)
