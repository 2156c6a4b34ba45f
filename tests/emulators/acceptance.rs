//! What a learner types, with the AWS CLI itself, and what awslab then says.

use std::fs;

use super::emulator::Emulator;

#[test]
fn an_upload_makes_the_object_criterion_pass() {
    for emulator in Emulator::all() {
        let account = emulator.account("untouched");
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        fs::write(folder.path().join("file.txt"), "Hello, S3!\n").expect("the folder can be written to");
        // The names of buckets are unique among all accounts.
        let bucket = format!("s3://mybucket-{}", account.number);

        account.aws(folder.path(), &["s3", "mb", &bucket]);
        assert_eq!(account.verify(&[]).verdict("s3.object"), "fail", "{}", emulator.name);

        account.aws(folder.path(), &["s3", "cp", "file.txt", &format!("{bucket}/file.txt")]);
        assert_eq!(account.verify(&[]).verdict("s3.object"), "pass", "{}", emulator.name);
    }
}

#[test]
fn a_user_with_all_of_s3_fails_the_wildcard_criterion() {
    let policy = r#"{"Version": "2012-10-17",
                     "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#;
    for emulator in Emulator::all() {
        let account = emulator.account("untouched");
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        account.aws(folder.path(), &["iam", "create-user", "--user-name", "leo"]);
        let put_policy =
            ["iam", "put-user-policy", "--user-name", "leo", "--policy-name", "all", "--policy-document", policy];
        account.aws(folder.path(), &put_policy);

        let report = account.verify(&[]);
        let criterion = report.criterion("iam.no-wildcard-actions");
        assert_eq!(criterion.verdict, "fail", "{}", emulator.name);
        let names_the_wildcard = criterion.observations.iter().any(|it| it.actual.contains("s3:*"));
        assert!(names_the_wildcard, "the evidence names s3:*: {criterion:#?}");
    }
}
