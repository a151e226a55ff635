"""The part of a law that other laws call: intermediate code, linked into its caller and optimised there.

A part is kept on disk, so that of two processes that compile at the same time one makes it and both use it. Its names
are told by the law and the types of its arguments alone: what one process made, another links.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from llvmlite.binding import parse_bitcode
from numba.core import cgutils
from numba.core.callconv import RETCODE_OK
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, compile_result
from numba.core.imputils import impl_ret_borrowed
from numba.core.registry import CPUDispatcher
from numba.core.runtime.nrt import rtsys
from numba.core.serialize import dumps
from numba.core.sigutils import normalize_signature

from equipoise.kept import compiled_folder, name_of, whole, write
from equipoise.locks import alone_with
from equipoise.passes import COUNTED, law_passes

PACKAGE = __name__.partition(".")[0]
Kinds = tuple[Any, ...]  # types of arguments, as numba tells them


class PartLibrary(JITCodeLibrary):
    """Intermediate code of a law alone, and which parts it calls; nobody runs it."""

    def __init__(self, codegen: Any, name: str) -> None:
        super().__init__(codegen, name)
        self.below: dict[PartLibrary, None] = {}
        self.told: tuple[str, str, Kinds] = ("", "", ())  # module and name of the law, types of its arguments

    def add_linking_library(self, library: Any) -> None:
        """Note what the law calls; numba's counting of arrays is linked into whoever is called from Python."""
        if isinstance(library, PartLibrary):
            self.below |= {library: None, **library.below}
        elif library is not rtsys.library:
            super().add_linking_library(library)

    def finalize(self) -> None:
        """Link in what the law calls of numba's own functions, which are told apart by numbers of this process."""
        own = {function.name for function in self.get_defined_functions()}
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        for function in self._final_module.functions:
            if not (function.is_declaration or function.name in own):
                function.linkage = "internal"
        self._final_module.verify()
        self._finalize_dynamic_globals()
        self._finalized = True


class LawLibrary(JITCodeLibrary):
    """Machine code of a law with all parts below it."""

    def add_linking_library(self, library: Any) -> None:
        """Note what the law calls, and what that calls."""
        for each in (library, *getattr(library, "below", ())):
            super().add_linking_library(each)


class PartCompiler(Compiler):
    """numba's compiler, stopped before machine code and before the way in from Python."""

    def define_pipelines(self) -> Any:
        """Return the passes for a law, filling a library of intermediate code."""
        flags, called = self.state.flags, self.state.func_id
        flags.no_compile = flags.no_cpython_wrapper = True
        called.unique_id = None  # a number of this process
        self.state.library = PartLibrary(self.state.targetctx.codegen(), called.func_qualname)
        return law_passes(self.state)


def call_of(form: Any) -> Any:
    """Return what writes a call of a part.

    A fault is the caller's fault too: its place for faults is handed down, and its end is the code that came back.
    numba's own way looks for seven ends of a call, five of which no law has.
    """
    told, library = form.fndesc, form.library

    def call(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function = context.declare_function(builder.module, told)
        room = cgutils.alloca_once(builder, function.args[0].type.pointee)
        passed = context.get_arg_packer(told.argtypes).as_arguments(builder, values)
        end = builder.call(function, [room, builder.function.args[1], *passed])
        with cgutils.if_unlikely(builder, builder.icmp_signed("!=", end, RETCODE_OK)):
            builder.ret(end)
        value = context.get_returned_value(builder, told.restype, builder.load(room))
        counted = form.metadata[COUNTED]
        return value if counted else impl_ret_borrowed(context, builder, told.restype, value)

    call.signature = told.argtypes  # type: ignore[attr-defined]
    call.libs = (library, *library.below)  # type: ignore[attr-defined]
    return call


class Part(CPUDispatcher):
    """A law as other laws call it."""

    _compiler: Any  # numba's own, for one function
    targetctx: Any
    __name__: str  # of the law

    def compile(self, sig: Any) -> Any:
        """Return what stands for the form for some types: its library, since there is no function to know it by."""
        return self.form(normalize_signature(sig)[0]).entry_point

    def form(self, kinds: Any) -> Any:
        """Return the form for some types of arguments, kept or made."""
        kinds = tuple(kinds)
        if kinds not in self.overloads:
            with self._compiling_counter:
                self.add_overload(self.found(kinds))
        return self.overloads[kinds]

    def found(self, kinds: Kinds) -> Any:
        """Return a form from disk; where it is not kept, of several processes that want it one makes it."""
        path = self.path(kinds)
        form = self.read(path, kinds)
        if form is None:
            with alone_with(path.with_suffix(".lock")):
                form = self.read(path, kinds) or self.made(path, kinds)
        return form

    def made(self, path: Path, kinds: Kinds) -> Any:
        """Return a form, and keep it where others can tell it by its name."""
        form = self._compiler.compile(kinds, None)
        form.library.told = self.__module__, self.__name__, kinds
        form.library.finalize()
        if not form.library.has_dynamic_globals and all(is_named(each) for each in with_below(form.library)):
            with suppress(OSError):
                write(path, packed(form))
        return form

    def path(self, kinds: Kinds) -> Path:
        """Return where a form is kept."""
        target = self.targetctx.codegen().magic_tuple(), sys.implementation.cache_tag
        told = self.__module__, self.__name__, kinds, sorted(self.targetoptions.items()), target
        return compiled_folder() / "parts" / f"{name_of([repr(told).encode()])}.part"

    def read(self, path: Path, kinds: Kinds) -> Any:
        """Return a form as it was kept, or None."""
        content = whole(path)
        if content is None:
            return None
        told, signature, counted, below, bitcode = pickle.loads(content)
        library = PartLibrary(self.targetctx.codegen(), told.qualname)
        library.told = self.__module__, self.__name__, kinds
        library._final_module = parse_bitcode(bitcode)
        library.below = dict.fromkeys(law_named(*name).part.form(types).library for *name, types in below)
        library._finalized = True
        return compile_result(
            fndesc=told, signature=signature, library=library, metadata={COUNTED: counted},
            target_context=self.targetctx, typing_context=self.typingctx, objectmode=False, lifted=(),
        )  # fmt: skip

    def add_overload(self, form: Any) -> None:
        """Take in one form, known to its callers by its library."""
        library = form.library
        call = call_of(form)
        self.targetctx._defns[library].append(call, call.signature)
        self.overloads[tuple(form.signature.args)] = form._replace(entry_point=library)


def with_below(library: PartLibrary) -> Iterator[PartLibrary]:
    """Yield a part's library and those of all parts below it."""
    yield library
    yield from library.below


def law_named(module: str, name: str) -> Any:
    """Return a law by its module and name; whoever calls it has read its module."""
    return getattr(sys.modules[module], name)


def is_named(library: PartLibrary) -> bool:
    """Return whether a part is one of this package, whose sources name the folder, and found by its name."""
    module, name, _ = library.told
    found = getattr(sys.modules.get(module), name, None)
    return module.startswith(PACKAGE + ".") and getattr(found, "part", None) is not None


def packed(form: Any) -> bytes:
    """Return what is kept of a form."""
    form.fndesc.typemap = form.fndesc.calltypes = None  # of use to the compiler alone, and large
    below = [each.told for each in form.library.below]
    bitcode = form.library._final_module.as_bitcode()
    return dumps((form.fndesc, form.signature, form.metadata[COUNTED], below, bitcode))
