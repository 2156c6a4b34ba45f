//! # Set up RDS MySQL and connect from EC2
//!
//! RDS runs relational databases: it installs, patches, backs up and fails over, and leaves the tables to you. The database
//! has an address in your VPC, and nobody signs in to the machine behind it.
//!
//! ## What to build
//!
//! A MySQL database in private subnets that an instance of yours reaches, and nobody else. Lab vpc makes the subnets, lab ec2
//! the instance.
//!
//! 1. Make a group for the database that lets in the group of the instance, by its name and not by a range:
//!    `aws ec2 create-security-group --group-name db --description db --vpc-id VPC`, then
//!    `aws ec2 authorize-security-group-ingress --group-id DB --protocol tcp --port 3306 --source-group APPLICATION`
//! 2. Say where it may be placed: `aws rds create-db-subnet-group --db-subnet-group-name private
//!    --db-subnet-group-description private --subnet-ids PRIVATE_SUBNET PRIVATE_SUBNET_OF_ANOTHER_ZONE`
//! 3. Refuse connections in the clear: `aws rds create-db-parameter-group --db-parameter-group-name tls
//!    --db-parameter-group-family mysql8.4 --description tls`, then `aws rds modify-db-parameter-group
//!    --db-parameter-group-name tls
//!    --parameters ParameterName=require_secure_transport,ParameterValue=1,ApplyMethod=immediate`
//! 4. Make the database: `aws rds create-db-instance --db-instance-identifier shop --engine mysql --engine-version 8.4
//!    --db-instance-class db.t4g.micro --allocated-storage 20 --storage-encrypted --master-username admin
//!    --manage-master-user-password --backup-retention-period 7 --deletion-protection --no-publicly-accessible
//!    --db-subnet-group-name private --vpc-security-group-ids DB --db-parameter-group-name tls`
//! 5. Ask awslab whether a packet gets there and back: `awslab reach INSTANCE shop --port 3306`
//! 6. Connect from the instance: `mysql --host ENDPOINT --user admin --password --ssl-mode=REQUIRED`
//!
//! ## What the criteria protect against
//!
//! - A database that the application cannot reach. Routes, two security groups and two network ACLs must agree, in both
//!   directions; awslab names the first of them that does not, and every other one.
//! - A database that the internet, or a whole network, can reach: whoever gets anywhere into it can try passwords. A load
//!   balancer before it counts, and so does a subnet that a failover may move it into.
//! - A disk, a backup or a connection that can be read by others.
//! - A password that somebody keeps in a file; a deletion by mistake; a day on which there is no backup.
//! - A zone that fails, a hole that was mended in a version nobody installed, an error of which no log is left.
//!
//! ## Asked in interviews
//!
//! **When RDS and when DynamoDB?** RDS where data is related and questions change: joins, transactions over many tables, SQL.
//! DynamoDB where access is by known keys, and must stay fast at any size, without servers to choose.
//!
//! **What does Multi-AZ do, and what a read replica?** Multi-AZ keeps a standby in another zone, written at the same time, for
//! failover; nobody reads from it. A read replica follows later, and takes load off; failover to it is a decision of yours.
//!
//! **Why name a security group in a rule, and not a range?** Whatever is in the group gets in, wherever it is placed and
//! however often it is replaced, and nothing else that lands in the same subnet does.
//!
//! ## Further reading
//!
//! - Databases in a VPC: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.html>
//! - Cannot connect: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html>

mod network;
mod places;
mod settings;

use awslab_core::arn::Arn;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{Ec2Instances, Ec2Network, Elbv2LoadBalancers, KmsKeys, RdsInstances, RdsParameters};
use awslab_core::lab::Aspect::{Encryption, LeastPrivilege, Operations, Resilience, Task, Topology};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::rds::DbInstance;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict};

use self::network::{not_public, reachable_from_ec2};
use self::places::{private_subnets, sg_from_app};
use self::settings::{
    KMS, MIN_BACKUP_DAYS, RESTORE, backups, deletion_protection, logs, managed_password, minor_upgrades, multi_az,
    storage_encrypted, tls_required,
};

pub(crate) const LAB: Lab = Lab {
    id: "rds",
    title: "Set up RDS MySQL and connect from EC2",
    source: include_str!("rds.rs"),
    params: &[
        Param::flag(KMS, "demand storage encryption with a customer-managed KMS key"),
        Param::count(MIN_BACKUP_DAYS, 7, "for how many days backups are kept"),
    ],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("instance", Task, 2, "an in-scope MySQL database is available", instance)
            .reads(&[RdsInstances])
            .why("Everything else is about a database that is there.")
            .fix(
                "aws rds create-db-instance --db-instance-identifier {new}-mysql --engine mysql \
                 --db-instance-class db.t4g.micro --allocated-storage 20 --storage-encrypted \
                 --master-username admin --manage-master-user-password --no-publicly-accessible \
                 --db-subnet-group-name SUBNET_GROUP --vpc-security-group-ids GROUP --region {region}",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.html"),
        Criterion::new("reachable-from-ec2", Topology, 4, "an instance reaches it", reachable_from_ec2)
            .after("instance")
            .reads(&[Ec2Instances, Ec2Network, RdsInstances])
            .why("A database that the application cannot reach is of no use: routes, groups and ACLs must agree, both ways.")
            .fix("aws rds describe-db-instances --db-instance-identifier {database}")
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.Scenarios.html"),
        Criterion::new("not-public", Topology, 3, "the internet does not reach it", not_public)
            .after("instance")
            .reads(&[Ec2Network, Elbv2LoadBalancers, RdsInstances])
            .why("A database on the internet is found within the hour, and from then on its password is all that stands.")
            .fix(
                "aws rds modify-db-instance --db-instance-identifier {database} --no-publicly-accessible \
                 --apply-immediately",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"),
        Criterion::new("private-subnets", Topology, 2, "its subnets are private, in two zones", private_subnets)
            .after("instance")
            .reads(&[Ec2Network, RdsInstances])
            .why("A failover may move it into any subnet of its group: one public subnet is enough to expose it then.")
            .fix(
                "aws rds create-db-subnet-group --db-subnet-group-name {new}-private --db-subnet-group-description {new} \
                 --subnet-ids PRIVATE_SUBNET PRIVATE_SUBNET_OF_ANOTHER_ZONE",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"),
        Criterion::new("sg-from-app", LeastPrivilege, 2, "only security groups and hosts get in", sg_from_app)
            .after("instance")
            .reads(&[Ec2Network, RdsInstances])
            .shows(&[Ec2Instances])
            .why("A range lets in whatever is put there next. A group lets in what was given it on purpose.")
            .fix(
                "aws ec2 authorize-security-group-ingress --group-id {security-group} --protocol tcp --port {port} \
                 --source-group APPLICATION_GROUP",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"),
        Criterion::new("storage-encrypted", Encryption, 2, "its storage is encrypted", storage_encrypted)
            .after("instance")
            .reads(&[RdsInstances])
            .reads_when(&[KMS], &[KmsKeys])
            .why("Snapshots are copied and shared: what is encrypted stays yours.")
            .fix(RESTORE)
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"),
        Criterion::new("tls-required", Encryption, 1, "connections are encrypted", tls_required)
            .after("instance")
            .reads(&[RdsInstances, RdsParameters])
            .why("Without it, a client that forgets an option sends its password and every answer in the clear.")
            .fix("aws rds describe-db-parameters --db-parameter-group-name {parameter-group}")
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html"),
        Criterion::new("managed-password", LeastPrivilege, 1, "nobody keeps its password", managed_password)
            .after("instance")
            .reads(&[RdsInstances])
            .why("Secrets Manager makes the password, hands it to whom IAM lets ask, and changes it every week.")
            .fix(
                "aws rds modify-db-instance --db-instance-identifier {database} --manage-master-user-password \
                 --apply-immediately",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"),
        Criterion::new("backups", Resilience, 1, "backups are kept", backups)
            .after("instance")
            .reads(&[RdsInstances])
            .why("With automated backups you can go back to any second of the last days, the one before the mistake.")
            .fix(
                "aws rds modify-db-instance --db-instance-identifier {database} --backup-retention-period {days} \
                 --apply-immediately",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"),
        Criterion::new("multi-az", Resilience, 0, "a standby waits in another zone", multi_az)
            .after("instance")
            .reads(&[RdsInstances])
            .why("When its zone fails, the standby takes over in a minute. This criterion informs: it is worth no points.")
            .fix("aws rds modify-db-instance --db-instance-identifier {database} --multi-az --apply-immediately")
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html"),
        Criterion::new("deletion-protection", Operations, 1, "it cannot be deleted by mistake", deletion_protection)
            .after("instance")
            .reads(&[RdsInstances])
            .why("One wrong name in a script, and the database is gone with its automated backups.")
            .fix(
                "aws rds modify-db-instance --db-instance-identifier {database} --deletion-protection \
                 --apply-immediately",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"),
        Criterion::new("minor-upgrades", Operations, 0, "minor versions come by themselves", minor_upgrades)
            .after("instance")
            .reads(&[RdsInstances])
            .why("They close holes that are published with them. This criterion informs: it is worth no points.")
            .fix("aws rds modify-db-instance --db-instance-identifier {database} --auto-minor-version-upgrade")
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"),
        Criterion::new("logs", Operations, 0, "its logs are kept", logs)
            .after("instance")
            .reads(&[RdsInstances])
            .why("The database itself keeps its logs for hours. This criterion informs: it is worth no points.")
            .fix(
                "aws rds modify-db-instance --db-instance-identifier {database} \
                 --cloudwatch-logs-export-configuration '{\"EnableLogTypes\":[\"error\"]}'",
            )
            .docs("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html"),
    ],
};

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.all_located::<DbInstance>()?.iter().map(Subject::arn).collect())
}

fn instance(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let status = database.db_instance_status.as_deref().unwrap_or("unknown");
    let fix = match status {
        "stopped" => "aws rds start-db-instance --db-instance-identifier {database}",
        _ => "aws rds wait db-instance-available --db-instance-identifier {database}",
    };
    database.observe("DBInstanceStatus", status == "available", "available", status).fix(fix).verdict()
}
