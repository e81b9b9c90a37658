//! A Unix socket that leaves nothing behind and takes nothing away.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net;
use std::path::{Path, PathBuf};
use std::process;

use runtime::net::{UnixListener, UnixStream};

/// A listening Unix socket. Dropping it removes its file.
pub struct UnixSocket {
    listener: UnixListener,
    file: SocketFile,
}

impl UnixSocket {
    /// Listens at this path, in the place of what a server has left there that
    /// is no more. A server that still listens keeps its socket, and what is
    /// no socket stays as it is.
    pub fn bind(path: &Path) -> io::Result<Self> {
        check(path)?;
        // Made where nobody else can get at it: from its first moment at the
        // path on, the socket has the mode that it is to have.
        let private = Private::new(path)?;
        let draft = private.0.join("s");
        let listener = UnixListener::bind(&draft)?;
        fs::set_permissions(&draft, Permissions::from_mode(0o600))?;
        let made = fs::symlink_metadata(&draft)?;
        fs::rename(&draft, path)?;
        let file = SocketFile { path: path.to_owned(), inode: (made.dev(), made.ino()) };
        Ok(Self { listener, file })
    }

    pub async fn accept(&self) -> io::Result<UnixStream> {
        Ok(self.listener.accept().await?.0)
    }

    pub fn path(&self) -> &Path {
        &self.file.path
    }
}

/// Whether a new socket may take this place.
fn check(path: &Path) -> io::Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !found.file_type().is_socket() {
        return Err(io::Error::new(ErrorKind::AlreadyExists, "there is a file, not a socket"));
    }
    match net::UnixStream::connect(path) {
        Ok(_) => Err(io::Error::new(ErrorKind::AddrInUse, "another server listens there")),
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        Err(error) => Err(error),
    }
}

/// A folder of our own beside the path, removed with all that is in it.
struct Private(PathBuf);

impl Private {
    fn new(path: &Path) -> io::Result<Self> {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}", process::id()));
        DirBuilder::new().mode(0o700).create(&name)?;
        Ok(Self(name.into()))
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        // An empty folder that stays harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The file of a socket, removed at the end if it is still the same.
struct SocketFile {
    path: PathBuf,
    /// Device and inode, which tell it from another server's that has taken
    /// its place.
    inode: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let found = fs::symlink_metadata(&self.path);
        if found.is_ok_and(|found| (found.dev(), found.ino()) == self.inode) {
            // One that stays is known to be stale by the next server.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_stale_gives_way() {
        let folder = Private::new(&std::env::temp_dir().join("broker-test")).unwrap();
        let path = folder.0.join("chat");
        assert!(check(&path).is_ok(), "nothing is there");
        fs::write(&path, "text").unwrap();
        assert_eq!(check(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
        fs::remove_file(&path).unwrap();
        let other = net::UnixListener::bind(&path).unwrap();
        assert_eq!(check(&path).unwrap_err().kind(), ErrorKind::AddrInUse);
        drop(other);
        assert!(check(&path).is_ok(), "its server has gone");
    }
}
