//! What somebody has used of what they may use.

use jiff::Timestamp;

use crate::arn::Arn;
use crate::context::Context;
use crate::fetched::Fetched;
use crate::model::ServiceLastAccessed;
use crate::plan::Want;
use crate::verdict::Miss;

/// The services that the policies of somebody allow, with when they last used each.
#[derive(Debug, Clone, Copy)]
pub struct LastAccessed<'a>(&'a [ServiceLastAccessed]);

impl<'a> Context<'a> {
    /// What a user, group or role has used. AWS takes seconds to tell, so that few of them should be asked about.
    pub fn last_accessed(&self, principal: &Arn) -> Result<LastAccessed<'a>, Miss> {
        match self.account.global.iam.services_last_accessed.get(principal) {
            Some(Fetched::Known(services)) => Ok(LastAccessed(services)),
            Some(Fetched::Unknown(gap)) => Err(Miss::unknown(gap.clone())),
            None => Err(Miss::wanted(Want::LastAccessed { principal: principal.clone() })),
        }
    }
}

impl<'a> LastAccessed<'a> {
    /// Every service that is allowed.
    pub fn services(self) -> &'a [ServiceLastAccessed] {
        self.0
    }

    /// When an action such as `s3:PutBucketPolicy` was last used, or its service where AWS does not tell its actions
    /// apart. `None` where neither was in the 400 days that AWS remembers.
    pub fn action(self, action: &str) -> Option<Timestamp> {
        let (prefix, name) = action.split_once(':')?;
        let service = self.0.iter().find(|it| it.service_namespace.eq_ignore_ascii_case(prefix))?;
        let tracked = service.tracked_actions_last_accessed.iter().flatten();
        match tracked.clone().find(|it| it.action_name.eq_ignore_ascii_case(name)) {
            Some(tracked) => tracked.last_accessed_time,
            None => service.last_authenticated,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TrackedActionLastAccessed;

    #[test]
    fn an_action_that_is_told_apart_has_a_time_of_its_own_and_another_that_of_its_service() {
        let time: Timestamp = "2026-11-01T08:00:00Z".parse().expect("a time");
        let never = TrackedActionLastAccessed { action_name: "PutBucketPolicy".to_owned(), last_accessed_time: None };
        let used =
            TrackedActionLastAccessed { action_name: "PutBucketTagging".to_owned(), last_accessed_time: Some(time) };
        let service = |prefix: &str, last_authenticated, tracked| ServiceLastAccessed {
            service_namespace: prefix.to_owned(),
            last_authenticated,
            tracked_actions_last_accessed: tracked,
        };
        let services = [service("s3", Some(time), Some(vec![never, used])), service("sns", None, None)];
        let accessed = LastAccessed(&services);
        assert_eq!(accessed.action("s3:PutBucketPolicy"), None);
        assert_eq!(accessed.action("S3:putbuckettagging"), Some(time));
        assert_eq!(accessed.action("s3:GetObject"), Some(time), "AWS does not tell it apart");
        assert_eq!(accessed.action("sns:Publish"), None);
        assert_eq!(accessed.action("sqs:SendMessage"), None);
    }
}
