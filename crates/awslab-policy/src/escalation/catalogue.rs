//! The catalogue of methods, read from `methods.tsv` and `resources.tsv`, which say how they are written.

use std::sync::LazyLock;

/// The methods, the surest first.
pub(super) fn methods() -> &'static [Method] {
    &METHODS
}

/// The actions that methods need, each once.
pub(super) fn actions() -> &'static [&'static str] {
    &ACTIONS
}

/// A way to gain permissions.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) gain: Gain,
    /// The services of which a role must trust one; [`SAML`] for an identity provider.
    pub(super) trusts: Vec<&'static str>,
    pub(super) needs: Vec<Need>,
    /// The resources that its requests are about.
    pub(super) resources: Vec<(&'static Resource, Choice)>,
    pub(super) when: Vec<Prerequisite>,
    pub(super) title: &'static str,
    pub(super) sources: Vec<&'static str>,
}

impl Method {
    /// Whether it changes what a principal may do, rather than giving another one.
    pub(super) fn is_change(&self) -> bool {
        !matches!(self.gain, Gain::Become(_) | Gain::Administer)
    }
}

/// What stands for the identity providers of a role among the services that it trusts.
pub(super) const SAML: &str = "saml";

/// What a method gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gain {
    /// To act as a role or a user.
    Become(Kind),
    /// Any permission for what is rewritten.
    Rewrite(Kind),
    /// That a version of a policy holds which did not.
    Restore,
    /// What a group has.
    Join,
    /// That a boundary no longer limits.
    Unbind(Kind),
    /// Any permission.
    Administer,
}

/// What a method aims at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    Role,
    Group,
    Policy,
}

/// A request that a method makes.
#[derive(Debug)]
pub(super) struct Need {
    pub(super) action: &'static str,
    pub(super) object: Object,
}

/// What a request is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Object {
    /// What the method aims at.
    Aim,
    /// Nothing in particular: the action knows no resource.
    Nothing,
    /// A resource.
    Resource(&'static Resource),
}

/// A kind of resource.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Resource {
    pub(super) name: &'static str,
    /// The forms of its ARN.
    pub(super) forms: Vec<&'static str>,
}

/// Who says which resource it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Whoever makes the requests: it is new, or any will do.
    Free,
    /// It must run as the role that the method aims at.
    Host,
}

/// A fact that must not be known to be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prerequisite {
    /// An instance profile carries the role.
    InstanceProfile,
    /// The user has a console password.
    Password,
    /// The user has none.
    NoPassword,
    /// The user has fewer than two access keys.
    SpareKey,
    /// The account's people sign in through IAM Identity Center.
    IdentityCenter,
}

static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    let resource = |line: &'static str| {
        let (name, forms) = line.split_once('\t').expect("a resource has a name and forms");
        Resource { name, forms: forms.split('|').collect() }
    };
    lines(include_str!("resources.tsv")).map(resource).collect()
});

static METHODS: LazyLock<Vec<Method>> = LazyLock::new(|| lines(include_str!("methods.tsv")).map(method).collect());

static ACTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut actions: Vec<&str> = METHODS.iter().flat_map(|it| &it.needs).map(|need| need.action).collect();
    actions.sort_unstable();
    actions.dedup();
    actions
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn method(line: &'static str) -> Method {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[name, gain, trusts, needs, when, title, sources] = fields.as_slice() else {
        panic!("a method has seven fields: {line}")
    };
    let words = |field: &'static str| field.split(' ').filter(|word| *word != "-");
    let needs: Vec<(&str, &str, bool)> = needs.split("; ").map(need).collect();
    Method {
        name,
        gain: self::gain(gain),
        trusts: words(trusts).collect(),
        resources: resources(&needs),
        needs: needs.iter().map(|&(action, object, _is_free)| Need { action, object: self::object(object) }).collect(),
        when: words(when).map(prerequisite).collect(),
        title,
        sources: words(sources).collect(),
    }
}

/// The action, what it is about, and whether that is for the one who asks to choose.
fn need(text: &'static str) -> (&'static str, &'static str, bool) {
    match text.split(' ').collect::<Vec<_>>()[..] {
        [action, object] => (action, object, false),
        [action, "new" | "some", object] => (action, object, true),
        _ => panic!("a need is an action and what it is about: {text}"),
    }
}

fn object(text: &str) -> Object {
    match text {
        "role" | "user" | "group" | "policy" | "provider" => Object::Aim,
        "*" => Object::Nothing,
        name => Object::Resource(resource(name)),
    }
}

fn resource(name: &str) -> &'static Resource {
    RESOURCES.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("resources.tsv has no {name}"))
}

/// Each resource once. It is free when some request says so.
fn resources(needs: &[(&str, &str, bool)]) -> Vec<(&'static Resource, Choice)> {
    let mut resources: Vec<(&'static Resource, Choice)> = Vec::new();
    for &(_action, object, is_free) in needs {
        let Object::Resource(resource) = self::object(object) else { continue };
        let choice = if is_free { Choice::Free } else { Choice::Host };
        match resources.iter_mut().find(|(known, _)| *known == resource) {
            Some(known) if is_free => known.1 = Choice::Free,
            Some(_) => {}
            None => resources.push((resource, choice)),
        }
    }
    resources
}

fn gain(text: &str) -> Gain {
    match text {
        "restore policy" => Gain::Restore,
        "join group" => Gain::Join,
        "administer" => Gain::Administer,
        _ => match text.split_once(' ') {
            Some(("become", kind)) => Gain::Become(self::kind(kind)),
            Some(("rewrite", kind)) => Gain::Rewrite(self::kind(kind)),
            Some(("unbind", kind)) => Gain::Unbind(self::kind(kind)),
            _ => panic!("no gain: {text}"),
        },
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "user" => Kind::User,
        "role" => Kind::Role,
        "group" => Kind::Group,
        "policy" => Kind::Policy,
        _ => panic!("no kind: {text}"),
    }
}

fn prerequisite(text: &str) -> Prerequisite {
    match text {
        "instance-profile" => Prerequisite::InstanceProfile,
        "password" => Prerequisite::Password,
        "no-password" => Prerequisite::NoPassword,
        "spare-key" => Prerequisite::SpareKey,
        "identity-center" => Prerequisite::IdentityCenter,
        _ => panic!("no prerequisite: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_catalogue_can_be_read_and_names_nothing_twice() {
        let names: BTreeSet<&str> = methods().iter().map(|it| it.name).collect();
        assert_eq!(names.len(), methods().len());
        assert!(names.len() > 100, "{}", names.len());
        let used = methods().iter().flat_map(|it| &it.resources).map(|(resource, _)| resource.name);
        let used: BTreeSet<&str> = used.collect();
        assert_eq!(used, RESOURCES.iter().map(|it| it.name).collect(), "no resource without a method");
        for Method { name, needs, title, sources, .. } in methods() {
            assert!(!needs.is_empty() && !title.is_empty() && !sources.is_empty(), "{name}");
        }
    }

    #[test]
    fn what_is_made_is_free_to_name_and_what_is_there_is_not() {
        let choices = |name: &str| {
            let method = methods().iter().find(|it| it.name == name).expect("the method is there");
            method.resources.iter().map(|(it, choice)| (it.name, *choice)).collect::<Vec<_>>()
        };
        assert_eq!(choices("lambda-create-invoke"), [("function", Choice::Free)]);
        assert_eq!(choices("lambda-update-invoke"), [("function", Choice::Host)]);
        assert_eq!(choices("ssm-send-command"), [("instance", Choice::Host), ("command-document", Choice::Free)]);
    }
}
