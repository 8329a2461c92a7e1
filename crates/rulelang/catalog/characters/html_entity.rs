//! `html-entity`: `&amp;` is how a web page writes `&`; in a query it is the word amp.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::lexer::{How, Kept, kept_at};
use crate::{Code, Diagnostic, Edit, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::HtmlEntity,
    name: "html-entity",
    severity: Severity::Warning,
    text: "`&amp;` is how the source of a web page writes `&`; in a query it is the word amp.",
    now: "The letters between `&` and `;` are looked for as a word.",
    meant: "The character that a browser shows.",
    write: "Write the character itself.",
    fires: &[
        Case::query("\"marks &amp; spencer\"", "&amp;").fixed("\"marks & spencer\""),
        Case::query("parcel&nbsp;late", "&nbsp;").fixed("parcel late"),
        Case::query("&quot;lost parcel&quot; late", "&quot;").fixed("\"lost parcel\" late"),
        Case::query("wendy&#39;s", "&#39;").fixed("wendy's"),
        Case::query("\"caf&eacute; kavala\"", "&eacute;").fixed("\"café kavala\""),
    ],
    silent: &[
        Query("\"marks & spencer\""),
        Query("AT&T"),
        Query("{&amp;}"),
        Query("raw:&amp;"),
        Query("regex:\"late&amp;\""),
    ],
    untested: "",
};

/// The entities that pasted text has, and the characters they stand for.
const KNOWN: &[(&str, &str)] = &[
    ("&amp;", "&"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&#39;", "'"),
    ("&#34;", "\""),
    ("&#38;", "&"),
    ("&#160;", " "),
    ("&#x27;", "'"),
    ("&rsquo;", "'"),
    ("&lsquo;", "'"),
    ("&ldquo;", "\""),
    ("&rdquo;", "\""),
    ("&ndash;", "-"),
    ("&mdash;", "-"),
    ("&agrave;", "à"),
    ("&aacute;", "á"),
    ("&acirc;", "â"),
    ("&atilde;", "ã"),
    ("&auml;", "ä"),
    ("&Auml;", "Ä"),
    ("&aring;", "å"),
    ("&Aring;", "Å"),
    ("&ccedil;", "ç"),
    ("&egrave;", "è"),
    ("&eacute;", "é"),
    ("&Eacute;", "É"),
    ("&ecirc;", "ê"),
    ("&iacute;", "í"),
    ("&icirc;", "î"),
    ("&ntilde;", "ñ"),
    ("&oacute;", "ó"),
    ("&ocirc;", "ô"),
    ("&otilde;", "õ"),
    ("&ouml;", "ö"),
    ("&Ouml;", "Ö"),
    ("&oslash;", "ø"),
    ("&ugrave;", "ù"),
    ("&uacute;", "ú"),
    ("&uuml;", "ü"),
    ("&Uuml;", "Ü"),
    ("&szlig;", "ß"),
];

/// Entities of HTML outside of exact characters, one finding for all of them.
pub(crate) fn find(text: &str, kept: &[Kept], diagnostics: &mut Vec<Diagnostic>) {
    let mut edits: Vec<Edit> = Vec::new();
    let mut first = None;
    for (at, _) in text.match_indices('&') {
        let known = KNOWN.iter().find(|(entity, _)| text[at..].starts_with(entity));
        let exact = matches!(kept_at(kept, at), Some(How::Letters | How::Expression));
        let Some((entity, character)) = known.filter(|_| !exact) else { continue };
        first.get_or_insert((at, *entity, *character));
        edits.push(Edit::new(at..at + entity.len(), *character));
    }
    let Some((at, entity, character)) = first else { return };
    let word = entity.trim_matches(['&', ';', '#']);
    let shown = if character == " " { "a blank".to_owned() } else { format!("`{character}`") };
    // What such an entity makes of the text around it is no news beside it.
    diagnostics.retain(|found| {
        !matches!(found.code, Code::SymbolDropped | Code::CommaList)
            || !text[found.span.clone()].contains(['&', ';'])
    });
    let message =
        format!("`{entity}` is {shown} in the source of a web page; here it is the word `{word}`");
    let found = Diagnostic::warning(Code::HtmlEntity, at..at + entity.len(), message)
        .help(format!("write {shown} itself"));
    let apart = edits.windows(2).all(|two| two[0].span.end < two[1].span.start);
    diagnostics.push(if apart { found.fixed_by(Fix { edits, safe: false }) } else { found });
}
