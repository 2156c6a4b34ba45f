//! A bucket's access control list.

use aws_sdk_s3::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Acl, Bucket, Grant, Grantee};

use crate::api::Api;
use crate::refusal::Required;

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html>
pub(crate) async fn acl(api: Api<'_>, bucket: &Bucket) -> Fetched<Acl> {
    let region = match &bucket.bucket_region {
        Fetched::Known(region) => region,
        Fetched::Unknown(gap) => return Fetched::Unknown(gap.clone()),
    };
    let s3 = api.clients.s3(region);
    api.in_region(region)
        .ask(call::GET_BUCKET_ACL, async {
            let answer = s3.get_bucket_acl().bucket(&bucket.name).send().await?;
            Ok(Acl { grants: answer.grants.required("Grants")?.into_iter().map(grant).collect() })
        })
        .await
}

fn grant(grant: types::Grant) -> Grant {
    let grantee =
        grant.grantee.map(|it| Grantee { grantee_type: Some(it.r#type.as_str().to_owned()), id: it.id, uri: it.uri });
    Grant { grantee: grantee.unwrap_or_default(), permission: grant.permission.map(|it| it.as_str().to_owned()) }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{bucket_list, collect, s3_error, session};

    async fn annas_acl(status: u16, body: String) -> Fetched<Acl> {
        let list = (200, bucket_list(&[("anna", Some("eu-west-1"))], None));
        let (session, _http) = session([list, (status, body)]);
        let mut account = collect(&session, &[Fact::S3Buckets, Fact::S3Acl]).await;
        session.look_closer(&mut account, &[Want::Acl { bucket: "anna".to_owned() }], &()).await;
        let Fetched::Known(mut buckets) = account.global.s3.buckets else { panic!("the list is good") };
        buckets.remove(0).acl
    }

    #[tokio::test]
    async fn whom_an_acl_lets_in_is_read_where_it_is_wanted() {
        let acl = "<AccessControlPolicy><Owner><ID>anna</ID></Owner><AccessControlList>\
            <Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">\
            <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>\
            </AccessControlList></AccessControlPolicy>";
        let Fetched::Known(acl) = annas_acl(200, acl.to_owned()).await else { panic!("the ACL is good") };
        let [Grant { grantee, permission }] = &acl.grants[..] else { panic!("there is one grant: {acl:?}") };
        assert_eq!((grantee.grantee_type.as_deref(), permission.as_deref()), (Some("Group"), Some("READ")));
        assert_eq!(grantee.uri.as_deref(), Some("http://acs.amazonaws.com/groups/global/AllUsers"));
    }

    #[tokio::test]
    async fn an_acl_that_may_not_be_seen_is_unknown() {
        let Fetched::Unknown(gap) = annas_acl(403, s3_error("AccessDenied")).await else { panic!("it was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "s3:GetBucketAcl"));
    }
}
