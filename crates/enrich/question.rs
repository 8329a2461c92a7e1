//! Whether a text asks something: by its question marks, and by the words questions begin with where the mark was left out.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use mention::{EntityKind, Field, Folded, Lang, Mention, Token, TokenKind, fold_key};

use crate::unit::{FIELDS, has_byte, words};

/// The marks that end a question: Latin, full width, small, Arabic, Armenian, Ethiopic, and both that are two signs in one.
fn is_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '﹖' | '؟' | '՞' | '፧' | '⁈' | '⁇')
}

/// What opens a question in Spanish.
const OPENING: char = '¿';

/// What ends a sentence that asks nothing.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '\n' | '…' | '。' | '！')
}

/// Marks of a field that are looked at: what asks nothing with so many asks nothing.
const MARKS_MAX: usize = 32;

/// How many words may follow a phrase that asks nothing in a sentence that still asks nothing.
const TAIL: usize = 2;

/// How questions begin that are told without a mark; a phrase a bar.
const OPENERS: [(&str, &str); 8] = [
    (
        "en",
        "does anyone know|does anybody know|anyone know|anybody know|do you know if|do you guys|do you have|do you ship|do you sell|do you offer|how do i|how do you|how do we|how can i|how can we|how much is|how much does|how much are|how long does|how long will|how long until|how many|can i get|can i use|can i still|can you tell|can you help|can you please tell|can someone|can anyone|can somebody|could you tell|could someone|could anyone|where can i|where do i|where is the|where are the|when will|when does|when do|when is the|when are|what time|what is the|what are the|what does|what happened to|which one|which is|who do i|who can i|who should i|is there a|is there any|is there anyone|is it possible|is anyone else|is anybody else|are there any|are you open|will there be|will you be|has anyone|has anybody|have you guys|any idea|any ideas|any news on|any update on|any updates on|any chance|should i|would it be possible|why does|why do|why is|why are|why can i not|why cant i|why isnt",
    ),
    (
        "sv",
        "är det någon som|någon som vet|vet någon|vet ni|vet du|hur gör|hur kan|hur får|hur lång tid|hur länge|hur mycket|hur många|hur ofta|hur kommer|när kommer|när öppnar|när stänger|när är|var kan|var finns|var hittar|var ligger|vad kostar|vad är|vad gäller|vad händer|vilken|vilka|vilket|varför|finns det|finns den|går det att|kan jag|kan man|kan ni|kan någon|har någon|har ni|hur är|är det möjligt|kommer ni|kommer det|säljer ni|skickar ni|vem kan",
    ),
    (
        "fr",
        "est ce que|est ce qu|quelqu un sait|quelqu un peut|qui sait|savez vous|pouvez vous|pourriez vous|avez vous|comment faire|comment puis|comment on|comment je|comment ca|combien coute|combien de|combien ca|quand est ce|quand sera|quand arrive|ou est ce|ou puis|ou trouver|ou est|pourquoi|quel est|quelle est|quels sont|quelles sont|quel prix|y a t il|peut on|puis je|c est quoi|c est possible|qu est ce|livrez vous|vendez vous",
    ),
    (
        "it",
        "qualcuno sa|qualcuno puo|sapete|sapete se|potete dirmi|potreste|come faccio|come si|come posso|come mai|quanto costa|quanto ci|quanto tempo|quanti|quando arriva|quando esce|quando sara|quando apre|dove|perche|qual e|quale|quali sono|che cosa|cosa|c e qualcuno|e possibile|si puo avere|avete ancora|posso ancora|vendete|spedite",
    ),
    (
        "ro",
        "stie cineva|stiti|stiti daca|stii|poate cineva|puteti sa|ati putea|cum fac|cum pot|cum se|cum as|cat costa|cat dureaza|cat timp|cand vine|cand ajunge|cand se|unde pot|unde gasesc|unde este|de ce|care este|care sunt|care e|ce pot|ce trebuie|ce inseamna|ce program|se poate|pot sa|aveti cumva|livrati|vindeti|cine stie|cine poate|a mai patit",
    ),
    (
        "de",
        "weiß jemand|weiss jemand|wisst ihr|weißt du|kann jemand|kann man|kann ich|könnt ihr|könnten sie|können sie|habt ihr|haben sie|hat jemand|hat wer|gibt es|gibts|wie kann|wie lange|wie viel|wieviel|wie viele|wie komme|wie geht|wie bekomme|wie mache|wann kommt|wann gibt|wann wird|wann ist|wann|wo kann|wo finde|wo gibt|wo ist|wo bekomme|warum|wieso|weshalb|was kostet|was ist|was muss|was mache|welche|welcher|welches|wer kann|wer weiß|ist es möglich|darf man|darf ich|muss man|liefert ihr|verkauft ihr",
    ),
    (
        "es",
        "alguien sabe|sabe alguien|saben si|sabes si|alguien puede|alguien me puede|pueden decirme|podeis|podrian|me pueden decir|como puedo|como se|como hago|cuanto cuesta|cuanto vale|cuanto tarda|cuanto tiempo|cuantos|cuantas|cuando llega|cuando sale|cuando abre|cuando sera|donde puedo|donde esta|donde se|donde encuentro|por que|cual es|cuales son|que puedo|que precio|que horario|que pasa con|hay alguna|hay algun|es posible|se puede|puedo usar|tienen alguna|tienen algun|teneis|hacen envios|quien sabe",
    ),
    (
        "pt",
        "alguem sabe|sabem se|sabe se|alguem pode|alguem me|podem me dizer|poderiam|como faco|como posso|como e que|como funciona|quanto custa|quanto e|quanto tempo|quantos|quantas|quando chega|quando sai|quando abre|quando vai|onde posso|onde fica|onde encontro|porque e que|qual e|qual o|quais sao|o que e|o que devo|que horas|ha algum|ha alguma|tem alguma|tem como|e possivel|da para|voces tem|voces vendem|voces entregam|quem sabe",
    ),
];

/// What is said with a mark and asks nothing.
const RHETORICAL: [(&str, &str); 8] = [
    (
        "en",
        "really|seriously|srsly|are you serious|are you kidding|you kidding|are you joking|is this a joke|is this real|who cares|what the hell|what the heck|what the fuck|what the|wtf|wth|why me|why not|so what|huh|eh|right|ok|okay|oh really|you know what|guess what|know what|how about that|how hard can|can you believe|what a joke|need i say|do you even|what is wrong with",
    ),
    (
        "sv",
        "verkligen|seriöst|på riktigt|är det sant|skojar ni|skojar du|skämtar ni|skämtar du|vem bryr sig|vad fan|va fan|vad i helvete|eller hur|jaså|va|eller|och|hallå",
    ),
    (
        "fr",
        "vraiment|serieux|serieusement|ah bon|c est une blague|vous plaisantez|vous vous moquez|et alors|qui s en soucie|hein|non|wtf|c est quoi ce bordel|on rigole",
    ),
    (
        "it",
        "davvero|sul serio|seriamente|ma davvero|ma scherziamo|scherzate|state scherzando|e allora|chi se ne frega|che cazzo|ma che|eh|no|vero|wtf",
    ),
    (
        "ro",
        "serios|chiar|pe bune|glumiti|glumesti|faceti misto|si ce|cui ii pasa|ce naiba|ce dracu|nu|da|wtf",
    ),
    (
        "de",
        "echt|wirklich|ernsthaft|im ernst|echt jetzt|euer ernst|ist das euer ernst|dein ernst|wollt ihr mich verarschen|na und|wen interessierts|was zum|was soll der scheiß|hä|oder|gell|ne|wtf",
    ),
    (
        "es",
        "en serio|de verdad|de veras|es broma|es una broma|estas de broma|y que|a quien le importa|que coño|que mierda|no|verdad|eh|wtf",
    ),
    (
        "pt",
        "serio|a serio|verdade|de verdade|estao a brincar|ta brincando|e dai|quem se importa|que merda|ne|nao|hein|wtf",
    ),
];

/// What tells a question in languages that need no mark for it.
const PARTICLES: [(&str, &str); 3] = [
    (
        "th",
        "ไหม|มั้ย|ไม๊|มั๊ย|หรือเปล่า|รึเปล่า|ป่าวคะ|หรือยัง|รึยัง|เท่าไหร่|เท่าไร|กี่บาท|กี่โมง|ที่ไหน|เมื่อไหร่|เมื่อไร|ไรคะ|ไรค่ะ|ไรครับ|ใช่ป่ะ|ได้ป่ะ|อะไรคะ|อะไรครับ",
    ),
    ("ja", "ですか|ますか|でしょうか|ませんか|ましたか|のか。|かな。"),
    ("zh", "吗|嗎|請問|请问|多少钱|多少錢|怎么办|怎麼辦|什么时候|什麼時候|在哪里|在哪裡"),
];

/// Phrases by their first word.
type Phrases = HashMap<String, Vec<Vec<String>>, RandomState>;

/// The phrases of all languages.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    languages: Vec<(Lang, Phrases, Phrases)>,
}

impl Questions {
    pub(crate) fn new() -> Self {
        let languages =
            OPENERS.iter().zip(RHETORICAL).filter_map(|((lang, openers), (_, idle))| {
                Some((Lang::parse(lang)?, phrases(openers), phrases(idle)))
            });
        Self { languages: languages.collect() }
    }

    /// Whether `mention`, which `folded` holds, asks something.
    pub(crate) fn asks(&self, mention: &Mention, folded: &Folded, lang: Option<Lang>) -> bool {
        let own = lang.and_then(|lang| self.languages.iter().find(|(of, ..)| *of == lang));
        let particles = match (own, lang) {
            (None, Some(lang)) => PARTICLES.iter().find(|(of, _)| *of == lang.as_str()),
            _ => None,
        };
        FIELDS.into_iter().any(|field| {
            let text = mention.field(field);
            !text.is_empty()
                && (marked(text, field, folded, own.map(|(_, _, idle)| idle))
                    || own.is_some_and(|(_, openers, _)| opened(text, field, folded, openers))
                    || particles.is_some_and(|(_, list)| {
                        list.split('|').any(|particle| text.contains(particle))
                    }))
        })
    }
}

/// Whether a mark may stand in `text`: told by the bytes that marks begin with, which few other signs do.
fn may_hold_mark(text: &str) -> bool {
    let begins_mark = |byte| matches!(byte, b'?' | 0xD5 | 0xD8 | 0xE1 | 0xEF);
    // Both marks of two signs begin with these two bytes, as many signs do with either.
    has_byte(text, begins_mark)
        || has_byte(text, |byte| byte == 0x81) && has_byte(text, |byte| byte == 0xE2)
}

/// Whether a mark stands behind words that ask something.
fn marked(text: &str, field: Field, folded: &Folded, idle: Option<&Phrases>) -> bool {
    if !may_hold_mark(text) || !text.contains(is_mark) {
        return false;
    }
    let tokens = || folded.tokens().iter().filter(move |token| token.field == field);
    let in_link = |at: usize| {
        let links = tokens().filter(|token| token.kind == TokenKind::Entity(EntityKind::Link));
        links.clone().any(|link| (link.start as usize..link.end as usize).contains(&at))
    };
    let marks = text.match_indices(is_mark).take(MARKS_MAX);
    for (at, mark) in marks.filter(|(at, _)| !in_link(*at)) {
        let behind = text[at + mark.len()..].chars().next();
        if behind
            .is_some_and(|c| c.is_alphanumeric() && c.is_ascii() || matches!(c, '=' | '&' | '/'))
        {
            continue;
        }
        let before = &text[..at];
        let start = before
            .rmatch_indices(|c| is_mark(c) || is_end(c) || c == OPENING)
            .find(|(at, _)| !in_link(*at))
            .map_or(0, |(at, sign)| at + sign.len());
        let said =
            words(folded, field).filter(|token| (start..at).contains(&(token.start as usize)));
        if said.clone().next().is_some() && !is_idle(folded, said, idle) {
            return true;
        }
    }
    false
}

/// Whether a sentence begins as questions do.
fn opened(text: &str, field: Field, folded: &Folded, openers: &Phrases) -> bool {
    let mut end = None;
    let mut rest = words(folded, field);
    loop {
        let here = rest.clone();
        let Some(token) = rest.next() else { return false };
        let gap = end.map(|end| text.get(end..token.start as usize).unwrap_or_default());
        end = Some(token.end as usize);
        let begins = gap.is_none_or(|gap| gap != " " && gap.contains(|c| is_end(c) || is_mark(c)));
        if begins && begin(folded, here, openers).is_some() {
            return true;
        }
    }
}

/// Whether the words of a sentence are said without asking anything.
fn is_idle<'t>(
    folded: &Folded,
    words: impl Iterator<Item = &'t Token> + Clone,
    idle: Option<&Phrases>,
) -> bool {
    let length = idle.and_then(|idle| begin(folded, words.clone(), idle));
    length.is_some_and(|length| words.count() <= length + TAIL)
}

/// How many words the longest of `phrases` has that `words` begin with.
fn begin<'t>(
    folded: &Folded,
    mut words: impl Iterator<Item = &'t Token> + Clone,
    phrases: &Phrases,
) -> Option<usize> {
    let first = words.next()?;
    let behind = phrases.get(folded.bare(first))?;
    let fits = |rest: &&Vec<String>| {
        let mut words = words.clone();
        rest.iter().all(|word| words.next().is_some_and(|token| folded.bare(token) == word))
    };
    behind.iter().filter(fits).map(|rest| rest.len() + 1).max()
}

fn phrases(written: &str) -> Phrases {
    let mut phrases = Phrases::default();
    for phrase in written.split('|') {
        let mut words = phrase.split(' ').map(|word| fold_key(word).1);
        let Some(first) = words.next() else { continue };
        phrases.entry(first).or_default().push(words.collect());
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_is_passed_over() {
        let marks = ('\0'..=char::MAX).filter(|c| is_mark(*c));
        assert_eq!(marks.clone().count(), 8);
        for mark in marks {
            assert!(may_hold_mark(&format!("où est-ce{mark}")), "{mark}");
        }
        assert!(!may_hold_mark("où est-ce “là”… élève 🙂 ş"));
    }
}
