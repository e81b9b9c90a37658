//! Encryption: the certificate, and the handshake that every connection begins with then.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::TcpStream;
use tokio::select;
use tokio::time::timeout_at;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{self, Error};

use crate::config::ServerConfig;
use crate::error::ChatError;
use crate::server::Shared;
use crate::wire::Wire;

/// What is needed for handshakes; `None` if nothing is encrypted.
pub fn acceptor(config: &ServerConfig) -> Result<Option<TlsAcceptor>, ChatError> {
    let (Some(cert), Some(key)) = (&config.tls_cert, &config.tls_key) else { return Ok(None) };
    let chain = chain(cert).map_err(|why| bad_file("tls_cert", cert, &why))?;
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| bad_file("tls_key", key, &reason(&error, "a private key")))?;
    let provider = Arc::new(ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private));
    let tls = tls.map_err(|error| match error {
        Error::InconsistentKeys(_) => {
            bad_file("tls_key", key, &format!("it is not the key of {}", shown(cert)))
        }
        Error::InvalidCertificate(_) => bad_file("tls_cert", cert, &error.to_string()),
        _ => bad_file("tls_key", key, &error.to_string()),
    })?;
    Ok(Some(Arc::new(tls).into()))
}

fn chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = read.map_err(|error| reason(&error, "a certificate"))?;
    if chain.is_empty() {
        Err(reason(&pem::Error::NoItemsFound, "a certificate"))
    } else {
        Ok(chain)
    }
}

fn reason(error: &pem::Error, wanted: &str) -> String {
    match error {
        pem::Error::NoItemsFound => format!("it does not hold {wanted} in PEM"),
        pem::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

fn bad_file(key: &'static str, file: &Path, reason: &str) -> ChatError {
    ChatError::BadFile(key, shown(file), reason.to_owned())
}

fn shown(file: &Path) -> String {
    file.to_string_lossy().escape_debug().to_string()
}

/// Makes a socket ready for lines, with a handshake if that is how clients talk here.
pub async fn open(
    socket: TcpStream,
    shared: &Shared,
    deadline: Instant,
) -> Result<Wire, ChatError> {
    let Some(acceptor) = &shared.tls else { return Ok(Wire::plain(socket)) };
    let mut closing = shared.closing.clone();
    // It holds all of a session, for which nobody else should make room.
    let handshake = Box::pin(acceptor.accept(socket));
    select! {
        done = timeout_at(deadline.into(), handshake) => {
            let (socket, tls) = done.map_err(|_| ChatError::LoginTimedOut)??.into_inner();
            Ok(Wire::encrypted(socket, tls))
        }
        _ = closing.changed() => Err(ChatError::ShuttingDown),
    }
}
