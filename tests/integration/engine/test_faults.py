"""What keeps the embedded Neo4j from starting, and what a person is told."""

import shutil
import socket

import pytest

from oncegraph.graph.engine import Engine, running
from oncegraph.graph.engine.faults import NewerData, NoSpace, NotWritable, PasswordLost, PortTaken, StartFailed
from oncegraph.graph.engine.jars import VERSION
from oncegraph.graph.settings import Settings
from oncegraph.schema.errors import EngineError
from oncegraph.schema.text import LANGUAGES
from tests.support.language import speaking


def refused(settings: Settings, fault: type[EngineError]) -> EngineError:
    """The error of a start that fails; it says what is wrong and what to do, in both languages."""
    with pytest.raises(fault) as caught, running(settings):
        pass
    error = caught.value
    for chosen in LANGUAGES:
        with speaking(chosen):
            assert error.what and error.next_step and str(error)
    assert not Engine(settings).status().running
    return error


def test_a_newer_data_folder(settings, home):
    home.mkdir()
    (home / "version").write_text("2026.10.0\n")
    assert "2026.10.0" in refused(settings, NewerData).what.en
    (home / "version").write_text("5.26.1\n")
    home.joinpath("password").mkdir()  # stops the start before it costs anything
    refused(settings, NotWritable)
    assert (home / "version").read_text().strip() == VERSION


def test_no_room_for_data(settings, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    refused(settings, NoSpace)


def test_a_home_folder_that_cannot_be_created(tmp_path):
    (tmp_path / "file").touch()
    refused(Settings(home=tmp_path / "file" / "home", neo4j_uri=None), NotWritable)


def test_a_lost_password(settings, home):
    (home / "data" / "databases").mkdir(parents=True)
    refused(settings, PasswordLost)


def test_a_port_that_is_taken(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(Settings(home=home, neo4j_uri=None, neo4j_port=port), PortTaken).what.en


def test_a_start_that_fails_shows_the_end_of_the_log(settings, home):
    (home / "data").mkdir(parents=True)
    (home / "data" / "dbms").touch()  # a file where Neo4j needs a folder
    (home / "password").write_text("x\n")
    (home / "data" / "databases").touch()
    assert "data" in refused(settings, StartFailed).what.en
