"""Who starts the embedded Neo4j, who shares it, who stops it, and what is left behind."""

import os
import signal
import stat

import psutil
import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.engine import Engine, running
from oncegraph.graph.engine.faults import DataInUse, PasswordLost
from oncegraph.graph.settings import Settings
from tests.support.processes import processes_of
from tests.support.waiting import wait_until


def test_commands_begun_at_once_share_one_server_and_the_last_one_stops_it(settings, home, command):
    first, second = command(), command()
    assert first.uri() == second.uri() != ""
    with running(settings) as endpoint:
        assert first.end() == second.end() == 0
        assert not Engine(settings).status().kept
        with Client(endpoint) as client:
            assert client.read("RETURN 1 AS one").rows == [{"one": 1}]
    wait_until(lambda: not processes_of(home))
    assert not Engine(settings).status().running


def test_what_was_committed_outlives_the_killing_of_server_and_command(settings, home, command):
    killed = command()
    killed.uri()
    server = psutil.Process(Engine(settings).status().pid)
    with running(settings) as endpoint, Client(endpoint) as client:
        client.write("CREATE (:Committed {n: 1})")
        transaction = client._driver.session().begin_transaction()
        transaction.run("CREATE (:Committed {n: 2})").consume()
        server.kill()
        wait_until(lambda: not processes_of(home))
    assert not Engine(settings).status().running
    killed.end()

    another = command()
    another.uri()
    with running(settings) as endpoint, Client(endpoint) as client:
        assert client.read("MATCH (c:Committed) RETURN c.n AS n").rows == [{"n": 1}]
    another.process.kill()
    wait_until(lambda: not processes_of(home))


def test_a_kept_server_goes_on_tells_about_itself_and_guards_its_folder(settings, home, tmp_path):
    engine = Engine(settings)
    archives = {str(file) for file in settings.cache.glob("java/*.jsa")}
    assert not engine.status().running
    assert engine.logs(10) == []
    try:
        begun = engine.start()
        assert begun.running and begun.kept and begun.home == home and begun.data_bytes > 0
        with running(settings) as endpoint:
            assert endpoint.uri == begun.uri
        assert engine.start() == engine.status()
        assert engine.status().pid == begun.pid

        assert archives <= {mapped.path for mapped in psutil.Process(begun.pid).memory_maps()}
        assert listening(begun.pid) == [("127.0.0.1", begun.port)]
        assert mode(home) == 0o700
        assert mode(home / "password") == 0o600
        password = (home / "password").read_text().strip()
        assert "Started." in "\n".join(engine.logs(100))
        assert len(engine.logs(2)) == 2
        for file in [*home.rglob("*.log"), *home.glob("conf/*"), home / "state.json"]:
            assert password not in file.read_text()
        assert password not in repr(endpoint)
        assert all(password not in " ".join(process.cmdline()) for process in processes_of(home))

        other = tmp_path / "other"
        other.mkdir()
        (other / "data").symlink_to(home / "data")
        (other / "password").symlink_to(home / "password")
        with pytest.raises(DataInUse), running(Settings(home=other, neo4j_uri=None)):
            pass
        wait_until(lambda: not processes_of(other))
    finally:
        assert engine.stop()
    wait_until(lambda: not processes_of(home))
    assert not engine.stop()

    (home / "password").write_text("forgotten\n")
    with pytest.raises(PasswordLost), running(settings):
        pass
    wait_until(lambda: not processes_of(home))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_start_leaves_nothing_and_holds_up_nobody(home, command, ending):
    interrupted = command()
    wait_until(lambda: len(processes_of(home)) > 1)
    waiting = command()
    wait_until(lambda: str(home / "users.lock") in open_files(waiting))
    os.kill(interrupted.process.pid, ending)
    assert interrupted.process.wait() != 0
    assert waiting.uri()
    assert waiting.end() == 0
    wait_until(lambda: not processes_of(home))


def open_files(one) -> list[str]:
    return [file.path for file in psutil.Process(one.process.pid).open_files()]


def listening(pid: int) -> list[tuple[str, int]]:
    connections = psutil.Process(pid).net_connections()
    return [(c.laddr.ip.removeprefix("::ffff:"), c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN]


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
