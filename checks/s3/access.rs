//! Who gets at the bucket: nobody from the public, nobody from other accounts unless a condition says when.

use awslab_core::context::Context;
use awslab_core::model::Grant;
use awslab_core::nouns::BucketSubject;
use awslab_core::verdict::{Evidence, Miss, Subject, Verdict, all};
use awslab_policy::{Class, Exposure, PublicStatement, public_to_s3};

use super::fixes::{BLOCK_PUBLIC_ACCESS, DISABLE_ACLS, EMPTY_AND_DISABLE_ACLS};
use super::policy::{Mended, is_of_cloudfront, strangers};

const DISABLED: &str = "BucketOwnerEnforced";
const NOT_SET: &str = "not set: ACLs count";

pub(super) fn acls_disabled(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let ownership = bucket.object_ownership()?;
    let found = bucket.observe("ObjectOwnership", ownership == Some(DISABLED), DISABLED, ownership.unwrap_or(NOT_SET));
    // Where ACLs count and are not ignored, `s3.not-public` has the bucket's looked at.
    let is_public = bucket.acl.as_known().is_some_and(|acl| acl.public_grants().next().is_some());
    found.fix(if is_public { EMPTY_AND_DISABLE_ACLS } else { DISABLE_ACLS }).verdict()
}

/// There are two ways to the public, and both must be closed.
pub(super) fn not_public(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    all([acls_let_in_nobody(cx, bucket), policy_lets_in_nobody(cx, bucket)])
}

/// Where ACLs count, any object may have one of its own that lets in everyone, whatever the bucket's says.
fn acls_let_in_nobody(cx: &Context<'_>, bucket: BucketSubject<'_>) -> Verdict {
    let closed = |how: String| bucket.observe("ACLs", true, "disabled, or ignored where public", how).verdict();
    let (ownership, ignored_by) = (bucket.object_ownership(), bucket.public_acls_ignored_by());
    if let Ok(Some(DISABLED)) = ownership {
        return closed(format!("disabled: {DISABLED}"));
    }
    if let Ok(Some(blocker)) = ignored_by {
        return closed(format!("ignored where public, by {blocker}"));
    }
    all([ownership.map(|_counts| Vec::new()), ignored_by.map(|_not_ignored| Vec::new())])?;
    let open = |actual: String| bucket.observe("ACLs", false, "disabled, or ignored where public", actual);
    let of_objects = || open("they count: any object's own ACL may let in everyone".to_owned());
    let granted: Vec<String> = match cx.acl(bucket) {
        Ok(acl) => acl.public_grants().map(in_words).collect(),
        // It would only tell more.
        Err(Miss::Unknown(evidence)) => {
            return Err(Miss::Failed(Evidence { observations: vec![of_objects()], ..evidence }));
        }
        Err(miss) => return Err(miss),
    };
    if granted.is_empty() {
        return of_objects().verdict();
    }
    open(format!("the bucket's ACL gives {}", granted.join(", "))).verdict()
}

fn in_words(grant: &Grant) -> String {
    let permission = grant.permission.as_deref().unwrap_or("an unknown permission");
    let group = grant.grantee.uri.as_deref().and_then(|uri| uri.rsplit('/').next()).unwrap_or_default();
    format!("{permission} to {group}")
}

/// S3 restricts what it takes for public. It does not see everything that lets in everyone, such as many large ranges of
/// addresses, and takes some for public that lets in nobody, such as a pattern of the account's own roles.
fn policy_lets_in_nobody(cx: &Context<'_>, bucket: BucketSubject<'_>) -> Verdict {
    const EXPECTED: &str = "not public, or restricted to the account";
    let Some(document) = bucket.document()? else {
        return bucket.observe("bucket policy", true, EXPECTED, "none").verdict();
    };
    let public = public_to_s3(&document);
    let restricted_by = if public.is_empty() { None } else { bucket.public_policy_restricted_by()? };
    let open = |statement: String, fix: &'static str| {
        bucket.observe("bucket policy", false, EXPECTED, statement).fix(fix).verdict()
    };
    if !public.is_empty() && restricted_by.is_none() {
        let told = |it: &PublicStatement| format!("{} is public: {}", it.statement.label(), it.because);
        return all(public.iter().map(|it| open(told(it), BLOCK_PUBLIC_ACCESS)));
    }
    let exposure = Exposure::of(&document, &cx.account.account_id);
    let exposure = if restricted_by.is_some() { exposure.under_restrict_public_buckets() } else { exposure };
    if exposure.class() == Class::Public {
        let mended = Mended::without_strangers(cx, bucket, &document);
        return all(exposure.grants.iter().flat_map(|grant| {
            let admitted = grant.admitted.iter().filter(|it| it.class == Class::Public);
            let told = admitted.map(|it| format!("{} lets in {}: {}", grant.statement.label(), it.who, it.because));
            let found = told.map(|told| bucket.observe("bucket policy", false, EXPECTED, told));
            found.map(|it| mended.fix(it).verdict()).collect::<Vec<_>>()
        }));
    }
    let actual = match restricted_by {
        Some(blocker) => {
            let labels: Vec<String> = public.iter().map(|it| it.statement.label()).collect();
            format!("public by {}, but restricted by {blocker}", labels.join(", "))
        }
        None => "not public".to_owned(),
    };
    bucket.observe("bucket policy", true, EXPECTED, actual).verdict()
}

pub(super) fn no_foreign_access(cx: &Context<'_>) -> Verdict {
    const EXPECTED: &str = "nobody of another account, unless a condition restricts it";
    let bucket = cx.bucket()?;
    let Some(document) = bucket.document()? else {
        return bucket.observe("let in by the bucket policy", true, EXPECTED, "nobody: there is none").verdict();
    };
    let exposure = Exposure::of(&document, &cx.account.account_id);
    let strangers = strangers(&document, &exposure, &cx.account.account_id);
    let mended = Mended::without_strangers(cx, bucket, &document);
    if !strangers.is_empty() {
        return all(strangers.iter().map(|(statement, admitted)| {
            let told = format!("{} by {}: {}", admitted.who, statement.label(), admitted.because);
            mended.fix(bucket.observe("let in by the bucket policy", false, EXPECTED, told)).verdict()
        }));
    }
    let restricted = exposure.outsiders().into_iter().filter(|who| !is_of_cloudfront(who));
    let restricted: Vec<String> = restricted.map(ToString::to_string).collect();
    let actual = match &restricted[..] {
        [] => "nobody of another account".to_owned(),
        restricted => format!("{}, as a condition restricts it", restricted.join(", ")),
    };
    bucket.observe("let in by the bucket policy", true, EXPECTED, actual).verdict()
}
