"""Builds an AWS account in an emulator and prints the credentials to read it with, as JSON.

    accounts.py NAME --endpoint http://127.0.0.1:PORT --account 123456789012 [--region us-east-1]

    untouched     nothing is made
    solved        every criterion of the labs s3 and iam holds
    kms           as solved, the bucket and its object encrypted with a customer-managed key
    trail         as solved, with a role that may write, the accesses to the bucket recorded by CloudTrail
    half-solved   a learner on the way, with the misses that learners have
    exposed       as solved but for the logs, the bucket opened to everyone and to another account
    crowd         30 buckets, 20 users, 10 roles, 20 policies: many of everything

An emulator lets anyone assume a role in any account, and the account is there from then on. So each test has its own
account on the one server.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import boto3
from botocore.config import Config

READER = "awslab-reader"

SOURCE_CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}

# Long enough for any password policy.
PASSWORD = "correct-Horse-battery-7-staple"

READ_NOTES = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::notes-of-the-class/*"}
WRITE_NOTES = {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::notes-of-the-class/*"}


class Account:
    """One account of an emulator, and what it takes to furnish it."""

    def __init__(self, endpoint: str, number: str, region: str) -> None:
        self.endpoint = endpoint
        self.number = number
        self.region = region
        sts = self._client(boto3.Session(**SOURCE_CREDENTIALS, region_name=region), "sts")
        self.credentials = sts.assume_role(RoleArn=f"arn:aws:iam::{number}:role/{READER}", RoleSessionName=READER)[
            "Credentials"
        ]
        session = boto3.Session(
            aws_access_key_id=self.credentials["AccessKeyId"],
            aws_secret_access_key=self.credentials["SecretAccessKey"],
            aws_session_token=self.credentials["SessionToken"],
            region_name=region,
        )
        self.cloudtrail = self._client(session, "cloudtrail")
        self.iam = self._client(session, "iam")
        self.kms = self._client(session, "kms")
        self.s3 = self._client(session, "s3")
        self.sts = self._client(session, "sts")

    def _client(self, session: boto3.Session, service: str) -> Any:
        settings = Config(s3={"addressing_style": "path"}, proxies={})
        return session.client(service, endpoint_url=self.endpoint, config=settings)

    def environment(self) -> dict[str, str]:
        """The variables from which the AWS CLI, the SDKs and awslab take their credentials."""
        return environment(self.credentials, self.region)

    def assume(self, role: str) -> dict[str, str]:
        """The same for a role of this account."""
        arn = f"arn:aws:iam::{self.number}:role/{role}"
        return environment(self.sts.assume_role(RoleArn=arn, RoleSessionName=role)["Credentials"], self.region)

    def create_bucket(self, name: str) -> str:
        """A new bucket as AWS makes one since 2023; an emulator may leave the defaults out."""
        bucket = f"{name}-{self.number}"
        elsewhere = {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
        self.s3.create_bucket(Bucket=bucket, **({} if self.region == "us-east-1" else elsewhere))
        self.encrypt(bucket, {"SSEAlgorithm": "AES256"})
        self.s3.put_bucket_ownership_controls(
            Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        )
        self.s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
        )
        return bucket

    def encrypt(self, bucket: str, default: dict[str, str]) -> None:
        """Sets how the bucket encrypts what is put into it."""
        rules = [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]
        self.s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})

    def keep_versions(self, bucket: str) -> None:
        """Versioning, and a lifecycle rule that ends old versions and abandoned uploads."""
        self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        rule = {
            "ID": "end-what-is-no-longer-needed",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        }
        self.s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})

    def deny_plain_http(self, bucket: str, *besides: dict[str, Any]) -> None:
        """A policy by which the bucket and its objects are to be had over TLS alone, with statements of one's own."""
        arn = f"arn:aws:s3:::{bucket}"
        denial = {
            "Sid": "DenyPlainHttp",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        self.s3.put_bucket_policy(Bucket=bucket, Policy=policy(denial, *besides))

    def open_to_the_world(self, bucket: str) -> None:
        """What people do who want a bucket to work at last: ACLs, no public access block, everybody in the policy."""
        self.s3.delete_public_access_block(Bucket=bucket)
        self.s3.put_bucket_ownership_controls(
            Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
        )
        self.s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
        read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
        self.s3.put_bucket_policy(
            Bucket=bucket,
            Policy=policy(
                {"Sid": "Everyone", "Principal": "*", **read},
                {"Sid": "Partner", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, **read},
                {"Sid": "Own", "Principal": {"AWS": f"arn:aws:iam::{self.number}:root"}, **read},
            ),
        )

    def log_access(self, bucket: str, target: str) -> None:
        """Server access logs of a bucket, delivered into another one."""
        delivery = {
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{target}/*",
        }
        self.s3.put_bucket_policy(Bucket=target, Policy=policy(delivery))
        logging = {"TargetBucket": target, "TargetPrefix": f"{bucket}/"}
        self.s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": logging})

    def record_access(self, bucket: str, target: str) -> None:
        """A trail of what is done to a bucket's objects, delivered into another one."""
        trail = self.cloudtrail.create_trail(Name="objects", S3BucketName=target, IsMultiRegionTrail=True)["TrailARN"]
        objects = {"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{bucket}/"]}
        selector = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [objects]}
        self.cloudtrail.put_event_selectors(TrailName=trail, EventSelectors=[selector])
        self.cloudtrail.start_logging(Name=trail)

    def create_policy(self, name: str, statement: dict[str, Any]) -> str:
        """A customer-managed policy of one statement; returns its ARN."""
        created = self.iam.create_policy(PolicyName=name, PolicyDocument=policy(statement))["Policy"]
        return str(created["Arn"])

    def create_role(self, name: str, service: str, policy_arn: str) -> None:
        """A role for an AWS service, with one policy attached."""
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))
        self.iam.attach_role_policy(RoleName=name, PolicyArn=policy_arn)

    def enable_mfa(self, user: str) -> None:
        """A virtual MFA device for a user. Emulators do not check the codes."""
        device = self.iam.create_virtual_mfa_device(VirtualMFADeviceName=user)["VirtualMFADevice"]["SerialNumber"]
        self.iam.enable_mfa_device(
            UserName=user, SerialNumber=device, AuthenticationCode1="123456", AuthenticationCode2="654321"
        )


def untouched(_account: Account) -> None:
    """Nothing."""


def solved(account: Account) -> str:
    """A learner who did both labs. Returns the bucket's name."""
    secure_sign_in(account)
    bucket = solve_s3(account)
    account.log_access(bucket, target=account.create_bucket("logs"))
    return bucket


def trail(account: Account) -> None:
    """A learner who did both labs, wrote notes too, and let CloudTrail watch the bucket."""
    secure_sign_in(account)
    account.create_role("note-writer", "lambda.amazonaws.com", account.create_policy("write-notes", WRITE_NOTES))
    bucket = solve_s3(account)
    account.record_access(bucket, target=account.create_bucket("trails"))


def kms(account: Account) -> None:
    """A learner who did both labs, with a key of their own."""
    bucket = solved(account)
    key = account.kms.create_key(Description="notes")["KeyMetadata"]["Arn"]
    account.encrypt(bucket, {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key})
    account.s3.put_object(Bucket=bucket, Key="file.txt", Body=b"Hello, S3!\n")


def exposed(account: Account) -> None:
    """A learner who did both labs but for the logs, and then let everyone in."""
    secure_sign_in(account)
    account.open_to_the_world(solve_s3(account))


def secure_sign_in(account: Account) -> None:
    """The lab iam: a user who gets their permissions through a group, a role for a service, and safe credentials."""
    account.iam.update_account_password_policy(MinimumPasswordLength=14, PasswordReusePrevention=24)
    read_notes = account.create_policy("read-notes", READ_NOTES)
    account.iam.create_group(GroupName="students")
    account.iam.attach_group_policy(GroupName="students", PolicyArn=read_notes)
    account.iam.create_user(UserName="mia")
    account.iam.add_user_to_group(GroupName="students", UserName="mia")
    account.iam.create_login_profile(UserName="mia", Password=PASSWORD)
    account.enable_mfa("mia")
    account.iam.create_access_key(UserName="mia")
    account.create_role("note-reader", "lambda.amazonaws.com", read_notes)


def solve_s3(account: Account) -> str:
    """The lab s3 but for the logs: a bucket with an object, TLS only, and versions that end."""
    bucket = account.create_bucket("notes")
    account.deny_plain_http(bucket)
    account.keep_versions(bucket)
    account.s3.put_object(Bucket=bucket, Key="file.txt", Body=b"Hello, S3!\n")
    return bucket


def half_solved(account: Account) -> None:
    """A learner who got things to work and stopped there."""
    # The bucket is as AWS made it, and a first try with nothing in it was left behind.
    account.create_bucket("my-first-bucket")
    bucket = account.create_bucket("vacation-photos")
    account.s3.put_object(Bucket=bucket, Key="2026/beach.jpg", Body=b"\xff\xd8\xff\xe0 not much of a picture")

    # Access was denied once, so the user got everything; the access key was lost once, so there are two.
    account.iam.create_user(UserName="leo")
    account.iam.put_user_policy(
        UserName="leo",
        PolicyName="make-it-work",
        PolicyDocument=policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}),
    )
    account.iam.create_login_profile(UserName="leo", Password=PASSWORD)
    account.iam.create_access_key(UserName="leo")
    account.iam.create_access_key(UserName="leo")

    # The role was built by the book.
    photos = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{bucket}/*"}
    account.create_role("photo-resizer", "lambda.amazonaws.com", account.create_policy("resize-photos", photos))
    account.iam.update_account_password_policy(MinimumPasswordLength=8)


def crowd(account: Account) -> None:
    """Many of everything, to count the calls that reading them takes."""
    account.iam.create_group(GroupName="developers")
    policies = [account.create_policy(f"policy-{number:02}", READ_NOTES) for number in range(20)]
    account.iam.attach_group_policy(GroupName="developers", PolicyArn=policies[0])
    for number in range(20):
        user = f"user-{number:02}"
        account.iam.create_user(UserName=user)
        account.iam.add_user_to_group(GroupName="developers", UserName=user)
        account.iam.create_login_profile(UserName=user, Password=PASSWORD)
        account.iam.create_access_key(UserName=user)
    for number in range(10):
        account.create_role(f"role-{number:02}", "ec2.amazonaws.com", policies[number])
    for number in range(30):
        bucket = account.create_bucket(f"bucket-{number:02}")
        account.s3.put_object(Bucket=bucket, Key="index.html", Body=b"<h1>lab</h1>")


def environment(credentials: dict[str, str], region: str) -> dict[str, str]:
    """Credentials as STS hands them out, as environment variables."""
    return {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
        # The SDKs read the one, version 1 of the AWS CLI the other.
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


def policy(*statements: dict[str, Any]) -> str:
    """A policy document, as JSON."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def main() -> None:
    """Builds the account that the command line names."""
    accounts = {
        "untouched": untouched,
        "solved": solved,
        "kms": kms,
        "trail": trail,
        "half-solved": half_solved,
        "exposed": exposed,
        "crowd": crowd,
    }
    parser = argparse.ArgumentParser(description="build an AWS account in an emulator")
    parser.add_argument("name", choices=accounts)
    parser.add_argument("--endpoint", required=True, help="address of the emulator, such as http://127.0.0.1:5000")
    parser.add_argument("--account", required=True, metavar="NUMBER", help="the account's 12 digits")
    parser.add_argument("--region", default="us-east-1")
    options = parser.parse_args()
    account = Account(options.endpoint, options.account, options.region)
    accounts[options.name](account)
    print(json.dumps(account.environment(), indent=2))


if __name__ == "__main__":
    main()
