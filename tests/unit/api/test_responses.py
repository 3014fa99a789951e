"""A file that is given over HTTP is saved under its name."""

from urllib.parse import unquote

import pytest
from starlette.responses import Response

from oncegraph.api.web.responses import attachment


@pytest.mark.parametrize("code", ["ZT0002", "主题", 'a"b', "a/b;c'd"])
def test_a_file_is_named_by_any_code(code: str) -> None:
    disposition = Response(headers=attachment(code, "docx")).headers["content-disposition"]
    assert unquote(disposition.removeprefix("attachment; filename*=UTF-8''")) == f"{code}.docx"
    assert "'" not in disposition.removeprefix("attachment; filename*=UTF-8''") and '"' not in disposition
