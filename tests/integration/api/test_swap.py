"""While the graph changes, a server answers from one snapshot at a time, without a pause, never from an older one."""

import gc
import json
import statistics
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from oncegraph import loaders
from oncegraph.api.server.app import Application, create_app
from oncegraph.graph.client import Client
from oncegraph.graph.settings import Settings
from oncegraph.graph.versions import state
from oncegraph.loaders.sample import CITY
from oncegraph.queries.snapshot.snapshot import Snapshot
from tests.support.examples.sample_city import PRESALE_SITUATION
from tests.support.server import serving
from tests.support.waiting import wait_until

FORM = f"/api/v1/situations/{PRESALE_SITUATION}/fields"
VERDICTS = f"/api/v1/situations/{PRESALE_SITUATION}/exemption"
THREADS, LOADS = 6, 4
NAME = "第{}次改名的系统"


@pytest.fixture
def served(city: Client, settings: Settings) -> Iterator[tuple[Application, str]]:
    """An application of its own, and its address; the sample city as it was afterwards."""
    app = create_app(settings)
    with serving(settings, app) as address:
        yield app, address
    loaders.load(city, [CITY], dataset="sample")


def rename(city: Client, folder: Path, number: int) -> int:
    """Give a source another name; the new version."""
    changed = folder / "DataSource.json"
    changed.write_text(json.dumps([{"source_code": "SY0007", "name": NAME.format(number)}]), "utf-8")
    loaders.load(city, [changed], dataset="sample")
    return state(city).version


def ask_on(address: str, path: str, answers: list, stop: threading.Event) -> None:
    """Ask again and again; append start, seconds taken, version in the ETag, and text of each answer."""
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        number = 0
        while not stop.is_set():
            number += 1
            start = time.monotonic()
            answer = http.get(path, params={"n": number} if number % 2 else {})  # every second one is not in the cache
            taken = time.monotonic() - start
            assert answer.status_code == 200
            tagged = int(answer.headers["etag"].strip('"').partition("-")[0])
            answers.append((start, taken, tagged, answer.text))


def test_loads_while_many_ask(served: tuple[Application, str], city: Client, tmp_path: Path, monkeypatch):
    _, address = served
    reads: list[tuple[float, float]] = []
    read = Snapshot.read

    def slowly(client: Client) -> Snapshot:
        """As long as it takes to read a large city: waits for Neo4j, mostly."""
        start = time.monotonic()
        snapshot = read(client)
        time.sleep(1.0)
        reads.append((start, time.monotonic()))
        return snapshot

    monkeypatch.setattr(Snapshot, "read", slowly)
    stop, by_thread = threading.Event(), [[] for _ in range(THREADS)]
    threads = [threading.Thread(target=ask_on, args=(address, FORM, answers, stop)) for answers in by_thread]
    for thread in threads:
        thread.start()
    names = {}
    for number in range(LOADS):
        time.sleep(0.5)
        names[rename(city, tmp_path, number)] = NAME.format(number)
        wait_until(
            lambda: by_thread[0][-1][2] in names and set(names) <= {version for _, _, version, _ in by_thread[0]}
        )
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join(60)

    for answers in by_thread:
        versions = [version for _, _, version, _ in answers]
        assert versions == sorted(versions), "an answer of an older version after one of a newer"
        assert set(names) <= set(versions)
        for _, _, version, text in answers:
            assert json.loads(text)["version"] == version
            shown = {name for name in names.values() if name in text}
            assert shown == ({names[version]} if version in names else set()), "an answer of two versions"
    assert len(reads) >= LOADS
    taken = [taken for answers in by_thread for _, taken, _, _ in answers]
    during = [
        taken
        for answers in by_thread
        for start, taken, _, _ in answers
        if any(begin <= start <= end for begin, end in reads)
    ]
    assert len(during) > 100, "nothing was answered while the catalogue was read"
    assert max(taken) < 0.8, "an answer waited for the catalogue to be read"
    assert statistics.median(during) < 0.1


def test_all_workers_of_a_moment_tell_the_same_of_a_version(served: tuple[Application, str], city: Client, tmp_path):
    """The verdicts and the form, asked for at once after a swap, are of the same state."""
    app, address = served
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        http.get(VERDICTS)
        new = rename(city, tmp_path, 7)
        wait_until(lambda: app.api.state.store.newest.version == new)
        for path in (VERDICTS, FORM):
            answer = http.get(path)
            assert answer.headers["etag"].startswith(f'"{new}-')
            assert NAME.format(7) in answer.text


def test_a_catalogue_loaded_up_to_the_same_number_is_another_one(
    served: tuple[Application, str], city: Client, tmp_path: Path
):
    app, address = served
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        before, seen = state(city), http.get(FORM)
        rename(city, tmp_path, 1)
        city.write("MATCH (c:Catalogue) SET c.version = $version", {"version": before.version})
        after = state(city)
        assert after.version == before.version and after != before
        wait_until(lambda: app.api.state.store.newest.state == after)
        answer = http.get(FORM)
    assert NAME.format(1) in answer.text and NAME.format(1) not in seen.text
    assert answer.headers["etag"] != seen.headers["etag"]


def test_the_snapshot_before_leaves_the_memory(served: tuple[Application, str], city: Client, tmp_path: Path):
    app, address = served
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as http:
        http.get(FORM)
        old = weakref.ref(app.api.state.store.newest.catalogue)
        new = rename(city, tmp_path, 2)
        gc.disable()
        try:
            wait_until(lambda: app.api.state.store.newest.version == new)
            http.get(FORM)
            time.sleep(0.1)
            assert old() is None, "something in a circle holds it"
        finally:
            gc.enable()
