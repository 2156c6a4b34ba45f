"""What AWS answers when a call goes wrong, in each of its protocols, and some things that no server should answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from operations import Operation


@dataclass(frozen=True)
class Answer:
    """An HTTP answer. `cut` means that the connection ends halfway through the body."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


def denied(operation: Operation) -> Answer:
    """The caller's policies do not allow the operation."""
    if operation.service in ("s3", "s3control"):
        return error(operation, 403, "AccessDenied", "Access Denied")
    code = {"ec2": "UnauthorizedOperation", "query": "AccessDenied", "rest-xml": "AccessDenied"}
    status = 400 if operation.protocol == "json" else 403
    message = (
        f"User: arn:aws:sts::123456789012:assumed-role/awslab/awslab is not authorized to perform: {operation}"
        f" because no identity-based policy allows the {operation} action"
    )
    return error(operation, status, code.get(operation.protocol, "AccessDeniedException"), message)


def throttled(operation: Operation) -> Answer:
    """Too many requests, also on every retry."""
    status, code = {
        "ec2": (503, "RequestLimitExceeded"),
        "json": (400, "ThrottlingException"),
        "query": (400, "Throttling"),
        "rest-json": (429, "TooManyRequestsException"),
        "rest-xml": (503, "SlowDown"),
    }[operation.protocol]
    return error(operation, status, code, "Rate exceeded")


def no_such_bucket(operation: Operation) -> Answer:
    """The bucket was deleted a moment ago."""
    return error(operation, 404, "NoSuchBucket", "The specified bucket does not exist")


def no_public_access_block(operation: Operation) -> Answer:
    """No fault: what AWS says of an account, or a bucket, without a public access block."""
    message = "The public access block configuration was not found"
    return error(operation, 404, "NoSuchPublicAccessBlockConfiguration", message)


def expired(operation: Operation) -> Answer:
    """The session's credentials are too old."""
    message = "The security token included in the request is expired"
    return error(operation, 400 if operation.service == "s3" else 403, "ExpiredToken", message)


def wrong_key(operation: Operation) -> Answer:
    """The access key does not exist."""
    if operation.service == "s3":
        message = "The AWS Access Key Id you provided does not exist in our records."
        return error(operation, 403, "InvalidAccessKeyId", message)
    code = "UnrecognizedClientException" if "json" in operation.protocol else "InvalidClientTokenId"
    return error(operation, 403, code, "The security token included in the request is invalid.")


def html500(_operation: Operation) -> Answer:
    """A gateway's error page: not the service's protocol at all."""
    page = b"<!DOCTYPE html><html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>"
    return Answer(500, "text/html", page)


def empty(_operation: Operation) -> Answer:
    """Success without a body, where one is due."""
    return Answer(200, "application/octet-stream", b"")


def cut(_operation: Operation) -> Answer:
    """The connection ends in the middle of the answer."""
    return Answer(200, "text/xml", b'<?xml version="1.0" encoding="UTF-8"?>\n<Resp', cut=True)


FAULTS: dict[str, Callable[[Operation], Answer]] = {
    "denied": denied,
    "throttled": throttled,
    "nosuchbucket": no_such_bucket,
    "noblock": no_public_access_block,
    "expired": expired,
    "wrongkey": wrong_key,
    "html500": html500,
    "empty": empty,
    "cut": cut,
}


def error(operation: Operation, status: int, code: str, message: str) -> Answer:
    """An error in the protocol of the operation's service."""
    if operation.protocol in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message}).encode()
        return Answer(status, "application/x-amz-json-1.1", body, {"x-amzn-ErrorType": code})

    fields = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
    if operation.protocol == "ec2":
        document = f"<Response><Errors><Error>{fields}</Error></Errors><RequestID>0</RequestID></Response>"
    elif operation.service == "s3":
        document = f"<Error>{fields}<RequestId>0</RequestId><HostId>0</HostId></Error>"
    else:
        document = f"<ErrorResponse><Error><Type>Sender</Type>{fields}</Error><RequestId>0</RequestId></ErrorResponse>"
    return Answer(status, "text/xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode())
