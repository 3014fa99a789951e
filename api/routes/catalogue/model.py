"""The declarations of the graph, and the meaning of the codes."""

from fastapi import APIRouter, Response

from oncegraph.api.web.parameters import PREFIX
from oncegraph.api.web.problems import documented
from oncegraph.api.web.responses import answer_json
from oncegraph.api.web.tags import Tag
from oncegraph.schema.description import Model, describe
from oncegraph.schema.text import language

router = APIRouter(prefix=PREFIX, tags=[Tag.MODEL])


@router.get("/schema", response_model=Model, responses=documented(), summary="模型 · Declarations and code lists")
def schema() -> Response:
    return answer_json(describe(language.get()))
