"""Builds the solved account in an emulator that enforces IAM from then on, with a role for each policy to read it by.

    readers.py --endpoint http://127.0.0.1:PORT --account 123456789012 < POLICIES

POLICIES is a JSON object of policy documents by name. Printed is one of credentials by the same names.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.request

from accounts import Account, policy, solved


def enforce_iam(endpoint: str) -> None:
    """Tells moto that no more requests go unchecked."""
    body = {"data": b"0", "headers": {"Content-Type": "text/plain"}}
    with urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset-auth", method="POST", **body)):
        pass


def main() -> None:
    """Builds the account, then lets the emulator enforce IAM."""
    parser = argparse.ArgumentParser(description="build an AWS account with restricted readers in moto")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--account", required=True, metavar="NUMBER")
    options = parser.parse_args()
    account = Account(options.endpoint, options.account, "us-east-1")
    solved(account)
    trust = policy({"Effect": "Allow", "Principal": {"AWS": options.account}, "Action": "sts:AssumeRole"})
    readers = {}
    for name, document in json.load(sys.stdin).items():
        account.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        account.iam.put_role_policy(RoleName=name, PolicyName="reads", PolicyDocument=json.dumps(document))
        readers[name] = account.assume(name)
    enforce_iam(options.endpoint)
    print(json.dumps(readers, indent=2))


if __name__ == "__main__":
    main()
