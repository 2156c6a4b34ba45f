//! CloudFormation stacks. Nested ones belong to the stack at the top.

use super::regional::{Kind, Located};
use crate::arn::Arn;
use crate::context::Context;
use crate::fetched::{Fetched, Gap};
use crate::model::{Region, Stack, StackEvent, StackResource, StackTemplate, Tag};
use crate::plan::Want;
use crate::verdict::{Miss, Subject as _};

impl Kind for Stack {
    const NOUN: &'static str = "stack";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::CloudFormation::Stack";
    const PLACEHOLDER: &'static str = "stack";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.cloudformation.stacks
    }

    fn id(&self) -> &str {
        &self.stack_name
    }

    fn name(&self) -> &str {
        &self.stack_name
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        Fetched::Known(self.tags.clone())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        let made = || format!("arn:{partition}:cloudformation:{place}:stack/{}", self.stack_name);
        Some(self.stack_id.clone()).filter(|it| it.parse::<Arn>().is_ok()).unwrap_or_else(made)
    }

    fn not_of_learner(&self, _account: &str) -> Option<String> {
        let Self { stack_name: name, .. } = self;
        if self.parent_id.is_some() {
            return Some("it is nested in another stack".to_owned());
        }
        if name == "awslab" {
            return Some("it is the way in of awslab itself".to_owned());
        }
        let is_made_by_tool = name == "CDKToolkit"
            || name == "aws-sam-cli-managed-default"
            || name.starts_with("awseb-e-")
            || name.starts_with("StackSet-AWSControlTower");
        is_made_by_tool.then(|| "a tool of AWS made it for itself".to_owned())
    }
}

impl<'a> Context<'a> {
    /// A stack and those that are nested in it.
    pub fn with_nested(&self, stack: Located<'a, Stack>) -> Vec<Located<'a, Stack>> {
        let top = stack.stack_id.as_str();
        let nested = self.listed::<Stack>().filter(|it| it.root_id.as_deref() == Some(top) && it.stack_id != top);
        std::iter::once(stack).chain(nested).collect()
    }

    /// Every stack in scope, nested ones included.
    pub fn stacks_with_nested(&self) -> Result<Vec<Located<'a, Stack>>, Miss> {
        Ok(self.all_located::<Stack>()?.into_iter().flat_map(|stack| self.with_nested(stack)).collect())
    }

    /// What the template of a stack says.
    pub fn template(&self, stack: Located<'a, Stack>) -> Result<&'a StackTemplate, Miss> {
        let template = &stack.get().template;
        if template.is_not_collected() {
            return Err(Miss::wanted(Want::Template { stack: stack.arn() }));
        }
        template.known()
    }

    /// What belongs to a stack, nested stacks included.
    pub fn resources_of(&self, stack: Located<'a, Stack>) -> Result<&'a [StackResource], Miss> {
        let name = &stack.stack_name;
        match stack.surroundings.cloudformation.stack_resources.get(name) {
            Some(Fetched::Known(resources)) => Ok(resources.as_deref().unwrap_or_default()),
            Some(Fetched::Unknown(gap)) => Err(Miss::unknown(gap.clone())),
            None => Err(Miss::wanted(Want::StackResources { stack: name.clone(), region: stack.region.to_owned() })),
        }
    }

    /// What became of a stack as a whole, newest first: as far back as this many changes go.
    pub fn events_of(&self, stack: Located<'a, Stack>, changes: usize) -> Result<&'a [StackEvent], Miss> {
        let events = &stack.get().stack_events;
        if events.is_not_collected() {
            return Err(Miss::wanted(Want::StackEvents { stack: stack.arn(), changes }));
        }
        events.known().map(Vec::as_slice)
    }
}

impl StackEvent {
    /// The stack as a whole was changed: by an update, a change set or an import.
    pub fn is_change(&self) -> bool {
        let is_of_stack = self.physical_resource_id.as_deref() == Some(&self.stack_id);
        is_of_stack && matches!(self.resource_status.as_deref(), Some("UPDATE_COMPLETE" | "IMPORT_COMPLETE"))
    }

    /// The stack as a whole was made: nothing is before it.
    pub fn is_creation(&self) -> bool {
        let is_of_stack = self.physical_resource_id.as_deref() == Some(&self.stack_id);
        is_of_stack && matches!(self.resource_status.as_deref(), Some("CREATE_IN_PROGRESS" | "REVIEW_IN_PROGRESS"))
    }
}

impl StackTemplate {
    /// A gap where macros were not expanded: what they would add cannot be told.
    pub fn unexpanded(&self) -> Option<Gap> {
        use crate::call::GET_TEMPLATE;
        use crate::fetched::GapKind::Opaque;

        let message =
            || format!("the macro {} is not expanded in the template that it answers", self.transforms.join(", "));
        (!self.transforms.is_empty()).then(|| Gap::new(GET_TEMPLATE, Opaque, message()))
    }
}
