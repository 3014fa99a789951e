"""What a server that holds catalogues asks of the C library, so that memory once used goes back to the system."""

import ctypes

#: Of <malloc.h>: the number of arenas. Each thread would get one of its own, and none gives back what another holds.
M_ARENA_MAX, ARENAS = -8, 2

_library = ctypes.CDLL(None)


def share_arenas() -> None:
    """Let all threads share a few arenas; nothing, where the C library knows of none."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give free memory back; other threads go on meanwhile. Nothing, where the C library does so by itself."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)
