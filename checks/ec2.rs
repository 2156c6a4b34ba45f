//! # Launch EC2 instances via CLI and configure security groups
//!
//! EC2 runs virtual machines, called instances, in the subnets of a VPC. Security groups decide who may connect to them, an
//! instance profile what they may do in the account.
//!
//! ## What to build
//!
//! An instance that you would dare to leave running: reachable at the one port it serves, managed without a password, with
//! a role instead of keys, and encrypted.
//!
//! 1. Make a group: `aws ec2 create-security-group --group-name web --description web --vpc-id VPC`
//! 2. Open what is served, and nothing else:
//!    `aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port 443 --cidr 0.0.0.0/0`
//! 3. Make a role that EC2 may take on, and let Session Manager in:
//!    `aws iam create-role --role-name web --assume-role-policy-document file://trust.json`, then
//!    `aws iam attach-role-policy --role-name web --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore`
//! 4. Put it into an instance profile: `aws iam create-instance-profile --instance-profile-name web`, then
//!    `aws iam add-role-to-instance-profile --instance-profile-name web --role-name web`
//! 5. Encrypt what is made: `aws ec2 enable-ebs-encryption-by-default`
//! 6. Launch: `aws ec2 run-instances --instance-type t3.micro --security-group-ids GROUP --iam-instance-profile Name=web
//!    --metadata-options HttpTokens=required --image-id
//!    resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64`
//! 7. Look at it, without an open port: `aws ssm start-session --target INSTANCE`
//! 8. Ask awslab who gets in: `awslab reach internet INSTANCE --port 443`
//!
//! ## What the criteria protect against
//!
//! - SSH, RDP or a database open to everybody: they are found and tried within minutes. awslab sends packets through the
//!   model of your network, so that two halves of the internet are as open as the whole, and a load balancer is no cover.
//! - A rule that nobody uses yet: it is open on the day something listens behind it, and in the default group for everything
//!   that nobody gave a group.
//! - The first version of the metadata service hands the role's credentials to whoever can make the instance fetch a page.
//! - Keys in user data: everyone who may describe the instance reads them.
//! - A role that can do everything, or make itself do so: then whoever takes over the instance has the account.
//! - A disk that can be read once it is copied, and a machine that nobody can get onto when it misbehaves.
//!
//! ## Asked in interviews
//!
//! **EC2 or Lambda?** Lambda for what is short, event-driven and uneven: nothing to patch, nothing to pay while idle, at most
//! 15 minutes a run. EC2 for what runs all day, needs an operating system, a GPU or connections that last.
//!
//! **How does an instance get credentials?** From its role, by the metadata service, for a few hours at a time. Nothing is
//! stored, and nothing has to be rotated.
//!
//! **Why does a connection time out, and why is it refused?** A time-out is the network: a route, a security group or an ACL
//! drops the packet in silence. A refusal is the machine: it was reached, and nothing listens at that port.
//!
//! ## Further reading
//!
//! - Security groups: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-security-groups.html>
//! - Best practices: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-best-practices.html>

mod exposure;
mod groups;
mod machine;
mod role;

use awslab_core::arn::Arn;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    Ec2EbsEncryption, Ec2Instances, Ec2Network, Ec2UserData, Ec2Volumes, Elbv2LoadBalancers, IamAuthorizationDetails,
};
use awslab_core::lab::Aspect::{Encryption, LeastPrivilege, Operations, Task, Topology};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::ec2::Instance;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict};

use self::exposure::{FROM, PORT, check_from, check_port, no_open_admin, service_port};
use self::groups::{PUBLIC_PORTS, check_ports, security_group, sg_scoped};
use self::machine::{MAX_HOPS, ebs_default_encryption, imdsv2, user_data_secrets, volumes_encrypted};
use self::role::{LET_SESSION_MANAGER_IN, MAKE_ROLE, connect, instance_profile, role_scoped};

pub(crate) const LAB: Lab = Lab {
    id: "ec2",
    title: "Launch EC2 instances via CLI and configure security groups",
    source: include_str!("ec2.rs"),
    params: &[
        Param::text(STATE, "running", "the state that the instance is in: `running` or `stopped`").checked(check_state),
        Param::text(PORT, "", "the TCP port that the instance serves").checked(check_port),
        Param::text(FROM, "internet", "from where it is to be reached: `internet`, an address or an instance")
            .checked(check_from),
        Param::text(PUBLIC_PORTS, "80,443", "the ports that security groups may open to everybody").checked(check_ports),
        Param::count(MAX_HOPS, 2, "how far an answer of the metadata service may travel"),
    ],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("instance", Task, 2, "an in-scope instance is running", instance)
            .reads(&[Ec2Instances])
            .why("Everything else is about a machine that is there.")
            .fix(
                "aws ec2 run-instances --image-id \
                 resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
                 --instance-type t3.micro --metadata-options HttpTokens=required --region {region}",
            )
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/LaunchingAndUsingInstances.html"),
        Criterion::new("security-group", Task, 1, "it has a security group of its own", security_group)
            .after("instance")
            .reads(&[Ec2Instances, Ec2Network])
            .why("What is opened in the default group is opened for everything that nobody gave a group.")
            .fix(
                "aws ec2 create-security-group --group-name {new}-web --description web --vpc-id {vpc}\n\
                 aws ec2 modify-instance-attribute --instance-id {instance} --groups NEW_GROUP",
            )
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/changing-security-group.html"),
        Criterion::new("service-port", Task, 1, "its service is reached", service_port)
            .after("instance")
            .reads(&[Ec2Instances, Ec2Network])
            .why("A server that nobody can talk to serves nobody: routes, addresses, groups and ACLs must all agree.")
            .fix("aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values={instance}")
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/TroubleshootingInstancesConnecting.html"),
        Criterion::new("no-open-admin", Topology, 3, "SSH, RDP and databases are closed to the world", no_open_admin)
            .after("instance")
            .reads(&[Ec2Instances, Ec2Network, Elbv2LoadBalancers])
            .why("Open to everybody, they are found and tried within minutes. Session Manager needs no open port at all.")
            .fix("aws ec2 describe-security-group-rules --filters Name=group-id,Values={security-group}")
            .docs("https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html"),
        Criterion::new("sg-scoped", Topology, 2, "its groups open public ports alone to the world", sg_scoped)
            .after("no-open-admin")
            .reads(&[Ec2Instances, Ec2Network])
            .why("A rule that nothing uses yet is a door that is open on the day something listens behind it.")
            .fix("aws ec2 describe-security-group-rules --filters Name=group-id,Values={security-group}")
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"),
        Criterion::new("imdsv2", Operations, 2, "its metadata takes a token", imdsv2)
            .after("instance")
            .reads(&[Ec2Instances])
            .why(
                "Without a token, whoever can make the instance fetch a page gets the credentials of its role. \
                 A short hop limit keeps the answer on the machine.",
            )
            .fix(
                "aws ec2 modify-instance-metadata-options --instance-id {instance} --http-endpoint enabled \
                 --http-tokens required --http-put-response-hop-limit {hops}",
            )
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html"),
        Criterion::new("volumes-encrypted", Encryption, 2, "its volumes are encrypted", volumes_encrypted)
            .after("instance")
            .reads(&[Ec2Instances, Ec2Volumes])
            .why("Snapshots are copied and shared, and disks are replaced: what is encrypted stays yours.")
            .fix(
                "# A volume cannot be encrypted in place: attach an encrypted copy instead.\n\
                 aws ec2 stop-instances --instance-ids {instance}\n\
                 aws ec2 wait instance-stopped --instance-ids {instance}\n\
                 aws ec2 create-snapshot --volume-id {volume}\n\
                 aws ec2 wait snapshot-completed --snapshot-ids SNAPSHOT\n\
                 aws ec2 create-volume --snapshot-id SNAPSHOT --encrypted --availability-zone {zone}\n\
                 aws ec2 detach-volume --volume-id {volume}\n\
                 aws ec2 attach-volume --volume-id NEW_VOLUME --instance-id {instance} --device {device}\n\
                 aws ec2 start-instances --instance-ids {instance}",
            )
            .docs("https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"),
        Criterion::new(
            "ebs-default-encryption",
            Encryption,
            1,
            "new volumes are encrypted by default",
            ebs_default_encryption,
        )
        .after("instance")
        .reads(&[Ec2EbsEncryption, Ec2Instances])
        .why("One switch a Region, and nobody has to remember it again.")
        .fix("aws ec2 enable-ebs-encryption-by-default --region {region}")
        .docs("https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"),
        Criterion::new("instance-profile", LeastPrivilege, 1, "it has a role", instance_profile)
            .after("instance")
            .reads(&[Ec2Instances])
            .why("With a role the instance gets credentials that expire. Without, somebody will copy keys onto it.")
            .fix(MAKE_ROLE)
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html"),
        Criterion::new("role-scoped", LeastPrivilege, 2, "its role is no way to the account", role_scoped)
            .after("instance-profile")
            .reads(&[Ec2Instances, IamAuthorizationDetails])
            .why("Whoever takes over the instance has what its role has.")
            .fix(
                "aws iam list-attached-role-policies --role-name {role}\n\
                 aws iam list-role-policies --role-name {role}",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"),
        Criterion::new("user-data-secrets", Operations, 1, "its user data holds no secrets", user_data_secrets)
            .after("instance")
            .reads(&[Ec2Instances, Ec2UserData])
            .why("User data is no safe: everyone who may describe the instance reads it, and so does every process on it.")
            .fix(
                "# Keep the secret in Secrets Manager, let the role read it, and revoke the one that was written here.\n\
                 aws ec2 stop-instances --instance-ids {instance}\n\
                 aws ec2 wait instance-stopped --instance-ids {instance}\n\
                 aws ec2 modify-instance-attribute --instance-id {instance} --user-data Value=\n\
                 aws ec2 start-instances --instance-ids {instance}",
            )
            .docs("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"),
        Criterion::new("connect", Operations, 1, "somebody can get onto it", connect)
            .after("instance")
            .reads(&[Ec2Instances, IamAuthorizationDetails])
            .why("On the day it misbehaves you want to look. Session Manager does it without an open port, and records it.")
            .fix(LET_SESSION_MANAGER_IN)
            .docs("https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html"),
    ],
};

const STATE: &str = "state";

/// Whether an instance can stay in this state.
fn check_state(text: &str) -> Result<(), String> {
    if matches!(text, "running" | "stopped") { Ok(()) } else { Err("the value is running or stopped".to_owned()) }
}

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.all_located::<Instance>()?.iter().map(Subject::arn).collect())
}

fn instance(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let (state, wanted) = (instance.state.name.as_str(), cx.text(STATE));
    let fix = match (wanted, state) {
        ("running", "pending") => "aws ec2 wait instance-running --instance-ids {instance}",
        ("running", "stopping") => {
            "aws ec2 wait instance-stopped --instance-ids {instance}\n\
             aws ec2 start-instances --instance-ids {instance}"
        }
        ("running", _) => "aws ec2 start-instances --instance-ids {instance}",
        (_, "stopping") => "aws ec2 wait instance-stopped --instance-ids {instance}",
        _ => "aws ec2 stop-instances --instance-ids {instance}",
    };
    instance.observe("State", state == wanted, wanted, state).fix(fix).verdict()
}
