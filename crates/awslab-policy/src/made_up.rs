//! Resources that nobody has named: what a policy allows on them, it allows on every resource of their type.

/// Two names, because one could be taken in by chance. They share no character, so that no pattern has both but such as
/// have nearly all names.
pub(crate) const NAMES: [&str; 2] = ["qx7wnvp3mkhbtd9f", "Zj"];

/// A Region that there is not.
pub(crate) const NOWHERE: &str = "xq-nowhere-7";

/// Where a resource is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) partition: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
}

impl Place<'_> {
    /// The ARN of a resource here, from a form such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. A `*` that a
    /// form has stands for a name as well.
    pub(crate) fn arn(self, form: &str, name: &str) -> String {
        self.arn_with(form, |_placeholder| name.to_owned())
    }

    /// The same with names for its author to fill in: `arn:aws:s3:::BUCKETNAME/OBJECTNAME`.
    pub(crate) fn arn_to_fill_in(self, form: &str) -> String {
        self.arn_with(form, str::to_uppercase)
    }

    fn arn_with(self, form: &str, name: impl Fn(&str) -> String) -> String {
        let parts = form.splitn(6, ':').enumerate().map(|(index, part)| {
            let is_open = part.contains(['$', '*']);
            match index {
                1 if is_open => self.partition.to_owned(),
                3 if is_open => self.region.to_owned(),
                4 if is_open => self.account.to_owned(),
                _ => filled(part, &name),
            }
        });
        parts.collect::<Vec<_>>().join(":")
    }
}

/// A text with a name for each placeholder.
fn filled(text: &str, name: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((placeholder, following)) = after.split_once('}') else { break };
        filled.push_str(before);
        filled.push_str(&name(placeholder));
        rest = following;
    }
    filled.push_str(rest);
    filled.replace('*', &name("name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_becomes_an_arn() {
        let here = Place { partition: "aws", region: "eu-west-1", account: "111122223333" };
        for (form, arn) in [
            ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::Zj/Zj"),
            ("arn:${Partition}:sqs:${Region}:${AccountId}:${Queue}", "arn:aws:sqs:eu-west-1:111122223333:Zj"),
            ("arn:${Partition}:iam::aws:policy/${Name}", "arn:aws:iam::aws:policy/Zj"),
            ("arn:${Partition}:braket:*:*:device/${Type}", "arn:aws:braket:eu-west-1:111122223333:device/Zj"),
            ("arn:${Partition}:dms:${Region}:${Account}:cert:*", "arn:aws:dms:eu-west-1:111122223333:cert:Zj"),
            ("arn:${Partition}:${Vendor}:::a", "arn:aws:Zj:::a"),
            ("arn:${Partition}:s3:::${Open", "arn:aws:s3:::${Open"),
        ] {
            assert_eq!(here.arn(form, "Zj"), arn, "{form}");
        }
    }

    #[test]
    fn the_names_have_nothing_in_common() {
        let [one, other] = NAMES;
        assert!(!one.chars().any(|char| other.contains(char)));
        assert_ne!(one.len(), other.len());
    }
}
