//! The policies that the template writes, judged as lab iam judges those of the account.

use awslab_core::call::GET_TEMPLATE;
use awslab_core::context::Context;
use awslab_core::fetched::{Fetched, Gap, GapKind};
use awslab_core::model::{AuthorizationDetails, PolicyText, Role, Stack, StackTemplate};
use awslab_core::nouns::{HeldPolicy, Located, Principal};
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};
use awslab_policy::escalation::Standing;
use awslab_policy::{Policies, easy_trusts, narrow, restrict_trust, scope_down};

use super::fixes::edit;
use super::template::unexpanded;
use crate::shared::escalation;
use crate::shared::policies::wide;
use crate::shared::power::{enough, over_broad_in_words};

/// Of the stack and those nested in it.
pub(super) fn iam_scoped(cx: &Context<'_>) -> Verdict {
    let stack = cx.located::<Stack>()?;
    all(cx.with_nested(stack).into_iter().map(|stack| is_scoped(cx, stack)))
}

fn is_scoped(cx: &Context<'_>, stack: Located<'_, Stack>) -> Verdict {
    let template = cx.template(stack)?;
    let details = &template.iam.authorization_details;
    if *details == AuthorizationDetails::default() {
        let nothing = || Err(Miss::Skipped("the template writes no policy".to_owned()));
        return unexpanded(template).unwrap_or_else(nothing);
    }
    let judge = Judge { cx, stack, details };
    let written = details.written_policies().into_iter().map(|policy| judge.is_narrow(&policy));
    let trusts = details.role_detail_list.iter().map(|role| judge.trusts_few(role));
    let verdicts = written.chain(trusts).chain([judge.principals()]);
    all(verdicts.chain(unresolved(template)).chain(unexpanded(template)))
}

/// The IAM of one template, and where to tell what is found.
struct Judge<'c, 'a> {
    cx: &'c Context<'a>,
    stack: Located<'a, Stack>,
    details: &'c AuthorizationDetails,
}

impl Judge<'_, '_> {
    /// No whole service, and changes on named resources only.
    fn is_narrow(&self, policy: &HeldPolicy<'_>) -> Verdict {
        let document = policy.document()?;
        let text = policy.text.map(PolicyText::as_str).unwrap_or_default();
        let property = policy.to_string();
        let observe = |met, expected: &str, actual: String| self.stack.observe(&property, met, expected, actual);
        let wide = wide(&document);
        if !wide.is_empty() {
            return self.write(observe(false, "no whole service", wide.join("; ")), &property, narrow(text)).verdict();
        }
        let account = self.cx.account;
        let anybody = format!("arn:{}:iam::{}:role/anybody", account.partition, account.account_id);
        let found = Policies { identity: vec![document], ..Policies::default() }.over_broad(&anybody);
        if found.is_empty() {
            return observe(true, "changes on named resources", "resources are named where they can be".to_owned())
                .verdict();
        }
        let actual = found.iter().map(over_broad_in_words).collect::<Vec<_>>().join("; ");
        let scoped = scope_down(text, &found, &account.partition, self.stack.region, &account.account_id);
        self.write(observe(false, &format!("resources {}", enough(self.cx, &found)), actual), &property, scoped)
            .verdict()
    }

    fn trusts_few(&self, role: &Role) -> Verdict {
        let easy = easy_trusts(&role.trust()?, role.arn.as_str());
        let property = format!("trust policy of {}", role.role_name);
        let observe = |met, actual| self.stack.observe(&property, met, "lets in nobody too easily", actual);
        if easy.is_empty() {
            return observe(true, format!("lets in {}", role.trusted()?.join(", "))).verdict();
        }
        let told: Vec<String> =
            easy.iter().map(|it| format!("{} lets in {}", it.statement.label(), it.lets_in)).collect();
        let root = self.cx.account.arn();
        let restricted = restrict_trust(role.assume_role_policy_document.as_str(), &easy, root.as_str());
        self.write(observe(false, told.join("; ")), &property, restricted).verdict()
    }

    /// Nobody of the template is an administrator or can become one, in an account that has everybody else too. What AWS
    /// wrote and the template attaches counts here.
    fn principals(&self) -> Verdict {
        let own = self.details.principals();
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let mut everybody = match &self.cx.account.global.iam.authorization_details {
            Fetched::Known(details) => details.clone(),
            Fetched::Unknown(gap) => return Err(Miss::unknown(gap.clone())),
        };
        everybody.extend(self.details);
        let mut standings = everybody.escalations(self.cx.account, |arn| own.iter().any(|it| it.arn() == *arn));
        all(own.iter().map(|principal| {
            let permissions = everybody.permissions(*principal)?;
            let arn = principal.arn();
            if let Some(found) = permissions.policies.administrator(arn.as_str()) {
                let places: Vec<String> = found.statements.iter().map(|it| permissions.place(&it.statement)).collect();
                return self.observe(*principal, false, format!("is one: by {}", places.join(" and "))).verdict();
            }
            match standings.remove(arn.as_str()) {
                None | Some(Standing::Limited | Standing::Administrator) => {
                    self.observe(*principal, true, "no way to it was found".to_owned()).verdict()
                }
                Some(Standing::Unknown { reasons }) => Err(escalation::unreadable(&reasons)),
                Some(Standing::Escalates(path)) => self
                    .observe(*principal, false, format!("can become one: {}", escalation::in_words(&path)))
                    .verdict(),
            }
        }))
    }

    /// With the policy that would be enough, where one can be drafted.
    fn write(&self, found: Observation, what: &str, document: Option<String>) -> Observation {
        let todo = match document {
            Some(document) => format!("write as {what}: {document}"),
            None => format!("take {what} out"),
        };
        edit(self.stack, found, todo)
    }

    fn observe(&self, principal: Principal<'_>, met: bool, actual: String) -> Observation {
        let todo = format!("take from {principal} what makes it an administrator");
        let property = format!("{principal} as administrator");
        edit(self.stack, self.stack.observe(&property, met, "neither is one nor can become one", actual), todo)
    }
}

/// What only AWS knows may be anything.
fn unresolved(template: &StackTemplate) -> Option<Verdict> {
    let unresolved = &template.iam.unresolved;
    let told: Vec<String> = unresolved.iter().map(|it| format!("{} by {}", it.place, it.value)).collect();
    let message = || format!("what its policies say in {}", told.join(", "));
    (!told.is_empty()).then(|| Err(Miss::unknown(Gap::new(GET_TEMPLATE, GapKind::Opaque, message()))))
}
