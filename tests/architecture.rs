//! The shape that the project keeps: which crate may use which, and rules that no lint of the compiler knows.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Each package and those of our own that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("awslab-policy", &[]),
    ("awslab-core", &["awslab-policy"]),
    ("awslab-reach", &["awslab-core"]),
    ("awslab-map", &["awslab-core", "awslab-reach"]),
    ("awslab-checks", &["awslab-core", "awslab-policy", "awslab-reach"]),
    ("awslab-collect", &["awslab-core"]),
    ("awslab", &["awslab-checks", "awslab-collect", "awslab-core", "awslab-map", "awslab-policy", "awslab-reach"]),
    ("xtask", &[]),
];

/// Packages that decide and never act: no SDK and no runtime, at any distance.
const PURE: &[&str] = &["awslab-policy", "awslab-core", "awslab-reach", "awslab-map", "awslab-checks"];

/// The only package that names the AWS SDK.
const COLLECTOR: &str = "awslab-collect";

/// Of a file, so that it can be read in one go.
const MAX_LINES: usize = 600;

/// What no file contains, and what it has instead. Split in two, so that this file does not contain it either.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!(".unwrap", "()"), "expect, with what must be true"),
    (concat!("#[allow", "("), "expect, with a reason"),
    (concat!("#![allow", "("), "expect, with a reason"),
    (concat!("todo", "!("), "the code, or nothing"),
    (concat!("TO", "DO"), "an issue"),
];

#[test]
fn every_package_uses_only_the_layers_below_it() {
    for package in metadata().workspace_packages() {
        let (_, below) = LAYERS
            .iter()
            .find(|(name, _)| *name == package.name.as_str())
            .unwrap_or_else(|| panic!("{} has no place in LAYERS", package.name));
        for dependency in &package.dependencies {
            let is_ours = LAYERS.iter().any(|(name, _)| *name == dependency.name);
            let is_allowed = below.contains(&dependency.name.as_str());
            assert!(!is_ours || is_allowed, "{} must not use {}", package.name, dependency.name);
        }
    }
}

#[test]
fn only_the_collector_names_the_aws_sdk() {
    for package in metadata().workspace_packages() {
        let sdk = package.dependencies.iter().find(|dependency| dependency.name.starts_with("aws-"));
        if let Some(sdk) = sdk {
            assert_eq!(package.name.as_str(), COLLECTOR, "{} must not use {}", package.name, sdk.name);
        }
    }
}

#[test]
fn pure_packages_reach_neither_the_sdk_nor_a_runtime() {
    let metadata = metadata();
    for package in metadata.workspace_packages().iter().filter(|it| PURE.contains(&it.name.as_str())) {
        let reached = normal_dependencies(&metadata, &package.id);
        let forbidden: Vec<&str> = reached
            .iter()
            .map(|id| metadata[id].name.as_str())
            .filter(|name| name.starts_with("aws-") || *name == "tokio")
            .collect();
        assert!(forbidden.is_empty(), "{} must not reach {forbidden:?}", package.name);
    }
}

#[test]
fn every_package_inherits_the_lints() {
    for package in metadata().workspace_packages() {
        let manifest = read(package.manifest_path.as_std_path());
        assert!(manifest.contains("[lints]\nworkspace = true"), "{} does not inherit the lints", package.manifest_path);
    }
}

#[test]
fn every_file_is_tidy() {
    for path in rust_files() {
        let text = read(&path);
        let path = path.display();
        assert!(text.starts_with("//! "), "{path} does not open with what it is for");
        let lines = text.lines().count();
        assert!(
            lines <= MAX_LINES,
            "{path} has {lines} lines, more than {MAX_LINES}: give its parts files of their own"
        );
        for (forbidden, instead) in FORBIDDEN {
            assert!(!text.contains(forbidden), "{path} contains `{forbidden}`; write {instead}");
        }
    }
}

/// What no module declares is not compiled, and what it tests is not tested.
#[test]
fn every_file_is_declared_by_the_module_above_it() {
    let metadata = metadata();
    let targets = metadata.workspace_packages().into_iter().flat_map(|it| &it.targets);
    let roots: BTreeSet<PathBuf> = targets.map(|it| whole(it.src_path.as_std_path())).collect();
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz"); // a workspace of its own
    for path in rust_files().iter().filter(|it| !roots.contains(&whole(it)) && !it.starts_with(&fuzz)) {
        let (name, folder) = match path.file_stem().expect("a file has a name") {
            name if name == "mod" => (folder_of(path).file_name().expect("it has a name"), folder_of(folder_of(path))),
            name => (name, folder_of(path)),
        };
        let declaration = format!("mod {};", name.to_string_lossy());
        let in_folder = |folder: &Path| ["lib.rs", "main.rs", "mod.rs"].map(|it| folder.join(it));
        // A module that is a block, as `mod shared { .. }`, is in the file of the folder above.
        let above =
            in_folder(folder).into_iter().chain([folder.with_extension("rs")]).chain(in_folder(folder_of(folder)));
        let mut above = above.filter(|it| it.exists());
        assert!(above.any(|it| read(&it).contains(&declaration)), "no module declares {}", path.display());
    }
}

/// Without steps back, as in `checks/../tests`.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().expect("it is in the checkout")
}

fn folder_of(path: &Path) -> &Path {
    path.parent().expect("it is in the checkout")
}

fn metadata() -> Metadata {
    MetadataCommand::new().exec().expect("cargo describes the workspace")
}

/// What a package is built with, whatever the distance; not what its tests or build scripts use.
fn normal_dependencies<'a>(metadata: &'a Metadata, package: &'a PackageId) -> BTreeSet<&'a PackageId> {
    let resolve = metadata.resolve.as_ref().expect("cargo resolves the dependencies");
    let nodes: HashMap<&PackageId, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let mut reached = BTreeSet::new();
    let mut next = vec![package];
    while let Some(id) = next.pop() {
        let normal = nodes[id]
            .deps
            .iter()
            .filter(|dependency| dependency.dep_kinds.iter().any(|it| it.kind == DependencyKind::Normal));
        next.extend(normal.map(|dependency| &dependency.pkg).filter(|id| reached.insert(*id)));
    }
    reached
}

/// Every file of Rust in the checkout: all but what cargo builds and what begins with a dot.
fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the checkout can be read") {
            let path = entry.expect("the checkout can be read").path();
            let name = path.file_name().expect("an entry has a name").to_string_lossy();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}
