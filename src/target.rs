//! The files that a run writes: told apart, and tried before the account is read.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use crate::failure::Failure;

/// A file, and what goes there or comes from there: `report`.
pub(crate) type Target<'a> = (&'a str, &'a Path);

/// Refuses to use one file twice.
pub(crate) fn tell_apart(targets: &[Target<'_>]) -> Result<(), Failure> {
    for (at, (name, path)) in targets.iter().enumerate() {
        let earlier = targets[..at].iter().find(|(_name, earlier)| whole(earlier) == whole(path));
        if let Some((earlier, _path)) = earlier {
            return Err(Failure::usage(anyhow!("the {earlier} and the {name} are the same file: {}", path.display()))
                .help("give each a file of its own"));
        }
    }
    Ok(())
}

/// Finds out whether a file can be written to, and leaves everything as it is. A run can take minutes, which would be
/// in vain.
pub(crate) fn try_out((name, path): Target<'_>) -> Result<(), Failure> {
    try_file(path)
        .with_context(|| format!("failed to write the {name} to {}", path.display()))
        .map_err(Failure::not_started)
}

fn try_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() || metadata.is_dir() => {
            OpenOptions::new().append(true).open(path).map(|_file| ())
        }
        Ok(_device) => Ok(()), // to open a pipe and to close it again would end it for its reader
        Err(_absent) => {
            OpenOptions::new().write(true).create_new(true).open(path)?;
            fs::remove_file(path)
        }
    }
}

/// The path without detours, also of a file that is not there yet.
fn whole(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let there = || Some(fs::canonicalize(folder).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(there).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_the_same_file_are_found_out() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (file, detour) = (folder.path().join("f"), folder.path().join(".").join("f"));
        let other = folder.path().join("g");
        for is_there in [false, true] {
            if is_there {
                fs::write(&file, "kept").expect("the folder can be written to");
            }
            assert!(tell_apart(&[("report", &file), ("snapshot", &detour)]).is_err());
            assert!(tell_apart(&[("report", &file), ("snapshot", &other)]).is_ok());
        }
    }

    #[test]
    fn what_is_tried_out_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "kept").expect("the folder can be written to");
        assert!(try_out(("report", &old)).is_ok() && try_out(("report", &new)).is_ok());
        assert_eq!(fs::read_to_string(&old).expect("it is still there"), "kept");
        assert!(!new.exists());
        assert!(try_out(("report", folder.path())).is_err(), "a folder");
        assert!(try_out(("report", &folder.path().join("no").join("such"))).is_err());
    }
}
