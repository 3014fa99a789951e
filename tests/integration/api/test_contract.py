"""schemathesis against the real server: whatever is asked, the answer is what the OpenAPI description says."""

import os
import subprocess
import sys
from pathlib import Path

#: What a saved query wants is known to the query, not to the description: it may refuse what the description allows;
#: so may what takes one parameter or another, days that are not to come, codes within a body or an answer, a picture
#: that is too large, or a job when as many wait as may.
CONFIGURATION = """
[[operations]]
include-path = "/api/v1/queries/{name}"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]

[[operations]]
include-path = "/api/v1/explanation"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]

[[operations]]
include-path = "/api/v1/situations/{code}/remaining"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]

[[operations]]
include-path-regex = "^/api/v1/(themes|items)/{code}/(flow|materials|form|compare|guide$)"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]

[[operations]]
include-path-regex = "/diagram$"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]

[[operations]]
include-path-regex = "^/api/v1/(analysis:|compare|reforms:)"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422, 429]
"""
ARGUMENTS = (
    "--exclude-path=/api/v1/analysis/runs",  # each of them would be a run of the whole city
    "--max-examples=12",
    "--phases=examples,coverage,fuzzing",
    "--mode=all",
    "--seed=20261101",
    "--generation-deterministic",
    "--no-color",
    "--request-timeout=30",
    "--suppress-health-check=all",
)


def test_schemathesis_finds_nothing(server: str, tmp_path: Path):
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [Path(sys.executable).with_name("schemathesis"), "run", f"{server}/openapi.json", *ARGUMENTS]
    environment = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    found = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=tmp_path, env=environment)
    assert found.returncode == 0, found.stdout[-20_000:] + found.stderr[-2_000:]
