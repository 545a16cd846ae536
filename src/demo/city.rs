//! The city of the demo: gebieden and wijken with their inhabitants in 2016 (rounded figures of the
//! statistics office), under the names residents use.

/// A gebied with its wijken: (slug, name, is a village, wijken of (slug, name, inhabitants)).
pub type CityGebied = (&'static str, &'static str, bool, &'static [(&'static str, &'static str, i64)]);

/// Seven gebieden, 31 wijken.
pub const GEBIEDEN: [CityGebied; 7] = [
    ("centrum", "Centrum", false, &[("binnenstad", "Binnenstad", 16_810), ("hortusbuurt-ebbingekwartier", "Hortusbuurt en Ebbingekwartier", 5_355)]),
    (
        "oude-wijken",
        "Oude Wijken",
        false,
        &[
            ("schildersbuurt-kostverloren", "Schildersbuurt en Kostverloren", 8_060),
            ("oranjebuurt-noorderplantsoenbuurt", "Oranjebuurt en Noorderplantsoenbuurt", 6_795),
            ("de-hoogte", "De Hoogte", 3_885),
            ("korrewegwijk", "Korrewegwijk", 14_635),
            ("oosterparkwijk", "Oosterparkwijk", 11_790),
        ],
    ),
    (
        "zuid",
        "Zuid",
        false,
        &[
            ("oosterpoort", "Oosterpoort en De Meeuwen", 6_910),
            ("rivierenbuurt", "Rivierenbuurt, Grunobuurt en Herewegbuurt", 8_450),
            ("zeeheldenbuurt-laanhuizen", "Zeeheldenbuurt, Badstratenbuurt en Laanhuizen", 5_420),
            ("helpman", "Helpman e.o.", 11_105),
            ("de-wijert", "De Wijert", 7_990),
            ("hoornse-wijken", "Hoornse Wijken", 10_985),
            ("europapark-de-linie", "Europapark, De Linie en Zuidoost", 1_660),
        ],
    ),
    (
        "west",
        "West",
        false,
        &[
            ("hoogkerk", "Hoogkerk, Gravenburg en Buitenhof", 12_260),
            ("de-held-reitdiep", "De Held en Reitdiep", 5_465),
            ("vinkhuizen", "Vinkhuizen", 11_300),
            ("selwerd", "Selwerd", 6_530),
            ("paddepoel", "Paddepoel", 9_820),
            ("tuinwijk", "Tuinwijk", 1_575),
        ],
    ),
    (
        "oost",
        "Oost",
        false,
        &[
            ("beijum", "Beijum", 12_740),
            ("de-hunze-van-starkenborgh", "De Hunze en Van Starkenborgh", 3_420),
            ("noorderhoogebrug", "Noorderhoogebrug", 405),
            ("lewenborg", "Lewenborg", 9_345),
            ("oosterhoogebrug-ulgersmaborg", "Oosterhoogebrug en Ulgersmaborg", 4_155),
            ("noorddijk-ruischerbrug", "Noorddijk, Drielanden en Ruischerbrug", 2_935),
            ("meerstad-meerdorpen", "Meerstad en Meerdorpen", 2_090),
        ],
    ),
    (
        "ten-boer",
        "Ten Boer",
        true,
        &[
            ("ten-boer", "Ten Boer, Garmerwolde, Thesinge en Sint Annen", 5_990),
            ("ten-post", "Ten Post, Lellens, Winneweer, Wittewierum en Woltersum", 1_355),
        ],
    ),
    ("haren", "Haren", true, &[("haren", "Haren", 16_110), ("glimmen-onnen-noordlaren", "Glimmen, Onnen en Noordlaren", 2_945)]),
];

/// The year of the figures.
pub const YEAR: i32 = 2016;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_adds_up() {
        let wijken: Vec<_> = GEBIEDEN.iter().flat_map(|(_, _, _, wijken)| wijken.iter()).collect();
        assert_eq!(wijken.len(), 31);
        assert_eq!(wijken.iter().map(|(_, _, n)| n).sum::<i64>(), 228_290);
    }
}
