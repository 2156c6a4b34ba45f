//! A narrower policy to start from: the same document without what takes in a whole service.

use serde_json::Value;

use crate::authorization;
use crate::document::{Document, Effect};
use crate::draft::Draft;
use crate::whole_service::{are_whole_service, whole_services};

/// The document with each whole service (`s3:*`) cut down to reading it (`s3:Get*`, `s3:List*`), and without the
/// statements that allow everything (`*`, `NotAction`), for which there is no narrower form to guess. Where nothing would
/// be left, what remains is to ask who one is, which needs no permission. `None` when the text is no policy document.
pub fn narrow(text: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let mut draft = Draft::of(text)?;
    let statements = document.statements.iter().zip(draft.statements);
    let narrowed = statements.filter_map(|(statement, json)| {
        if statement.effect == Effect::Deny || statement.whole_services().is_empty() {
            return Some(json);
        }
        narrow_statement(json)
    });
    draft.statements = narrowed.collect();
    draft.keep_something_allowed();
    Some(draft.into_text())
}

fn narrow_statement(mut json: Value) -> Option<Value> {
    let patterns: Vec<String> = match json.get("Action")? {
        Value::String(single) => vec![single.clone()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return None,
    };
    let whole = whole_services(&patterns);
    let mut narrowed = Vec::new();
    for pattern in &patterns {
        let (service, _name) = pattern.split_once(':').filter(|(service, _name)| !service.contains('*'))?;
        let instead = if whole.contains(&pattern.as_str()) { reading(service) } else { vec![pattern.clone()] };
        narrowed.extend(instead.into_iter().filter(|it| !narrowed.contains(it)).collect::<Vec<_>>());
    }
    json["Action"] = Value::from(narrowed);
    Some(json)
}

/// Of a service that can do nothing but be read, action by action: else it would be the whole again.
fn reading(service: &str) -> Vec<String> {
    let reading = [format!("{service}:Get*"), format!("{service}:List*")];
    if !are_whole_service(&reading.each_ref().map(String::as_str)) {
        return reading.to_vec();
    }
    authorization::expand(&format!("{service}:*")).iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Actions;

    #[test]
    fn a_whole_service_is_cut_down_to_reading() {
        let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        let narrowed = narrow(text).expect("reading is left");
        let document = Document::parse(&narrowed).expect("the narrowed document is well formed");
        assert!(document.statements[0].whole_services().is_empty());
        assert_eq!(document.version.as_deref(), Some("2012-10-17"));
    }

    #[test]
    fn what_is_left_is_no_whole_service() {
        for (actions, left) in [
            (
                r#"["s3:*", "S3:**", "sqs:SendMessage"]"#,
                &["s3:Get*", "s3:List*", "S3:Get*", "S3:List*", "sqs:SendMessage"][..],
            ),
            (r#"["rds-db:c*"]"#, &["rds-db:Get*", "rds-db:List*"]),
            (r#"["execute-api:I*", "execute-api:M*"]"#, &["execute-api:Get*", "execute-api:List*"]),
            (r#""geo-maps:*""#, &["geo-maps:GetStaticMap", "geo-maps:GetTile"]),
            (r#""unheard-of:*""#, &["unheard-of:Get*", "unheard-of:List*"]),
        ] {
            let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":{actions},"Resource":"*"}}}}"#);
            let narrowed = narrow(&text).expect("reading is left");
            let document = Document::parse(&narrowed).expect("the narrowed document is well formed");
            let left: Vec<String> = left.iter().map(|it| (*it).to_owned()).collect();
            let expected = Actions::Only(left.into());
            assert_eq!(document.statements[0].actions, expected, "{actions}");
            assert_eq!(document.statements[0].whole_services(), [""; 0], "{actions}");
        }
    }

    #[test]
    fn denies_stay_and_boundless_allows_go() {
        let text = r#"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"},
            {"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
            {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}"#;
        let narrowed = narrow(text).expect("sending is left");
        assert_eq!(Document::parse(&narrowed).expect("well formed").statements.len(), 2);
    }

    #[test]
    fn nothing_but_asking_who_one_is_is_left_of_full_access() {
        let narrowed = narrow(r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
        assert!(narrowed.expect("a document is left").contains("sts:GetCallerIdentity"));
        assert_eq!(narrow("not JSON"), None);
    }
}
