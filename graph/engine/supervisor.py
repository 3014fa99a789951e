"""Runs the server and stops it after its last user. A separate program, started by its path: standard library only.

supervisor.py USERS_LOCK SERVER_LOCK KEEP CONSOLE NEW_ARCHIVE ARCHIVE COMMAND...

It detaches, locks SERVER_LOCK exclusively as long as it runs and writes its process id into it, starts COMMAND and
prints the id of that process. Every user holds a shared lock on USERS_LOCK, which the kernel releases however the user
ends. When the supervisor gets the exclusive lock, there are no users left, and it stops the server unless the file KEEP
exists. The server writes NEW_ARCHIVE when it stops normally; only then does this become ARCHIVE.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading

SECONDS_TO_STOP = 120
ENDED_AS_ASKED = (0, 128 + signal.SIGTERM)
PR_SET_PDEATHSIG = 1


def main(
    users_lock: str, server_lock: str, keep: str, console: str, new_archive: str, archive: str, *command: str
) -> None:
    if os.fork():
        return
    os.setsid()
    with open(server_lock, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        print(os.getpid(), file=lock, flush=True)
        server = _start(command, console)

        def stop(*_: object) -> None:
            server.terminate()
            signal.alarm(SECONDS_TO_STOP)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGALRM, lambda *_: server.kill())
        print(server.pid, flush=True)
        with open(os.devnull, "r+") as nothing:
            for stream in (0, 1, 2):
                os.dup2(nothing.fileno(), stream)
        threading.Thread(
            target=_stop_after_last_user, args=(users_lock, keep, threading.get_ident()), daemon=True
        ).start()
        ended = server.wait()
        with contextlib.suppress(OSError):
            os.replace(new_archive, archive) if ended in ENDED_AS_ASKED else os.unlink(new_archive)
        os._exit(0)  # at once; this releases SERVER_LOCK


def _start(command: tuple[str, ...], console: str) -> subprocess.Popen:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    supervisor = os.getpid()

    def end_with_the_supervisor() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:
            os._exit(1)

    environment = os.environ | {"LC_ALL": "C.UTF-8"}  # otherwise Java cannot handle Chinese file names
    with open(console, "w") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            preexec_fn=end_with_the_supervisor,
        )


def _stop_after_last_user(users_lock: str, keep: str, main_thread: int) -> None:
    with open(users_lock, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(keep):
            signal.pthread_kill(main_thread, signal.SIGTERM)
            threading.Event().wait()  # until the process ends with the server, and releases the lock


if __name__ == "__main__":
    main(*sys.argv[1:])
