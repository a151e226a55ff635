"""How a law becomes machine code: once, in the function that Python calls, with all the laws that it calls.

numba by itself makes machine code of each law that another law calls, with everything below it again, although only
the outermost ever runs so: half of the time of a first start went there. Here a law has two faces. Called from Python
it is an ordinary compiled function, kept on disk. Called from another law it is a part: intermediate code, linked into
its caller and optimised there. The numbers are the same bits.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from llvmlite.binding import parse_assembly
from numba.core.caching import CompileResultCacheImpl, FunctionCache, NullCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher
from numba.core.runtime.nrt import rtsys
from numba.core.types import unliteral

if sys.platform != "win32":
    import fcntl

OPTIONS = {"nopython": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


class PartLibrary(JITCodeLibrary):
    """Intermediate code of a law and of the laws that it calls; others link it in, nobody runs it."""

    def finalize(self) -> None:
        """Link in what the law calls; whoever is called from Python optimises all of it together."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._final_module.verify()
        self._finalize_dynamic_globals()
        self._finalized = True


class PartCompiler(Compiler):
    """numba's compiler, stopped before machine code and before the way in from Python."""

    def define_pipelines(self) -> Any:
        """Return numba's own passes, filling a library of intermediate code."""
        flags = self.state.flags
        flags.no_compile = flags.no_cpython_wrapper = True
        self.state.library = PartLibrary(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        return super().define_pipelines()


class Part(CPUDispatcher):
    """A law as other laws call it."""

    def add_overload(self, compiled: Any) -> None:
        """Keep one compiled form, known to its callers by its library, since there is no function to know it by."""
        library = compiled.library
        library.finalize()
        self.targetctx.insert_user_function(library, compiled.fndesc, [library])
        self.overloads[tuple(compiled.signature.args)] = compiled._replace(entry_point=library)


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


def locked(path: Path) -> IO[bytes] | None:
    """Return a file that no other process holds now, or None where there are no such locks or no room for it.

    The lock goes when the file is closed, and with a process that ends in whatever way.
    """
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("wb")
        fcntl.flock(stream, fcntl.LOCK_EX)
        return stream
    return None


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let no other process do the same at the same time; where that cannot be, both do it and both are right."""
    stream = locked(path)
    try:
        yield
    finally:
        if stream is not None:
            stream.close()


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
        with alone_with(self._cache.lock_path):
            return super().compile(sig)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return the types of a call from another law, one form for all the whole numbers written into calls."""
        plain = {name: unliteral(kind) for name, kind in kws.items()}
        return self.part.get_call_template(tuple(unliteral(kind) for kind in args), plain)

    def get_overload(self, sig: Any) -> Any:
        """Return what stands for the compiled form in a call from another law."""
        return self.part.get_overload(sig)
