//! Where a store lies: in a file, or in a database on a server.

use std::path::Path;

/// How addresses of PostgreSQL begin.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// Whether `path` is the address of a database on a server, not the name of a file.
#[must_use]
pub fn is_server(path: &Path) -> bool {
    path.to_str().is_some_and(|text| SCHEMES.iter().any(|scheme| text.starts_with(scheme)))
}

/// `address` as it may be shown: without its password. What is no address is shown as it is.
#[must_use]
pub fn masked(address: &str) -> String {
    if !is_server(Path::new(address)) {
        return address.to_owned();
    }
    // A password that holds an @, a / or a ? by mistake is masked too: up to the last @.
    let (start, rest) = address.split_at(address.rfind('@').unwrap_or(0));
    let (base, options) = rest.split_once('?').unwrap_or((rest, ""));
    let mut shown = masked_user(start) + base;
    for (number, option) in options.split('&').filter(|option| !option.is_empty()).enumerate() {
        shown.push(if number == 0 { '?' } else { '&' });
        shown.push_str(if option.starts_with("password=") { "password=***" } else { option });
    }
    shown
}

/// Scheme and user, the password behind its colon masked.
fn masked_user(start: &str) -> String {
    let scheme = start.find("://").map_or(0, |at| at + 3);
    match start[scheme..].split_once(':') {
        // What only refers to a secret may be seen.
        Some((_, password))
            if password.starts_with("${") && password.find('}') == Some(password.len() - 1) =>
        {
            start.to_owned()
        }
        Some((user, _)) => format!("{}{user}:***", &start[..scheme]),
        None => start.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        assert_eq!(masked(address), expected);
    }

    #[test]
    fn passwords_are_not_shown() {
        check("tagline.db", "tagline.db");
        check("C:\\user:x@y", "C:\\user:x@y");
        check("postgres://ann@db/tagline", "postgres://ann@db/tagline");
        check("postgres://ann:pw@db:5432/tagline", "postgres://ann:***@db:5432/tagline");
        check("postgresql://ann:p@w/x?y@db/t", "postgresql://ann:***@db/t");
        check("postgres://db/t?user=ann&password=pw", "postgres://db/t?user=ann&password=***");
        check("postgres://ann:pw@db/t?sslmode=require", "postgres://ann:***@db/t?sslmode=require");
        check("postgres://ann:${env:PW}@db/t", "postgres://ann:${env:PW}@db/t");
        check("postgres://ann:${env:PW}x@db/t", "postgres://ann:***@db/t");
        check("postgres://db", "postgres://db");
    }

    #[test]
    fn only_addresses_are_servers() {
        assert!(is_server(Path::new("postgres://db/t")) && is_server(Path::new("postgresql://db")));
        assert!(!is_server(Path::new("postgres.db")) && !is_server(Path::new("/var/postgres:/x")));
    }
}
