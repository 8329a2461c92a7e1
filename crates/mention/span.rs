//! Places in the text as posted.

/// A text field of a mention. Positions never run across fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline of a post, where its platform has one.
    Title,
    /// The post itself.
    Text,
    /// The text of the post it quotes.
    Quoted,
    /// The descriptions of its pictures.
    Alt,
}

impl Field {
    /// Every field, in the order they are searched.
    pub const ALL: [Self; 4] = [Self::Title, Self::Text, Self::Quoted, Self::Alt];

    /// The field's name in rules and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::Quoted => "quoted",
            Self::Alt => "alt",
        }
    }
}

/// Where words are looked for: some text fields, and perhaps inside their hashtags and addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LookIn(u8);

impl LookIn {
    /// What is searched unless a rule says otherwise: title and text.
    pub const DEFAULT: Self = Self::only(Field::Title).and(Field::Text);

    /// The set of one field.
    #[must_use]
    pub const fn only(field: Field) -> Self {
        Self(1 << field as u8)
    }

    /// The set with `field` in it.
    #[must_use]
    pub const fn and(self, field: Field) -> Self {
        Self(self.0 | 1 << field as u8)
    }

    /// Whether `field` is in the set.
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }

    /// The set of `field` alone, inside hashtags and addresses if this set is.
    #[must_use]
    pub const fn narrowed(self, field: Field) -> Self {
        Self::only(field).and_inside(self)
    }

    /// The set of the same fields, inside neither hashtags nor addresses.
    #[must_use]
    pub const fn fields(self) -> Self {
        Self(self.0 & !(Self::HASHTAGS | Self::ADDRESSES))
    }

    /// The set with what `other` looks inside of.
    #[must_use]
    pub const fn and_inside(self, other: Self) -> Self {
        Self(self.0 | other.0 & (Self::HASHTAGS | Self::ADDRESSES))
    }

    /// Also the words a hashtag is written together from: `#JustDoIt` holds just, do, it.
    #[must_use]
    pub const fn and_in_hashtags(self) -> Self {
        Self(self.0 | Self::HASHTAGS)
    }

    /// Also the words of addresses: `acme.com/sale` holds acme, com, sale.
    #[must_use]
    pub const fn and_in_addresses(self) -> Self {
        Self(self.0 | Self::ADDRESSES)
    }

    /// Whether the words a hashtag is written together from are looked at.
    #[must_use]
    pub const fn is_in_hashtags(self) -> bool {
        self.0 & Self::HASHTAGS != 0
    }

    /// Whether the words of addresses are looked at.
    #[must_use]
    pub const fn is_in_addresses(self) -> bool {
        self.0 & Self::ADDRESSES != 0
    }

    const HASHTAGS: u8 = 1 << 6;
    const ADDRESSES: u8 = 1 << 7;
}

/// Bytes `start..end` of one field as posted; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The field.
    pub field: Field,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}
