"""What is told of a request: its language, and log lines that programs read."""

import json
import logging

import pytest

from api.observing import JsonLines, Observing


@pytest.mark.parametrize(
    ("query", "accepted", "wanted"),
    [
        (b"", b"", "zh"),
        (b"lang=en", b"zh", "en"),
        (b"lang=xx", b"en", "en"),
        (b"", b"en-GB,en;q=0.9,zh;q=0.8", "en"),
        (b"", b"en;q=0.2, zh-CN;q=0.7", "zh"),
        (b"", b"fr, de", "zh"),
        (b"", b"en;q=x,zh;q=0.1", "zh"),
    ],
)
def test_the_language_of_a_request(query, accepted, wanted):
    observing = Observing(None, None, "zh")
    assert observing._language(query, accepted) == wanted


def test_a_log_line_is_one_json_object():
    record = logging.makeLogRecord({"name": "oncegraph.http", "msg": "request", "levelname": "INFO", "id": "1\n2"})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["id"] == "1\n2"
