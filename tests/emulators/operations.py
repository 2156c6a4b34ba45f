"""Names an HTTP request as the AWS SDKs do: `s3:GetBucketVersioning`, `iam:ListUsers`, `kms:DescribeKey`.

The query and JSON protocols carry the name in the request. The REST protocols do not: there the method, the path and
the query string are looked up in the service's own model, the one boto3 builds its clients from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session

SIGNED_SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")

# Services whose requests are signed under another service's name, tried in this order.
SIGNED_AS = {"s3": ("s3control", "s3")}


@dataclass(frozen=True)
class Operation:
    """One AWS operation and, where it is about a bucket, that bucket."""

    service: str
    name: str
    protocol: str
    bucket: str | None = None

    def __str__(self) -> str:
        return f"{self.service}:{self.name}"


@dataclass(frozen=True)
class Route:
    """How one operation of a REST service looks on the wire."""

    name: str
    method: str
    path: re.Pattern[str]
    parameters: frozenset[tuple[str, str | None]]
    headers: frozenset[str]

    def matches(self, method: str, path: str, query: Mapping[str, list[str]], headers: Message) -> bool:
        """Whether the request could be this operation."""
        return (
            self.method == method
            and self.path.fullmatch(path) is not None
            and all(name in query and value in (None, query[name][0]) for name, value in self.parameters)
            and all(header in headers for header in self.headers)
        )

    @property
    def demands(self) -> int:
        """How much it asks of a request: of several that match, the most demanding one is meant."""
        return len(self.parameters) + len(self.headers)


def identify(method: str, target: str, headers: Message, body: bytes) -> Operation:
    """The operation that a signed request asks for; its name is `Unknown` where no model knows it."""
    signature = SIGNED_SERVICE.search(headers.get("Authorization") or "")
    service = signature.group(1) if signature else "unsigned"

    amz_target = headers.get("X-Amz-Target")
    if amz_target:
        return Operation(service, amz_target.rpartition(".")[2], "json")

    url = urlsplit(target)
    query = parse_qs(url.query, keep_blank_values=True)
    form = "x-www-form-urlencoded" in (headers.get("Content-Type") or "")
    action = (parse_qs(body.decode()) if form else query).get("Action")
    if action:
        return Operation(service, action[0], "ec2" if service == "ec2" else "query")

    return _identify_rest(service, method, unquote(url.path), query, headers)


def _identify_rest(signed: str, method: str, path: str, query: Mapping[str, list[str]], headers: Message) -> Operation:
    # Some SDKs write "/bucket/" for "/bucket".
    path = path.rstrip("/") or "/"
    for service in SIGNED_AS.get(signed, (signed,)):
        protocol, routes = _rest_model(service)
        matching = [route for route in routes if route.matches(method, path, query, headers)]
        if not matching:
            continue
        route = max(matching, key=lambda route: route.demands)
        bucket = path.split("/")[1] if service == "s3" and path != "/" else None
        return Operation(service, route.name, protocol, bucket)
    return Operation(signed, "Unknown", "rest-xml")


@cache
def _rest_model(service: str) -> tuple[str, tuple[Route, ...]]:
    """The protocol of a service and its operations, without those that a newer one replaces at the same address."""
    loader = botocore.session.get_session().get_component("data_loader")
    if service not in loader.list_available_services("service-2"):
        return "rest-xml", ()
    model = loader.load_service_model(service, "service-2")
    routes = tuple(
        _route(model, name, operation)
        for name, operation in model["operations"].items()
        if not operation.get("deprecated")
    )
    return model["metadata"]["protocol"], routes


def _route(model: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> Route:
    template = urlsplit(operation["http"]["requestUri"])
    parameters: set[tuple[str, str | None]] = {
        (key, values[0] or None) for key, values in parse_qs(template.query, keep_blank_values=True).items()
    }
    headers: set[str] = set()
    shape = model["shapes"][operation["input"]["shape"]] if "input" in operation else {}
    for required in shape.get("required", ()):
        member = shape["members"][required]
        if member.get("location") == "querystring":
            parameters.add((member["locationName"], None))
        elif member.get("location") == "header":
            headers.add(member["locationName"])
    path = _path_pattern(template.path)
    return Route(name, operation["http"]["method"], path, frozenset(parameters), frozenset(headers))


def _path_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template.rstrip("/") or "/")
    return re.compile("".join(_path_part(part) for part in parts))


def _path_part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".+" if part.endswith("+}") else "[^/]+"
