"""A load that is killed half-way leaves the graph as it was."""

import json
import subprocess
import sys
from pathlib import Path

from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.loaders import Counts
from tests.support.graph import LoadRows, whole_graph

ROWS = 50_000

#: Loads a file and kills itself, without a chance to clean up, as soon as some rows are written.
LOAD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pydantic import SecretStr
from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.loaders import load
from oncegraph.loaders.report import WRITING

def die(stage, done, total):
    if stage == WRITING and done < total:
        print("written", done, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

uri, user, password, database, path = sys.argv[1:]
with Client(Endpoint(uri, user, SecretStr(password), database or None)) as client:
    load(client, [Path(path)], replace=True, progress=die)
"""


def test_a_killed_load_leaves_the_graph_as_it_was(
    graph: Client, endpoint: Endpoint, load_rows: LoadRows, tmp_path: Path
):
    load_rows({"Item": [{"item_code": "0", "name": "原有"}]})
    before = whole_graph(graph)
    path = tmp_path / "Item.jsonl"
    path.write_text("".join(json.dumps({"item_code": f"{n}", "name": f"事项{n}"}) + "\n" for n in range(ROWS)), "utf-8")
    password = endpoint.password.get_secret_value()
    arguments = [endpoint.uri, endpoint.user, password, endpoint.database or "", str(path)]
    killed = subprocess.run([sys.executable, "-c", LOAD_AND_DIE, *arguments], capture_output=True, text=True)
    assert (killed.returncode, killed.stdout.split()[:1]) == (-9, ["written"]), killed.stderr
    assert whole_graph(graph) == before
    # What the dead load had locked is free again.
    assert load_rows({"Item": [{"item_code": "0", "name": "改名"}]}).total == Counts(changed=1)
