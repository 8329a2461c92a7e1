//! A program built without the feature `registry` reads no frames, and says so where it is told of a registry.

use super::config::RegistryConfig;
use super::framing::{Framed, SchemaId};
use crate::SourceError;
use crate::wire::Problem;

/// A registry there is none of.
#[derive(Debug)]
pub(super) enum Registry {}

impl Registry {
    /// Says that this program cannot ask one.
    ///
    /// # Errors
    ///
    /// Always.
    pub(super) fn new(_: &RegistryConfig) -> Result<Self, SourceError> {
        Err(SourceError::Kafka {
            place: "kafka.registry".to_owned(),
            what: "this program was built without it".to_owned(),
            remedy:
                "build it with `cargo build --release --features registry`, or leave the key out \
                 where records are JSON"
                    .to_owned(),
        })
    }

    /// Never called.
    pub(super) fn knows(&self, _: SchemaId) -> bool {
        match *self {}
    }

    /// Never called.
    pub(super) fn learn(&mut self, _: SchemaId) -> Result<(), SourceError> {
        match *self {}
    }

    /// Never called.
    pub(super) fn check(&self) -> Result<(), SourceError> {
        match *self {}
    }

    /// Never called.
    pub(super) fn json(&self, _: Framed<'_>, _: usize) -> Result<String, Problem> {
        match *self {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sets_one_is_told_how_to_build_with_it() {
        let config = RegistryConfig { urls: vec!["http://registry:8081".to_owned()], login: None };
        let wrong = Registry::new(&config).err().unwrap().to_string();
        assert_eq!(
            wrong,
            "kafka.registry: this program was built without it; build it with \
             `cargo build --release --features registry`, or leave the key out where records are JSON"
        );
    }
}
