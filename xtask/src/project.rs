//! Where the project's files are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The checkout, and the folder that cargo builds into.
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    /// Of the profile that xtask itself was built in: `<target>/debug`.
    binaries: PathBuf,
}

impl Project {
    /// Finds the checkout by what cargo says now, since two checkouts may share what cargo built; and what it built by
    /// this very program.
    pub(crate) fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().expect("xtask is in a folder of the checkout");
        let xtask = env::current_exe().context("find the folder that cargo builds into")?;
        let binaries = xtask.parent().expect("a program is in a folder");
        Ok(Self { root: root.to_owned(), binaries: binaries.to_owned() })
    }

    /// A shell in the checkout.
    pub(crate) fn shell(&self) -> Result<Shell> {
        let shell = Shell::new().context("start in the current folder")?;
        shell.change_dir(&self.root);
        Ok(shell)
    }

    /// A program of this workspace, where `cargo build` puts it.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.binaries.join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// What the tests against emulators are made of.
    pub(crate) fn emulators(&self) -> PathBuf {
        self.root.join("tests/emulators")
    }

    /// Where the emulators are installed and write their logs, beside what cargo builds.
    pub(crate) fn emulators_target(&self) -> PathBuf {
        self.target().join("emulators")
    }

    /// The folder that cargo builds into, whatever the profile.
    pub(crate) fn target(&self) -> &Path {
        self.binaries.parent().expect("cargo builds into <target>/<profile>")
    }
}
