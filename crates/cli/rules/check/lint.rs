//! How severe each finding is to whoever runs the check: `[lint]` in the configuration.

use std::collections::BTreeMap;

use rulelang::{Code, Finding, Severity};

use crate::config::Config;

/// Findings that are told otherwise than the catalog has it; `None` for not at all.
pub(crate) struct Levels(BTreeMap<Code, Option<Severity>>);

impl Levels {
    /// What `[lint]` says.
    pub(crate) fn of(config: &Config) -> anyhow::Result<Self> {
        let mut levels = BTreeMap::new();
        for (name, level) in config.lint()? {
            let code = Code::parse(&name);
            levels.extend(code.map(|code| (code, severity(&level).ok())));
        }
        Ok(Self(levels))
    }

    /// Findings as severe as they are to be told. An error stays one: the rules cannot be used with it.
    pub(crate) fn apply(&self, findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().filter_map(|finding| self.level(finding)).collect()
    }

    fn level(&self, mut finding: Finding) -> Option<Finding> {
        if let Some(level) = self.0.get(&finding.code()).filter(|_| !finding.is_error()) {
            finding.diagnostic.severity = (*level)?;
        }
        Some(finding)
    }
}

/// The severity of this name.
pub(super) fn severity(name: &str) -> Result<Severity, String> {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    let known = all.into_iter().find(|severity| severity.name() == name);
    known.ok_or_else(|| "it takes error, warning or info".to_owned())
}
