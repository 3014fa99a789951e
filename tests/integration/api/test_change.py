"""Impact, what-if and next best over the sample city: on the command line, over HTTP, as workbooks."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from oncegraph.graph.client import Client
from oncegraph.queries.change.changes import changes_of
from oncegraph.queries.change.impact import KINDS, impact_of
from oncegraph.queries.change.next_best import next_best
from oncegraph.queries.change.trial import Trial
from oncegraph.queries.change.what_if import what_if
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.catalogue import Catalogue
from oncegraph.queries.exemption.context import Context
from oncegraph.schema.gain import Gain, Measure
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.totals import Totals
from oncegraph.visualize.documents import impact as impact_document
from oncegraph.visualize.documents import next_best as next_best_document
from oncegraph.visualize.documents import what_if as what_if_document
from oncegraph.visualize.tables import impact as impacts
from oncegraph.visualize.tables import next_best as tables
from oncegraph.visualize.tables import what_if as differences
from oncegraph.visualize.tables.text_files import json_bytes
from tests.support.command_line import output_of
from tests.support.server import V1, get_json, job_result

SOURCE, FIELD, LICENCE = "SY0003", "ZD000046", "11990100MB0000100L002"
PATHS = {"DataSource": "sources", "Field": "fields", "LicenceType": "licences"}
SUSPENDED = {"source": SOURCE, "status": "suspended"}


@pytest.fixture(scope="module")
def analysis(city: Client) -> Analysis:
    return Analysis(Catalogue.read(city), Context())


def plain(document: Any) -> Any:
    """A document as its reader has it."""
    return json.loads(json_bytes(document))


def post(http: httpx.Client, path: str, body: Any, **more) -> Any:
    answer = http.post(f"{V1}{path}", json=body, **more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


@pytest.mark.parametrize(("kind", "code"), [*zip(KINDS, (SOURCE, FIELD, LICENCE), strict=True)])
def test_an_impact_is_the_same_everywhere(oncegraph, http: httpx.Client, analysis: Analysis, kind: str, code: str):
    impact = impact_of(analysis, kind, code)
    assert impact.loss.materials or impact.loss.fields
    wanted = plain(impact_document.document(impact))
    assert get_json(http, f"/{PATHS[kind]}/{code}/impact", limit=1000) == wanted
    assert json.loads(output_of(oncegraph("impact", code, "--json"))) == wanted
    shown = output_of(oncegraph("impact", impact.name))
    assert str(impacts.in_words(impact)) in shown and wanted["lost"] in shown
    for row in (*impact.fields, *impact.materials, *impact.situations):
        assert row.name in shown


def test_the_impact_of_every_source_is_what_suspending_it_does(analysis: Analysis):
    trial = Trial(analysis)
    for code in analysis.catalogue.codes["DataSource"]:
        impact = impact_of(analysis, "DataSource", code, trial)
        answer = what_if(analysis, changes_of([{"source": code, "status": "suspended"}]))
        difference = differences.differences(answer)
        lost = {measure: -difference[tables.OF_TOTALS[measure][0]] for measure in Measure}
        assert lost == {measure: getattr(impact.loss, measure.value) for measure in Measure}, code
        gone = {row.field_code for row in answer.fields if row.before == "yes" != row.after}
        assert gone == {row.code for row in impact.fields}, code


def test_the_margin_is_written_in_words(http: httpx.Client):
    margin = get_json(http, f"/sources/{SOURCE}/impact")["margin"]
    share = round(100 * margin["covered"] / margin["relying"])
    assert 0 < share < 100
    assert margin["text"].endswith(f"另有 {len(margin['others'])} 个数源可接替其中 {share} %。")
    licence = get_json(http, f"/licences/{LICENCE}/impact")
    assert licence["margin"]["relying"] == licence["loss"]["materials"] > 0 == licence["margin"]["covered"]
    assert licence["margin"]["text"].endswith("没有其他数源可接替。")
    english = get_json(http, f"/sources/{SOURCE}/impact", lang="en")["margin"]["text"]
    assert english.endswith(f"one other source covers {share} %.")


def test_lists_are_cut_at_the_limit_and_their_totals_shown(http: httpx.Client):
    whole, cut = (get_json(http, f"/sources/{SOURCE}/impact", limit=limit)["fields"] for limit in (1000, 2))
    assert cut == {"total": whole["total"], "items": whole["items"][:2]} and whole["total"] > 2
    changed = post(http, "/analysis:what-if", {"changes": [SUSPENDED], "limit": 3})
    assert len(changed["fields"]["items"]) == 3 < changed["fields"]["total"]
    assert sum(each["count"] for each in changed["transitions"]["fields"]) == changed["fields"]["total"]


def test_impact_in_a_context(http: httpx.Client, oncegraph):
    plainly = get_json(http, f"/sources/{SOURCE}/impact")
    mode = get_json(http, f"/sources/{SOURCE}/impact", known=["ZD000004"], mode="now")
    assert mode != plainly
    told = output_of(oncegraph("impact", SOURCE, "--known", "ZD000004", "--mode", "now", "--json"))
    assert json.loads(told)["loss"] == mode["loss"]


def test_an_impact_as_a_workbook(oncegraph, tmp_path: Path, analysis: Analysis):
    file = tmp_path / "影响面.xlsx"
    assert output_of(oncegraph("impact", SOURCE, "-o", str(file))) == ""
    impact = impact_of(analysis, "DataSource", SOURCE)
    numbers, others, *lists = openpyxl.load_workbook(file).worksheets
    assert numbers["A1"].font.bold and str(impacts.in_words(impact)) in numbers["A2"].value
    values = {row[0].split("：")[1]: row[1] for row in numbers.iter_rows(min_row=4, max_row=9, values_only=True)}
    assert (values["绑定"], values["年办件量"]) == (impact.bindings, impact.dependent_cases)
    assert others.max_row == 1 + len(impact.margin.others)
    assert [page.max_row - 1 for page in lists] == [len(getattr(impact, name)) for name in impacts.BROKEN]


def test_what_is_not_there_has_no_impact(oncegraph, http: httpx.Client):
    for path in PATHS.values():
        answer = http.get(f"{V1}/{path}/NOTHING/impact")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    told = oncegraph("impact", "没有")
    assert told.exit_code == 2 and "数源或字段或证照类型" in told.stderr and told.stdout == ""


def test_a_what_if_is_the_same_everywhere(oncegraph, http: httpx.Client, analysis: Analysis, tmp_path: Path):
    entries = [SUSPENDED, {"known": ["ZD000004"]}]
    wanted = plain(what_if_document.document(what_if(analysis, changes_of(entries))))
    assert wanted["difference"]["fields_filled"] < 0
    assert post(http, "/analysis:what-if", {"changes": entries, "limit": 1000}) == wanted
    words = ("--set", f"source:{SOURCE}.status=暂停", "--set", "known:ZD000004")
    assert json.loads(output_of(oncegraph("what-if", *words, "--json"))) == wanted
    file = tmp_path / "变更.yaml"
    file.write_text(f"- source: {SOURCE}\n  status: suspended\n", "utf-8")
    told = output_of(oncegraph("what-if", "--changes", str(file), *words[2:], "--json"))
    assert json.loads(told) == wanted


def test_a_what_if_shows_what_differs(oncegraph, analysis: Analysis):
    answer = what_if(analysis, changes_of([SUSPENDED]))
    brief, full = (
        output_of(oncegraph("what-if", "--set", f"source:{SOURCE}.status=suspended", *more))
        for more in ((), ("--all",))
    )
    titles = {name: attribute.zh for name, attribute in Totals.attributes().items()}
    assert all(f"\n{title} " in full for title in titles.values())
    for name, many in differences.differences(answer).items():
        assert (f"\n{titles[name]} " in brief) == bool(many), name
    assert f"（共 {len(answer.fields)} 行）" in brief and "只列出前 20 行" in brief
    assert "没有任何结论因此改变" in output_of(oncegraph("what-if", "--set", f"source:{SOURCE}.status=active"))


def test_a_what_if_as_a_workbook_and_as_csv(oncegraph, tmp_path: Path, analysis: Analysis):
    answer = what_if(analysis, changes_of([SUSPENDED]))
    words = ("--set", f"source:{SOURCE}.status=suspended")
    file = tmp_path / "差异.xlsx"
    output_of(oncegraph("what-if", *words, "-o", str(file)))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["合计", "变化", "有变化的情形", "有变化的材料", "有变化的字段"]
    assert book["合计"].max_row == 1 + len(Totals.model_fields)
    assert book["有变化的字段"].max_row == 1 + len(answer.fields)
    rows = csv.DictReader(io.StringIO(output_of(oncegraph("what-if", *words, "--format", "csv")).lstrip("\ufeff")))
    assert sum(row["表"] == "有变化的字段" for row in rows) == len(answer.fields)


def test_an_error_in_a_change_names_the_number_of_the_change(oncegraph, http: httpx.Client, tmp_path: Path):
    for entries, status, code, told in (
        ([SUSPENDED, {"source": "NOTHING", "status": "active"}], 404, "not_found", "第 2 项变更"),
        ([SUSPENDED, {"source": SOURCE, "status": "broken"}], 422, "bad_change", "第 2 项变更"),
        ([{"binding": {"field": FIELD, "source": SOURCE}, "status": "active"}], 404, "not_found", "第 1 项变更"),
        ([7], 422, "bad_change", "第 1 项变更"),
        ([{"source": SOURCE, "probe_sla_hours": 10**30}], 422, "bad_change", "第 1 项变更"),
        ({"source": SOURCE}, 422, "bad_change", "列表"),
    ):
        answer = http.post(f"{V1}/analysis:what-if", json={"changes": entries})
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert told in answer.json()["detail"] and answer.json()["next_step"]
        file = tmp_path / "变更.yaml"
        file.write_text(json.dumps(entries), "utf-8")
        result = oncegraph("what-if", "--changes", str(file))
        assert result.exit_code == {404: 2, 422: 3}[status] and told in result.stderr and result.stdout == ""
    assert oncegraph("what-if").exit_code == 2
    assert oncegraph("what-if", "--set", "nonsense").exit_code == 3


def test_the_next_best_is_the_same_everywhere(oncegraph, http: httpx.Client, analysis: Analysis, tmp_path: Path):
    costs, kinds = {"SY0017": 3.5, "SY0028": 2}, (CandidateKind.SOURCE, CandidateKind.KEY)
    found = next_best(analysis, kinds, Measure.FIELDS_A_YEAR, 4, costs, 6.0, False)
    wanted = plain(next_best_document.document(found, False))
    assert wanted["best"] and wanted["steps"] and wanted["steps"][-1]["spent"] <= 6
    body = {"kinds": kinds, "by": "fields_a_year", "steps": 4, "costs": costs, "budget": 6, "pairs": False}
    assert post(http, "/analysis:next-best", body) == wanted
    file = tmp_path / "成本.csv"
    file.write_text("code,cost\nSY0017,3.5\nSY0028,2\n", "utf-8")
    words = ("--kind", "source", "--kind", "key", "--by", "fields_a_year", "--steps", "4", "--no-pairs")
    told = output_of(oncegraph("next-best", *words, "--costs", str(file), "--budget", "6", "--json"))
    assert json.loads(told) == wanted


def test_the_next_best_says_why_and_what_would_help(oncegraph, http: httpx.Client, analysis: Analysis):
    found = next_best(analysis)
    shown = output_of(oncegraph("next-best"))
    for candidate in found.best:
        assert candidate.name in shown and str(tables.why(candidate)) in shown
        assert str(tables.unblock(candidate)) in shown
    answer = post(http, "/analysis:next-best", {})
    last = answer["steps"][-1]
    totals = answer["totals"]
    assert last["shares"]["fields"] == pytest.approx(
        (totals["fields_filled"] + last["running"]["fields"]) / totals["fields"]
    )
    assert f"{last['shares']['fields']:.1%}" in shown
    assert answer["note"] == str(tables.note(True)) and answer["note"][-20:] in shown.replace("\n", "")
    licences = next_best(analysis, (CandidateKind.LICENCE,), Measure.MATERIALS)
    assert all(tables.why(each) and tables.unblock(each) for each in licences.best)
    assert output_of(oncegraph("next-best", "--kind", "licence", "--by", "cases", "--lang", "en"))


def test_the_best_set_is_proven_beside_the_sequence(oncegraph, http: httpx.Client, tmp_path: Path):
    body = {"kinds": ["source", "key"], "steps": 3, "exact": True}
    answer = post(http, "/analysis:next-best", body)
    best = answer["optimum"]
    assert best["proven"] and len(best["candidates"]) <= 3
    assert best["gain"]["fields"] >= best["stepwise"] == answer["steps"][-1]["running"]["fields"]
    words = ("next-best", "--kind", "source", "--kind", "key", "--steps", "3", "--exact")
    assert json.loads(output_of(oncegraph(*words, "--json"))) == answer
    assert best["text"] in output_of(oncegraph(*words))
    file = tmp_path / "最优.xlsx"
    output_of(oncegraph(*words, "-o", str(file)))
    assert openpyxl.load_workbook(file)["最优组合"]["A2"].value == best["text"]


def test_the_next_best_as_a_workbook(oncegraph, tmp_path: Path, analysis: Analysis):
    file = tmp_path / "次第.xlsx"
    output_of(oncegraph("next-best", "--steps", "3", "-o", str(file)))
    ranking, sequence = openpyxl.load_workbook(file).worksheets
    assert (ranking.title, sequence.title) == ("单独开通", "依次开通")
    assert ranking["A1"].font.bold and sequence["A2"].value == str(tables.note(True))
    headings = [cell.value for cell in sequence[3]]
    assert {each.zh for each in Gain.attributes().values()} < set(headings)
    steps = next_best(analysis, steps=3).steps
    codes = headings.index("编码")
    assert [row[codes] for row in sequence.iter_rows(min_row=4, values_only=True)] == [s.candidate.code for s in steps]


def test_bad_costs_are_refused(oncegraph, http: httpx.Client, tmp_path: Path):
    for content, told in (
        ("code,cost\nSY0017,dear\n", "成本.csv · 第 2 行 · cost"),
        ("code,cost\nNOTHING,1\n", "NOTHING"),
    ):
        file = tmp_path / "成本.csv"
        file.write_text(content, "utf-8")
        result = oncegraph("next-best", "--costs", str(file))
        assert result.exit_code == 3 and told in result.stderr and result.stdout == ""
    assert oncegraph("next-best", "--budget", "-1").exit_code == 3
    answer = http.post(f"{V1}/analysis:next-best", json={"costs": {"NOTHING": 1}})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_costs")
    for body in ({"costs": {"SY0017": 0}}, {"budget": 0}, {"steps": 0}, {"kinds": []}, {"what": 1}):
        answer = http.post(f"{V1}/analysis:next-best", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), body


@pytest.mark.parametrize(
    ("path", "body"), [("/analysis:next-best", {"steps": 2}), ("/analysis:what-if", {"changes": [SUSPENDED]})]
)
def test_a_long_one_runs_as_a_job(http: httpx.Client, path: str, body: dict):
    started = http.post(f"{V1}{path}", json=body, headers={"Prefer": "respond-async, wait=5"})
    assert (started.status_code, started.headers["preference-applied"]) == (202, "respond-async")
    assert job_result(http, started) == post(http, path, body)
