//! The people of the demo: plainly invented.

const FIRST: [&str; 30] = [
    "Anna", "Bram", "Chaima", "Daan", "Elif", "Femke", "Gijs", "Hanna", "Ilse", "Jamal", "Karin", "Lotte", "Mo", "Nienke", "Omar", "Petra",
    "Quinten", "Roos", "Samira", "Teun", "Ulrike", "Vera", "Wim", "Xandra", "Yusuf", "Zoë", "Aad", "Bouchra", "Cor", "Dieuwke",
];
const LAST: [&str; 10] = ["Verzonnen", "Voorbeeld", "Bedacht", "Proefpersoon", "Fictie", "Demo", "Testema", "van Papier", "de Schets", "Denkbeeld"];

/// The name and address of demo resident number `i`, from 0 up to 300.
pub fn resident(i: usize) -> (String, String) {
    let first = FIRST.get(i % FIRST.len()).copied().unwrap_or("Anna");
    let last = LAST.get(i / FIRST.len() % LAST.len()).copied().unwrap_or("Demo");
    (format!("{first} {last}"), format!("bewoner{i}@voorbeeld.nl"))
}

/// Random-looking numbers that are the same in every demo (a linear congruential generator, with
/// the constants of Knuth's MMIX). Nothing secret hangs on them.
pub struct Dice(u64);

impl Dice {
    /// Dice with a starting value.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 up to `sides`.
    pub fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.0 >> 33).unwrap_or(0);
        high % sides.max(1)
    }
}
