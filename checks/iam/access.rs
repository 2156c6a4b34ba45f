//! The criterion `iam.access`: requests that must be allowed, and requests that must not.
//!
//! Each is a row such as `user/anna s3:GetObject arn:aws:s3:::reports/today.csv aws:SourceIp=203.0.113.7`.

use std::iter;

use awslab_core::context::Context;
use awslab_core::nouns::{Permissions, Principal};
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_policy::{Answer, Decision, Policies, PolicyType, Reason, Request};

pub(super) const MUST_ALLOW: &str = "must_allow";
pub(super) const MUST_DENY: &str = "must_deny";

/// A request that an instructor asks about.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// `user/anna`, `role/app`, or the ARN of one.
    principal: String,
    action: String,
    resource: String,
    context: Vec<(String, String)>,
}

/// Whether rows can be read, so that a mistake in them is told before AWS is asked anything.
pub(super) fn check(rows: &str) -> Result<(), String> {
    parse(rows).map(|_rows| ())
}

pub(super) fn access(cx: &Context<'_>) -> Verdict {
    let rows = |param| parse(cx.text(param)).expect("rows are checked when they are set");
    let (allowed, denied) = (rows(MUST_ALLOW), rows(MUST_DENY));
    if allowed.is_empty() && denied.is_empty() {
        return Err(Miss::Skipped("no request is asked about: set iam.must_allow or iam.must_deny".to_owned()));
    }
    let allowed = allowed.iter().map(|row| (row, Required::Allowed));
    let rows = allowed.chain(denied.iter().map(|row| (row, Required::Denied)));
    all(rows.enumerate().map(|(index, (row, required))| decide(cx, index + 1, row, required)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Required {
    Allowed,
    Denied,
}

fn decide(cx: &Context<'_>, number: usize, row: &Row, required: Required) -> Verdict {
    let row = row.in_account(cx);
    let Some(principal) = cx.principal(&row.principal)? else { return nobody(cx, &row, required) };
    let permissions = cx.permissions(principal)?;
    let policies = Policies { resource: cx.policy_of(&row.resource)?, ..permissions.policies.clone() };
    let answer = policies.decide_in_any_context(&row.request(cx, principal));
    let (met, actual, fix) = match &answer {
        Answer::Settled(decision) => {
            let is_as_required = decision.is_allowed() == (required == Required::Allowed);
            let fix = if can_be_added(decision, required) { add(principal) } else { CHANGE_WHAT_DECIDES };
            (is_as_required && !decision.undocumented, told(decision, &permissions), fix)
        }
        // What some context allows is not denied, and what some context denies is not allowed.
        Answer::DependsOn { keys, at_best, .. } => {
            let actual = format!("depends on {}: at best {}", keys.join(", "), told(at_best, &permissions));
            (false, actual, NAME_THE_KEYS)
        }
    };
    let observation = principal.observe(&row.in_words(), met, required.in_words(), actual);
    let effect = if required == Required::Allowed { "Allow" } else { "Deny" };
    let observation = observation.name("effect", effect).name("action", &row.action).name("resource", &row.resource);
    observation.name("number", number.to_string()).fix(fix).verdict()
}

/// Where the lab has no user or no role at all, the criterion about them says so.
fn nobody(cx: &Context<'_>, row: &Row, required: Required) -> Verdict {
    if row.principal.contains("user/") && cx.users()?.is_empty() {
        return Err(Miss::Blocked("user"));
    }
    if row.principal.contains("role/") && cx.roles()?.is_empty() {
        return Err(Miss::Blocked("role"));
    }
    let actual = format!("there is no {}", row.principal);
    let observation = cx.observe_account(&row.in_words(), false, required.in_words(), actual);
    observation.name("principal", row.principal.clone()).fix(MAKE_PRINCIPAL).verdict()
}

/// Whether a statement more in a policy of the principal would mend it.
fn can_be_added(decision: &Decision, required: Required) -> bool {
    let lacks_allow = Reason::NoAllow { policy_type: PolicyType::Identity, level: None };
    required == Required::Denied || decision.because == [lacks_allow]
}

fn add(principal: Principal<'_>) -> &'static str {
    if matches!(principal, Principal::Role(_)) { ADD_TO_ROLE } else { ADD_TO_USER }
}

/// The decision and what decided it.
fn told(decision: &Decision, permissions: &Permissions<'_>) -> String {
    let reasons: Vec<String> = decision.because.iter().map(|reason| permissions.reason(reason)).collect();
    let doubt = if decision.undocumented { ", though AWS's documentation leaves it open" } else { "" };
    format!("{}: {}{doubt}", decision.outcome, reasons.join("; "))
}

const MAKE_PRINCIPAL: &str = "# Make {principal} first: the request is about it.";

const NAME_THE_KEYS: &str = "# Name the condition keys in the request that is asked about, or change the condition.";

const CHANGE_WHAT_DECIDES: &str = "# Change the policy that decides, as told above: no other can make up for it.";

const ADD_TO_USER: &str = "\
    # Where a statement that is told above says otherwise, better change that one.\n\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name awslab-access-{number} --policy-document \
    '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"{effect}\",\"Action\":\"{action}\",\
    \"Resource\":\"{resource}\"}]}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}";
const ADD_TO_ROLE: &str = "\
    # Where a statement that is told above says otherwise, better change that one.\n\
    aws iam put-role-policy --role-name {role} --policy-name awslab-access-{number} --policy-document \
    '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"{effect}\",\"Action\":\"{action}\",\
    \"Resource\":\"{resource}\"}]}'";

impl Required {
    fn in_words(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied, whatever else the request carries",
        }
    }
}

impl Row {
    /// The same, with `{account}`, `{partition}` and `{region}` filled in: an instructor does not know them.
    fn in_account(&self, cx: &Context<'_>) -> Self {
        let fill = |text: &str| cx.filled(text);
        Self {
            principal: fill(&self.principal),
            action: self.action.clone(),
            resource: fill(&self.resource),
            context: self.context.iter().map(|(key, value)| (key.clone(), fill(value))).collect(),
        }
    }

    /// Made over TLS when the account was read, unless the row says otherwise.
    fn request(&self, cx: &Context<'_>, principal: Principal<'_>) -> Request {
        let request = Request::new(principal.arn().as_str(), &self.action, &self.resource)
            .with("aws:SecureTransport", "true")
            .with("aws:CurrentTime", &cx.account.taken_at.to_string())
            .with("aws:EpochTime", &cx.account.taken_at.as_second().to_string());
        self.context.iter().fold(request, |request, (key, value)| request.with(key, value))
    }

    fn in_words(&self) -> String {
        let context = self.context.iter().map(|(key, value)| format!("with {key}={value}"));
        iter::once(format!("{} on {}", self.action, self.resource)).chain(context).collect::<Vec<_>>().join(" ")
    }
}

/// Rows, parted by line breaks or semicolons. What holds a blank is quoted as in a shell.
fn parse(rows: &str) -> Result<Vec<Row>, String> {
    let written = rows.split(['\n', ';']).map(str::trim).filter(|row| !row.is_empty());
    written.map(|row| parse_row(row).map_err(|problem| format!("{problem}, unlike {row:?}"))).collect()
}

fn parse_row(row: &str) -> Result<Row, String> {
    const SHAPE: &str = "a row is PRINCIPAL ACTION RESOURCE [KEY=VALUE]…, \
        such as `user/anna s3:GetObject arn:aws:s3:::reports/today.csv`";
    let mut words = shlex::split(row).ok_or("a row closes the quotes that it opens")?.into_iter();
    let (Some(principal), Some(action), Some(resource)) = (words.next(), words.next(), words.next()) else {
        return Err(SHAPE.to_owned());
    };
    if !action.contains(':') || action.contains(['*', '?']) || !(resource == "*" || resource.starts_with("arn:")) {
        return Err(SHAPE.to_owned());
    }
    let is_user_or_role = |name: &str| name.starts_with("user/") || name.starts_with("role/");
    if !is_user_or_role(principal.rsplit(':').next().unwrap_or_default()) {
        return Err("a row begins with user/NAME, role/NAME or the ARN of one".to_owned());
    }
    let context = words.map(|word| match word.split_once('=') {
        Some((key, value)) if key.contains(':') => Ok((key.to_owned(), value.to_owned())),
        _ => Err("a condition key has the form KEY=VALUE, such as aws:SourceIp=203.0.113.7".to_owned()),
    });
    Ok(Row { principal, action, resource, context: context.collect::<Result<_, _>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_mistakes_told() {
        let rows =
            parse("user/anna s3:GetObject arn:aws:s3:::b/k aws:SourceIp=203.0.113.7; role/app sqs:ListQueues *\n");
        let rows = rows.expect("both rows are well formed");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].in_words(), "s3:GetObject on arn:aws:s3:::b/k with aws:SourceIp=203.0.113.7");
        assert_eq!(rows[1].resource, "*");
        let quoted = parse("user/anna s3:GetObject 'arn:aws:s3:::b/two words'").expect("blanks may be quoted");
        assert_eq!(quoted[0].resource, "arn:aws:s3:::b/two words");
        for (row, problem) in [
            ("user/anna s3:GetObject", "PRINCIPAL ACTION RESOURCE"),
            ("user/anna GetObject *", "PRINCIPAL ACTION RESOURCE"),
            ("user/anna s3:List* *", "PRINCIPAL ACTION RESOURCE"),
            ("user/anna s3:GetObject bucket", "PRINCIPAL ACTION RESOURCE"),
            ("anna s3:GetObject *", "user/NAME"),
            ("user/anna s3:GetObject * SourceIp", "KEY=VALUE"),
            ("user/anna 's3:GetObject *", "quotes"),
        ] {
            let error = check(row).expect_err("a mistake is told");
            assert!(error.contains(problem) && error.contains(row.split(' ').next().expect("a word")), "{error}");
        }
        assert_eq!(check(""), Ok(()));
    }
}
