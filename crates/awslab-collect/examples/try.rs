//! scratch
use awslab_collect::*;
use awslab_core::{
    call::Call,
    fact::Fact,
    plan::{Plan, Want},
};
use std::collections::BTreeMap;
use std::sync::Mutex;
struct P(Mutex<BTreeMap<&'static str, usize>>);
impl Progress for P {
    fn began(&self, c: Call) {
        *self.0.lock().unwrap().entry(c.operation).or_default() += 1;
    }
    fn ended(&self, _: Call) {}
}
fn rss(tag: &str) {
    let s = std::fs::read_to_string("/proc/self/status").unwrap();
    for l in s.lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS")) {
        eprintln!("{tag} {l}");
    }
}
#[tokio::main]
async fn main() {
    let v = |n: &str| std::env::var(n).ok();
    let c = Connection {
        profile: v("T_PROFILE"),
        region: v("T_REGION"),
        endpoint_url: v("T_ENDPOINT"),
        role_arn: v("T_ROLE"),
        external_id: v("T_EXT"),
    };
    let t = std::time::Instant::now();
    let s = match Session::open(&c).await {
        Ok(s) => s,
        Err(e) => {
            eprintln!("{:?}\nfailed to {e}\nhelp: {}\n{:?}", e, e.help(), t.elapsed());
            return;
        }
    };
    eprintln!("{:?} {} {:?}", s.caller(), s.region(), t.elapsed());
    rss("open");
    let facts = match v("T_FACTS").as_deref() {
        Some("lab") => {
            use Fact::*;
            vec![
                S3Buckets,
                S3Ownership,
                S3Encryption,
                S3Versioning,
                S3Lifecycle,
                S3Logging,
                IamAuthorizationDetails,
                IamPasswordPolicy,
                IamAccountSummary,
                IamCredentials,
                CloudTrailTrails,
            ]
        }
        _ => Fact::ALL.to_vec(),
    };
    let plan =
        Plan { facts: facts.into_iter().collect(), stacks: v("T_STACK").into_iter().collect(), ..Plan::default() };
    let p = P(Mutex::default());
    let t = std::time::Instant::now();
    let mut a = s.collect(&plan, &p, "2026-11-24T09:00:00Z".parse().unwrap()).await;
    eprintln!("collect {:?} {:?}", t.elapsed(), p.0.lock().unwrap());
    rss("collect");
    let mut wants = vec![];
    if let Some(b) = v("T_BUCKET") {
        wants.push(Want::Objects { bucket: b, prefix: String::new(), newest: 5 });
    }
    if let Some(k) = v("T_KEY") {
        wants.push(Want::Key { id: k, region: s.region().into() });
    }
    if let Some(u) = v("T_USER") {
        wants.push(Want::UserCredentials { user: u });
    }
    let t = std::time::Instant::now();
    s.look_closer(&mut a, &wants, &p).await;
    eprintln!("closer {:?} {:?}", t.elapsed(), p.0.lock().unwrap());
    rss("closer");
    print!("{}", awslab_core::snapshot::write(&a));
}
