//! Countries: their codes, their continents and what people call them.

/// A country or territory of ISO 3166-1, and Kosovo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its two letters, upper case.
    pub code: &'static str,
    /// Its three letters, upper case.
    pub code3: &'static str,
    /// Where it lies, for the most part.
    pub continent: Continent,
    /// Its name in English.
    pub name: &'static str,
}

impl Country {
    /// The country of a code of two or three letters, in any case.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        match code.len() {
            2 => {
                let upper = code.to_ascii_uppercase();
                let at = COUNTRIES.binary_search_by_key(&upper.as_str(), |row| row.0).ok()?;
                Some(Self::of(&COUNTRIES[at]))
            }
            3 => COUNTRIES.iter().find(|row| row.1.eq_ignore_ascii_case(code)).map(Self::of),
            _ => None,
        }
    }

    /// The country that is called `name`, in English, in its own language or for short, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let lower = name.trim().to_lowercase();
        let called = |row: &&Row| row.3.split('|').any(|known| known.to_lowercase() == lower);
        COUNTRIES.iter().find(called).map(Self::of)
    }

    fn of(&(code, code3, continent, names): &Row) -> Self {
        Self { code, code3, continent, name: names.split('|').next().unwrap_or(names) }
    }
}

/// A continent, America taken as two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Continent {
    Africa,
    Antarctica,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
}

impl Continent {
    /// Every continent, by name.
    pub const ALL: [Self; 7] = [
        Self::Africa,
        Self::Antarctica,
        Self::Asia,
        Self::Europe,
        Self::NorthAmerica,
        Self::Oceania,
        Self::SouthAmerica,
    ];

    /// The name in rules, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Africa => "africa",
            Self::Antarctica => "antarctica",
            Self::Asia => "asia",
            Self::Europe => "europe",
            Self::NorthAmerica => "north america",
            Self::Oceania => "oceania",
            Self::SouthAmerica => "south america",
        }
    }

    /// The continent in which the country with these two letters, upper case, lies.
    #[must_use]
    pub fn of_country(code: &str) -> Option<Self> {
        let at = COUNTRIES.binary_search_by_key(&code, |row| row.0).ok()?;
        Some(COUNTRIES[at].2)
    }
}

const AF: Continent = Continent::Africa;
const AN: Continent = Continent::Antarctica;
const AS: Continent = Continent::Asia;
const EU: Continent = Continent::Europe;
const NA: Continent = Continent::NorthAmerica;
const OC: Continent = Continent::Oceania;
const SA: Continent = Continent::SouthAmerica;

/// Two letters, three letters, continent, and names with `|` between, the English one first.
type Row = (&'static str, &'static str, Continent, &'static str);

/// Sorted by the two letters.
const COUNTRIES: &[Row] = &[
    ("AD", "AND", EU, "Andorra"),
    ("AE", "ARE", AS, "United Arab Emirates|UAE|Emirates"),
    ("AF", "AFG", AS, "Afghanistan"),
    ("AG", "ATG", NA, "Antigua and Barbuda"),
    ("AI", "AIA", NA, "Anguilla"),
    ("AL", "ALB", EU, "Albania"),
    ("AM", "ARM", AS, "Armenia"),
    ("AO", "AGO", AF, "Angola"),
    ("AQ", "ATA", AN, "Antarctica"),
    ("AR", "ARG", SA, "Argentina"),
    ("AS", "ASM", OC, "American Samoa"),
    ("AT", "AUT", EU, "Austria|Österreich"),
    ("AU", "AUS", OC, "Australia"),
    ("AW", "ABW", NA, "Aruba"),
    ("AX", "ALA", EU, "Åland Islands"),
    ("AZ", "AZE", AS, "Azerbaijan"),
    ("BA", "BIH", EU, "Bosnia and Herzegovina"),
    ("BB", "BRB", NA, "Barbados"),
    ("BD", "BGD", AS, "Bangladesh"),
    ("BE", "BEL", EU, "Belgium|België|Belgique"),
    ("BF", "BFA", AF, "Burkina Faso"),
    ("BG", "BGR", EU, "Bulgaria"),
    ("BH", "BHR", AS, "Bahrain"),
    ("BI", "BDI", AF, "Burundi"),
    ("BJ", "BEN", AF, "Benin"),
    ("BL", "BLM", NA, "Saint Barthélemy"),
    ("BM", "BMU", NA, "Bermuda"),
    ("BN", "BRN", AS, "Brunei|Brunei Darussalam"),
    ("BO", "BOL", SA, "Bolivia"),
    ("BQ", "BES", NA, "Bonaire"),
    ("BR", "BRA", SA, "Brazil|Brasil"),
    ("BS", "BHS", NA, "Bahamas"),
    ("BT", "BTN", AS, "Bhutan"),
    ("BV", "BVT", AN, "Bouvet Island"),
    ("BW", "BWA", AF, "Botswana"),
    ("BY", "BLR", EU, "Belarus"),
    ("BZ", "BLZ", NA, "Belize"),
    ("CA", "CAN", NA, "Canada"),
    ("CC", "CCK", AS, "Cocos Islands"),
    ("CD", "COD", AF, "DR Congo|Democratic Republic of the Congo"),
    ("CF", "CAF", AF, "Central African Republic"),
    ("CG", "COG", AF, "Republic of the Congo|Congo"),
    ("CH", "CHE", EU, "Switzerland|Schweiz|Suisse|Svizzera"),
    ("CI", "CIV", AF, "Ivory Coast|Côte d'Ivoire"),
    ("CK", "COK", OC, "Cook Islands"),
    ("CL", "CHL", SA, "Chile"),
    ("CM", "CMR", AF, "Cameroon"),
    ("CN", "CHN", AS, "China"),
    ("CO", "COL", SA, "Colombia"),
    ("CR", "CRI", NA, "Costa Rica"),
    ("CU", "CUB", NA, "Cuba"),
    ("CV", "CPV", AF, "Cape Verde|Cabo Verde"),
    ("CW", "CUW", NA, "Curaçao"),
    ("CX", "CXR", AS, "Christmas Island"),
    ("CY", "CYP", EU, "Cyprus"),
    ("CZ", "CZE", EU, "Czechia|Czech Republic|Česko"),
    ("DE", "DEU", EU, "Germany|Deutschland"),
    ("DJ", "DJI", AF, "Djibouti"),
    ("DK", "DNK", EU, "Denmark|Danmark"),
    ("DM", "DMA", NA, "Dominica"),
    ("DO", "DOM", NA, "Dominican Republic"),
    ("DZ", "DZA", AF, "Algeria"),
    ("EC", "ECU", SA, "Ecuador"),
    ("EE", "EST", EU, "Estonia|Eesti"),
    ("EG", "EGY", AF, "Egypt"),
    ("EH", "ESH", AF, "Western Sahara"),
    ("ER", "ERI", AF, "Eritrea"),
    ("ES", "ESP", EU, "Spain|España"),
    ("ET", "ETH", AF, "Ethiopia"),
    ("FI", "FIN", EU, "Finland|Suomi"),
    ("FJ", "FJI", OC, "Fiji"),
    ("FK", "FLK", SA, "Falkland Islands"),
    ("FM", "FSM", OC, "Micronesia"),
    ("FO", "FRO", EU, "Faroe Islands"),
    ("FR", "FRA", EU, "France"),
    ("GA", "GAB", AF, "Gabon"),
    (
        "GB",
        "GBR",
        EU,
        "United Kingdom|UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland",
    ),
    ("GD", "GRD", NA, "Grenada"),
    ("GE", "GEO", AS, "Georgia"),
    ("GF", "GUF", SA, "French Guiana"),
    ("GG", "GGY", EU, "Guernsey"),
    ("GH", "GHA", AF, "Ghana"),
    ("GI", "GIB", EU, "Gibraltar"),
    ("GL", "GRL", NA, "Greenland"),
    ("GM", "GMB", AF, "Gambia"),
    ("GN", "GIN", AF, "Guinea"),
    ("GP", "GLP", NA, "Guadeloupe"),
    ("GQ", "GNQ", AF, "Equatorial Guinea"),
    ("GR", "GRC", EU, "Greece|Hellas"),
    ("GS", "SGS", AN, "South Georgia and the South Sandwich Islands"),
    ("GT", "GTM", NA, "Guatemala"),
    ("GU", "GUM", OC, "Guam"),
    ("GW", "GNB", AF, "Guinea-Bissau"),
    ("GY", "GUY", SA, "Guyana"),
    ("HK", "HKG", AS, "Hong Kong"),
    ("HM", "HMD", AN, "Heard Island and McDonald Islands"),
    ("HN", "HND", NA, "Honduras"),
    ("HR", "HRV", EU, "Croatia|Hrvatska"),
    ("HT", "HTI", NA, "Haiti"),
    ("HU", "HUN", EU, "Hungary|Magyarország"),
    ("ID", "IDN", AS, "Indonesia"),
    ("IE", "IRL", EU, "Ireland|Éire"),
    ("IL", "ISR", AS, "Israel"),
    ("IM", "IMN", EU, "Isle of Man"),
    ("IN", "IND", AS, "India"),
    ("IO", "IOT", AS, "British Indian Ocean Territory"),
    ("IQ", "IRQ", AS, "Iraq"),
    ("IR", "IRN", AS, "Iran"),
    ("IS", "ISL", EU, "Iceland|Ísland"),
    ("IT", "ITA", EU, "Italy|Italia"),
    ("JE", "JEY", EU, "Jersey"),
    ("JM", "JAM", NA, "Jamaica"),
    ("JO", "JOR", AS, "Jordan"),
    ("JP", "JPN", AS, "Japan|日本"),
    ("KE", "KEN", AF, "Kenya"),
    ("KG", "KGZ", AS, "Kyrgyzstan"),
    ("KH", "KHM", AS, "Cambodia"),
    ("KI", "KIR", OC, "Kiribati"),
    ("KM", "COM", AF, "Comoros"),
    ("KN", "KNA", NA, "Saint Kitts and Nevis"),
    ("KP", "PRK", AS, "North Korea"),
    ("KR", "KOR", AS, "South Korea|Korea"),
    ("KW", "KWT", AS, "Kuwait"),
    ("KY", "CYM", NA, "Cayman Islands"),
    ("KZ", "KAZ", AS, "Kazakhstan"),
    ("LA", "LAO", AS, "Laos|Lao People's Democratic Republic"),
    ("LB", "LBN", AS, "Lebanon"),
    ("LC", "LCA", NA, "Saint Lucia"),
    ("LI", "LIE", EU, "Liechtenstein"),
    ("LK", "LKA", AS, "Sri Lanka"),
    ("LR", "LBR", AF, "Liberia"),
    ("LS", "LSO", AF, "Lesotho"),
    ("LT", "LTU", EU, "Lithuania|Lietuva"),
    ("LU", "LUX", EU, "Luxembourg|Lëtzebuerg"),
    ("LV", "LVA", EU, "Latvia|Latvija"),
    ("LY", "LBY", AF, "Libya"),
    ("MA", "MAR", AF, "Morocco"),
    ("MC", "MCO", EU, "Monaco"),
    ("MD", "MDA", EU, "Moldova"),
    ("ME", "MNE", EU, "Montenegro"),
    ("MF", "MAF", NA, "Saint Martin"),
    ("MG", "MDG", AF, "Madagascar"),
    ("MH", "MHL", OC, "Marshall Islands"),
    ("MK", "MKD", EU, "North Macedonia|Macedonia"),
    ("ML", "MLI", AF, "Mali"),
    ("MM", "MMR", AS, "Myanmar|Burma"),
    ("MN", "MNG", AS, "Mongolia"),
    ("MO", "MAC", AS, "Macao|Macau"),
    ("MP", "MNP", OC, "Northern Mariana Islands"),
    ("MQ", "MTQ", NA, "Martinique"),
    ("MR", "MRT", AF, "Mauritania"),
    ("MS", "MSR", NA, "Montserrat"),
    ("MT", "MLT", EU, "Malta"),
    ("MU", "MUS", AF, "Mauritius"),
    ("MV", "MDV", AS, "Maldives"),
    ("MW", "MWI", AF, "Malawi"),
    ("MX", "MEX", NA, "Mexico|México"),
    ("MY", "MYS", AS, "Malaysia"),
    ("MZ", "MOZ", AF, "Mozambique"),
    ("NA", "NAM", AF, "Namibia"),
    ("NC", "NCL", OC, "New Caledonia"),
    ("NE", "NER", AF, "Niger"),
    ("NF", "NFK", OC, "Norfolk Island"),
    ("NG", "NGA", AF, "Nigeria"),
    ("NI", "NIC", NA, "Nicaragua"),
    ("NL", "NLD", EU, "Netherlands|Nederland|Holland|The Netherlands"),
    ("NO", "NOR", EU, "Norway|Norge"),
    ("NP", "NPL", AS, "Nepal"),
    ("NR", "NRU", OC, "Nauru"),
    ("NU", "NIU", OC, "Niue"),
    ("NZ", "NZL", OC, "New Zealand"),
    ("OM", "OMN", AS, "Oman"),
    ("PA", "PAN", NA, "Panama"),
    ("PE", "PER", SA, "Peru|Perú"),
    ("PF", "PYF", OC, "French Polynesia"),
    ("PG", "PNG", OC, "Papua New Guinea"),
    ("PH", "PHL", AS, "Philippines"),
    ("PK", "PAK", AS, "Pakistan"),
    ("PL", "POL", EU, "Poland|Polska"),
    ("PM", "SPM", NA, "Saint Pierre and Miquelon"),
    ("PN", "PCN", OC, "Pitcairn"),
    ("PR", "PRI", NA, "Puerto Rico"),
    ("PS", "PSE", AS, "Palestine"),
    ("PT", "PRT", EU, "Portugal"),
    ("PW", "PLW", OC, "Palau"),
    ("PY", "PRY", SA, "Paraguay"),
    ("QA", "QAT", AS, "Qatar"),
    ("RE", "REU", AF, "Réunion"),
    ("RO", "ROU", EU, "Romania|România"),
    ("RS", "SRB", EU, "Serbia"),
    ("RU", "RUS", EU, "Russia|Russian Federation"),
    ("RW", "RWA", AF, "Rwanda"),
    ("SA", "SAU", AS, "Saudi Arabia"),
    ("SB", "SLB", OC, "Solomon Islands"),
    ("SC", "SYC", AF, "Seychelles"),
    ("SD", "SDN", AF, "Sudan"),
    ("SE", "SWE", EU, "Sweden|Sverige"),
    ("SG", "SGP", AS, "Singapore"),
    ("SH", "SHN", AF, "Saint Helena"),
    ("SI", "SVN", EU, "Slovenia|Slovenija"),
    ("SJ", "SJM", EU, "Svalbard and Jan Mayen"),
    ("SK", "SVK", EU, "Slovakia|Slovensko"),
    ("SL", "SLE", AF, "Sierra Leone"),
    ("SM", "SMR", EU, "San Marino"),
    ("SN", "SEN", AF, "Senegal"),
    ("SO", "SOM", AF, "Somalia"),
    ("SR", "SUR", SA, "Suriname"),
    ("SS", "SSD", AF, "South Sudan"),
    ("ST", "STP", AF, "Sao Tome and Principe"),
    ("SV", "SLV", NA, "El Salvador"),
    ("SX", "SXM", NA, "Sint Maarten"),
    ("SY", "SYR", AS, "Syria|Syrian Arab Republic"),
    ("SZ", "SWZ", AF, "Eswatini|Swaziland"),
    ("TC", "TCA", NA, "Turks and Caicos Islands"),
    ("TD", "TCD", AF, "Chad"),
    ("TF", "ATF", AN, "French Southern Territories"),
    ("TG", "TGO", AF, "Togo"),
    ("TH", "THA", AS, "Thailand"),
    ("TJ", "TJK", AS, "Tajikistan"),
    ("TK", "TKL", OC, "Tokelau"),
    ("TL", "TLS", AS, "Timor-Leste|East Timor"),
    ("TM", "TKM", AS, "Turkmenistan"),
    ("TN", "TUN", AF, "Tunisia"),
    ("TO", "TON", OC, "Tonga"),
    ("TR", "TUR", AS, "Turkey|Türkiye"),
    ("TT", "TTO", NA, "Trinidad and Tobago"),
    ("TV", "TUV", OC, "Tuvalu"),
    ("TW", "TWN", AS, "Taiwan"),
    ("TZ", "TZA", AF, "Tanzania"),
    ("UA", "UKR", EU, "Ukraine|Україна"),
    ("UG", "UGA", AF, "Uganda"),
    ("UM", "UMI", OC, "United States Minor Outlying Islands"),
    ("US", "USA", NA, "United States|United States of America|America|U.S.|U.S.A."),
    ("UY", "URY", SA, "Uruguay"),
    ("UZ", "UZB", AS, "Uzbekistan"),
    ("VA", "VAT", EU, "Vatican City|Vatican"),
    ("VC", "VCT", NA, "Saint Vincent and the Grenadines"),
    ("VE", "VEN", SA, "Venezuela"),
    ("VG", "VGB", NA, "British Virgin Islands"),
    ("VI", "VIR", NA, "U.S. Virgin Islands"),
    ("VN", "VNM", AS, "Vietnam|Viet Nam"),
    ("VU", "VUT", OC, "Vanuatu"),
    ("WF", "WLF", OC, "Wallis and Futuna"),
    ("WS", "WSM", OC, "Samoa"),
    ("XK", "XKX", EU, "Kosovo"),
    ("YE", "YEM", AS, "Yemen"),
    ("YT", "MYT", AF, "Mayotte"),
    ("ZA", "ZAF", AF, "South Africa"),
    ("ZM", "ZMB", AF, "Zambia"),
    ("ZW", "ZWE", AF, "Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_its_codes_and_names() {
        let code = |country: Option<Country>| country.map(|country| country.code);
        for (text, expected) in
            [("se", "SE"), ("SWE", "SE"), ("gbr", "GB"), ("US", "US"), ("xkx", "XK")]
        {
            assert_eq!(code(Country::of_code(text)), Some(expected), "{text}");
        }
        for (text, expected) in
            [("Sweden", "SE"), ("sverige", "SE"), ("UK", "GB"), ("ÖSTERREICH", "AT")]
        {
            assert_eq!(code(Country::named(text)), Some(expected), "{text}");
        }
        assert_eq!(Country::of_code("UK"), None);
        assert_eq!(Country::of_code("s"), None);
        assert_eq!(Country::named(""), None);
        assert_eq!(Continent::of_country("JP"), Some(Continent::Asia));
        assert_eq!(Continent::of_country("ZZ"), None);
    }

    #[test]
    fn the_table_is_sorted_and_nothing_stands_in_it_twice() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        let mut names: Vec<String> =
            COUNTRIES.iter().flat_map(|row| row.3.split('|')).map(str::to_lowercase).collect();
        names.extend(COUNTRIES.iter().map(|row| row.1.to_lowercase()));
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(names.iter().all(|name| !name.is_empty()));
        assert_eq!(COUNTRIES.len(), 250);
    }
}
