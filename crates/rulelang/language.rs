//! The languages a rule can name, and what people write when they mean one.

use mention::Lang;

/// A two-letter code, and what else people write for the language, blanks between.
type Language = (&'static str, &'static str);

/// Two-letter codes with what else people write for them: three-letter codes, English and own names.
const LANGUAGES: &[Language] = &[
    ("af", "afr afrikaans"),
    ("am", "amh amharic"),
    ("ar", "ara arabic العربية"),
    ("az", "aze azerbaijani"),
    ("be", "bel belarusian"),
    ("bg", "bul bulgarian български"),
    ("bn", "ben bengali bangla বাংলা"),
    ("bo", "bod tib tibetan"),
    ("bs", "bos bosnian bosanski"),
    ("ca", "cat catalan català"),
    ("cs", "ces cze cz czech čeština česky"),
    ("cy", "cym wel welsh cymraeg"),
    ("da", "dan dk danish dansk"),
    ("de", "deu ger german deutsch"),
    ("el", "ell gre gr greek ελληνικά"),
    ("en", "eng uk us gb english"),
    ("es", "spa spanish español castellano"),
    ("et", "est ee estonian eesti"),
    ("eu", "eus baq basque euskara"),
    ("fa", "fas per persian farsi فارسی"),
    ("fi", "fin finnish suomi"),
    ("fr", "fra fre french français"),
    ("ga", "gle irish gaeilge"),
    ("gl", "glg galician galego"),
    ("gu", "guj gujarati"),
    ("he", "heb hebrew עברית"),
    ("hi", "hin hindi हिन्दी"),
    ("hr", "hrv croatian hrvatski"),
    ("hu", "hun hungarian magyar"),
    ("hy", "hye arm armenian"),
    ("id", "ind indonesian"),
    ("is", "isl ice icelandic íslenska"),
    ("it", "ita italian italiano"),
    ("ja", "jpn jp japanese 日本語"),
    ("ka", "kat geo georgian"),
    ("kk", "kaz kazakh"),
    ("km", "khm khmer"),
    ("kn", "kan kannada"),
    ("ko", "kor kr korean 한국어"),
    ("ku", "kur kurdish"),
    ("lo", "lao"),
    ("lt", "lit lithuanian lietuvių"),
    ("lv", "lav latvian latviešu"),
    ("mk", "mkd mac macedonian"),
    ("ml", "mal malayalam"),
    ("mn", "mon mongolian"),
    ("mr", "mar marathi"),
    ("ms", "msa may malay melayu"),
    ("mt", "mlt maltese"),
    ("my", "mya bur burmese"),
    ("nb", "nob bokmål bokmal"),
    ("ne", "nep nepali"),
    ("nl", "nld dut dutch nederlands flemish"),
    ("nn", "nno nynorsk"),
    ("no", "nor norwegian norsk"),
    ("pa", "pan punjabi"),
    ("pl", "pol polish polski"),
    ("ps", "pus pashto"),
    ("pt", "por br portuguese português brazilian"),
    ("ro", "ron rum romanian română"),
    ("ru", "rus russian русский"),
    ("si", "sin sinhala"),
    ("sk", "slk slo slovak slovenčina"),
    ("sl", "slv slovenian slovene slovenščina"),
    ("sq", "sqi alb albanian shqip"),
    ("sr", "srp serbian српски srpski"),
    ("sv", "swe se swedish svenska"),
    ("sw", "swa swahili"),
    ("ta", "tam tamil தமிழ்"),
    ("te", "tel telugu"),
    ("th", "tha thai ไทย"),
    ("tl", "tgl tagalog"),
    ("tr", "tur turkish türkçe"),
    ("uk", "ukr ua ukrainian українська"),
    ("ur", "urd urdu اردو"),
    ("uz", "uzb uzbek"),
    ("vi", "vie vn vietnamese"),
    ("zh", "zho chi cn chinese mandarin 中文"),
];

/// Two- and three-letter codes that languages without an entry in [`LANGUAGES`] go by.
const OTHER_CODES: &str = "aa ab ae ak an as av ay ba bh bi bm br ce ch co cr cu cv dv dz ee eo ff fj fo \
    fy gd gn gv ha ho ht hz ia ie ig ii ik io iu jv ki kj kl kr ks kv kw ky la lb lg li ln lu mg mh mi na nd \
    ng nr nv ny oc oj om or os pi qu rm rn rw sa sc sd se sg sm sn so ss st su tg ti tk tn to ts tt tw ty ug \
    ve vo wa wo xh yi yo za zu ceb ckb fil hmn haw yue arz scn lmo pms vec nap ast war bar nds szl als gsw";

/// The two-letter codes of the languages that are known by name too, sorted.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(code, _)| *code)
}

/// The language `text` is the code of; else the code it likely stands for, when there is one.
pub(crate) fn language(text: &str) -> Result<Lang, Option<&'static str>> {
    let folded = text.trim().to_lowercase();
    let primary = folded.split(['-', '_']).next().unwrap_or_default();
    let known = |code: &str| {
        LANGUAGES.iter().any(|(known, _)| *known == code)
            || OTHER_CODES.split_whitespace().any(|known| known == code)
    };
    match Lang::parse(primary) {
        Some(lang) if known(lang.as_str()) => Ok(lang),
        _ => Err(meant(&folded)),
    }
}

/// The code of the language somebody calls `name`.
fn meant(name: &str) -> Option<&'static str> {
    let named = |(_, names): &&Language| names.split(' ').any(|known| known == name);
    LANGUAGES.iter().find(named).or_else(|| nearly(name)).map(|(code, _)| *code)
}

/// The language whose name is `name` but for a slip of the pen.
fn nearly(name: &str) -> Option<&'static Language> {
    let distance = |(_, names): &Language| {
        names
            .split(' ')
            .filter(|known| known.len() > 4)
            .map(|known| strsim::osa_distance(known, name))
            .min()
    };
    LANGUAGES
        .iter()
        .filter_map(|language| Some((distance(language)?, language)))
        .filter(|(distance, _)| *distance <= 2 && name.chars().count() > 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, language)| language)
}

/// The English name of a language, or its code if no rule writer has another name for it.
#[must_use]
pub fn language_name(lang: Lang) -> String {
    let known = LANGUAGES.iter().find(|(code, _)| *code == lang.as_str());
    // Shorter ones are codes.
    let name = known.and_then(|(_, names)| names.split(' ').find(|name| name.len() > 3));
    let mut letters = name.unwrap_or_default().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => lang.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, Option<&str>>) {
        let found = language(text);
        assert_eq!(found.as_ref().map(Lang::as_str).map_err(|code| *code), expected, "{text}");
    }

    #[test]
    fn a_code_is_a_language_and_a_name_is_told_its_code() {
        for (text, code) in
            [("sv", "sv"), ("SV", "sv"), ("pt-BR", "pt"), ("iw", "he"), ("fil", "fil")]
        {
            check(text, Ok(code));
        }
        for (text, code) in
            [("swedish", "sv"), ("Svenska", "sv"), ("swe", "sv"), ("germn", "de"), ("jp", "ja")]
        {
            check(text, Err(Some(code)));
        }
        for text in ["", "xx", "klingon", "any"] {
            check(text, Err(None));
        }
    }
}
