//! Passwords, MFA devices and access keys of users.

use jiff::{SignedDuration, Timestamp};

use crate::context::Context;
use crate::fetched::{Fetched, GapKind};
use crate::model::{CredentialReport, CredentialRow, User, UserCredentials};
use crate::plan::Want;
use crate::verdict::{Evidence, Miss, Observation, Verdict, all};

/// How a user signs in to the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// There is a password.
    pub password: bool,
    /// There is an MFA device.
    pub mfa: bool,
}

/// A user's active access keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKeys {
    /// When each was made, where AWS says.
    pub created: Vec<Option<Timestamp>>,
}

impl Context<'_> {
    /// Decides by how each user signs in.
    pub fn sign_ins(&self, decide: impl Fn(&User, SignIn) -> Verdict) -> Verdict {
        let from_row = |row: &CredentialRow| SignIn { password: row.password_enabled, mfa: row.mfa_active };
        let from_answers = |answers: &UserCredentials| {
            let password = answers.login_profile.known()?.is_some();
            Ok(SignIn { password, mfa: !answers.mfa_devices.known()?.is_empty() })
        };
        self.credentials(from_row, from_answers, decide)
    }

    /// Decides by each user's active access keys.
    pub fn access_keys(&self, decide: impl Fn(&User, AccessKeys) -> Verdict) -> Verdict {
        let from_row = |row: &CredentialRow| {
            let keys = [
                (row.access_key_1_active, row.access_key_1_last_rotated),
                (row.access_key_2_active, row.access_key_2_last_rotated),
            ];
            AccessKeys { created: keys.iter().filter(|(active, _)| *active).map(|(_, created)| *created).collect() }
        };
        let from_answers = |answers: &UserCredentials| {
            let keys = answers.access_keys.known()?.iter().filter(|key| key.status == "Active");
            Ok(AccessKeys { created: keys.map(|key| key.create_date).collect() })
        };
        self.credentials(from_row, from_answers, decide)
    }

    fn credentials<T>(
        &self,
        from_row: impl Fn(&CredentialRow) -> T,
        from_answers: impl Fn(&UserCredentials) -> Result<T, Miss>,
        decide: impl Fn(&User, T) -> Verdict,
    ) -> Verdict {
        let iam = &self.account.global.iam;
        let verdict = all(self.users()?.into_iter().map(|user| match iam.user_credentials.get(&user.user_name) {
            Some(answers) => decide(user, from_answers(answers).map_err(|miss| self.with_gap_of_report(miss))?),
            None => self.by_report(user, |row| decide(user, from_row(row))),
        }));
        self.asking_few(verdict)
    }

    /// AWS makes a credential report at most every four hours. So a report is good evidence of what is right, but what
    /// it shows as wrong may have been mended since: then, and where there is no report, the user is to be asked about.
    fn by_report(&self, user: &User, decide: impl Fn(&CredentialRow) -> Verdict) -> Verdict {
        let want = Want::UserCredentials { user: user.user_name.clone() };
        let report = match &self.account.global.iam.credential_report {
            Fetched::Known(report) => report,
            Fetched::Unknown(gap) if gap.error == GapKind::NotCollected => return Err(Miss::unknown(gap.clone())),
            Fetched::Unknown(gap) => {
                let (gaps, wants) = (vec![gap.clone()], vec![want]);
                return Err(Miss::Unknown(Evidence { gaps, wants, ..Evidence::default() }));
            }
        };
        let mut rows = report.content.iter();
        let row = rows.find(|row| row.user == user.user_name && row.is_of(user));
        let Some(row) = row else { return Err(Miss::wanted(want)) };
        let verdict = decide(row);
        if !report.is_older_than(self.account.taken_at) {
            return verdict;
        }
        match verdict {
            Ok(observations) => Ok(report.date(observations)),
            Err(Miss::Failed(Evidence { observations, gaps, .. })) => {
                Err(Miss::Unknown(Evidence { observations: report.date(observations), gaps, wants: vec![want] }))
            }
            verdict => verdict,
        }
    }

    /// One user who fails now decides, whatever else an old report says; so few are asked about first, and more only
    /// when those turn out to have been mended.
    fn asking_few(&self, verdict: Verdict) -> Verdict {
        let iam = &self.account.global.iam;
        match verdict {
            Err(Miss::Failed(evidence)) => Err(Miss::Failed(Evidence { wants: Vec::new(), ..evidence })),
            Err(Miss::Unknown(mut evidence)) if iam.credential_report.as_known().is_some() => {
                evidence.wants.truncate(1.max(3 * iam.user_credentials.len()));
                Err(Miss::Unknown(evidence))
            }
            verdict => verdict,
        }
    }

    fn with_gap_of_report(&self, miss: Miss) -> Miss {
        match (miss, &self.account.global.iam.credential_report) {
            (Miss::Unknown(mut evidence), Fetched::Unknown(gap)) => {
                evidence.gaps.insert(0, gap.clone());
                Miss::Unknown(evidence)
            }
            (miss, _) => miss,
        }
    }
}

impl CredentialRow {
    /// It is about this user, not about a former one of the same name. The report tells times to the second.
    fn is_of(&self, user: &User) -> bool {
        let (Some(reported), Some(created)) = (self.user_creation_time, user.create_date) else { return true };
        created.duration_since(reported).abs() <= SignedDuration::from_secs(1)
    }
}

impl CredentialReport {
    /// What was seen in it, with its age.
    fn date(&self, observations: Vec<Observation>) -> Vec<Observation> {
        let dated = |observation: Observation| {
            let actual = format!("{} in the credential report of {}", observation.actual, self.generated_time);
            Observation { actual, ..observation }
        };
        observations.into_iter().map(dated).collect()
    }

    /// It was made before awslab began to look, the difference of two clocks aside.
    fn is_older_than(&self, taken_at: Timestamp) -> bool {
        taken_at.duration_since(self.generated_time) > SignedDuration::from_mins(1)
    }
}
