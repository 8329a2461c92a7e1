//! The `[[send]]` of a configuration: what is sent to whom.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;
use server::{Form, MailSecurity, Mailbox, Quiet, Send, To, Weekly, What};

use crate::config::{Config, SendEntry};
use crate::exit::Mistake;

/// How long after a message about a tag no other is sent, unless it is set.
const COOL_DOWN: Duration = Duration::from_hours(1);
/// Days of the week, as they begin.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Everything that is to be sent.
///
/// # Errors
///
/// An entry that cannot be meant, named with what to write; a secret that is not there.
pub(super) fn read(config: &Config) -> anyhow::Result<Vec<Send>> {
    let mut sends: Vec<Send> = Vec::new();
    for entry in config.sends()? {
        let send = one(&entry)?;
        if sends.iter().any(|known| known.name == send.name) {
            return Err(wrong(&entry, &format!("there are two of the name {}", send.name)).into());
        }
        if matches!(send.to, To::Mail(_)) && config.text("smtp.host")?.is_none() {
            return Err(wrong(&entry, "mail needs a server: set smtp.host and smtp.from").into());
        }
        sends.push(send);
    }
    Ok(sends)
}

/// Where mail is handed in; nothing where no server is named.
///
/// # Errors
///
/// A port that is none, a sender that is missing, a password that is written out or not there.
pub(super) fn mailbox(config: &Config) -> anyhow::Result<Option<Mailbox>> {
    let Some(host) = config.text("smtp.host")? else { return Ok(None) };
    let port = u16::try_from(config.number("smtp.port"));
    let port = port.map_err(|_| Mistake("smtp.port takes 1 to 65535".to_owned()))?;
    let security = match config.text("smtp.security")?.as_deref() {
        Some("tls") => MailSecurity::Tls,
        Some("off") => MailSecurity::Off,
        _ => MailSecurity::StartTls,
    };
    let from = config.text("smtp.from")?;
    let from = from.ok_or_else(|| {
        Mistake("smtp.from is missing: who mail is from, as in tagline@example.com".to_owned())
    })?;
    let login = match (config.text("smtp.user")?, config.secret("smtp.password")?) {
        (Some(user), Some(password)) => Some((user, password)),
        (None, None) => None,
        _ => {
            return Err(Mistake("smtp.user and smtp.password belong together".to_owned()).into());
        }
    };
    Ok(Some(Mailbox { host, port, security, login, from }))
}

fn one(entry: &SendEntry) -> anyhow::Result<Send> {
    let text =
        |key: &str| entry.values.get(key).map(String::as_str).filter(|text| !text.is_empty());
    let name = text("name").ok_or_else(|| wrong(entry, "it has no name"))?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(is_plain) {
        return Err(wrong(entry, "a name is made of a to z, 0 to 9 and -").into());
    }
    let what = match text("what") {
        None | Some("alerts") => alerts(entry, &text)?,
        Some("digest") => What::Digest(weekly(entry, &text)?),
        Some(other) => {
            let message = format!("what is \"{other}\"; it takes alerts or digest");
            return Err(wrong(entry, &message).into());
        }
    };
    Ok(Send { name: name.to_owned(), what, to: to(entry, &text)? })
}

type Text<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

fn alerts(entry: &SendEntry, text: &Text<'_>) -> Result<What, Mistake> {
    refuse(entry, text, &["when"], "a digest")?;
    let cool_down = text("cool_down").map(|time| {
        let length =
            time.parse::<SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
        length.ok_or_else(|| wrong(entry, "cool_down takes a time, as in 30m, 1h or 1d"))
    });
    let tags = text("tags").unwrap_or_default().split(',').map(str::trim);
    Ok(What::Alerts {
        owner: text("owner").map(str::to_owned),
        tags: tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        cool_down: cool_down.transpose()?.unwrap_or(COOL_DOWN),
        quiet: text("quiet").map(|hours| quiet(entry, hours)).transpose()?,
    })
}

fn weekly(entry: &SendEntry, text: &Text<'_>) -> Result<Weekly, Mistake> {
    refuse(entry, text, &["owner", "tags", "cool_down", "quiet"], "alerts")?;
    let when = text("when").unwrap_or("monday 08:00").to_lowercase();
    let unclear = || wrong(entry, "when takes a day and a time, as in monday 08:00");
    let (day, time) = when.split_once(' ').ok_or_else(unclear)?;
    let day = DAYS.iter().position(|known| day.starts_with(known)).ok_or_else(unclear)?;
    let day = u8::try_from(day).unwrap_or(0);
    Ok(Weekly { day, minute: minute(time).ok_or_else(unclear)? })
}

fn quiet(entry: &SendEntry, hours: &str) -> Result<Quiet, Mistake> {
    let ends = hours.split_once('-');
    let ends = ends.and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    let (from, to) =
        ends.ok_or_else(|| wrong(entry, "quiet takes two times, as in 22:00-07:00"))?;
    Ok(Quiet { from, to })
}

/// The minute of the day that `08:30` is.
fn minute(time: &str) -> Option<u16> {
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn refuse(entry: &SendEntry, text: &Text<'_>, keys: &[&str], of: &str) -> Result<(), Mistake> {
    match keys.iter().find(|key| text(key).is_some()) {
        Some(key) => Err(wrong(entry, &format!("{key} is for {of} only"))),
        None => Ok(()),
    }
}

fn to(entry: &SendEntry, text: &Text<'_>) -> Result<To, Mistake> {
    let doors = ["webhook", "mail", "folder"].map(text);
    match doors {
        [Some(url), None, None] => webhook(entry, text, url),
        [None, Some(people), None] => {
            let people = people.split(',').map(|one| one.trim().to_owned());
            Ok(To::Mail(people.filter(|one| !one.is_empty()).collect()))
        }
        [None, None, Some(folder)] => Ok(To::Folder(PathBuf::from(folder))),
        _ => Err(wrong(entry, "it takes one of webhook, mail and folder")),
    }
}

fn webhook(entry: &SendEntry, text: &Text<'_>, url: &str) -> Result<To, Mistake> {
    let form = text("form").unwrap_or("json");
    let form = Form::parse(form).ok_or_else(|| {
        wrong(entry, &format!("form is \"{form}\"; it takes json, slack or teams"))
    })?;
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(wrong(entry, "webhook takes an address that begins with https://"));
    }
    // Whoever has the address of such a webhook may write there.
    let secret = if form == Form::Json { &["token"][..] } else { &["webhook", "token"] };
    if let Some(key) = secret.iter().find(|key| entry.written_out.contains(**key)) {
        return Err(wrong(
            entry,
            &format!("{key} is a secret: write it as ${{env:NAME}} or ${{file:PATH}}"),
        ));
    }
    Ok(To::Webhook { url: url.to_owned(), form, token: text("token").map(str::to_owned) })
}

fn wrong(entry: &SendEntry, what: &str) -> Mistake {
    let name = entry.values.get("name").map_or(String::new(), |name| format!(" {name}"));
    Mistake(format!("{}: [[send]]{name}: {what}", entry.origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;

    fn entry(values: &[(&str, &str)]) -> SendEntry {
        SendEntry {
            origin: Origin::Flag,
            values: values.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect(),
            written_out: values.iter().map(|(key, _)| (*key).to_owned()).collect(),
        }
    }

    #[track_caller]
    fn check(values: &[(&str, &str)], expected: &str) {
        let said = match one(&entry(values)) {
            Ok(send) => format!("{send:?}"),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn an_entry_is_read_or_told_what_is_wrong_with_it() {
        let folder = ("folder", "out");
        check(&[("name", "crisis"), folder], "cool_down: 3600s, quiet: None");
        check(&[("name", "a"), ("quiet", "22:00-07:00"), folder], "Quiet { from: 1320, to: 420 }");
        check(&[("name", "a"), ("what", "digest"), folder], "Weekly { day: 0, minute: 480 }");
        check(
            &[("name", "a"), ("what", "digest"), ("when", "Friday 16:30"), folder],
            "Weekly { day: 4, minute: 990 }",
        );
        check(&[folder], "it has no name");
        check(&[("name", "A b"), folder], "a name is made of");
        check(&[("name", "a")], "one of webhook, mail and folder");
        check(&[("name", "a"), ("webhook", "https://a.example"), folder], "one of webhook");
        check(&[("name", "a"), ("what", "news"), folder], "it takes alerts or digest");
        check(&[("name", "a"), ("cool_down", "soon"), folder], "cool_down takes a time");
        check(&[("name", "a"), ("quiet", "night"), folder], "quiet takes two times");
        check(&[("name", "a"), ("when", "monday 08:00"), folder], "when is for a digest only");
        let slack = [("name", "a"), ("form", "slack"), ("webhook", "https://hooks.example/x")];
        check(&slack, "webhook is a secret");
        check(
            &[("name", "a"), ("webhook", "https://a.example"), ("token", "t")],
            "token is a secret",
        );
        // An address is never shown.
        check(&[("name", "a"), ("webhook", "https://a.example/key")], "to: webhook }");
    }
}
