"""Errors over HTTP: RFC 9457, one shape for all of them, in the language of the request."""

from collections.abc import Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi_problem.handler import ExceptionHandler, add_exception_handler, new_exception_handler
from pydantic import BaseModel, ConfigDict, Field
from rfc9457 import Problem as ProblemError
from rfc9457 import StatusProblem
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp, Scope

from oncegraph.graph.errors import StatementTimeout
from oncegraph.schema.errors import EngineError, NotFound, OnceGraphError, RefusedInput
from oncegraph.schema.text import Text

#: Problem types are names, not addresses.
TYPE = "urn:oncegraph:problem:{type}"
STATUS: dict[type[OnceGraphError], int] = {
    NotFound: 404,
    RefusedInput: 422,
    StatementTimeout: 504,
    EngineError: 503,
}
#: Errors whose status depends on their code and not on their class.
STATUS_BY_CODE = {"ambiguous": 409, "bad_scope": 422, "job_not_done": 409, "not_acceptable": 406, "too_many_jobs": 429}
TITLES = {
    404: Text("没有找到", "Not found"),
    405: Text("不支持的方法", "Method not allowed"),
    406: Text("没有可接受的格式", "Not acceptable"),
    409: Text("与现状冲突", "Conflict"),
    422: Text("请求有误", "The request is wrong"),
    429: Text("请求过多", "Too many requests"),
    500: Text("服务内部错误", "Internal error"),
    503: Text("暂时不可用", "Temporarily unavailable"),
    504: Text("查询超时", "The query took too long"),
}


class Fault(BaseModel):
    """One thing that is wrong in a request."""

    location: str = Field(examples=["query.limit"])
    message: str = Field(examples=["Input should be greater than or equal to 1"])


class Problem(BaseModel):
    """What is wrong, and what to do next (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(examples=["urn:oncegraph:problem:not_found"])
    title: str = Field(examples=["没有找到"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["没有编码为 X 的事项。"])
    code: str = Field(description="A stable name for programs.", examples=["not_found"])
    next_step: str | None = Field(None, description="What to do about it.")
    errors: list[Fault] = Field([], description="With 422: all errors of the request.")


#: How OpenAPI describes the body of an error.
CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these statuses, besides 422, 500, 503 and 504."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": CONTENT} for status in (*statuses, 500, 503, 504)
    }


def describe_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI description in which every 422 is a `Problem`, in place of FastAPI's own model of it."""
    models = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        models.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    models |= problem.pop("$defs")
    models["Problem"] = problem
    for operations in schema["paths"].values():
        for operation in operations.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = {"description": "Unprocessable Content", "content": CONTENT}
    return schema


def handle_errors(app: FastAPI) -> Callable[[Scope, Exception], ASGIApp]:
    """Answer every error of `app` with a problem. Returns what makes the answer to an error outside of `app`."""
    handler = new_exception_handler(
        handlers={OnceGraphError: _own},
        http_exception_handler=_http,
        request_validation_handler=_validation,
        unhandled_wrappers={"default": InternalError},
        documentation_uri_template=TYPE,
    )
    add_exception_handler(app, handler, generic_swagger_defaults=False)
    app.add_exception_handler(OnceGraphError, handler)
    return lambda scope, error: handler(Request(scope), error)


class InternalError(StatusProblem):
    """The answer to an unexpected error: the details are in the log, not in the answer."""

    type_ = "internal"

    def __init__(self, detail: str | None = None, headers: MutableMapping[str, str] | None = None):
        what = Text("服务出错，已记入日志。", "An internal error occurred and was logged.")
        next_step = Text("请带上 X-Request-ID 报告此问题。", "Please report it with the X-Request-ID.")
        self.title = str(TITLES[self.status])
        super().__init__(str(what), headers, code=self.type_, next_step=str(next_step))


def _own(_: ExceptionHandler, __: Request, error: OnceGraphError) -> ProblemError:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    status = STATUS_BY_CODE.get(error.code, status)
    retry = {"Retry-After": "2"} if status in (429, 503) else None
    return ProblemError(**_members(status, error.code, error.what, error.next_step), headers=retry)


def _http(_: ExceptionHandler, request: Request, error: HTTPException) -> ProblemError:
    details = {
        404: Text("没有这个地址。", "This address does not exist."),
        405: Text("这个地址不支持该方法。", "This address does not support that method."),
    }
    code = HTTPStatus(error.status_code).name.lower()
    next_step = Text("接口说明见 /docs。", "The API is described at /docs.")
    detail = details.get(error.status_code, str(error.detail))
    headers = dict(error.headers or {})
    if error.status_code == 405:  # Starlette names the methods of the first route of that address only
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return ProblemError(**_members(error.status_code, code, detail, next_step), headers=headers)


def _methods(request: Request) -> set[str]:
    """The methods of all routes of the address of a request."""
    paths = request.app.openapi()["paths"].items()
    here = [operations for path, operations in paths if compile_path(path)[0].match(request.scope["path"])]
    return {method.upper() for operations in here for method in operations}


def _validation(_: ExceptionHandler, __: Request, error: RequestValidationError) -> ProblemError:
    faults = [{"location": ".".join(map(str, each["loc"])), "message": each["msg"]} for each in error.errors()]
    detail = Text(f"请求中有 {len(faults)} 处错误。", f"The request has errors: {len(faults)}.")
    next_step = Text("请按 errors 所列改正。", "Correct the errors listed under `errors`.")
    return ProblemError(**_members(422, "invalid_request", detail, next_step), errors=faults)


def _members(status: int, code: str, detail: Text | str, next_step: Text | None) -> dict[str, Any]:
    title = TITLES.get(status, HTTPStatus(status).phrase)
    return {
        "title": str(title),
        "type_": code,
        "detail": str(detail),
        "status": status,
        "code": code,
        "next_step": next_step and str(next_step),
    }
