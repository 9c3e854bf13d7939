"""Completes the API's description: answers to requests that do not succeed, and files that are sent."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

WRITES = {"post", "put", "patch", "delete"}
OF_A_CAMPAIGN = "/campaigns/{slug}/"
SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "properties": {"detail": {"type": "string", "description": "In the language of the request."}},
        "required": ["detail"],
    },
    "Faults": {
        "type": "object",
        "description": "What is wrong, by field; `detail` or `non_field_errors` where no field is to blame.",
        "additionalProperties": {"type": "array", "items": {"type": "string"}},
    },
}
REFUSED = "Something given cannot be used. Nothing was stored."
FORBIDDEN = "Sign in, or ask for a role."
MISSING = "There is no such thing, or it is not for you to know."
CONFLICT = "The present state does not allow it: `detail` says why. Also for changes in an archived campaign."
TOO_LARGE = "The file is larger than this installation takes. Nothing was stored."


def describe_errors(
    result: dict[str, Any], generator: SchemaGenerator, request: Request | None, public: bool
) -> dict[str, Any]:
    """A hook of drf-spectacular. Answers that a view describes itself stay as they are."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for status, name, words in _errors(path, method, operation):
                operation["responses"].setdefault(status, _answer(name, words))
            operation["responses"] = dict(sorted(operation["responses"].items()))
            _describe_files(result["components"]["schemas"], operation)
    result["components"]["schemas"] |= SCHEMAS
    return result


def _describe_files(schemas: dict[str, Any], operation: dict[str, Any]) -> None:
    """A file that is sent is bytes; drf-spectacular describes it as the address that an answer would hold."""
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data", {})
    name = form.get("schema", {}).get("$ref", "").rpartition("/")[2]
    for field in schemas.get(name, {}).get("properties", {}).values():
        if field.get("format") == "uri" and field.get("type") == "string":
            field["format"] = "binary"


def _errors(path: str, method: str, operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    body = operation.get("requestBody", {}).get("content", {})
    if body:
        yield "400", "Faults", REFUSED
    if {} not in operation.get("security", [{}]):
        yield "403", "Problem", FORBIDDEN
    if "{" in path:
        yield "404", "Problem", MISSING
    if method in WRITES and (OF_A_CAMPAIGN in path or "409" in operation.get("description", "")):
        yield "409", "Problem", CONFLICT
    if "multipart/form-data" in body:
        yield "413", "Faults", TOO_LARGE


def _answer(name: str, words: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": words, "content": {"application/json": {"schema": schema}}}
