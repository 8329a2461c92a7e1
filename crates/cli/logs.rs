//! Where log lines go: standard error, as text for a person or JSON for a machine.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::args::LogFormat;
use crate::output;

/// Starts logging: `quiet` below zero, louder above. `TAGLINE_LOG` overrides, in the form `ingest=debug,store=info`.
pub(crate) fn start(loudness: i8, format: LogFormat) {
    let level = match loudness {
        i8::MIN..=-1 => LevelFilter::ERROR,
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        3..=i8::MAX => LevelFilter::TRACE,
    };
    let filter = EnvFilter::builder()
        .with_default_directive(level.into())
        .with_env_var("TAGLINE_LOG")
        .from_env_lossy();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Auto if output::is_terminal_beside() => lines.init(),
        LogFormat::Auto => lines.json().init(),
        LogFormat::Json => {
            output::be_machine_readable();
            lines.json().init();
        }
    }
}
