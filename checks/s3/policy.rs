//! The bucket policy: whom it lets in from elsewhere, and what would be left of it.

use std::collections::BTreeSet;

use awslab_core::context::Context;
use awslab_core::nouns::BucketSubject;
use awslab_core::verdict::Observation;
use awslab_policy::{
    Admitted, Class, Document, Effect, Exposure, Principals, Statement, StatementReference, Who, amend, public_to_s3,
};

use super::fixes::{DELETE_POLICY, LEAVE_OUT};

/// Condition keys that tell who calls. A condition on them is another way of naming somebody, and restricts nothing
/// besides.
const NAMING_KEYS: &[&str] =
    &["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalType", "aws:userid", "aws:username"];

/// Everyone, and those of other accounts, whom a statement lets in without a condition that restricts where from, for
/// which organization or on whose behalf.
pub(super) fn strangers<'a>(
    document: &Document,
    exposure: &'a Exposure,
    owner: &str,
) -> Vec<(&'a StatementReference, &'a Admitted)> {
    let mut strangers = Vec::new();
    for grant in &exposure.grants {
        let outsiders = grant.admitted.iter().filter(|it| it.class > Class::Private);
        let unrestricted = outsiders.filter(|it| match &it.who {
            Who::Anyone => true,
            who if is_of_cloudfront(who) => false,
            Who::Account(_) | Who::Principal(_) | Who::CanonicalUser(_) | Who::Federated(_) => {
                !is_restricted_whoever_calls(document, grant.statement.statement, owner)
            }
            // What is left of everyone by a condition.
            Who::Organization(_) | Who::Service(_) | Who::Resource(_) | Who::Holder { .. } => false,
        });
        strangers.extend(unrestricted.map(|it| (&grant.statement, it)));
    }
    strangers
}

/// Whether it is the identity by which CloudFront reads a bucket for one distribution: no account of anybody's.
pub(super) fn is_of_cloudfront(who: &Who) -> bool {
    matches!(who, Who::Principal(arn) if arn.contains(":iam::cloudfront:user/"))
}

/// Whether a statement would not be public even if it were for everyone: then its conditions restrict whomever it names.
fn is_restricted_whoever_calls(document: &Document, index: usize, owner: &str) -> bool {
    let names = |statement: &Statement| statement.conditions.iter().any(|it| is_naming(&it.key));
    let denies = document.statements.iter().filter(|it| it.effect == Effect::Deny && !names(it)).cloned();
    let mut for_everyone = document.statements[index].clone();
    for_everyone.principals = Some(Principals::Only(vec![("AWS".to_owned(), "*".to_owned())]));
    for_everyone.conditions.retain(|it| !is_naming(&it.key));
    let statements = denies.chain([for_everyone]).collect();
    Exposure::of(&Document { version: document.version.clone(), statements }, owner).class() < Class::Public
}

fn is_naming(key: &str) -> bool {
    NAMING_KEYS.iter().any(|naming| naming.eq_ignore_ascii_case(key))
}

/// The learner's own policy with what is wrong left out.
pub(super) struct Mended {
    document: String,
    left: usize,
    /// Something is left out.
    pub(super) is_shorter: bool,
}

impl Mended {
    pub(super) fn without_strangers(cx: &Context<'_>, bucket: BucketSubject<'_>, document: &Document) -> Self {
        Self::new(cx, bucket, document, &[])
    }

    /// What `s3.not-public` and `s3.no-foreign-access` object to is left out, so that this fix neither undoes theirs nor
    /// is refused by the public access block that theirs puts in place.
    pub(super) fn new(cx: &Context<'_>, bucket: BucketSubject<'_>, document: &Document, with: &[&str]) -> Self {
        let exposure = Exposure::of(document, &cx.account.account_id);
        let strangers = strangers(document, &exposure, &cx.account.account_id);
        let mut without: BTreeSet<usize> = strangers.iter().map(|(statement, _)| statement.statement).collect();
        let is_restricted = matches!(bucket.public_policy_restricted_by(), Ok(Some(_)));
        let is_refused = matches!(bucket.public_policy_refused_by(), Ok(Some(_)));
        if !is_restricted || is_refused {
            without.extend(public_to_s3(document).iter().map(|it| it.statement.statement));
        }
        let text = bucket.policy.as_known().and_then(Option::as_ref);
        let amended = text.and_then(|text| amend(text.as_str(), &without, with));
        Self {
            document: amended.unwrap_or_default(),
            left: document.statements.len() - without.len() + with.len(),
            is_shorter: !without.is_empty(),
        }
    }

    /// The observation with the command that puts the policy in place.
    pub(super) fn fix(&self, found: Observation) -> Observation {
        let fix = if self.left == 0 { DELETE_POLICY } else { LEAVE_OUT };
        self.put_by(found, fix)
    }

    /// The same by another command.
    pub(super) fn put_by(&self, found: Observation, fix: &'static str) -> Observation {
        found.name("document", &self.document).fix(fix)
    }
}
