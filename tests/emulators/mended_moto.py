"""moto's server, mended in four places where it is so unlike AWS that awslab cannot be tested on it.

    mended_moto.py --host 127.0.0.1 --port PORT     the options are moto's own

Two of its answers are not what AWS's protocol says. Python's SDK reads them all the same, that for Rust does not. And
the tests speak plain HTTP, which a bucket for TLS alone refuses. What else moto does not have or gets wrong is not
mended: the verdicts that it changes are listed in gaps.rs.
"""

from __future__ import annotations

import json
from copy import copy
from datetime import datetime, timezone
from typing import Any

from moto.core.responses import ActionResult
from moto.core.serialize import S3Serializer
from moto.iam.models import ManagedPolicy
from moto.iam.responses import IamResponse
from moto.s3.models import FakeBucket
from moto.server import main


def mend_bucket_versioning() -> None:
    """The outer element of the answer is named otherwise than in S3."""
    serialize = S3Serializer._serialized_result_to_response

    def serialize_as_s3_does(self: S3Serializer, *arguments: Any) -> Any:
        response = serialize(self, *arguments)
        if self.operation_model.name == "GetBucketVersioning":
            response["body"] = response["body"].replace("GetBucketVersioningResponse", "VersioningConfiguration")
        return response

    S3Serializer._serialized_result_to_response = serialize_as_s3_does


def mend_authorization_details() -> None:
    """The names of managed policies are left out: moto looks for them under a name of its own."""
    ManagedPolicy.policy_name = property(lambda policy: policy.name)


def mend_credential_report() -> None:
    """Every report is said to be from 2015, and is yet up to date."""
    get_credential_report = IamResponse.get_credential_report

    def get_credential_report_of_now(self: IamResponse) -> ActionResult:
        answer = get_credential_report(self)
        answer.result["GeneratedTime"] = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return answer

    IamResponse.get_credential_report = get_credential_report_of_now


def mend_bucket_policies() -> None:
    """Statements with a condition are taken as if it always held; in these tests, none holds."""
    get_permission = FakeBucket.get_permission

    def get_permission_without_conditions(self: FakeBucket, action: str, resource: str) -> Any:
        if self.policy is None:
            return get_permission(self, action, resource)
        document = json.loads(self.policy)
        statements = [statement for statement in document["Statement"] if "Condition" not in statement]
        unconditional = copy(self)
        unconditional.policy = json.dumps({**document, "Statement": statements}).encode()
        return get_permission(unconditional, action, resource)

    FakeBucket.get_permission = get_permission_without_conditions


if __name__ == "__main__":
    mend_bucket_versioning()
    mend_authorization_details()
    mend_credential_report()
    mend_bucket_policies()
    main()
