//! A certificate for this machine that is made for one test.

use std::fs;
use std::path::PathBuf;

use tokio_rustls::rustls::pki_types::CertificateDer;

/// The certificate and its key, in files.
pub struct Certificate {
    pub cert: PathBuf,
    pub key: PathBuf,
    der: CertificateDer<'static>,
}

impl Certificate {
    pub fn make(name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("one");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let (cert, key) = (folder.join(format!("{name}.crt")), folder.join(format!("{name}.key")));
        fs::write(&cert, made.cert.pem()).expect("a file");
        fs::write(&key, made.signing_key.serialize_pem()).expect("a file");
        Self { cert, key, der: made.cert.der().clone() }
    }

    pub fn der(&self) -> CertificateDer<'static> {
        self.der.clone()
    }

    /// What a server is told about it.
    pub fn settings(&self) -> [String; 2] {
        [format!("--tls-cert={}", self.cert.display()), format!("--tls-key={}", self.key.display())]
    }
}
