//! Tokens: making them, and reading who is let in from the configuration.

use anyhow::Context;
use clap::Subcommand;
use server::{Access, NewToken, Role, Token};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::output;

/// What to do beside serving.
#[derive(Debug, Subcommand)]
pub(crate) enum ServeCommand {
    /// Make a token for somebody; it is shown once
    Token {
        /// Whose: letters, digits, - and _
        name: String,
        /// What they may do: read, grade (tag by hand, share), edit (rules), admin
        #[arg(long, default_value = "read")]
        role: String,
    },
}

/// Does it.
pub(super) fn run(command: &ServeCommand) -> anyhow::Result<Exit> {
    let ServeCommand::Token { name, role } = command;
    let letters = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if name.is_empty() || !name.chars().all(letters) {
        let message = format!("`{name}` is no name for a token; it takes letters, digits, - and _");
        return Err(Mistake(message).into());
    }
    let role = Role::parse(role).ok_or_else(|| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        Mistake(format!("there is no role `{role}`; there are {}", roles.join(", ")))
    })?;
    let made = NewToken::make(role).context("cannot make a token")?;
    output::answer_line(&made.token)?;
    output::note(format_args!(
        "Give it to {name}; it is not kept and cannot be shown again. Put this into tagline.toml and start `tagline serve` anew:\n\n\
         [serve.tokens]\n{name} = \"{}\"\n\n\
         So that people stay signed in and shared links go on when the server starts anew, also set once:\n\n\
         [serve]\nsecret = \"{}\"",
        made.line,
        server::new_secret().context("cannot make a secret")?
    ));
    Ok(Exit::Fine)
}

/// Who is let in to a workspace, and whether that takes a token.
///
/// # Errors
///
/// A token that is none, a secret that cannot be filled in.
pub(super) fn access(config: &Config, workspace: &str) -> anyhow::Result<(Access, bool)> {
    let read = |(name, line): (String, String)| Token::read(&name, &line).map_err(Mistake);
    let tokens: Vec<Token> = config.tokens()?.into_iter().map(read).collect::<Result<_, _>>()?;
    let secret = match config.text("serve.secret")? {
        Some(secret) => secret,
        None => server::new_secret().context("cannot make a secret")?,
    };
    // Two workspaces may have the same secret: what is sealed for one must not be good in the other.
    let secret = if workspace.is_empty() { secret } else { format!("{secret}\n/w/{workspace}") };
    let has_tokens = !tokens.is_empty();
    Ok((Access::new(tokens, &secret), has_tokens))
}
