"""What a server that holds catalogues asks of the C library, so that memory once used goes back to the system."""

import ctypes

#: Of <malloc.h>: how many arenas there are at most, for each thread would get one of its own, and none gives back what
#: another holds; and from how many bytes on a block is not taken from them, but given back as soon as it is free.
M_ARENA_MAX, ARENAS = -8, 2
M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024

_library = ctypes.CDLL(None)


def hold_little() -> None:
    """Let all threads share a few arenas, for small blocks only; nothing, where the C library knows of none."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(M_ARENA_MAX, ARENAS)
        _library.mallopt(M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give free memory back; other threads go on meanwhile. Nothing, where the C library does so by itself."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)
