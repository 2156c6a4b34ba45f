//! Whether the actions of a statement are about the resources that it names.

use std::collections::HashMap;

use super::{At, Check, Rule};
use crate::authorization::{self, Action, ResourceType};
use crate::lint::finding::{Better, Found, Severity};
use crate::lint::kind::Kind;
use crate::lint::overlap::{Piece, have_common_text, pieces};
use crate::lint::policy::{Item, Listed, Policy};

const S3_ARNS: &str = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html";
const REFERENCE: &str = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "P120",
        name: "bucket-or-object",
        severity: Severity::Error,
        protects: "a bucket and its objects are different resources: an action on one is not given by naming the other",
        page: S3_ARNS,
        check: Check::Statement(bucket_or_object),
    },
    Rule {
        code: "P121",
        name: "resource-mismatch",
        severity: Severity::Warning,
        protects: "an action about one type of resource is neither given nor refused by a statement about another",
        page: REFERENCE,
        check: Check::Statement(mismatch),
    },
    Rule {
        code: "P122",
        name: "needs-every-resource",
        severity: Severity::Warning,
        protects: "an action that is about no resource in particular is neither given nor refused but on `*`",
        page: REFERENCE,
        check: Check::Statement(needs_every_resource),
    },
];

/// Sure where a statement does nothing at all: then it is no slip of AWS's list of what actions are about.
fn bucket_or_object(at: At<'_>) -> Vec<Found> {
    let found = mismatches(at);
    let is_whole = found.len() == at.statement.listed_actions().len();
    if is_whole && found.iter().all(|(_, action, _)| action.service == "s3") { tell(found) } else { Vec::new() }
}

fn mismatch(at: At<'_>) -> Vec<Found> {
    if bucket_or_object(at).is_empty() { tell(mismatches(at)) } else { Vec::new() }
}

fn mismatches(at: At<'_>) -> Vec<(&Item, &'static Action, &Listed)> {
    let mut known: HashMap<&str, bool> = HashMap::new();
    let is_mismatch = |action: &Action, resources: &Listed| {
        let mut is_named = |form| *known.entry(form).or_insert_with(|| is_named_by(form, resources, at.policy));
        action.is_scopable() && !action.resource_types().any(|it| it.arns.iter().any(|form| is_named(*form)))
    };
    unreachable_actions(at, is_mismatch).collect()
}

fn tell(mismatches: Vec<(&Item, &'static Action, &Listed)>) -> Vec<Found> {
    let found = mismatches.into_iter().map(|(item, action, resources)| {
        let types: Vec<&ResourceType> = action.resource_types().collect();
        let names: Vec<&str> = types.iter().map(|it| it.name).collect();
        let message = format!(
            "{action} acts on {}, and no resource of the statement can be one, so that this does nothing",
            in_few_words(&names)
        );
        Found::at(&item.place, message).better(mended(resources, &types))
    });
    found.collect()
}

/// Three of them tell enough.
fn in_few_words(names: &[&str]) -> String {
    match names {
        [first, second, third, more @ ..] if !more.is_empty() => {
            format!("{first}, {second}, {third} or {} other types", more.len())
        }
        _ => names.join(" or "),
    }
}

/// With the resource that is most likely missing: the bucket beside its objects, or all objects of the bucket.
fn mended(resources: &Listed, types: &[&ResourceType]) -> Option<Better> {
    let is_of = |name: &str| types.iter().any(|it| it.name == name && it.arns.iter().any(|arn| arn.contains(":s3:::")));
    let of_bucket = resources.items.iter().find(|it| it.text.contains(":s3:::"))?;
    let (bucket, _) = of_bucket.text.split_once('/').unwrap_or((&of_bucket.text, ""));
    let missing = if is_of("bucket") { bucket.to_owned() } else { is_of("object").then(|| format!("{bucket}/*"))? };
    let mut texts: Vec<String> = resources.items.iter().map(|it| it.text.clone()).collect();
    texts.push(missing);
    Some(resources.replaced_by(texts))
}

fn needs_every_resource(at: At<'_>) -> Vec<Found> {
    let found = unreachable_actions(at, |action, _| !action.is_scopable());
    found
        .map(|(item, action, _)| {
            let message = format!(
                "{action} is about no resource in particular, so that only \"*\" reaches it; give it a statement of its own"
            );
            let better = at.statement.with_action_alone(item, "*");
            Found::at(&item.place, message).better(better)
        })
        .collect()
}

/// The listed actions of which a statement about certain resources reaches none, each with one that it stands for. The
/// policy of a resource is about that resource, whatever its statements name.
fn unreachable_actions(
    At { policy, statement }: At<'_>,
    mut is_unreachable: impl FnMut(&Action, &Listed) -> bool,
) -> impl Iterator<Item = (&Item, &'static Action, &Listed)> {
    let is_about_all = |list: &&Listed| list.is_opposite || list.items.iter().any(|it| it.text.starts_with(['*', '?']));
    let resources = statement.resources.as_ref().filter(|list| !is_about_all(list) && !list.items.is_empty());
    let resources = resources.filter(|_| !matches!(policy.kind, Kind::Trust));
    let items = resources
        .into_iter()
        .flat_map(move |resources| statement.listed_actions().iter().map(move |it| (it, resources)));
    items.filter_map(move |(item, resources)| {
        let actions = authorization::expand(&item.text);
        let all = !actions.is_empty() && actions.iter().all(|action| is_unreachable(action, resources));
        all.then(|| (item, actions[0], resources))
    })
}

/// Whether some resource can have an ARN of this form, for all that can be told in good time.
fn is_named_by(form: &str, resources: &Listed, policy: &Policy<'_>) -> bool {
    let mut names = resources.items.iter().map(|resource| &resource.text);
    names.any(|name| !policy.comparisons.allow(form.len(), name.len()) || can_be(form, name))
}

/// Whether some ARN has this form and matches the pattern: part by part, or with a `*` of the pattern that reaches over
/// colons. AWS says that one at the end of a part can, and its own policies rely on it. The name of a bucket has no slash,
/// which is what tells it from its objects; what other placeholders stand for is not looked at.
fn can_be(form: &str, pattern: &str) -> bool {
    let pattern = with_placeholders(pattern, Piece::Run);
    let (parts, form_parts) = (parts(&pattern), parts(&with_placeholders(form, Piece::Run)));
    let is_bucket = form.contains(":s3:::") && !form.contains('/');
    if is_bucket && parts.last().is_some_and(|part| parts.len() == 6 && part.contains(&Piece::Char('/'))) {
        return false;
    }
    form_parts.iter().zip(&parts).all(|(form, part)| have_common_text(form, part))
        || have_common_text(&with_placeholders(form, Piece::RunWithoutColon), &pattern)
}

fn parts(pattern: &[Piece]) -> Vec<Vec<Piece>> {
    pattern.splitn(6, |piece| *piece == Piece::Char(':')).map(<[Piece]>::to_vec).collect()
}

/// The pieces of a pattern, with something for each `${…}`, be it a placeholder or a variable.
fn with_placeholders(text: &str, placeholder: Piece) -> Vec<Piece> {
    let mut parts = text.split("${");
    let first = pieces(parts.next().unwrap_or_default());
    parts.fold(first, |mut all, part| {
        all.push(placeholder);
        all.extend(pieces(part.split_once('}').map_or("", |(_, rest)| rest)));
        all
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{allowing_on, assert_found};

    #[test]
    fn actions_and_the_resources_they_are_about() {
        for (code, action, resource, found) in [
            ("P120", "s3:ListBucket", r#""arn:aws:s3:::bucket/*""#, true),
            ("P120", "s3:ListBucket", r#"["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]"#, false),
            ("P120", "s3:ListBucket", r#""arn:aws:s3:::*""#, false),
            ("P120", "s3:GetObject", r#""arn:aws:s3:::bucket""#, true),
            ("P120", "s3:GetObject", r#""arn:aws:s3:::bucket*""#, false),
            ("P120", "s3:GetObject", r#""arn:aws:s3:::${aws:PrincipalTag/bucket}/*""#, false),
            ("P120", "s3:*", r#""arn:aws:s3:::bucket/*""#, false),
            ("P121", "ec2:TerminateInstances", r#""arn:aws:ec2:*:*:*/*""#, false),
            ("P121", "ec2:TerminateInstances", r#""arn:aws:ec2:*:*:volume/*""#, true),
            ("P121", "logs:PutLogEvents", r#""arn:aws:logs:*:*:*:/aws-glue/*""#, false),
            ("P121", "iam:PassRole", r#""arn:aws:iam::111122223333:role/app""#, false),
            ("P122", "s3:ListAllMyBuckets", r#""arn:aws:s3:::bucket""#, true),
            ("P122", "s3:ListAllMyBuckets", r#"["arn:aws:s3:::bucket", "*"]"#, false),
            ("P122", "s3:*", r#""arn:aws:s3:::bucket""#, false),
        ] {
            assert_found(code, &allowing_on(action, resource), found);
        }
    }
}
