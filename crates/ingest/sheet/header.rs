//! What exporting tools call their columns, in the languages of the rule packs.

use unicode_normalization::UnicodeNormalization;

use crate::wire::Slot;

/// What a header says a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Slot(Slot),
    /// A time of day beside a day.
    Hour,
}

/// Names by meaning, the surest first: English, German, French, Swedish, Italian, Spanish, Romanian.
const NAMES: &[(Meaning, &str)] = &[
    (
        Meaning::Slot(Slot::Id),
        "id|post id|tweet id|message id|mention id|comment id|review id|status id|native id|resource id|external id|guid|beitrags id|nachrichten id|kommentar id|identifiant|id du message|inlagg id|meddelande id|id messaggio|id post|id mensaje|id publicacion|id mesaj|id postare",
    ),
    (
        Meaning::Slot(Slot::Text),
        "text|full text|message|post text|tweet text|message text|review text|comment text|content|post content|post message|body|caption|tweet|snippet|hit sentence|post|comment|review|mention|nachricht|beitrag|inhalt|kommentar|nachrichtentext|beitragstext|bewertungstext|texte|message du post|contenu|commentaire|avis|publication|meddelande|inlagg|innehall|testo|messaggio|contenuto|commento|recensione|texto|mensaje|contenido|comentario|publicacion|resena|mesaj|continut|comentariu|postare|recenzie",
    ),
    (
        Meaning::Slot(Slot::Title),
        "title|headline|subject|titel|uberschrift|betreff|titre|rubrik|titolo|titulo|titlu",
    ),
    (
        Meaning::Slot(Slot::Author),
        "author|username|user name|user|handle|screen name|author handle|author username|account|account name|from|from user|profile|sender|autor|verfasser|benutzername|benutzer|nutzer|absender|konto|auteur|utilisateur|nom d utilisateur|compte|forfattare|anvandarnamn|anvandare|avsandare|autore|nome utente|utente|mittente|usuario|nombre de usuario|cuenta|utilizator|nume de utilizator|cont|expeditor",
    ),
    (
        Meaning::Slot(Slot::AuthorName),
        "author name|full name|display name|profile name|name|vollstandiger name|nom|nom complet|namn|nome|nome completo|nombre|nombre completo|nume|nume complet",
    ),
    (Meaning::Slot(Slot::AuthorId), "author id|user id|from id|profile id|account id"),
    (
        Meaning::Slot(Slot::AuthorFollowers),
        "followers|follower count|followers count|author followers|follower|abonnenten|abonnes|foljare|seguaci|seguidores|urmaritori",
    ),
    (
        Meaning::Slot(Slot::AuthorFollowing),
        "following|following count|friends count|author following|x following",
    ),
    (Meaning::Slot(Slot::AuthorPosts), "author posts|tweets count|statuses count|x posts"),
    (Meaning::Slot(Slot::AuthorListed), "listed count|author listed"),
    (Meaning::Slot(Slot::AuthorVerified), "verified|author verified|x verified"),
    (
        Meaning::Slot(Slot::AuthorBio),
        "bio|author bio|author description|user description|profile description",
    ),
    (Meaning::Slot(Slot::AuthorLocation), "author location|user location|profile location"),
    (
        Meaning::Slot(Slot::PublishedAt),
        "created at|published at|posted at|created time|publish time|published time|published|created|date time|timestamp|date created|date published|publish date|published date|created date|post date|posted|date|time|erstellt am|veroffentlicht am|erstellt|veroffentlicht|datum und uhrzeit|zeitpunkt|zeitstempel|datum|zeit|date de publication|date de creation|publie le|cree le|date et heure|horodatage|publiceringsdatum|publicerad|skapad|tidpunkt|datum och tid|data di pubblicazione|data e ora|pubblicato il|creato il|data|fecha de publicacion|fecha y hora|publicado|creado|fecha|data publicarii|data si ora|publicat|creat",
    ),
    (Meaning::Hour, "time|time of day|hour|uhrzeit|zeit|heure|tid|klockslag|ora|hora"),
    (
        Meaning::Slot(Slot::UpdatedAt),
        "updated at|last updated|modified|edited at|aktualisiert am|mis a jour le|uppdaterad|aggiornato il|actualizado|actualizat",
    ),
    (Meaning::Slot(Slot::Lang), "language|lang|sprache|langue|sprak|lingua|idioma|limba"),
    (
        Meaning::Slot(Slot::Platform),
        "platform|network|social network|source|page type|content source|content source name|source type|channel|plattform|netzwerk|kanal|quelle|plateforme|reseau|reseau social|canal|natverk|kalla|piattaforma|rete|canale|fonte|plataforma|red social|red|fuente|platforma|retea|sursa",
    ),
    (
        Meaning::Slot(Slot::Permalink),
        "permalink|post url|post link|tweet url|message url|mention url|url|link|webadresse|lien|lien permanent|adresse url|lank|permalank|collegamento|enlace|legatura",
    ),
    (
        Meaning::Slot(Slot::Sentiment),
        "sentiment|tonality|polarity|stimmung|tonalitat|tonalite|sentimento|sentimiento",
    ),
    (
        Meaning::Slot(Slot::Likes),
        "likes|like count|likes count|favorites|favourites|favorite count|reactions|gefallt mir|gefallt mir angaben|j aime|mentions j aime|gilla markeringar|gillar|mi piace|me gusta|aprecieri",
    ),
    (
        Meaning::Slot(Slot::Reposts),
        "reposts|retweets|shares|share count|shares count|retweet count|repost count|geteilt|geteilte inhalte|partages|delningar|condivisioni|compartidos|compartidas|distribuiri",
    ),
    (
        Meaning::Slot(Slot::Replies),
        "replies|reply count|comments|comment count|comments count|antworten|kommentare|reponses|commentaires|svar|kommentarer|risposte|commenti|respuestas|comentarios|raspunsuri|comentarii",
    ),
    (Meaning::Slot(Slot::Quotes), "quotes|quote count"),
    (Meaning::Slot(Slot::Saves), "saves|bookmarks|bookmark count"),
    (Meaning::Slot(Slot::Clicks), "clicks|link clicks|post clicks|klicks|clics|klick|clic"),
    (
        Meaning::Slot(Slot::Impressions),
        "impressions|views|view count|video views|impressionen|aufrufe|vues|visningar|visualizzazioni|impressioni|impresiones|visualizaciones|afisari|vizualizari",
    ),
    (Meaning::Slot(Slot::PlaceName), "place|place name|full place name"),
    (Meaning::Slot(Slot::Country), "country|country code|land|pays|paese|pais|tara"),
    (Meaning::Slot(Slot::Region), "region|state|bundesland|regione|estado|regiune"),
    (Meaning::Slot(Slot::City), "city|stadt|ort|ville|stad|citta|ciudad|oras"),
    (Meaning::Slot(Slot::Latitude), "latitude|lat|geo lat"),
    (Meaning::Slot(Slot::Longitude), "longitude|lon|lng|long|geo lon"),
    (Meaning::Slot(Slot::Source), "source application|source app|client|posted via|posted with"),
    (
        Meaning::Slot(Slot::Rating),
        "rating|stars|star rating|sterne|etoiles|betyg|stelle|estrellas|stele",
    ),
    (Meaning::Slot(Slot::Kind), "post type|message type|mention type|engagement type|kind|type"),
    (
        Meaning::Slot(Slot::ReplyTo),
        "in reply to|in reply to id|reply to|parent id|parent post id|antwort auf",
    ),
    (Meaning::Slot(Slot::Conversation), "conversation id|thread id|conversation"),
    (Meaning::Slot(Slot::Community), "subreddit|community"),
    (
        Meaning::Slot(Slot::GivenTags),
        "tags|labels|schlagworter|etiquettes|taggar|etichette|etiquetas|etichete",
    ),
];

/// What `header` may mean: the meaning's place in the list, the meaning, and how sure that is, 0 the surest.
pub(super) fn meanings(header: &str) -> Vec<(usize, Meaning, usize)> {
    let name = plain(header);
    let rank = |names: &str| names.split('|').position(|known| known == name);
    let known = NAMES.iter().enumerate();
    known.filter_map(|(order, (meaning, names))| Some((order, *meaning, rank(names)?))).collect()
}

/// Lower case without accents; what is no letter or digit is one blank, what stands in brackets is left out.
pub(super) fn plain(header: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for character in header.nfkd().flat_map(char::to_lowercase) {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 || ('\u{300}'..='\u{36f}').contains(&character) => {}
            _ if character.is_alphanumeric() => out.push(character),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
