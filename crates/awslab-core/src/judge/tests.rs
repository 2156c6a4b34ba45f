//! Judging, on a lab of its own with two buckets.

use jiff::Timestamp;

use super::*;
use crate::fact::Fact;
use crate::fetched::Fetched;
use crate::lab::Aspect;
use crate::model::{Bucket, Caller, ObjectSample, Versioning};
use crate::verdict::{Subject, Verdict};

static LAB: Lab = Lab {
    id: "trial",
    title: "",
    source: "",
    params: &[],
    subjects: Some(|cx| Ok(cx.buckets()?.iter().map(Subject::arn).collect())),
    criteria: &[
        Criterion::new("versioning", Aspect::Resilience, 1, "", versioning)
            .reads(&[Fact::S3Buckets, Fact::S3Versioning])
            .fix("enable {bucket} of {account}"),
        Criterion::new("object", Aspect::Task, 4, "", object).reads(&[Fact::S3Buckets, Fact::S3Objects]),
        Criterion::new("after-object", Aspect::Task, 1, "", |_| Ok(Vec::new())).after("object"),
        Criterion::new("after-that", Aspect::Task, 1, "", |_| Ok(Vec::new())).after("after-object"),
        Criterion::new("not-here", Aspect::Task, 1, "", |_| Err(Miss::Skipped("no need".to_owned()))),
        Criterion::new("after-skipped", Aspect::Task, 1, "", |_| Ok(Vec::new())).after("not-here"),
    ],
};

fn versioning(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    bucket.expect("Versioning", bucket.versioning.known()?.status.as_deref().unwrap_or("off"), "Enabled")
}

fn object(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let count = cx.objects(bucket, "", 1)?.non_empty_count;
    bucket.observe("objects", count > 0, "some", count).verdict()
}

fn account() -> Account {
    let arn = "arn:aws:iam::111122223333:user/anna".parse().expect("well formed");
    let caller = Caller { account: "111122223333".to_owned(), arn, user_id: "AIDA".to_owned() };
    let mut account = Account::new(caller, "eu-west-1", Timestamp::UNIX_EPOCH);
    account.global.s3.buckets = Fetched::Known(["plain", "versioned"].map(bucket).to_vec());
    account
}

fn bucket(name: &str) -> Bucket {
    let status = (name == "versioned").then(|| "Enabled".to_owned());
    Bucket { versioning: Fetched::Known(Versioning { status }), ..Bucket::named(name) }
}

fn set_objects(account: &mut Account, bucket: &str, count: usize) {
    let Fetched::Known(buckets) = &mut account.global.s3.buckets else { panic!("the buckets are known") };
    let bucket = buckets.iter_mut().find(|it| it.name == bucket).expect("there is such a bucket");
    bucket.objects = Fetched::Known(ObjectSample { non_empty_count: count, ..ObjectSample::default() });
}

fn run(account: &Account) -> Judged {
    judge(&LAB, account, &Scope::default(), &Settings::default())
}

fn look(account: &Account) -> Vec<Vec<Want>> {
    wants(&LAB, account, &Scope::default(), &Settings::default())
}

fn subject(judged: &Judged) -> &str {
    judged.subject.as_ref().expect("a bucket is judged").name()
}

fn outcome<'a>(judged: &'a Judged, id: &str) -> &'a Decision {
    judged.decisions.iter().find(|it| it.criterion.id == id).expect("every criterion is told")
}

#[test]
fn the_likeliest_candidate_is_looked_at_first() {
    let mut account = account();
    let first = Want::Objects { bucket: "versioned".to_owned(), prefix: String::new(), newest: 1 };
    assert_eq!(look(&account)[0], [first], "the other only has a chance if this one disappoints");
    let other = &run(&account).others[0];
    assert_eq!((other.points, other.open_points, other.first_miss), (1, 6, Some("versioning")));

    set_objects(&mut account, "versioned", 1);
    assert!(look(&account).is_empty(), "nothing can beat it any more");
    assert_eq!(subject(&run(&account)), "versioned");
}

#[test]
fn where_the_first_disappoints_the_next_is_looked_at() {
    let mut account = account();
    set_objects(&mut account, "versioned", 0);
    assert_eq!(look(&account).len(), 1, "the other may still hold objects");
    assert_eq!(subject(&run(&account)), "versioned", "what is not known earns nothing");

    set_objects(&mut account, "plain", 0);
    assert!(look(&account).is_empty());
    assert_eq!(subject(&run(&account)), "versioned");

    set_objects(&mut account, "plain", 1);
    assert_eq!(subject(&run(&account)), "plain");
}

#[test]
fn what_follows_a_miss_is_blocked_by_its_root() {
    let mut account = account();
    set_objects(&mut account, "versioned", 0);
    set_objects(&mut account, "plain", 0);
    let judged = run(&account);
    let decision = outcome(&judged, "after-that");
    assert!(matches!(decision.outcome, Outcome::Blocked { by, by_unknown: false } if by.id == "object"));
    assert_eq!(decision.points(), Some(0));
}

#[test]
fn what_follows_an_unknown_earns_neither_points_nor_zero() {
    let judged = run(&account());
    assert_eq!(outcome(&judged, "object").points(), None);
    assert_eq!(outcome(&judged, "after-that").points(), None);
    let Outcome::Unknown { gaps, .. } = &outcome(&judged, "object").outcome else { panic!("it was not looked at") };
    assert_eq!(gaps[0].action, "s3:ListBucket");
}

#[test]
fn what_does_not_apply_blocks_nothing_and_counts_for_nothing() {
    let judged = run(&account());
    assert_eq!(outcome(&judged, "not-here").max_points(), 0);
    assert!(outcome(&judged, "after-skipped").is_pass());
}

#[test]
fn a_fix_names_the_subject_and_the_account() {
    let mut account = account();
    set_objects(&mut account, "plain", 1);
    set_objects(&mut account, "versioned", 0);
    let judged = run(&account);
    let Outcome::Fail { fixes, .. } = &outcome(&judged, "versioning").outcome else { panic!("it is not versioned") };
    assert_eq!(fixes, &["enable plain of 111122223333"]);
}

#[test]
fn a_fact_that_was_not_collected_is_named_by_its_call() {
    let mut account = account();
    let Fetched::Known(buckets) = &mut account.global.s3.buckets else { panic!("the buckets are known") };
    for bucket in buckets {
        bucket.versioning = Fetched::default();
    }
    let judged = run(&account);
    let Outcome::Unknown { gaps, .. } = &outcome(&judged, "versioning").outcome else { panic!("it is not known") };
    assert_eq!(gaps[0].call, "s3:GetBucketVersioning");
}
