//! A learner in a folder of his own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use workshop::Workspace;

/// How long anything may take that has to happen.
const PATIENCE: Duration = Duration::from_mins(3);

pub struct Learner {
    home: TempDir,
}

/// How a command ended.
pub struct Ended {
    pub status: Option<i32>,
    /// Everything that it printed, errors last.
    pub said: String,
}

impl Learner {
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a learner with a folder") }
    }

    /// One who has just started a stage.
    pub fn at(stage: u8) -> Self {
        let learner = Self::new();
        learner.run(&["start", &stage.to_string()]).is(0, "is made");
        learner
    }

    /// One whose server is the stage's own.
    pub fn with_reference(stage: u8) -> Self {
        let learner = Self::at(stage);
        fs::remove_dir_all(learner.folder().join("src")).expect("a learner with a folder");
        let workspace = Workspace::find();
        let name =
            workspace.stages().expect("a learner with a folder")[usize::from(stage) - 1].clone();
        for (file, text) in workspace.sources(&name).expect("a learner with a folder").files {
            learner.write(&file, &text.replace(&name.replace('-', "_"), "my_server"));
        }
        learner
    }

    /// One whose server is this program.
    pub fn with_main(main: &str) -> Self {
        let learner = Self::at(1);
        learner.write("main.rs", main);
        learner
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("my-server")
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder().join("src").join(file)).expect("a learner with a folder")
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.folder().join("src").join(file);
        fs::create_dir_all(path.parent().expect("a learner with a folder"))
            .expect("a learner with a folder");
        fs::write(path, text).expect("a learner with a folder");
    }

    /// Replaces what has to be there exactly once.
    pub fn edit(&self, file: &str, find: &str, replace: &str) {
        let text = self.read(file);
        assert_eq!(text.matches(find).count(), 1, "{file} holds it once: {find}");
        self.write(file, &text.replace(find, replace));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_workshop"));
        command.args(arguments).arg("--dir").arg(self.folder());
        command.env("TMPDIR", self.home()).env("CARGO_NET_OFFLINE", "true");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().expect("a learner with a folder");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = text(&output.stdout) + &text(&output.stderr);
        Ended { status: output.status.code(), said }
    }

    pub fn spawn(&self, arguments: &[&str]) -> Running {
        Running(self.command(arguments).spawn().expect("a learner with a folder"))
    }

    /// Nothing that was started from the folder for temporary files runs any more, and nothing
    /// is left in that folder.
    pub fn nothing_is_left(&self) {
        until("nothing runs any more", || self.running().is_empty());
        let entries = fs::read_dir(self.home()).expect("a learner with a folder");
        let names = entries
            .map(|entry| entry.expect("a learner with a folder").file_name().display().to_string());
        let is_mine = |name: &String| name == "my-server" || name.starts_with("my-server.");
        let left: Vec<String> = names.filter(|name| !is_mine(name)).collect();
        assert!(left.is_empty(), "left over: {left:?}");
    }

    /// The processes whose program or arguments lie in the learner's folder.
    #[cfg(target_os = "linux")]
    pub fn running(&self) -> Vec<String> {
        let home = self.home().display().to_string();
        let processes = fs::read_dir("/proc")
            .expect("a learner with a folder")
            .flatten()
            .map(|entry| entry.path());
        let lines = processes.filter_map(|path| fs::read(path.join("cmdline")).ok());
        let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
        lines.filter(|line| line.contains(&home) && !line.contains("--dir")).collect()
    }

    #[cfg(not(target_os = "linux"))]
    pub fn running(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Ended {
    /// It ended with this status, and said this.
    #[track_caller]
    pub fn is(&self, status: i32, part: &str) -> &Self {
        assert_eq!(self.status, Some(status), "it said:\n{}", self.said);
        self.says(part)
    }

    #[track_caller]
    pub fn says(&self, part: &str) -> &Self {
        assert!(self.said.contains(part), "it does not say {part:?} but:\n{}", self.said);
        self
    }
}

/// A command that is ended when this is dropped.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().expect("a learner with a folder");
        self.0.wait().expect("a learner with a folder");
    }
}

/// Waits for something to be so.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "it never came about that {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
