//! How the database is set up. Of a cluster, the cluster decides what its instances share.

use awslab_core::call::DESCRIBE_DB_PARAMETERS;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::KeyMetadata;
use awslab_core::model::rds::{DbCluster, DbInstance, Parameter};
use awslab_core::nouns::Located;
use awslab_core::verdict::{Miss, Subject, Verdict, all};

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
    let encrypted = database.expect("StorageEncrypted", &database.storage_encrypted, &true)?;
    if !cx.flag(KMS) {
        return Ok(encrypted);
    }
    let id = database.kms_key_id.as_deref().unwrap_or_default();
    let key = cx.key(id, database.region)?;
    let is_own = key.is_some_and(KeyMetadata::is_customer_managed);
    let actual = if is_own { id.to_owned() } else { format!("{id}, which AWS manages") };
    all([Ok(encrypted), database.observe("KmsKeyId", is_own, "a customer-managed key", actual).verdict()])
}

const REQUIRE_TLS: &str = "require_secure_transport";

pub(super) fn tls_required(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let rds = &database.surroundings.rds;
    let (groups, known): (Vec<_>, _) = if let Some(cluster) = cluster(database)? {
        (cluster.db_cluster_parameter_group.iter().collect(), &rds.db_cluster_parameters)
    } else {
        let groups = database.get().db_parameter_groups.iter().map(|it| &it.db_parameter_group_name);
        (groups.collect(), &rds.db_parameters)
    };
    let waits =
        database.db_parameter_groups.iter().any(|it| it.parameter_apply_status.as_deref() == Some("pending-reboot"));
    all(groups.into_iter().map(|group| {
        let parameters = known.get(group).ok_or_else(|| Miss::unknown(not_asked()))?.known()?;
        let value = parameters.iter().find(|it| it.parameter_name == REQUIRE_TLS).and_then(value);
        let is_on = value.is_some_and(|it| matches!(it.to_ascii_uppercase().as_str(), "1" | "ON"));
        let actual = match (value, waits) {
            (Some(value), true) if is_on => format!("{value} in {group}, once the instance is rebooted"),
            (Some(value), _) => format!("{value} in {group}"),
            (None, _) => format!("not set in {group}"),
        };
        let fix = match () {
            () if is_on && waits => "aws rds reboot-db-instance --db-instance-identifier {database}",
            () if group.starts_with("default.") => OWN_GROUP,
            () if database.db_cluster_identifier.is_some() => SET_OF_CLUSTER,
            () => SET,
        };
        database.observe(REQUIRE_TLS, is_on && !waits, "ON", actual).name("parameter-group", group).fix(fix).verdict()
    }))
}

fn not_asked() -> Gap {
    Gap::new(DESCRIBE_DB_PARAMETERS, GapKind::NotCollected, "the parameter group was not read")
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
    aws rds create-db-parameter-group --db-parameter-group-name {new}-mysql --db-parameter-group-family FAMILY \
    --description {new}\n\
    aws rds modify-db-parameter-group --db-parameter-group-name {new}-mysql \
    --parameters ParameterName=require_secure_transport,ParameterValue=1,ApplyMethod=immediate\n\
    aws rds modify-db-instance --db-instance-identifier {database} --db-parameter-group-name {new}-mysql \
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
    database.observe("master password", secret.is_some() || by_iam, expected, actual).verdict()
}

pub(super) fn backups(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let (days, wanted) = (database.backup_retention_period, cx.count(MIN_BACKUP_DAYS));
    let observation = database.observe("BackupRetentionPeriod", days >= wanted, format!("{wanted} days or more"), days);
    observation.name("days", wanted.to_string()).verdict()
}

pub(super) fn multi_az(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let is_on = database.multi_az || cluster(database)?.is_some_and(|it| it.multi_az);
    database.expect("MultiAZ", &is_on, &true)
}

pub(super) fn deletion_protection(cx: &Context<'_>) -> Verdict {
    let database = cx.located::<DbInstance>()?;
    let is_on = database.deletion_protection || cluster(database)?.is_some_and(|it| it.deletion_protection);
    database.expect("DeletionProtection", &is_on, &true)
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
    database.observe("logs sent to CloudWatch", sent.contains(&"error"), "error, and others", actual).verdict()
}
