//! Why an account could not be reached, and what to do about it.

use std::path::PathBuf;

use aws_credential_types::provider::error::CredentialsError;

use crate::refusal::causes;

/// Why no session was opened. Each says after "failed to" what went wrong, and by [`help`](Self::help) what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A place that should have credentials has none that can be used.
    #[error("get AWS credentials: {0}")]
    BrokenCredentials(String),
    /// A file that the environment names cannot be trusted.
    #[error("read the certificates of {path:?}, which AWS_CA_BUNDLE names: {reason}")]
    CaBundle {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The trust policy or the caller's own policies do not let the caller take on the role.
    #[error("assume the role {role_arn}: {message}")]
    CannotAssumeRole {
        /// The role.
        role_arn: String,
        /// AWS's words.
        message: String,
    },
    /// The files of the AWS CLI are not well formed.
    #[error("read the AWS configuration files: {0}")]
    Configuration(String),
    /// The credentials were good once.
    #[error("use the AWS credentials, which expired: {0}")]
    Expired(String),
    /// AWS does not know the keys.
    #[error("use the AWS credentials, which AWS does not accept ({code}): {message}")]
    InvalidKeys {
        /// AWS's error code.
        code: String,
        /// AWS's words.
        message: String,
    },
    /// Nobody has credentials.
    #[error("find credentials: there are none in the environment, the configuration files or the instance")]
    NoCredentials,
    /// No Region is configured.
    #[error("choose a Region: neither the environment nor the profile has one")]
    NoRegion,
    /// The configuration files have no such profile.
    #[error("find the profile {profile:?} in the AWS configuration files")]
    UnknownProfile {
        /// The profile asked for.
        profile: String,
        /// The profiles there are.
        known: Vec<String>,
    },
    /// Too many others ask too.
    #[error("ask AWS whose credentials these are: it was throttled on every attempt ({0})")]
    Throttled(String),
    /// No connection.
    #[error("reach {endpoint}: {message}")]
    Unreachable {
        /// The endpoint that stands in for AWS, or AWS.
        endpoint: String,
        /// What the connection broke by.
        message: String,
    },
    /// Anything else.
    #[error("ask AWS whose credentials these are: {0}")]
    Other(String),
}

impl OpenError {
    /// What to do about it: one or two sentences.
    pub fn help(&self) -> String {
        match self {
            Self::CaBundle { .. } => {
                "point AWS_CA_BUNDLE at a file of PEM certificates, or unset it to trust the machine's own".to_owned()
            }
            Self::CannotAssumeRole { .. } => "check the role's ARN, that its trust policy names you, that your own \
                policies allow sts:AssumeRole on it, and that --external-id is the one that the trust policy asks for"
                .to_owned(),
            Self::Configuration(_) => "mend ~/.aws/config and ~/.aws/credentials, or the files that AWS_CONFIG_FILE \
                and AWS_SHARED_CREDENTIALS_FILE name"
                .to_owned(),
            Self::Expired(_) => "renew them: `aws sso login`, `aws login`, or fresh temporary keys from wherever \
                these came; and see that the machine's clock is right"
                .to_owned(),
            Self::InvalidKeys { .. } => "check the access key, its secret and the session token; a deleted or \
                deactivated key needs a new one. The same is said of a Region that the account has not enabled, and \
                of a wrong clock"
                .to_owned(),
            Self::BrokenCredentials(_) | Self::NoCredentials => {
                "run `aws configure` or `aws sso login`, choose a profile with --profile, or \
                set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                    .to_owned()
            }
            Self::NoRegion => "set AWS_REGION, or the profile's own: `aws configure set region eu-west-1`. With \
                --region only what is in that Region counts"
                .to_owned(),
            Self::Throttled(_) => "run again in a minute".to_owned(),
            Self::UnknownProfile { known, .. } if known.is_empty() => {
                "there are no profiles: run `aws configure sso` or `aws configure`".to_owned()
            }
            Self::UnknownProfile { known, .. } => format!("there are: {}", known.join(", ")),
            Self::Unreachable { .. } => {
                "check the network, the proxy (HTTPS_PROXY), --region, and --endpoint-url; where a certificate is not \
                trusted, name its authority's by AWS_CA_BUNDLE"
                    .to_owned()
            }
            Self::Other(_) => "check --endpoint-url and --region, then run again".to_owned(),
        }
    }
}

/// What the SDK says before it lists every place where it looked.
const NOBODY_HAS_ANY: &str = "no credentials found in chain. Attempted:";

impl From<&CredentialsError> for OpenError {
    fn from(error: &CredentialsError) -> Self {
        let causes = causes(error);
        // Neither the SSO nor the login provider's error can be told by its type from outside the SDK; nor can, from
        // what one provider lacks, that the whole chain was asked in vain.
        match error {
            _ if causes.to_lowercase().contains("expired") => Self::Expired(causes),
            CredentialsError::CredentialsNotLoaded(_) if causes.contains(NOBODY_HAS_ANY) => Self::NoCredentials,
            _ => Self::BrokenCredentials(causes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expired_sign_ins_are_told_from_missing_ones() {
        let error = CredentialsError::provider_error("the SSO token has expired and cannot be refreshed");
        assert!(matches!(OpenError::from(&error), OpenError::Expired(_)));
        let error = CredentialsError::not_loaded("no credentials found in chain. Attempted:");
        assert!(matches!(OpenError::from(&error), OpenError::NoCredentials));
        let error = CredentialsError::not_loaded("profile `course` has no credential information");
        assert!(matches!(OpenError::from(&error), OpenError::BrokenCredentials(causes) if causes.contains("`course`")));
    }

    #[test]
    fn an_unknown_profile_is_answered_with_those_there_are() {
        let known = vec!["course".to_owned(), "default".to_owned()];
        let error = OpenError::UnknownProfile { profile: "curse".to_owned(), known };
        assert_eq!(error.help(), "there are: course, default");
    }
}
