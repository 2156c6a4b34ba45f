//! Packages of the npm registry, as files. npm itself is not needed.

use std::collections::BTreeMap;
use std::io::Read as _;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha512};
use tar::Archive;
use xshell::{Shell, cmd};

/// A package, pinned to what was in it when somebody looked.
pub(crate) struct Package {
    /// Such as `@scope/name`.
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    /// As `npm view <name>@<version> dist.integrity` says.
    pub(crate) integrity: &'static str,
}

impl Package {
    /// Downloads it, and returns what its files hold by their paths in it.
    pub(crate) fn download(&self, shell: &Shell) -> Result<BTreeMap<String, Vec<u8>>> {
        let Self { name, version, integrity } = self;
        let file = name.rsplit('/').next().expect("a name has a last part");
        let url = format!("https://registry.npmjs.org/{name}/-/{file}-{version}.tgz");
        let archive = cmd!(shell, "curl --fail --silent --show-error --location {url}")
            .output()
            .with_context(|| format!("download {url} with curl"))?
            .stdout;
        let found = integrity_of(&archive);
        ensure!(found == *integrity, "{name} {version} has the integrity {found}, not the {integrity} that is pinned");
        unpack(&archive).with_context(|| format!("unpack {name} {version}"))
    }
}

fn integrity_of(archive: &[u8]) -> String {
    format!("sha512-{}", STANDARD.encode(Sha512::digest(archive)))
}

fn unpack(archive: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in Archive::new(GzDecoder::new(archive)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let mut contents = Vec::new();
        entry.read_to_end(&mut contents)?;
        files.insert(path.strip_prefix("package/").unwrap_or(&path).to_owned(), contents);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn files_are_found_by_their_paths_in_the_package() {
        let mut header = tar::Header::new_gnu();
        header.set_size(2);
        let mut archive = tar::Builder::new(Vec::new());
        archive.append_data(&mut header, "package/data/a.json", &b"{}"[..]).expect("it fits in memory");
        let mut compressed = GzEncoder::new(Vec::new(), Compression::fast());
        compressed.write_all(&archive.into_inner().expect("it is complete")).expect("it fits in memory");
        let files = unpack(&compressed.finish().expect("it is complete")).expect("it is an archive");
        assert_eq!(files.get("data/a.json").map(Vec::as_slice), Some(&b"{}"[..]));
    }

    #[test]
    fn integrity_is_written_as_npm_writes_it() {
        assert_eq!(
            integrity_of(b""),
            "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
        );
    }
}
