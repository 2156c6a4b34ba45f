//! Findings for programs: `awslab.lint/1`, described in `docs/policy-lint.md`.

use std::io::{self, Write};

use awslab_policy::lint::{Better, Finding, Severity};
use serde::Serialize;
use serde_json::Value;

use super::Looked;
use crate::untrusted;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    file: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<BetterJson<'a>>,
    page: &'static str,
}

#[derive(Serialize)]
struct BetterJson<'a> {
    path: &'a str,
    json: &'a Value,
    is_beside: bool,
}

pub(super) fn write(out: &mut dyn Write, looked: &[Looked]) -> io::Result<()> {
    let report = Report { schema: "awslab.lint/1", files: looked.iter().map(file).collect() };
    let json = serde_json::to_string_pretty(&report)?;
    writeln!(out, "{}", untrusted::json(&json))
}

fn file(looked: &Looked) -> FileJson<'_> {
    let text = &looked.document.text;
    let findings = looked.linted.findings.iter().map(|it| finding(text, it)).collect();
    FileJson { file: &looked.document.name, kind: looked.linted.kind.name(), findings }
}

fn finding<'a>(text: &str, finding: &'a Finding) -> FindingJson<'a> {
    let position = finding.position(text);
    FindingJson {
        code: finding.rule.code,
        name: finding.rule.name,
        severity: finding.rule.severity,
        path: &finding.path,
        line: position.line,
        column: position.column,
        message: &finding.message,
        better: finding.better.as_ref().map(better),
        page: finding.rule.page,
    }
}

fn better(Better { path, json, is_beside }: &Better) -> BetterJson<'_> {
    BetterJson { path, json, is_beside: *is_beside }
}
