//! Who may take on the roles.

use awslab_core::context::Context;
use awslab_core::model::Role;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use awslab_policy::{EasyTrust, easy_trusts, restrict_trust};

use super::fixes::RESTRICT_TRUST;

pub(super) fn trust(cx: &Context<'_>) -> Verdict {
    let roles = cx.roles()?;
    if roles.is_empty() {
        return Err(Miss::Blocked("role"));
    }
    all(roles.into_iter().map(|role| trusts_few(cx, role)))
}

fn trusts_few(cx: &Context<'_>, role: &Role) -> Verdict {
    let easy = easy_trusts(&role.trust()?, role.arn.as_str());
    let observe = |met, actual| role.observe("trust policy", met, "lets in nobody too easily", actual);
    if easy.is_empty() {
        return observe(true, format!("lets in {}", role.trusted()?.join(", "))).verdict();
    }
    let in_words = |EasyTrust { statement, lets_in }: &EasyTrust| format!("{} lets in {lets_in}", statement.label());
    let actual = easy.iter().map(in_words).collect::<Vec<_>>().join("; ");
    let root = cx.account.arn();
    let restricted = restrict_trust(role.assume_role_policy_document.as_str(), &easy, root.as_str());
    observe(false, actual).name("document", restricted.unwrap_or_default()).fix(RESTRICT_TRUST).verdict()
}
