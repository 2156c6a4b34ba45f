//! What the template of a stack says. Its text is read here and not kept.

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::TemplateStage;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Stack, StackTemplate};
use awslab_core::template::{has_macros, read_of};

use crate::api::Api;
use crate::refusal::{Refusal, Required};

/// Of a stack among others of its Region. Where it has macros, what they made of it is asked for too: it is what was
/// deployed, and the original is what somebody wrote.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html>
pub(crate) async fn template(api: Api<'_>, stack: &Stack, others: &[Stack]) -> Fetched<StackTemplate> {
    let client = api.clients.cloudformation(api.region());
    let texts = api.ask(call::GET_TEMPLATE, async {
        let original = body(&client, &stack.stack_id, TemplateStage::Original).await?;
        let processed = match has_macros(&original) {
            Ok(true) => Some(body(&client, &stack.stack_id, TemplateStage::Processed).await?),
            Ok(false) | Err(_) => None, // an error is told by whoever reads it
        };
        Ok((original, processed))
    });
    match texts.await {
        Fetched::Known((original, processed)) => read_of(stack, others, &original, processed.as_deref()),
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

async fn body(client: &Client, stack: &str, stage: TemplateStage) -> Result<String, Refusal> {
    let answer = client.get_template().stack_name(stack).template_stage(stage).send().await?;
    answer.template_body.required("TemplateBody")
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{HOME, collect, query_error, session};

    const STACK: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1";

    /// What is made of these answers, and how many questions that took.
    async fn asked(answers: Vec<(u16, String)>) -> (Fetched<StackTemplate>, usize) {
        let (session, http) = session(answers);
        let mut account = collect(&session, &[]).await;
        let stack = Stack { stack_id: STACK.to_owned(), stack_name: "shop".to_owned(), ..Stack::default() };
        account.regions.entry(HOME.to_owned()).or_default().cloudformation.stacks = Fetched::Known(vec![stack]);
        let want = Want::Template { stack: STACK.parse().expect("well formed") };
        session.look_closer(&mut account, &[want], &()).await;
        let stacks = account.regions[HOME].cloudformation.stacks.as_known().expect("the stacks are known");
        (stacks[0].template.clone(), http.actual_requests().count())
    }

    fn answer(template: &str) -> (u16, String) {
        let answer = format!(
            "<GetTemplateResponse><GetTemplateResult><TemplateBody>{template}</TemplateBody></GetTemplateResult>\
             </GetTemplateResponse>"
        );
        (200, answer)
    }

    #[tokio::test]
    async fn a_template_is_read_once() {
        let (template, questions) = asked(vec![answer("Outputs: {Url: {Value: x}}")]).await;
        assert_eq!(template.as_known().map(|it| &it.outputs[..]), Some(&["Url".to_owned()][..]));
        assert_eq!(questions, 1);
    }

    #[tokio::test]
    async fn what_macros_made_of_it_is_asked_for_too() {
        let sam = "Transform: AWS::Serverless-2016-10-31\nResources: {T: {Type: AWS::Serverless::SimpleTable}}";
        let expanded = "Resources: {T: {Type: AWS::DynamoDB::Table}}";
        let (template, questions) = asked(vec![answer(sam), answer(expanded)]).await;
        let Fetched::Known(template) = template else { panic!("both answers are good") };
        assert_eq!((template.storage.len(), template.transforms.len(), questions), (1, 0, 2));
    }

    #[tokio::test]
    async fn what_is_denied_or_no_template_is_told_apart() {
        let (template, _) = asked(vec![(403, query_error("AccessDenied"))]).await;
        let Fetched::Unknown(gap) = template else { panic!("denied") };
        assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Denied, Some(HOME)));
        let (template, _) = asked(vec![answer("[1, 2]")]).await;
        let Fetched::Unknown(gap) = template else { panic!("a list is no template") };
        assert_eq!((gap.error, gap.call.as_str()), (GapKind::Malformed, "cloudformation:GetTemplate"));
    }
}
