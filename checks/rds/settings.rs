//! How the database is set up. Of a cluster, the cluster decides what its instances share.

use awslab_core::call::DESCRIBE_DB_PARAMETERS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::KeyMetadata;
use awslab_core::model::rds::{DbCluster, DbInstance, Parameter, REQUIRE_SECURE_TRANSPORT};
use awslab_core::nouns::Located;
use awslab_core::plan::ParameterGroup;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};

pub(super) const KMS: &str = "kms";
pub(super) const MIN_BACKUP_DAYS: &str = "min_backup_days";

/// The cluster that the database is of, where it is of one.
fn cluster(database: Located<'_, DbInstance>) -> Result<Option<&DbCluster>, Miss> {
    let Some(id) = &database.get().db_cluster_identifier else { return Ok(None) };
    let clusters = database.surroundings.rds.db_clusters.known()?;
    Ok(clusters.iter().find(|it| it.db_cluster_identifier == *id))
}

pub(super) fn storage_encrypted(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let encrypted = database.storage_encrypted;
    let encrypted =
        restored(cx, database, database.observe("StorageEncrypted", encrypted, true, encrypted)).verdict()?;
    if !cx.flag(KMS) {
        return Ok(encrypted);
    }
    let id = database.kms_key_id.as_deref().unwrap_or_default();
    let key = cx.key(id, database.region)?;
    let is_own = key.is_some_and(KeyMetadata::is_customer_managed);
    let actual = if is_own { id.to_owned() } else { format!("{id}, which AWS manages") };
    let own = restored(cx, database, database.observe("KmsKeyId", is_own, "a customer-managed key", actual));
    all([Ok(encrypted), own.verdict()])
}

/// Options by which what is restored from a snapshot is set up as the database is: RDS does not take these over.
pub(super) fn as_before(database: &DbInstance) -> String {
    let mut options = String::new();
    if !database.db_parameter_groups.is_empty() {
        options += " --db-parameter-group-name {parameter-group}";
    }
    if database.multi_az {
        options += " --multi-az";
    }
    if database.deletion_protection {
        options += " --deletion-protection";
    }
    let is_name = |it: &&String| it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let logs: Vec<&str> = database.enabled_cloudwatch_logs_exports.iter().filter(is_name).map(String::as_str).collect();
    if !logs.is_empty() {
        options += " --enable-cloudwatch-logs-exports ";
        options += &logs.join(" ");
    }
    options
}

/// The parameter group that [`as_before`] names.
pub(super) fn parameter_group(database: &DbInstance) -> &str {
    database.db_parameter_groups.first().map_or("PARAMETER_GROUP", |it| it.db_parameter_group_name.as_str())
}

/// With the commands that restore the database encrypted, where it is now.
fn restored(cx: &Context<'_>, database: Located<'_, DbInstance>, observation: Observation) -> Observation {
    let group = database.db_subnet_group.as_ref().map_or("SUBNET_GROUP", |it| it.db_subnet_group_name.as_str());
    let own = database.vpc_security_groups.first().map_or("GROUP", |it| it.vpc_security_group_id.as_str());
    let observation = observation
        .name("key", if cx.flag(KMS) { "KEY" } else { "alias/aws/rds" })
        .name("subnet-group", group)
        .name("security-group", own)
        .name("parameter-group", parameter_group(database.get()))
        .name("engine", database.engine.clone().unwrap_or_default());
    match &database.db_cluster_identifier {
        Some(cluster) => observation.name("cluster", cluster).fix(RESTORE_CLUSTER),
        None => observation.fix(format!("{RESTORE}{}", as_before(database.get()))),
    }
}

pub(super) const RESTORE: &str = "\
    # A database cannot be encrypted in place: restore an encrypted copy of a snapshot.\n\
    aws rds create-db-snapshot --db-instance-identifier {database} --db-snapshot-identifier {database}-plain\n\
    aws rds wait db-snapshot-available --db-snapshot-identifier {database}-plain\n\
    aws rds copy-db-snapshot --source-db-snapshot-identifier {database}-plain \
    --target-db-snapshot-identifier {database}-encrypted --kms-key-id {key}\n\
    aws rds wait db-snapshot-available --db-snapshot-identifier {database}-encrypted\n\
    aws rds restore-db-instance-from-db-snapshot --db-instance-identifier {database}-encrypted \
    --db-snapshot-identifier {database}-encrypted --db-subnet-group-name {subnet-group} \
    --vpc-security-group-ids {security-group} --no-publicly-accessible";

const RESTORE_CLUSTER: &str = "\
    # A cluster cannot be encrypted in place: restore a snapshot of it, encrypted.\n\
    aws rds create-db-cluster-snapshot --db-cluster-identifier {cluster} \
    --db-cluster-snapshot-identifier {cluster}-plain\n\
    aws rds wait db-cluster-snapshot-available --db-cluster-snapshot-identifier {cluster}-plain\n\
    aws rds restore-db-cluster-from-snapshot --db-cluster-identifier {cluster}-encrypted \
    --snapshot-identifier {cluster}-plain --engine {engine} --kms-key-id {key} \
    --db-subnet-group-name {subnet-group} --vpc-security-group-ids {security-group}\n\
    aws rds create-db-instance --db-instance-identifier {database}-encrypted --db-cluster-identifier {cluster}-encrypted \
    --engine {engine} --db-instance-class db.t4g.medium";

/// The command that changes what a cluster decides for its instances, or the instance alone.
fn modify(database: Located<'_, DbInstance>, observation: Observation, options: &str) -> Observation {
    match &database.db_cluster_identifier {
        Some(cluster) => observation.name("cluster", cluster).fix(format!(
            "aws rds modify-db-cluster --db-cluster-identifier {{cluster}} {options} --apply-immediately"
        )),
        None => observation.fix(format!(
            "aws rds modify-db-instance --db-instance-identifier {{database}} {options} --apply-immediately"
        )),
    }
}

/// The parameter group that decides how clients connect: of a cluster, that of the cluster.
fn parameter_groups(database: Located<'_, DbInstance>) -> Result<Vec<ParameterGroup>, Miss> {
    if let Some(cluster) = cluster(database)? {
        return Ok(cluster.db_cluster_parameter_group.iter().cloned().map(ParameterGroup::OfClusters).collect());
    }
    let names = database.get().db_parameter_groups.iter().map(|it| it.db_parameter_group_name.clone());
    Ok(names.map(ParameterGroup::OfInstances).collect())
}

pub(super) fn tls_required(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let waits =
        database.db_parameter_groups.iter().any(|it| it.parameter_apply_status.as_deref() == Some("pending-reboot"));
    let groups = parameter_groups(database)?;
    if groups.is_empty() {
        let message = "the database names no parameter group";
        return Err(Miss::unknown(Gap::new(DESCRIBE_DB_PARAMETERS, GapKind::Opaque, message)));
    }
    all(groups.into_iter().map(|group| {
        let parameters = cx.parameters(&group, database.region)?;
        let value = parameters.iter().find(|it| it.parameter_name == REQUIRE_SECURE_TRANSPORT).and_then(value);
        let is_on = value.is_some_and(|it| matches!(it.to_ascii_uppercase().as_str(), "1" | "ON"));
        let (ParameterGroup::OfInstances(name) | ParameterGroup::OfClusters(name)) = &group;
        let actual = match (value, waits) {
            (Some(value), true) if is_on => format!("{value} in {name}, once the instance is rebooted"),
            (Some(value), _) => format!("{value} in {name}"),
            (None, _) => format!("not set in {name}"),
        };
        let default = name.strip_prefix("default.");
        let fix = match (&group, default) {
            _ if is_on && waits => "aws rds reboot-db-instance --db-instance-identifier {database}",
            (ParameterGroup::OfClusters(_), Some(_)) => OWN_GROUP_OF_CLUSTER,
            (ParameterGroup::OfInstances(_), Some(_)) => OWN_GROUP,
            (ParameterGroup::OfClusters(_), None) => SET_OF_CLUSTER,
            (ParameterGroup::OfInstances(_), None) => SET,
        };
        database
            .observe(REQUIRE_SECURE_TRANSPORT, is_on && !waits, "ON", actual)
            .name("parameter-group", name)
            .name("family", default.unwrap_or("FAMILY"))
            .name("cluster", database.db_cluster_identifier.clone().unwrap_or_default())
            .fix(fix)
            .verdict()
    }))
}

fn value(parameter: &Parameter) -> Option<&str> {
    parameter.parameter_value.as_deref()
}

const SET: &str = "\
    aws rds modify-db-parameter-group --db-parameter-group-name {parameter-group} \
    --parameters ParameterName=require_secure_transport,ParameterValue=1,ApplyMethod=immediate";
const SET_OF_CLUSTER: &str = "\
    aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name {parameter-group} \
    --parameters ParameterName=require_secure_transport,ParameterValue=ON,ApplyMethod=immediate";
const OWN_GROUP: &str = "\
    # The default parameter group cannot be changed: make one of your own, and set it there.\n\
    aws rds create-db-parameter-group --db-parameter-group-name {new}-mysql --db-parameter-group-family {family} \
    --description {new}\n\
    aws rds modify-db-parameter-group --db-parameter-group-name {new}-mysql \
    --parameters ParameterName=require_secure_transport,ParameterValue=1,ApplyMethod=immediate\n\
    aws rds modify-db-instance --db-instance-identifier {database} --db-parameter-group-name {new}-mysql \
    --apply-immediately\n\
    aws rds reboot-db-instance --db-instance-identifier {database}";

const OWN_GROUP_OF_CLUSTER: &str = "\
    # The default parameter group cannot be changed: make one of your own, and set it there.\n\
    aws rds create-db-cluster-parameter-group --db-cluster-parameter-group-name {new}-mysql \
    --db-parameter-group-family {family} --description {new}\n\
    aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name {new}-mysql \
    --parameters ParameterName=require_secure_transport,ParameterValue=ON,ApplyMethod=immediate\n\
    aws rds modify-db-cluster --db-cluster-identifier {cluster} --db-cluster-parameter-group-name {new}-mysql \
    --apply-immediately\n\
    aws rds reboot-db-instance --db-instance-identifier {database}";

pub(super) fn managed_password(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let cluster = cluster(database)?;
    let by_iam = database.iam_database_authentication_enabled
        || cluster.is_some_and(|it| it.iam_database_authentication_enabled);
    let secret = database.master_user_secret.as_ref().or(cluster.and_then(|it| it.master_user_secret.as_ref()));
    let actual = match (secret, by_iam) {
        (Some(_), _) => "in Secrets Manager",
        (None, true) => "IAM signs users in",
        (None, false) => "somebody chose it and has to keep it",
    };
    let expected = "managed in Secrets Manager, or IAM authentication";
    let observation = database.observe("master password", secret.is_some() || by_iam, expected, actual);
    modify(database, observation, "--manage-master-user-password").verdict()
}

pub(super) fn backups(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let (days, wanted) = (database.backup_retention_period, cx.count(MIN_BACKUP_DAYS));
    let observation = database.observe("BackupRetentionPeriod", days >= wanted, format!("{wanted} days or more"), days);
    modify(database, observation.name("days", wanted.to_string()), "--backup-retention-period {days}").verdict()
}

pub(super) fn multi_az(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let is_on = database.multi_az || cluster(database)?.is_some_and(|it| it.multi_az);
    let observation = database.observe("MultiAZ", is_on, true, is_on);
    let Some(cluster) = &database.db_cluster_identifier else { return observation.verdict() };
    let engine = database.engine.as_deref().unwrap_or("aurora-mysql");
    observation.name("cluster", cluster).name("engine", engine).fix(ADD_READER).verdict()
}

/// Of a cluster, an instance in another zone is the standby.
const ADD_READER: &str = "\
    aws rds create-db-instance --db-instance-identifier {database}-reader --db-cluster-identifier {cluster} \
    --engine {engine} --db-instance-class db.t4g.medium";

pub(super) fn deletion_protection(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let is_on = database.deletion_protection || cluster(database)?.is_some_and(|it| it.deletion_protection);
    modify(database, database.observe("DeletionProtection", is_on, true, is_on), "--deletion-protection").verdict()
}

pub(super) fn minor_upgrades(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    database.expect("AutoMinorVersionUpgrade", &database.auto_minor_version_upgrade, &true)
}

pub(super) fn logs(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let of_cluster = cluster(database)?.into_iter().flat_map(|it| &it.enabled_cloudwatch_logs_exports);
    let sent: Vec<&str> =
        database.enabled_cloudwatch_logs_exports.iter().chain(of_cluster).map(String::as_str).collect();
    let actual = if sent.is_empty() { "none".to_owned() } else { sent.join(", ") };
    let observation = database.observe("logs sent to CloudWatch", sent.contains(&"error"), "error, and others", actual);
    modify(database, observation, "--cloudwatch-logs-export-configuration '{\"EnableLogTypes\":[\"error\"]}'").verdict()
}
