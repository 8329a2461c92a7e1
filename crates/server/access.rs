//! Who is let in: tokens, what a browser keeps of them, and links that open one page for a while.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::{HeaderMap, Method, Uri, header};
use hmac::{Hmac, KeyInit, Mac};
use mention::Timestamp;
use report::Names;
use sha2::{Digest, Sha256};

use crate::visitor::{Role, Visitor};

/// What a token begins with, so that one that was left somewhere can be told.
const PREFIX: &str = "tagline_";

/// Random bytes of a token and of a secret: nobody guesses them, so one round of SHA-256 hides them as well as any number.
const BYTES: usize = 32;

/// How long a browser stays signed in.
pub(crate) const SIGNED_IN_SECONDS: i64 = 14 * 24 * 3600;

/// The cookie of those who are signed in.
pub(crate) const COOKIE: &str = "tagline";

/// The parameter by which a shared link is known.
pub(crate) const SHARE: &str = "share";

/// Who is let in.
#[derive(Clone)]
pub struct Access {
    tokens: Vec<Token>,
    secret: [u8; BYTES],
}

/// A token as the configuration has it: nobody can make the token of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    name: Arc<str>,
    role: Role,
    hash: [u8; BYTES],
}

/// A token that was just made.
#[derive(Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What its owner sends; it is kept nowhere.
    pub token: String,
    /// What stands in the configuration under the owner's name: role and hash.
    pub line: String,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("tokens", &self.tokens).field("secret", &"***").finish()
    }
}

impl Token {
    /// Reads what [`NewToken::line`] has, for whom it is named after.
    ///
    /// # Errors
    ///
    /// A sentence on what is wrong with it.
    pub fn read(name: &str, line: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "the token of {name} is no `role:hash`; `tagline serve token {name} --role read` makes one"
            )
        };
        let (role, hash) = line.split_once(':').ok_or_else(wrong)?;
        let role = Role::parse(role.trim()).ok_or_else(wrong)?;
        let hash = from_hexadecimal(hash.trim()).ok_or_else(wrong)?;
        Ok(Self { name: name.into(), role, hash })
    }
}

impl NewToken {
    /// A token for somebody who may do what `role` may.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers.
    pub fn make(role: Role) -> std::io::Result<Self> {
        let token = format!("{PREFIX}{}", hexadecimal(&random()?));
        let line = format!("{}:{}", role.name(), hexadecimal(&hash(&token)));
        Ok(Self { token, line })
    }
}

/// A secret for [`Access::new`], as text.
///
/// # Errors
///
/// When the system has no random numbers.
pub fn new_secret() -> std::io::Result<String> {
    Ok(hexadecimal(&random()?))
}

impl Access {
    /// For these tokens; without any, everybody who reaches the server is let in. What browsers keep and links that are
    /// shared are only good where the secret is the same.
    #[must_use]
    pub fn new(tokens: Vec<Token>, secret: &str) -> Self {
        Self { tokens, secret: hash(secret) }
    }

    /// Whether nobody needs a token.
    pub(crate) fn is_open(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The owner of a token.
    pub(crate) fn owner(&self, token: &str) -> Option<&Token> {
        let given = hash(token);
        // Every hash is compared, whole: how long it takes tells nothing.
        let mut found = None;
        for token in &self.tokens {
            if is_same(&token.hash, &given) {
                found = Some(token);
            }
        }
        found
    }

    /// Whoever asks this; `None` for those who are not known.
    pub(crate) fn visitor(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        now: Timestamp,
        unnamed: Names,
    ) -> Option<Visitor> {
        if self.is_open() {
            return Some(Visitor { name: None, role: Role::Admin, names: unnamed, shared: false });
        }
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let bearer = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut cookies = cookies.flat_map(|value| value.split(';')).filter_map(|pair| {
            pair.trim().split_once('=').filter(|(name, _)| *name == COOKIE).map(|(_, value)| value)
        });
        let owner = match bearer {
            Some(token) => self.owner(token.trim()),
            None => cookies.find_map(|cookie| self.signed_in(cookie, now)),
        };
        if let Some(Token { name, role, .. }) = owner {
            let name = Some(Arc::clone(name));
            return Some(Visitor { name, role: *role, names: Names::Shown, shared: false });
        }
        let looks = *method == Method::GET || *method == Method::HEAD;
        let shared = looks && self.is_shared(uri, now);
        let guest = Visitor { name: None, role: Role::Read, names: Names::Hidden, shared: true };
        shared.then_some(guest)
    }

    /// What the browser of this token's owner keeps.
    pub(crate) fn cookie(&self, owner: &Token, now: Timestamp) -> String {
        let until = now.seconds().saturating_add(SIGNED_IN_SECONDS).to_string();
        let seal = self.seal(&["session", &owner.name, &until, &hexadecimal(&owner.hash)]);
        format!("{until}.{seal}.{}", hexadecimal(owner.name.as_bytes()))
    }

    fn signed_in(&self, cookie: &str, now: Timestamp) -> Option<&Token> {
        let mut parts = cookie.splitn(3, '.');
        let (until, seal, name) = (parts.next()?, parts.next()?, parts.next()?);
        let owner = self.tokens.iter().find(|token| hexadecimal(token.name.as_bytes()) == name)?;
        // The hash is in the seal: a new token of the same name ends what the old one began.
        let parts = ["session", &*owner.name, until, &hexadecimal(&owner.hash)];
        let lasts = until.parse::<i64>().is_ok_and(|until| now.seconds() < until);
        (lasts && self.is_sealed(seal, &parts)).then_some(owner)
    }

    /// The address behind which anybody sees what stands at `path` until then.
    pub(crate) fn share(&self, path: &str, query: &str, until: Timestamp) -> String {
        let until = until.seconds().to_string();
        let seal = self.seal(&["share", path, query, &until]);
        let between = if query.is_empty() { "" } else { "&" };
        format!("{path}?{query}{between}{SHARE}={until}.{seal}")
    }

    /// Only the very page that was shared: the seal is over its whole address.
    fn is_shared(&self, uri: &Uri, now: Timestamp) -> bool {
        let query = uri.query().unwrap_or_default();
        let (query, share) = match query.rsplit_once('&') {
            Some((before, last)) => (before, last),
            None => ("", query),
        };
        let Some((until, seal)) = share
            .strip_prefix(SHARE)
            .and_then(|share| share.strip_prefix('='))
            .and_then(|it| it.split_once('.'))
        else {
            return false;
        };
        let lasts = until.parse::<i64>().is_ok_and(|until| now.seconds() < until);
        lasts && self.is_sealed(seal, &["share", uri.path(), query, until])
    }

    /// What stands for a person whose name is not shown; always the same for one, as long as the secret is.
    pub(crate) fn pseudonym(&self, who: &str) -> String {
        self.seal(&["person", who])[..6].to_owned()
    }

    fn mac(&self, parts: &[&str]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.secret)
            .expect("a key of any length will do");
        for part in parts {
            // With its length in front, no two lists of parts are the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }

    fn seal(&self, parts: &[&str]) -> String {
        hexadecimal(&self.mac(parts).finalize().into_bytes())
    }

    fn is_sealed(&self, seal: &str, parts: &[&str]) -> bool {
        from_hexadecimal(seal).is_some_and(|seal| self.mac(parts).verify_slice(&seal).is_ok())
    }
}

fn random() -> std::io::Result<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        std::io::Error::other(format!("the system has no random numbers: {error}"))
    })?;
    Ok(bytes)
}

fn hash(text: &str) -> [u8; BYTES] {
    Sha256::digest(text.as_bytes()).into()
}

/// Whether two are the same, in a time that does not tell where they differ.
fn is_same(one: &[u8; BYTES], other: &[u8; BYTES]) -> bool {
    one.iter().zip(other).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes any text");
        text
    })
}

fn from_hexadecimal(text: &str) -> Option<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    if text.len() != BYTES * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_794_700_800);

    fn access(role: Role, secret: &str) -> (Access, String) {
        let NewToken { token, line } = NewToken::make(role).unwrap();
        (Access::new(vec![Token::read("ann", &line).unwrap()], secret), token)
    }

    fn visitor(
        access: &Access,
        address: &str,
        header: Option<(&'static str, &str)>,
        now: Timestamp,
    ) -> Option<Visitor> {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().unwrap());
        }
        access.visitor(&Method::GET, &address.parse().unwrap(), &headers, now, Names::Hidden)
    }

    #[test]
    fn a_token_is_its_owner_and_no_other_is() {
        let (access, token) = access(Role::Grade, "s");
        let bearer = |token: &str| {
            visitor(&access, "/", Some(("authorization", &format!("Bearer {token}"))), NOW)
        };
        let found = bearer(&token).unwrap();
        assert_eq!(
            (found.name.as_deref(), found.role, found.names),
            (Some("ann"), Role::Grade, Names::Shown)
        );
        for other in ["", "tagline_", &token[1..], &format!("{token}0"), &token.to_uppercase()] {
            assert_eq!(bearer(other), None, "{other}");
        }
        assert_eq!(visitor(&access, "/", None, NOW), None);
        assert!(!format!("{access:?}").contains(&token));
    }

    #[test]
    fn a_browser_stays_signed_in_for_a_while_and_only_with_its_own_token() {
        let (access, token) = access(Role::Read, "s");
        let cookie = access.cookie(access.owner(&token).unwrap(), NOW);
        let ask = |access: &Access, cookie: &str, now| {
            visitor(access, "/", Some(("cookie", &format!("a=b; {COOKIE}={cookie}"))), now)
                .is_some()
        };
        let end = Timestamp::from_seconds(NOW.seconds() + SIGNED_IN_SECONDS);
        assert!(ask(&access, &cookie, NOW));
        assert!(ask(&access, &cookie, Timestamp(end.0 - 1)) && !ask(&access, &cookie, end));
        assert!(
            !ask(&access, &cookie.replacen('1', "2", 1), NOW),
            "it cannot be made to last longer"
        );
        let other_secret = Access { secret: [7; BYTES], ..access.clone() };
        assert!(!ask(&other_secret, &cookie, NOW));
        let NewToken { line, .. } = NewToken::make(Role::Read).unwrap();
        let renewed = Access { tokens: vec![Token::read("ann", &line).unwrap()], ..access };
        assert!(!ask(&renewed, &cookie, NOW), "a new token ends what the old one began");
    }

    #[test]
    fn a_shared_link_opens_one_page_until_it_ends() {
        let (access, _) = access(Role::Read, "s");
        let until = Timestamp::from_seconds(NOW.seconds() + 60);
        for (path, query) in [("/", ""), ("/reports/tags", "period=2026-W46&tag=a%2Fb")] {
            let link = access.share(path, query, until);
            let guest = visitor(&access, &link, None, NOW).unwrap();
            assert_eq!(
                (guest.name, guest.role, guest.names),
                (None, Role::Read, Names::Hidden),
                "{link}"
            );
            assert_eq!(visitor(&access, &link, None, until), None, "{link} has ended");
            assert_eq!(
                visitor(
                    &access,
                    &link.replace("2026-W46", "2026-W45").replacen("/?", "/reports?", 1),
                    None,
                    NOW
                ),
                None
            );
            assert_eq!(visitor(&access, &format!("{link}&tag=c"), None, NOW), None);
            let post = access.visitor(
                &Method::POST,
                &link.parse().unwrap(),
                &HeaderMap::new(),
                NOW,
                Names::Shown,
            );
            assert_eq!(post, None);
        }
    }

    #[test]
    fn without_tokens_everybody_is_let_in() {
        let guest = visitor(&Access::new(Vec::new(), ""), "/", None, NOW).unwrap();
        assert_eq!((guest.name, guest.role, guest.names), (None, Role::Admin, Names::Hidden));
    }

    #[test]
    fn what_is_no_token_says_how_to_make_one() {
        for line in ["", "read", "read:00", "boss:00", &format!("boss:{}", "0".repeat(64))] {
            assert!(
                Token::read("ann", line).unwrap_err().contains("tagline serve token ann"),
                "{line}"
            );
        }
    }
}
