//! The HTTP client that every service and credential provider of a session shares.

use std::env;
use std::path::{Path, PathBuf};

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::open_error::OpenError;

/// As the SDK's own client, and with the authorities of the file that `AWS_CA_BUNDLE` names in place of the machine's.
/// The AWS CLI takes that variable; the SDK does not.
pub(crate) fn client() -> Result<SharedHttpClient, OpenError> {
    let authorities = match env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty()) {
        Some(path) => authorities(&PathBuf::from(path))?,
        None => TrustStore::default(),
    };
    let tls = TlsContext::builder().with_trust_store(authorities).build();
    let tls = tls.expect("a trust store is all that a context needs");
    let client = Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = ConnectorBuilder::default()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(tls.clone())
            .proxy_config(ProxyConfig::from_env());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.build()
    });
    Ok(client)
}

/// The certificates of a PEM file. They are read here first because the SDK panics on one that it cannot read.
fn authorities(path: &Path) -> Result<TrustStore, OpenError> {
    let unreadable = |reason: String| OpenError::CaBundle { path: path.to_owned(), reason };
    let pem = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        store.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(unreadable("it holds no certificate in PEM form".to_owned()));
    }
    Ok(TrustStore::empty().with_pem_certificate(pem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_that_holds_no_certificates_is_refused() {
        let manifest = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let error = authorities(manifest).expect_err("a manifest holds no certificates").to_string();
        assert!(error.contains("no certificate in PEM form"), "{error}");

        let error = authorities(Path::new("no-such-file.pem")).expect_err("there is no such file").to_string();
        assert!(error.contains("no-such-file.pem"), "{error}");
    }
}
