//! The rule packs that come with the program.

use clap::ValueEnum;

/// Themes to start from. Each fires once for each brand of a post, as in `acme/service/delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Pack {
    /// Delivery, billing, outages, complaints, praise, questions, wishes, in eight languages
    Service,
    /// Job adverts, giveaways and second-hand adverts, kept out of reports, in eight languages
    Noise,
    /// Stock, price, returns, quality and stores, in eight languages
    Retail,
    /// Delays, cancellations, baggage, crew and booking, in English
    Airline,
    /// Bugs, crashes, balance, price, mods and creations, in English
    Games,
}

impl Pack {
    /// Its place in a folder of rules, and its text.
    pub(crate) const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Service => {
                ("rules/service.rules.toml", include_str!("../../rules/service.rules.toml"))
            }
            Self::Noise => ("rules/noise.rules.toml", include_str!("../../rules/noise.rules.toml")),
            Self::Retail => {
                ("rules/retail.rules.toml", include_str!("../../rules/retail.rules.toml"))
            }
            Self::Airline => {
                ("rules/airline.rules.toml", include_str!("../../rules/airline.rules.toml"))
            }
            Self::Games => ("rules/games.rules.toml", include_str!("../../rules/games.rules.toml")),
        }
    }
}
