"""What the HTTP API answers about the sample city."""

import gzip
import json
import re
import time
from xml.etree import ElementTree

import httpx
import pytest
from pydantic import TypeAdapter

from oncegraph import loaders
from oncegraph.graph.client import Client
from oncegraph.loaders.sample import CITY
from oncegraph.schema.verdict import Explanation, ItemVerdict, SituationVerdict
from tests.support.examples.sample_city import CAR_PARK, PRESALE, PRESALE_SITUATION
from tests.support.server import V1, get_json


def codes(page: dict, key: str) -> list[str]:
    return [row[key] for row in page["items"]]


def test_an_items_verdicts_are_the_rows_of_the_schema(http: httpx.Client):
    verdict = TypeAdapter(ItemVerdict).validate_python(get_json(http, f"/items/{PRESALE}/exemption"))
    (situation,) = verdict.situations
    assert (situation.fill_free, len(situation.fields)) == (16, 17)
    assert (situation.exempt, len(situation.materials)) == (4, 10)
    assert len(get_json(http, f"/items/{CAR_PARK}/exemption")["situations"]) == 10


def test_a_situations_verdicts_depend_on_the_context(http: httpx.Client):
    path = f"/situations/{PRESALE_SITUATION}/exemption"
    plain = TypeAdapter(SituationVerdict).validate_python(get_json(http, path))
    assert plain.fill_free == 16
    person = TypeAdapter(SituationVerdict).validate_python(get_json(http, path, audience="自然人"))
    assert person.fill_free < 16
    assert get_json(http, path, audience="natural_person") == get_json(http, path, audience="自然人")
    long_ago = get_json(http, path, as_of="2099-01-01")
    assert "stale" in {reason for field in long_ago["fields"] for reason in field["reasons"]}
    on_file = get_json(http, path, on_file=["CL050005"])
    material = {row["material_code"]: row["verdict"] for row in on_file["materials"]}
    assert material["CL050005"] == "yes"


def test_a_form_says_what_to_send_and_what_may_be_changed(http: httpx.Client):
    form = get_json(http, f"/situations/{PRESALE_SITUATION}/fields")
    filled = get_json(http, f"/situations/{PRESALE_SITUATION}/fields", fill="auto")
    assert (len(form["fields"]), len(filled["fields"]), form["fill_free"]) == (17, 16, 16)
    by_code = {entry["field_code"]: entry for entry in form["fields"]}
    project = by_code["ZD000046"]
    assert project["name"] == "项目编号"
    assert project["source_name"] == "工程建设项目审批管理系统"
    assert project["keys"] == [{"field_code": "ZD000002", "name": "统一社会信用代码"}]
    assert project["control"] and project["label"] and project["required"] is True
    (typed,) = [entry for entry in form["fields"] if entry["verdict"] != "yes"]
    assert typed["editable"] and typed["source_code"] is None
    assert typed["reasons"] == ["act_of_will"]


def test_a_form_says_what_the_verdicts_say_however_often_it_is_asked_for(http: httpx.Client):
    for code in codes(get_json(http, "/situations", limit=1000), "situation_code"):
        verdicts = get_json(http, f"/situations/{code}/exemption")
        decided = {field["field_code"]: field for field in verdicts["fields"]}
        form = get_json(http, f"/situations/{code}/fields")
        assert {entry["field_code"] for entry in form["fields"]} == set(decided)
        for entry in form["fields"]:
            field = decided[entry["field_code"]]
            told = ("verdict", "name", "reasons", *(("source_code", "binding") if field["verdict"] == "yes" else ()))
            assert [entry[name] for name in told] == [field[name] for name in told]
        assert form["fill_free"] == sum(field["verdict"] == "yes" for field in decided.values())
        first, *others = (
            http.get(
                f"{V1}/situations/{code}/fields",
                params={"audience": "enterprise"},
                headers={"Accept-Language": f"zh;q=0.{n}"},
            )
            for n in range(1, 4)
        )
        assert {other.content for other in others} == {first.content}


def test_why_is_a_tree_in_the_language_of_the_request(http: httpx.Client):
    path = f"{V1}/explanation?situation={PRESALE_SITUATION}&about=ZD000053"
    chinese, english = http.get(path), http.get(path, headers={"Accept-Language": "en-GB"})
    assert english.headers["content-language"] == "en"
    assert chinese.json()["text"] == "自动填写"
    assert english.json()["text"] == "Filled automatically"
    depth, step = 0, chinese.json()
    while step["premises"]:
        depth, step = depth + 1, step["premises"][0]
    assert depth >= 4
    assert chinese.json().keys() == Explanation.model_fields.keys()


def test_why_not_says_what_would_have_to_change(http: httpx.Client):
    situation = get_json(http, "/explanation", situation=PRESALE_SITUATION)
    assert (situation["kind"], situation["verdict"]) == ("Situation", "no")
    assert situation["change"].startswith("使其免交：商品房预售许可申请表")
    contract = next(step for step in situation["premises"] if step["code"] == "CL050005")
    assert (contract["link"], contract["change"]) == ("必要", "示例市历史材料库（材料复用）：提交一次并存档")
    item = get_json(http, "/explanation", item=CAR_PARK)
    assert (item["kind"], len(item["premises"])) == ("Item", 10)


def test_why_is_a_picture_for_those_who_ask_for_one(http: httpx.Client):
    path = f"{V1}/explanation?situation={PRESALE_SITUATION}&about=ZD000053"
    accepted = http.get(path, headers={"Accept": "image/svg+xml"})
    for picture in (accepted, http.get(f"{path}&format=svg"), http.get(f"{path}&format=svg&lang=en")):
        assert picture.headers["content-type"] == "image/svg+xml"
        assert "Accept" in picture.headers["vary"].split(", ")
        ElementTree.fromstring(picture.text)
    assert "自动填写" in accepted.text and "Filled automatically" in picture.text
    for told in (http.get(path), http.get(f"{path}&format=json", headers={"Accept": "image/svg+xml"})):
        assert told.headers["content-type"] == "application/json"


def test_pages_follow_one_another_without_gaps(http: httpx.Client):
    whole = codes(get_json(http, "/items", limit=1000), "item_code")
    paged, after = [], ""
    while after is not None:
        page = get_json(http, "/items", limit=7, after=after)
        paged += codes(page, "item_code")
        after = page["next"]
    assert paged == whole == sorted(whole)
    assert len(whole) >= 30


@pytest.mark.parametrize(
    ("path", "parameters", "key"),
    [
        ("/items", {"item_type": "licensing"}, "item_type"),
        ("/situations", {"item": CAR_PARK}, "item_code"),
        ("/materials", {"origin": "government"}, "origin"),
        ("/sources", {"status": "active"}, "status"),
        ("/fields", {"category": "法人基本信息"}, "category"),
        ("/themes", {"status": "active"}, "status"),
    ],
)
def test_lists_are_filtered(http: httpx.Client, path: str, parameters: dict, key: str):
    (wanted,) = parameters.values()
    kept, every = get_json(http, path, **parameters)["items"], get_json(http, path)["items"]
    assert kept and {row[key] for row in kept} == {wanted}
    assert len(every) > 0


def test_one_thing_with_what_hangs_on_it(http: httpx.Client):
    assert get_json(http, f"/items/{PRESALE}")["item"]["name"] == "商品房预售许可"
    assert get_json(http, f"/situations/{PRESALE_SITUATION}")["item"]["item_code"] == PRESALE
    assert get_json(http, "/materials/CL020009")["material"]["name"] == "建筑工程施工许可证"
    assert get_json(http, "/fields/ZD000046")["bindings"]
    assert get_json(http, "/sources/SY0003")["field_bindings"]
    assert get_json(http, "/themes/ZT0001")["situations"]
    assert {row["field_code"] for row in get_json(http, f"/items/{PRESALE}/chain")["rows"]} >= {"ZD000046"}


def test_what_depends_on_a_source(http: httpx.Client):
    for kind in ("Field", "Material", "Situation", "Item"):
        dependents = get_json(http, "/sources/SY0003/dependents", kind=kind, limit=1000)
        assert dependents["items"] and {row["kind"] for row in dependents["items"]} == {kind}
        assert dependents["next"] is None


def test_saved_queries_are_listed_and_run(http: httpx.Client):
    listed = get_json(http, "/queries")
    assert len(listed) >= 12
    answer = get_json(http, "/queries/browse.chain", item_code=PRESALE, rows=5)
    assert len(answer["rows"]) == 5 and answer["truncated"]
    assert set(answer["rows"][0]) == set(answer["columns"])


def test_search_finds_by_name_and_by_code(http: httpx.Client):
    assert "残疾人证" in [hit["name"] for hit in get_json(http, "/search", q="残疾人证")["items"]]
    assert get_json(http, "/search", q=PRESALE)["items"][0]["code"] == PRESALE
    assert {hit["kind"] for hit in get_json(http, "/search", q="残疾人", kind="Item")["items"]} == {"Item"}


def test_the_model_is_described_in_both_languages(http: httpx.Client):
    assert {row["name"]: row["title"] for row in get_json(http, "/schema")["declarations"]}["Item"] == "事项"
    assert {row["name"]: row["title"] for row in get_json(http, "/schema", lang="en")["declarations"]}["Item"] == "Item"
    assert {"code": "yes", "title": "Yes"} in get_json(http, "/schema", lang="en")["codes"]["Verdict"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", f"{V1}/items/X", 404, "not_found"),
        ("GET", f"{V1}/situations/X/fields", 404, "not_found"),
        ("GET", f"{V1}/explanation?situation=X", 404, "not_found"),
        ("GET", f"{V1}/explanation?situation={PRESALE_SITUATION}&about=X", 404, "not_found"),
        ("GET", f"{V1}/explanation", 422, "nothing_asked"),
        ("GET", f"{V1}/explanation?item={PRESALE}&about=ZD000046", 422, "nothing_asked"),
        ("GET", f"{V1}/items/{PRESALE}/exemption?audience=X", 404, "not_found"),
        ("GET", f"{V1}/items/{PRESALE}/exemption?region=X", 404, "not_found"),
        ("GET", f"{V1}/items/{PRESALE}/exemption?known=编号", 409, "ambiguous"),
        ("GET", f"{V1}/queries/X", 404, "unknown_query"),
        ("GET", f"{V1}/queries/browse.chain", 422, "bad_parameter"),
        ("GET", f"{V1}/items?limit=0", 422, "invalid_request"),
        ("GET", f"{V1}/items/{PRESALE}/exemption?as_of=0", 422, "invalid_request"),
        ("POST", f"{V1}/items", 405, "method_not_allowed"),
    ],
)
def test_every_error_has_one_shape(http: httpx.Client, method: str, path: str, status: int, code: str):
    answer = http.request(method, path, headers={"Accept-Language": "en"})
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert problem["type"] == f"urn:oncegraph:problem:{code}"
    assert problem["title"].isascii() and problem["detail"] and problem["next_step"]
    if status == 405:
        assert answer.headers["allow"] == "GET"


def test_a_tag_spares_the_body_and_texts_have_their_own(http: httpx.Client):
    path = f"{V1}/situations/{PRESALE_SITUATION}/fields"
    first = http.get(path)
    again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert http.get(path, params={"fill": "auto"}).headers["etag"] != first.headers["etag"]
    assert http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_large_answers_are_zipped_when_that_is_wanted(server: str):
    path = f"{server}{V1}/situations/{PRESALE_SITUATION}/fields"
    with httpx.Client(trust_env=False) as http:
        plain = http.get(path, headers={"Accept-Encoding": "identity"})
        with http.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as zipped:
            raw = b"".join(zipped.iter_raw())
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3


def test_a_request_has_an_id(http: httpx.Client, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("DEBUG", "oncegraph.http"):
        given = http.get(f"{V1}/items?known=SECRET", headers={"X-Request-ID": "abc-1"})
        made = http.get(f"{V1}/items", headers={"X-Request-ID": "no spaces\tallowed"})
        http.get("/health/live")  # a line is written after its answer
        time.sleep(0.2)
    assert given.headers["x-request-id"] == "abc-1"
    assert re.fullmatch("[0-9a-f]{32}", made.headers["x-request-id"])
    assert {"abc-1", made.headers["x-request-id"]} <= {record.id for record in caplog.records}
    assert "SECRET" not in str([vars(record) for record in caplog.records])


def test_probes_and_metrics(http: httpx.Client):
    for prefix in ("", V1):
        assert http.get(f"{prefix}/health/live").json() == {"status": "ok"}
        assert http.get(f"{prefix}/health/ready").json()["status"] == "ready"
    get_json(http, f"/items/{PRESALE}")
    get_json(http, f"/items/{PRESALE}")
    http.get("/nowhere")
    told = http.get("/metrics").text
    assert re.search(r'oncegraph_http_cache_hits_total{route="/api/v1/items/{code}"} [1-9]', told)
    assert 'route="/api/v1/items/{code}"' in told
    assert PRESALE not in told and "nowhere" not in told


def test_the_description_is_bilingual_and_knows_one_error(http: httpx.Client):
    description = http.get("/openapi.json").json()
    problem = {"$ref": "#/components/schemas/Problem"}
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert " · " in operation["summary"], path
            for status, response in operation["responses"].items():
                if not status.startswith("2"):
                    assert response["content"] == {"application/problem+json": {"schema": problem}}, (path, status)


def test_a_load_is_seen_within_a_second_and_never_unseen(http: httpx.Client, city: Client, tmp_path):
    path = f"{V1}/situations/{PRESALE_SITUATION}/fields"
    before = http.get(path)
    changed = tmp_path / "DataSource.json"
    changed.write_text(json.dumps([{"source_code": "SY0007", "name": "改名后的系统"}]), "utf-8")
    try:
        loaders.load(city, [changed], dataset="sample")
        versions, deadline = [before.json()["version"]], time.monotonic() + 2
        while time.monotonic() < deadline:
            answer = http.get(path)
            body = answer.json()
            renamed = "改名后的系统" in answer.text
            assert renamed == (body["version"] > versions[0]), "an answer of two versions"
            assert answer.headers["etag"].startswith(f'"{body["version"]}-')
            versions.append(body["version"])
        assert versions == sorted(versions)
        assert versions[-1] > versions[0]
    finally:
        loaders.load(city, [CITY], dataset="sample")


def test_the_description_is_shown_without_the_internet(http: httpx.Client):
    loaded = re.findall(r"(?:src|href)=\"([^\"]+)\"", http.get("/docs").text)
    assert loaded
    for address in loaded:
        assert address.startswith("/")
        assert http.get(address).status_code == 200
