//! The template that an Auto Scaling group launches from, in the version that it names.

use crate::model::autoscaling::{AutoScalingGroup, LaunchTemplateSpecification};
use crate::model::ec2::LaunchTemplateVersion;

impl AutoScalingGroup {
    /// The template that the group names, by itself or for several types of instances.
    pub fn template(&self) -> Option<&LaunchTemplateSpecification> {
        let mixed = self.mixed_instances_policy.as_ref().and_then(|it| it.launch_template.as_ref());
        self.launch_template.as_ref().or(mixed.and_then(|it| it.launch_template_specification.as_ref()))
    }
}

impl LaunchTemplateSpecification {
    /// The version that is meant, where it is one of these.
    pub fn find_in<'v>(&self, versions: &'v [LaunchTemplateVersion]) -> Option<&'v LaunchTemplateVersion> {
        let mut of_it = versions.iter().filter(|it| match &self.launch_template_id {
            Some(id) => it.launch_template_id == *id,
            None => it.launch_template_name == self.launch_template_name,
        });
        match self.version.as_deref() {
            None | Some("" | "$Default") => of_it.find(|it| it.default_version),
            Some("$Latest") => of_it.max_by_key(|it| it.version_number),
            Some(number) => of_it.find(|it| it.version_number.to_string() == number),
        }
    }
}
