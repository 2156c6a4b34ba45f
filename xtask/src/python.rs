//! The Python virtual environment that the emulators run in, made once for each version of the requirements.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::project::Project;

/// The oldest Python that the requirements are pinned for.
const MINIMUM_VERSION: (u32, u32) = (3, 10);

/// Written last, so that an installation that was interrupted is not taken for a whole one.
const INSTALLED: &str = "installed";

/// A virtual environment with everything in `tests/emulators/requirements.txt`.
pub(crate) struct Python {
    folder: PathBuf,
}

impl Python {
    /// Finds the environment for the present requirements or makes it.
    pub(crate) fn environment(project: &Project) -> Result<Self> {
        let shell = project.shell()?;
        let requirements = project.emulators().join("requirements.txt");
        let pinned = shell.read_file(&requirements)?;
        let version = system_version(&shell)?;
        let folder = project.emulators_target().join(format!("venv-{:016x}", hash(&(&pinned, &version))));
        let python = Self { folder };
        if !python.folder.join(INSTALLED).exists() {
            python.install(&shell, &requirements)?;
        }
        Ok(python)
    }

    /// The interpreter that has the requirements.
    pub(crate) fn interpreter(&self) -> PathBuf {
        self.program("python")
    }

    /// A program that one of the requirements brought, such as `ministack`.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.folder.join(programs).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    fn install(&self, shell: &Shell, requirements: &Path) -> Result<()> {
        let folder = &self.folder;
        shell.remove_path(folder)?;
        cmd!(shell, "python3 -m venv {folder}")
            .run()
            .context("make a virtual environment; on Debian and Ubuntu that takes the package python3-venv")?;
        let interpreter = self.interpreter();
        cmd!(
            shell,
            "{interpreter} -m pip install --quiet --disable-pip-version-check --require-hashes -r {requirements}"
        )
        .run()
        .context("install the emulators; that takes a connection to a Python package index")?;
        fs::write(folder.join(INSTALLED), "").context("mark the virtual environment as complete")
    }
}

fn system_version(shell: &Shell) -> Result<String> {
    let program = "import sys; print(*sys.version_info[:3], sep='.')";
    let version = cmd!(shell, "python3 -c {program}").quiet().read().context(
        "run python3; the tests and the demo need Python 3.10 or newer on the PATH, for the AWS emulators they start",
    )?;
    ensure!(
        is_new_enough(&version),
        "python3 is version {version}; the AWS emulators need Python 3.10 or newer on the PATH"
    );
    Ok(version)
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= MINIMUM_VERSION
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn python_versions_compare_as_numbers() {
        assert!(is_new_enough("3.10.0"));
        assert!(is_new_enough("3.11.7"));
        assert!(!is_new_enough("3.9.18"));
        assert!(!is_new_enough("2.7"));
        assert!(!is_new_enough("gibberish"));
    }
}
