"""Every answer that is a table comes over HTTP as the command line writes it: as CSV the same bytes, and as Excel."""

import io

import httpx
import openpyxl
import pytest

from oncegraph.graph.client import Client
from oncegraph.graph.versions import state
from tests.support.examples.sample_city import CAR_PARK, PRESALE, PRESALE_SITUATION
from tests.support.server import V1
from tests.support.waiting import wait_until

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Path → the command that answers the same question.
SAME = {
    f"/items/{CAR_PARK}/exemption": ("exempt", CAR_PARK),
    f"/situations/{PRESALE_SITUATION}/exemption": ("exempt", PRESALE, "--situation", PRESALE_SITUATION),
    f"/explanation?situation={PRESALE_SITUATION}&about=ZD000053": ("why", PRESALE, "ZD000053"),
    "/sources/SY0003/impact": ("impact", "SY0003"),
    "/lists": ("list",),
    "/lists/fully_online": ("list", "fully_online"),
    "/themes/ZT0001/flow": ("theme", "ZT0001"),
    "/themes/ZT0001/materials": ("theme", "ZT0001", "--materials"),
    "/themes/ZT0001/form": ("merge", "ZT0001"),
    "/themes/ZT0001/compare": ("compare", "--theme", "ZT0001"),
    "/themes/ZT0001/guide": ("guide", "ZT0001"),
    "/themes/ZT0001/guide:lint": ("guide", "ZT0001", "--check"),
    "/queries": ("query",),
    "/queries/statistics.size": ("query", "statistics.size"),
    "/search?q=%E6%AE%8B%E7%96%BE%E4%BA%BA": ("search", "残疾人"),
}


@pytest.fixture(autouse=True)
def server_caught_up(http: httpx.Client, city: Client):
    """The server answers from the catalogue as the command line reads it, whatever another test loaded before."""
    wait_until(lambda: http.get(f"{V1}/lists").headers["etag"].startswith(f'"{state(city).version}-'))


@pytest.mark.parametrize(("path", "command"), SAME.items())
def test_csv_is_that_of_the_command_line(http: httpx.Client, oncegraph, path: str, command: tuple[str, ...]):
    response = http.get(f"{V1}{path}", headers={"accept": CSV})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(CSV)
    assert response.headers["content-disposition"].endswith(".csv")
    assert response.text == oncegraph(*command, "--format", "csv").stdout_bytes.decode()


@pytest.mark.parametrize("path", SAME)
def test_excel_can_be_opened(http: httpx.Client, path: str):
    response = http.get(f"{V1}{path}{'&' if '?' in path else '?'}format=xlsx")
    assert response.headers["content-type"] == XLSX, response.text
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames


def test_json_is_the_usual_format_and_a_browser_gets_it(http: httpx.Client):
    for accept in ("*/*", "text/html,application/xhtml+xml,*/*;q=0.8"):
        assert http.get(f"{V1}/lists", headers={"accept": accept}).headers["content-type"] == "application/json"


def test_a_media_type_that_is_not_offered_is_refused_with_those_that_are(http: httpx.Client):
    response = http.get(f"{V1}/lists", headers={"accept": "image/webp"})
    assert response.status_code == 406
    assert CSV in response.json()["next_step"]


def test_a_table_holds_all_rows_unless_a_limit_is_named(http: httpx.Client):
    everything = http.get(f"{V1}/lists/reuse", params={"format": "csv"}).text
    some = http.get(f"{V1}/lists/reuse", params={"format": "csv", "limit": 2}).text
    assert len(some.splitlines()) == 3 < len(everything.splitlines())


def test_a_long_question_answers_with_a_table(http: httpx.Client):
    body = {"changes": [{"source": "SY0003", "status": "suspended"}]}
    response = http.post(f"{V1}/analysis:what-if", json=body, headers={"accept": CSV})
    assert response.headers["content-type"].startswith(CSV)
    assert response.headers["cache-control"] == "no-store"
