//! A small file system of its own, for a full disk and one that cannot be written to.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::place::Place;

/// A file system at a folder, given back at the end.
pub(crate) struct Mount(PathBuf);

impl Mount {
    /// Mounts one at a folder of a place, if this user may.
    pub(crate) fn new(place: &Place, folder: &str, options: &str) -> Option<Self> {
        let path = place.path(folder);
        fs::create_dir(&path).expect("a folder");
        let done = quietly(
            Command::new("mount")
                .args(["-t", "tmpfs", "-o", options, "tmpfs"])
                .arg(&path),
        );
        done.then_some(Self(path))
    }

    /// Gives it other options: more space.
    pub(crate) fn again(&self, options: &str) {
        let options = format!("remount,{options}");
        let done = quietly(Command::new("mount").args(["-o", &options]).arg(&self.0));
        assert!(done, "{options}");
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        quietly(Command::new("umount").arg(&self.0));
    }
}

fn quietly(command: &mut Command) -> bool {
    command
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
