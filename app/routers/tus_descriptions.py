"""tus in the OpenAPI document: its headers, and the body that is bytes."""

from typing import Any

_HEADERS = {
    "Tus-Resumable": ("1.0.0", True, "string"),
    "Upload-Length": ("size of the file in bytes", True, "integer"),
    "Upload-Offset": ("where the bytes of this request begin", True, "integer"),
    "Upload-Metadata": ("`key base64` pairs; a client says `account_id` or `filing_id`", False, "string"),
    "Upload-Checksum": ("algorithm and base64 digest of the bytes of this request", False, "string"),
}


def described(*names: str, has_body: bool = False) -> dict[str, Any]:
    """Return what the document says of an operation: headers by name, the version's always among them."""
    told: dict[str, Any] = {"parameters": [_parameter(name) for name in ("Tus-Resumable", *names)]}
    if has_body:
        content = {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        told["requestBody"] = {"required": False, "content": content}
    return told


def with_odd_problems(declared: dict[str, Any], *statuses: int) -> dict[str, Any]:
    """Return an operation with problems under statuses that are tus's own."""
    answers = declared["responses"]
    return {**declared, "responses": answers | dict.fromkeys(statuses, answers[404])}


def _parameter(name: str) -> dict[str, Any]:
    description, required, kind = _HEADERS[name]
    schema: dict[str, Any] = {"type": kind}
    if kind == "integer":
        schema["minimum"] = 0
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}
