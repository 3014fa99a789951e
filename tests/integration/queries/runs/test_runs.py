"""Whole runs on a real Neo4j: what is stored, what is in force, what is removed, and what a kill leaves behind."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from oncegraph import loaders
from oncegraph.graph import results
from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.graph.results import RunLost
from oncegraph.graph.versions import version
from oncegraph.loaders.sample import CITY
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.queries.runs.analyse import RunCancelled, analyse, prepare, prune, write_back
from oncegraph.queries.runs.scope import BadScope, Scope
from oncegraph.schema.errors import NotFound
from oncegraph.schema.run import Run, RunState, ScopeKind
from oncegraph.schema.verdict import Rule, When

NOON = datetime(2026, 11, 1, 12)


@pytest.fixture
def graph(city: Client) -> Client:
    """The sample city without any run."""
    prune(city, 0)
    city.write("MATCH (run:Run) SET run.state = 'discarded'")
    results.erase(city)
    return city


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many batches even of a small city."""
    monkeypatch.setattr("oncegraph.queries.runs.verdicts.Assessed.batches.__defaults__", (100,))


def stored(client: Client, pattern: str, *columns: str) -> set[tuple[Any, ...]]:
    rows = client.read(f"MATCH {pattern} RETURN {', '.join(f'{c} AS c{n}' for n, c in enumerate(columns))}").rows
    found = [tuple(tuple(value) if isinstance(value, list) else value for value in row.values()) for row in rows]
    assert len(set(found)) == len(found), "a verdict is stored twice"
    return set(found)


def verdicts(client: Client) -> int:
    return client.read("MATCH ()-[a:ASSESSED]->() RETURN count(a) AS many").rows[0]["many"]


def in_force(client: Client) -> set[str]:
    return {run.run_code for run in results.runs(client) if run.in_force}


@pytest.mark.parametrize("mode", When)
def test_the_stored_verdicts_are_those_of_the_analysis(graph: Client, small_batches: None, mode: When):
    run = analyse(graph, mode=mode, moment=NOON)
    catalogue = Catalogue.read(graph)
    analysis = Analysis(catalogue, Context(when=mode, moment=NOON))
    active = [code for code, on in zip(catalogue.codes["Situation"], catalogue.situation_active, strict=True) if on]
    said = [analysis.situation(code) for code in active]
    code = run.run_code
    assert stored(
        graph,
        "(s:Situation)-[a:ASSESSED]->(f:Field)",
        *("a.run", "s.situation_code", "f.field_code", "a.status", "a.source_code", "a.reasons"),
    ) == {
        (code, s.situation_code, f.field_code, f.verdict, f.source_code, f.reasons or None)
        for s in said
        for f in s.fields
    }
    assert stored(
        graph,
        "(s:Situation)-[a:ASSESSED]->(m:Material)",
        *("a.run", "s.situation_code", "m.material_code", "a.status", "a.rule", "a.source_codes", "a.reasons"),
    ) == {
        (code, s.situation_code, m.material_code, m.verdict, m.rule, m.source_codes or None, m.reasons or None)
        for s in said
        for m in s.materials
    }
    assert stored(
        graph,
        "(r:Run)-[z:ASSESSED]->(s:Situation)",
        *("r.run_code", "s.situation_code", "z.zero_material", "z.fields", "z.filled", "z.exempt", "z.reasons"),
    ) == {
        (code, s.situation_code, s.zero_material, len(s.fields), s.fill_free, s.exempt, s.reasons or None) for s in said
    }
    assert run.written == verdicts(graph)
    assert (run.situations, run.fields, run.filled) == (
        len(said),
        sum(len(s.fields) for s in said),
        sum(s.fill_free for s in said),
    )
    assert run.materials == sum(m.rule is not Rule.CANCELLED for s in said for m in s.materials)
    assert (run.state, run.in_force, run.catalogue_version) == (RunState.DONE, True, version(graph))
    assert (run.mode, run.as_of) == (mode, NOON)


def codes_of(client: Client, pattern: str, code: str) -> set[str]:
    rows = client.read(
        f"MATCH {pattern} WHERE coalesce(s.status, 'active') = 'active' RETURN s.situation_code AS code", {"code": code}
    )
    return {row["code"] for row in rows.rows}


SCOPES = {
    ScopeKind.ITEM: "(:Item {item_code: $code})-[:HAS_SITUATION]->(s:Situation)",
    ScopeKind.THEME: "(:Theme {theme_code: $code})-[:INCLUDES]->(s:Situation)",
    ScopeKind.DEPARTMENT: "(:Department {department_code: $code})<-[:RUN_BY]-(:Item)-[:HAS_SITUATION]->(s:Situation)",
    ScopeKind.REGION: "(:Region {region_code: $code})<-[:PART_OF*0..]-(:Region)<-[:HELD_IN]-(:Item)"
    "-[:HAS_SITUATION]->(s:Situation)",
}


@pytest.mark.parametrize("kind", SCOPES)
def test_a_run_is_about_its_scope(graph: Client, kind: ScopeKind):
    label = kind.value.capitalize()
    rows = graph.read(f"MATCH (n:{label}) RETURN n.{kind.value}_code AS code ORDER BY code").rows
    by_code = {row["code"]: codes_of(graph, SCOPES[kind], row["code"]) for row in rows}
    everything = len(codes_of(graph, "(s:Situation)", ""))
    code = max(
        (code for code, found in by_code.items() if len(found) < everything), key=lambda code: len(by_code[code])
    )
    run = analyse(graph, Scope(kind, code))
    assert by_code[code]
    assert {c for (c,) in stored(graph, "(:Run)-[:ASSESSED]->(s:Situation)", "s.situation_code")} == by_code[code]
    assert {
        c for (c,) in stored(graph, "(s:Situation)-[:ASSESSED]->() WITH DISTINCT s", "s.situation_code")
    } == by_code[code]
    assert (run.scope, run.scope_code, run.situations) == (kind, code, len(by_code[code]))


def test_a_scope_is_a_kind_with_a_code_that_exists(graph: Client):
    with pytest.raises(BadScope):
        Scope(ScopeKind.ITEM)
    with pytest.raises(BadScope):
        Scope(code="1")
    with pytest.raises(NotFound):
        prepare(graph, Scope(ScopeKind.THEME, "nowhere"))


def an_item(client: Client) -> Scope:
    rows = client.read("MATCH (i:Item)-[:HAS_SITUATION]->() RETURN min(i.item_code) AS code").rows
    return Scope(ScopeKind.ITEM, rows[0]["code"])


def test_in_force_is_the_newest_of_each_scope_and_mode(graph: Client):
    whole, now, item = analyse(graph), analyse(graph, mode=When.NOW), analyse(graph, an_item(graph))
    assert in_force(graph) == {whole.run_code, now.run_code, item.run_code}
    again = analyse(graph)
    assert in_force(graph) == {again.run_code, now.run_code, item.run_code}


def test_as_many_old_runs_are_kept_as_requested(graph: Client):
    item = analyse(graph, an_item(graph))
    first, second, third = (analyse(graph, keep=keep) for keep in (2, 2, 2))
    kept = [run.run_code for run in results.runs(graph)]
    assert kept == [third.run_code, second.run_code, item.run_code]
    assert verdicts(graph) == second.written + third.written + item.written
    last = analyse(graph, keep=1)
    assert {run.run_code for run in results.runs(graph)} == {last.run_code, item.run_code}
    assert verdicts(graph) == last.written + item.written
    assert first.run_code not in in_force(graph)
    assert set(prune(graph, 0)) == {last.run_code, item.run_code}
    assert verdicts(graph) == 0


def test_a_cancelled_run_leaves_the_one_before_in_force(graph: Client, small_batches: None):
    before = analyse(graph)
    told: list[tuple[int, int]] = []
    with pytest.raises(RunCancelled):
        analyse(graph, progress=lambda *done: told.append(done), cancelled=lambda: len(told) == 3)
    assert [total for _, total in told] == [before.written] * 3
    assert 0 < told[0][0] < told[1][0] < told[2][0] < before.written
    assert in_force(graph) == {before.run_code}
    assert verdicts(graph) > before.written
    prune(graph, 1)
    assert verdicts(graph) == before.written
    assert [run.run_code for run in results.runs(graph)] == [before.run_code]


def test_a_run_that_another_took_for_dead_is_not_brought_into_force(graph: Client, small_batches: None):
    before = analyse(graph)

    def lose(done: int, total: int) -> None:
        _expire(graph)
        prune(graph, 1)

    with pytest.raises(RunLost):
        write_back(graph, prepare(graph), progress=lose)
    assert in_force(graph) == {before.run_code}
    assert verdicts(graph) == before.written


#: Starts a run and kills itself, without a chance to clean up, as soon as some verdicts are written.
RUN_AND_DIE = """
import os, signal, sys
from pydantic import SecretStr
from oncegraph.graph.client import Client
from oncegraph.graph.endpoint import Endpoint
from oncegraph.queries.runs import verdicts
from oncegraph.queries.runs.analyse import analyse

verdicts.Assessed.batches.__defaults__ = (100,)

def die(done, total):
    if done > 500:
        print("written", done, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

uri, user, password, database = sys.argv[1:]
with Client(Endpoint(uri, user, SecretStr(password), database or None)) as client:
    analyse(client, progress=die)
"""


def _kill_one(endpoint: Endpoint) -> None:
    arguments = [endpoint.uri, endpoint.user, endpoint.password.get_secret_value(), endpoint.database or ""]
    killed = subprocess.run([sys.executable, "-c", RUN_AND_DIE, *arguments], capture_output=True, text=True)
    assert (killed.returncode, killed.stdout.split()[:1]) == (-9, ["written"]), killed.stderr


def _expire(client: Client) -> None:
    """Let time pass: whoever is being written has not been heard of for an hour."""
    client.write("MATCH (run:Run {state: 'running'}) SET run.alive_at = run.alive_at - duration('PT1H')")


@pytest.mark.parametrize("clean_up", [lambda client: prune(client, 1), analyse], ids=["prune", "the next run"])
def test_a_killed_run_leaves_the_one_before_in_force_and_is_removed_later(
    graph: Client, endpoint: Endpoint, clean_up: Callable[[Client], Any]
):
    before = analyse(graph)
    _kill_one(endpoint)
    dead = next(run for run in results.runs(graph) if run.state == RunState.RUNNING)
    assert dead.written > 500
    assert in_force(graph) == {before.run_code}
    assert verdicts(graph) == before.written + dead.written
    # It may still be alive, for all that anybody knows.
    prune(graph, 1)
    assert verdicts(graph) == before.written + dead.written
    _expire(graph)
    clean_up(graph)
    left = results.runs(graph)
    assert dead.run_code not in {run.run_code for run in left}
    assert verdicts(graph) == sum(run.written for run in left)


def test_loads_go_on_after_a_run_and_know_nothing_of_it(graph: Client):
    run = analyse(graph)
    before = version(graph)
    report = loaders.load(graph, [CITY])
    assert report.total.unchanged and not (report.total.added or report.total.changed)
    assert (version(graph), verdicts(graph)) == (before, run.written)


def test_what_a_load_deletes_goes_with_its_verdicts(graph: Client, tmp_path):
    rows = {
        "Item": ("item_code,name", "X1,新增事项"),
        "Situation": ("situation_code,name,item_code", "X1-1,新增情形,X1"),
        "Material": ("material_code,name,material_type,origin", "XM,申请表,application_form,applicant"),
        "Form": ("form_code,name,material_code", "XO,表,XM"),
        "Field": ("field_code,name", "XF,新字段"),
        "FormField": ("form_field_code,form_code,field_code,label", "XE,XO,XF,新字段"),
        "Requires": ("situation_code,material_code", "X1-1,XM"),
    }
    for name, lines in rows.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    loaders.load(graph, [tmp_path], dataset="extra")
    run = analyse(graph)
    mine = "(s:Situation {situation_code: 'X1-1'})"
    assert stored(graph, f"{mine}-[:ASSESSED]->(f:Field)", "f.field_code") == {("XF",)}
    for name, (head, _) in rows.items():
        (tmp_path / f"{name}.csv").write_text(head + "\n", "utf-8")
    report = loaders.load(graph, [tmp_path], dataset="extra", replace=True)
    assert report.total.removed == len(rows)
    assert verdicts(graph) == run.written - 3
    assert in_force(graph) == {run.run_code}
    assert run.catalogue_version < version(graph)
    prune(graph, 0)
    assert verdicts(graph) == 0


def test_a_run_is_found_as_it_was_returned(graph: Client):
    run = analyse(graph)
    assert isinstance(run, Run) and results.runs(graph) == [run]
