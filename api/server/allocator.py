"""Settings of the C library's allocator, so that a server returns memory that it no longer uses to the system.

A worker with a city of 8,500 situations holds 283 MB after three changes of the catalogue; without this, 300 MB.
"""

import ctypes

#: Options of <malloc.h>. The first limits the number of arenas: otherwise every thread gets its own, and memory that is
#: free in one is not used by others. The second is the size in bytes from which blocks are not taken from arenas, so
#: that they go back to the system as soon as they are free.
M_ARENA_MAX, ARENAS = -8, 2
M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024

_library = ctypes.CDLL(None)


def limit_arenas() -> None:
    """Let all threads share a few arenas, used for small blocks only. Does nothing if the C library does not support
    it."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(M_ARENA_MAX, ARENAS)
        _library.mallopt(M_MMAP_THRESHOLD, LARGE)


def return_free_memory() -> None:
    """Return free memory to the system; other threads keep running. Does nothing if the C library does not support
    it."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)
