"""Any module may be the first to be imported: none waits for another that waits for it."""

from collections.abc import Iterator, Mapping

import grimp

PACKAGES = ("handlers", "intake", "delivery", "storage", "views", "diary")
"""All but bot, whose commands import what they need when they run."""


def test_no_modules_wait_for_each_other() -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    imports = {
        module: frozenset(
            loaded
            for name in graph.find_modules_directly_imported_by(module)
            for loaded in _with_packages(name)
            if not f"{module}.".startswith(f"{loaded}.")
        )
        for module in graph.modules
    }

    assert _entangled(imports) == []


def _with_packages(module: str) -> Iterator[str]:
    """Return what Python runs for an import: the packages that hold a module, and then the module."""
    parts = module.split(".")
    return (".".join(parts[: length + 1]) for length in range(len(parts)))


def _entangled(imports: Mapping[str, frozenset[str]]) -> list[str]:
    """Return what is left when all that needs nothing more, and all that nothing needs, is taken away."""
    left = dict(imports)
    while True:
        needed = frozenset().union(*left.values())
        free = {one for one, needs in left.items() if one not in needed or not needs & left.keys()}
        if not free:
            return sorted(left)
        left = {one: needs for one, needs in left.items() if one not in free}
