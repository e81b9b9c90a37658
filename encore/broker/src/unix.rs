//! A Unix socket that leaves nothing behind and takes nothing away.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;

use tokio::net::{UnixListener, UnixStream};

/// A listening Unix socket. Dropping it removes its file.
pub struct UnixSocket {
    listener: UnixListener,
    file: SocketFile,
}

impl UnixSocket {
    /// Listens at this path, in the place of what a server has left there that
    /// is no more. A server that still listens keeps its socket, and what is
    /// no socket stays as it is.
    pub async fn bind(path: &Path) -> io::Result<Self> {
        // One at a time: of several servers that start at once, all would see
        // that the place is free. Closing the folder unlocks it.
        let folder = File::open(folder(path))?;
        folder.lock()?;
        check(path).await?;
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

/// Where a path leads to.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Whether a new socket may take this place.
async fn check(path: &Path) -> io::Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !found.file_type().is_socket() {
        return Err(io::Error::new(ErrorKind::AlreadyExists, "there is a file, not a socket"));
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        // It is there, but has much to do.
        Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
        _ => Err(io::Error::new(ErrorKind::AddrInUse, "another server listens there")),
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
    use std::os::unix::net;

    use super::*;

    #[test]
    fn only_what_is_stale_gives_way() {
        tokio::runtime::Runtime::new().unwrap().block_on(stale_gives_way());
    }

    async fn stale_gives_way() {
        let folder = Private::new(&std::env::temp_dir().join("broker-test")).unwrap();
        let path = folder.0.join("chat");
        assert!(check(&path).await.is_ok(), "nothing is there");
        fs::write(&path, "text").unwrap();
        assert_eq!(check(&path).await.unwrap_err().kind(), ErrorKind::AlreadyExists);
        fs::remove_file(&path).unwrap();
        let other = net::UnixListener::bind(&path).unwrap();
        assert_eq!(check(&path).await.unwrap_err().kind(), ErrorKind::AddrInUse);
        let waiting = fill(&path).await;
        assert_eq!(check(&path).await.unwrap_err().kind(), ErrorKind::AddrInUse, "it is busy");
        drop((other, waiting));
        assert!(check(&path).await.is_ok(), "its server has gone");
    }

    /// Connects until nobody else can.
    async fn fill(path: &Path) -> Vec<UnixStream> {
        let mut waiting = Vec::new();
        while let Ok(stream) = UnixStream::connect(path).await {
            waiting.push(stream);
        }
        waiting
    }

    #[test]
    fn a_name_alone_is_in_this_folder() {
        assert_eq!(folder(Path::new("chat")), Path::new("."));
        assert_eq!(folder(Path::new("/tmp/chat")), Path::new("/tmp"));
    }
}
