//! Brings the peers of other languages to where they can be started: compiled, fetched, installed, once.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

/// The commands that start the peers of other languages.
pub struct Foreigners {
    folder: PathBuf,
}

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

impl Foreigners {
    /// Keeps what it brings beside this program.
    pub fn new() -> anyhow::Result<Self> {
        let folder = std::env::current_exe()?
            .parent()
            .context("a program lies in a folder")?
            .join("peers-foreign");
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Hyperscan, behind a small program in C.
    pub fn hyperscan(&self) -> anyhow::Result<Command> {
        let program = self.folder.join("hyperscan");
        let mut compile = Command::new("cc");
        compile
            .args(["-O2", "-o"])
            .arg(&program)
            .arg(Path::new(SOURCES).join("hyperscan.c"))
            .arg("-lhs");
        run(compile).context(
            "Hyperscan is missing: apt-get install libhyperscan-dev, or --without hyperscan",
        )?;
        Ok(Command::new(program))
    }

    /// Lucene's monitor, by the Java launcher.
    pub fn lucene(&self) -> anyhow::Result<Command> {
        let jars = self.folder.join("lucene");
        if !jars.is_dir() {
            let mut fetch = Command::new("mvn");
            fetch.args([
                "-B",
                "-q",
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-f",
            ]);
            fetch.arg(Path::new(SOURCES).join("lucene/pom.xml"));
            fetch.arg(format!("-DoutputDirectory={}", jars.display()));
            run(fetch)
                .context("Lucene is missing: install Java 17 and Maven, or --without lucene")?;
        }
        let mut command = Command::new("java");
        // One thread collects, so that what it takes is not hidden on another core.
        command.args(["-XX:+UseSerialGC", "-Xmx6g", "-cp"]).arg(jars.join("*"));
        command.arg(Path::new(SOURCES).join("lucene/Peer.java"));
        Ok(command)
    }

    /// Python with pyahocorasick, in an environment of its own.
    pub fn python(&self) -> anyhow::Result<Command> {
        let python = self.folder.join("python/bin/python");
        if !python.exists() {
            let mut make = Command::new("python3");
            make.args(["-m", "venv"]).arg(self.folder.join("python"));
            run(make).context("Python is missing: install python3-venv, or --without python")?;
            let mut install = Command::new(&python);
            install.args(["-m", "pip", "install", "-q", "pyahocorasick==2.3.1"]);
            run(install)
                .context("pyahocorasick cannot be installed: --without python leaves it out")?;
        }
        let mut command = Command::new(python);
        command.arg(Path::new(SOURCES).join("python.py"));
        Ok(command)
    }
}

fn run(mut command: Command) -> anyhow::Result<()> {
    let status = command.status()?;
    ensure!(status.success(), "{} failed", command.get_program().display());
    Ok(())
}
