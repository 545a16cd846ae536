//! The fields of the current format and what their values look like.

use super::decimal::Decimal;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Country,
    Whole,
    Number,
    List,
    Date,
    VoteType,
    Rule,
    Language,
    Currency,
    /// Only `1`.
    One,
    Comment,
    /// 0 to 3.
    Selected,
    Coordinate,
    Age,
    Sex,
    Method,
}

/// One field of a section.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
    pub(super) may_be_empty: bool,
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false, may_be_empty: false }
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true, may_be_empty: false }
}

const fn loose(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false, may_be_empty: true }
}

/// The fields of META, in the order of the format.
pub(super) const META: &[Field] = &[
    required("description", Shape::Text),
    required("country", Shape::Country),
    required("unit", Shape::Text),
    field("district", Shape::Text),
    field("subunit", Shape::Text),
    required("instance", Shape::Text),
    required("num_projects", Shape::Whole),
    required("num_votes", Shape::Whole),
    required("budget", Shape::Number),
    required("vote_type", Shape::VoteType),
    required("rule", Shape::Rule),
    required("date_begin", Shape::Date),
    required("date_end", Shape::Date),
    field("min_length", Shape::Whole),
    field("max_length", Shape::Whole),
    field("min_sum_cost", Shape::Number),
    field("max_sum_cost", Shape::Number),
    field("min_points", Shape::Whole),
    field("max_points", Shape::Whole),
    field("min_sum_points", Shape::Whole),
    field("max_sum_points", Shape::Whole),
    field("default_score", Shape::Whole),
    field("min_project_cost", Shape::Whole),
    field("max_project_cost", Shape::Whole),
    field("min_project_score_threshold", Shape::Whole),
    field("neighborhoods", Shape::List),
    field("subdistricts", Shape::List),
    field("categories", Shape::List),
    field("edition", Shape::Text),
    field("language", Shape::Language),
    field("currency", Shape::Currency),
    field("fully_funded", Shape::One),
    field("experimental", Shape::One),
    field("comment", Shape::Comment),
    field("acknowledgments", Shape::Text),
    field("leftover_budget", Shape::Text),
    field("budget_per_category", Shape::List),
    field("budget_per_neighborhood", Shape::List),
    field("min_length_per_category", Shape::Whole),
    field("max_length_per_category", Shape::Whole),
    field("min_sum_cost_per_category", Shape::List),
    field("max_sum_cost_per_category", Shape::List),
];

/// The columns of PROJECTS, in the order of the format.
pub(super) const PROJECTS: &[Field] = &[
    required("project_id", Shape::Text),
    required("cost", Shape::Number),
    field("votes", Shape::Whole),
    field("score", Shape::Whole),
    field("name", Shape::Text),
    loose("category", Shape::List),
    loose("beneficiaries", Shape::List),
    field("selected", Shape::Selected),
    field("neighborhood", Shape::Text),
    field("subunit", Shape::Text),
    field("district", Shape::Text),
    field("description", Shape::Text),
    field("proposer", Shape::Text),
    field("public_id", Shape::Text),
    loose("latitude", Shape::Coordinate),
    loose("longitude", Shape::Coordinate),
];

/// The columns of VOTES, in the order of the format.
pub(super) const VOTES: &[Field] = &[
    required("voter_id", Shape::Text),
    required("vote", Shape::List),
    field("points", Shape::List),
    loose("age", Shape::Age),
    loose("sex", Shape::Sex),
    field("voting_method", Shape::Method),
    loose("district", Shape::Text),
    loose("neighborhood", Shape::Text),
    loose("education", Shape::Text),
    field("topic_preference_transport", Shape::Whole),
    field("topic_preference_culture", Shape::Whole),
    field("topic_preference_nature", Shape::Whole),
    field("district_preference", Shape::Text),
    field("time_taken_seconds", Shape::Whole),
    field("format_easiness", Shape::Text),
    field("format_expressiveness", Shape::Text),
    field("format_rank", Shape::Text),
];

/// The rules of the format.
const RULES: &[&str] = &[
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
];

const VOTE_TYPES: &[&str] = &["ordinal", "approval", "cumulative", "scoring", "choose-1"];

/// ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// ISO 4217.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG";

/// Countries (ISO 3166), one per line: their codes and names.
const COUNTRIES: &str = include_str!("countries.txt");

fn is_country(value: &str) -> bool {
    let same = |name: &str| name.to_lowercase() == value.to_lowercase();
    value == "Worldwide" || COUNTRIES.split(['|', '\n']).any(same)
}

/// The field with this name.
pub(super) fn find(fields: &'static [Field], name: &str) -> Option<&'static Field> {
    fields.iter().find(|field| field.name == name)
}

impl Shape {
    /// What a value should be, when it is not; `None` when it is right.
    pub(super) fn expects(self, value: &str) -> Option<&'static str> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let among = |all: &str| all.split(' ').any(|one| one == value);
        let (right, expected) = match self {
            Shape::Text | Shape::List => (true, ""),
            Shape::Country => (is_country(value), "a country (ISO 3166), in English, or Worldwide"),
            Shape::Whole => (digits(value), "a whole number"),
            Shape::Number => (Decimal::read(value).is_some(), "a number"),
            Shape::Date => (date(value).is_some(), "a year (YYYY) or a date (DD.MM.YYYY)"),
            Shape::VoteType => (VOTE_TYPES.contains(&value), "approval, choose-1, cumulative, scoring or ordinal"),
            Shape::Rule => (RULES.contains(&value), "a rule of the format"),
            Shape::Language => (among(LANGUAGES), "a language of two letters (ISO 639-1)"),
            Shape::Currency => (among(CURRENCIES), "a currency of three letters (ISO 4217)"),
            Shape::One => (value == "1", "1, or the field left out"),
            Shape::Comment => (value.starts_with("#1: "), "numbered comments: '#1: ...'"),
            Shape::Selected => (matches!(value, "0" | "1" | "2" | "3"), "0, 1, 2 or 3"),
            Shape::Coordinate => (coordinate(value).is_some(), "a coordinate"),
            Shape::Age => (digits(value) || value.split_once('-').is_some_and(|(a, b)| digits(a) && digits(b)), "an age or a range of ages (40-59)"),
            Shape::Sex => (matches!(value, "M" | "F" | "O"), "M, F or O"),
            Shape::Method => (matches!(value, "internet" | "paper"), "internet or paper"),
        };
        (!right).then_some(expected)
    }
}

/// A coordinate, comma or point.
pub(super) fn coordinate(value: &str) -> Option<f64> {
    value.replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.abs() <= 180.0)
}

/// A date as (year, month, day); a year alone is its first day.
pub(super) fn date(value: &str) -> Option<(u16, u8, u8)> {
    let number = |text: &str, length: usize| -> Option<u16> {
        (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let parts: Vec<&str> = value.split('.').collect();
    let (day, month, year) = match parts.as_slice() {
        [year] => (1, 1, number(year, 4)?),
        [day, month, year] => (number(day, 2)?, number(month, 2)?, number(year, 4)?),
        _ => return None,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let fits = (1..=days).contains(&day);
    fits.then_some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}
