//! A division of the city in gebieden, wijken and buurten, as it comes in a CSV file.
//!
//! The file is taken whole or refused whole: every problem names its line and what is wrong.

use std::collections::BTreeMap;

use super::area::GebiedKind;
use super::text::slug;

/// The most problems that are told at once.
const MOST_PROBLEMS: usize = 50;

/// A gebied in a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GebiedEntry {
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// City or village.
    pub kind: GebiedKind,
    /// Its wijken, in the order of the file.
    pub wijken: Vec<WijkEntry>,
}

/// A wijk in a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WijkEntry {
    /// Part of its address.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its buurten, in the order of the file.
    pub buurten: Vec<BuurtEntry>,
}

impl WijkEntry {
    /// Inhabitants of all its buurten.
    #[must_use]
    pub fn inhabitants(&self) -> i64 {
        self.buurten.iter().map(|buurt| buurt.inhabitants).sum()
    }
}

/// A buurt in a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuurtEntry {
    /// `BU` and eight digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Number of inhabitants.
    pub inhabitants: i64,
}

/// A whole division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// The year of the numbers of inhabitants.
    pub year: i32,
    /// The gebieden, in the order of the file.
    pub gebieden: Vec<GebiedEntry>,
}

impl Division {
    /// How many buurten count no inhabitants: nobody lives there, or the number is missing.
    #[must_use]
    pub fn empty_buurten(&self) -> usize {
        let wijken = self.gebieden.iter().flat_map(|gebied| &gebied.wijken);
        wijken.flat_map(|wijk| &wijk.buurten).filter(|buurt| buurt.inhabitants == 0).count()
    }
}

/// What is wrong on a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Problem {
    /// Line, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong in a file with a division.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not comma-separated text in UTF-8.
    #[error("this is not comma-separated text in UTF-8 ({0})")]
    NotCsv(String),
    /// A column is missing.
    #[error("the column {0} is missing; the header needs buurtcode, buurtnaam, wijk, wijknaam, gebied, gebiednaam and inwoners_YEAR")]
    NoColumn(&'static str),
    /// The file has a header and nothing else.
    #[error("there are no buurten below the header")]
    NoRows,
    /// An empty cell.
    #[error("the column {0} is empty")]
    Empty(&'static str),
    /// Not the code of a buurt.
    #[error("{0:?} is not a buurtcode: BU and eight digits")]
    BadCode(String),
    /// The same buurt again.
    #[error("buurt {code} was on line {first} too")]
    CodeTwice {
        /// Code.
        code: String,
        /// Where it was first.
        first: u64,
    },
    /// Not usable in an address.
    #[error("{0:?} cannot be part of an address: lower case letters, digits and hyphens only")]
    BadSlug(String),
    /// One wijk or gebied with two names, or one wijk in two gebieden.
    #[error("{slug} is called {is:?} here and {was:?} on line {first}")]
    Differs {
        /// Which wijk or gebied.
        slug: String,
        /// What it was called first.
        was: String,
        /// What it is called here.
        is: String,
        /// Where it was first.
        first: u64,
    },
    /// Not a number of inhabitants.
    #[error("{0:?} is not a number of inhabitants")]
    BadNumber(String),
    /// Neither city nor village.
    #[error("{0:?} is not a soort: stad or dorp")]
    BadKind(String),
}

struct Columns {
    buurtcode: usize,
    buurtnaam: usize,
    wijk: usize,
    wijknaam: usize,
    gebied: usize,
    gebiednaam: usize,
    inhabitants: usize,
    kind: Option<usize>,
    year: i32,
}

impl Columns {
    fn read(header: &csv::StringRecord) -> Result<Self, Fault> {
        let place = |name: &'static str| header.iter().position(|column| column == name).ok_or(Fault::NoColumn(name));
        let year =
            |column: &str| column.strip_prefix("inwoners_").and_then(|year| year.parse::<i32>().ok()).filter(|year| (1900..2200).contains(year));
        let (inhabitants, year) =
            header.iter().enumerate().find_map(|(i, column)| year(column).map(|year| (i, year))).ok_or(Fault::NoColumn("inwoners_YEAR"))?;
        Ok(Self {
            buurtcode: place("buurtcode")?,
            buurtnaam: place("buurtnaam")?,
            wijk: place("wijk")?,
            wijknaam: place("wijknaam")?,
            gebied: place("gebied")?,
            gebiednaam: place("gebiednaam")?,
            inhabitants,
            kind: place("soort").ok(),
            year,
        })
    }
}

/// What was read so far, and where each thing was first.
#[derive(Default)]
struct Reader {
    gebieden: Vec<GebiedEntry>,
    codes: BTreeMap<String, u64>,
    names: BTreeMap<(&'static str, String), (String, u64)>,
}

impl Reader {
    /// Whether a wijk or gebied is called here what it was called before.
    fn same(&mut self, what: &'static str, slug: &str, name: &str, line: u64) -> Result<(), Fault> {
        let (was, first) = self.names.entry((what, slug.to_owned())).or_insert_with(|| (name.to_owned(), line));
        if was == name { Ok(()) } else { Err(Fault::Differs { slug: slug.to_owned(), was: was.clone(), is: name.to_owned(), first: *first }) }
    }

    fn row(&mut self, record: &csv::StringRecord, columns: &Columns, line: u64) -> Result<(), Fault> {
        let cell = |column: usize, name: &'static str| record.get(column).map(str::trim).filter(|cell| !cell.is_empty()).ok_or(Fault::Empty(name));
        let code = cell(columns.buurtcode, "buurtcode")?;
        if !code.strip_prefix("BU").is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())) {
            return Err(Fault::BadCode(code.to_owned()));
        }
        if let Some(first) = self.codes.insert(code.to_owned(), line) {
            return Err(Fault::CodeTwice { code: code.to_owned(), first });
        }
        let (gebied, gebied_name) = (cell(columns.gebied, "gebied")?, cell(columns.gebiednaam, "gebiednaam")?);
        let (wijk, wijk_name) = (cell(columns.wijk, "wijk")?, cell(columns.wijknaam, "wijknaam")?);
        if let Some(bad) = [gebied, wijk].into_iter().find(|text| slug(text) != **text) {
            return Err(Fault::BadSlug(bad.to_owned()));
        }
        let kind = match columns.kind.and_then(|column| record.get(column)).map_or("", str::trim) {
            "" => GebiedKind::Stad,
            text => text.parse().map_err(|_| Fault::BadKind(text.to_owned()))?,
        };
        let count = record.get(columns.inhabitants).map_or("", str::trim);
        let inhabitants = match count {
            "" => 0,
            text => text.parse().ok().filter(|n| (0..100_000_000).contains(n)).ok_or_else(|| Fault::BadNumber(text.to_owned()))?,
        };
        self.same("gebied", gebied, gebied_name, line)?;
        self.same("soort", gebied, kind.as_str(), line)?;
        self.same("wijk", wijk, wijk_name, line)?;
        self.same("wijk in gebied", wijk, gebied, line)?;
        let buurt = BuurtEntry { code: code.to_owned(), name: cell(columns.buurtnaam, "buurtnaam")?.to_owned(), inhabitants };
        self.add(GebiedEntry { slug: gebied.to_owned(), name: gebied_name.to_owned(), kind, wijken: Vec::new() }, wijk, wijk_name, buurt);
        Ok(())
    }

    fn add(&mut self, new: GebiedEntry, wijk: &str, wijk_name: &str, buurt: BuurtEntry) {
        if !self.gebieden.iter().any(|gebied| gebied.slug == new.slug) {
            self.gebieden.push(new.clone());
        }
        let Some(gebied) = self.gebieden.iter_mut().find(|gebied| gebied.slug == new.slug) else { return };
        match gebied.wijken.iter_mut().find(|entry| entry.slug == wijk) {
            Some(entry) => entry.buurten.push(buurt),
            None => gebied.wijken.push(WijkEntry { slug: wijk.to_owned(), name: wijk_name.to_owned(), buurten: vec![buurt] }),
        }
    }
}

/// Reads a division from CSV with the columns `buurtcode, buurtnaam, wijk, wijknaam, gebied,
/// gebiednaam, inwoners_YEAR` (others are left alone; `soort`, `stad` or `dorp`, may be there).
///
/// # Errors
/// Every problem with its line.
pub fn read_csv(bytes: &[u8]) -> Result<Division, Vec<Problem>> {
    let mut source = csv::ReaderBuilder::new().from_reader(bytes);
    let columns = match source.headers().map_err(|e| Fault::NotCsv(e.to_string())).and_then(Columns::read) {
        Ok(columns) => columns,
        Err(fault) => return Err(vec![Problem { line: 1, fault }]),
    };
    let (mut reader, mut problems, mut last) = (Reader::default(), Vec::new(), 1);
    for record in source.records() {
        let outcome = match &record {
            Ok(record) => {
                last = record.position().map_or(last + 1, csv::Position::line);
                reader.row(record, &columns, last)
            }
            Err(error) => {
                last = error.position().map_or(last + 1, csv::Position::line);
                Err(Fault::NotCsv(error.to_string()))
            }
        };
        if let Err(fault) = outcome {
            problems.push(Problem { line: last, fault });
        }
        if problems.len() == MOST_PROBLEMS {
            break;
        }
    }
    if reader.gebieden.is_empty() && problems.is_empty() {
        problems.push(Problem { line: 2, fault: Fault::NoRows });
    }
    if problems.is_empty() { Ok(Division { year: columns.year, gebieden: reader.gebieden }) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "buurtcode,buurtnaam,wijk,wijknaam,gebied,gebiednaam,inwoners_2016\n";

    fn faults(rows: &str) -> Vec<String> {
        read_csv(format!("{HEADER}{rows}").as_bytes()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn wijken_and_gebieden_are_made_of_their_buurten() {
        let rows = "BU00140605,De Wijert,de-wijert,De Wijert,zuid,Zuid,5000\nBU00140606,De Wijert-Zuid,de-wijert,De Wijert,zuid,Zuid,\n";
        let division = read_csv(format!("{HEADER}{rows}").as_bytes()).unwrap();
        assert_eq!((division.year, division.empty_buurten()), (2016, 1));
        assert_eq!(division.gebieden[0].wijken[0].inhabitants(), 5_000);
        assert_eq!(division.gebieden[0].wijken[0].buurten.len(), 2);
    }

    #[test]
    fn every_problem_names_its_line() {
        let found = faults(concat!(
            "BU00140605,De Wijert,de-wijert,De Wijert,zuid,Zuid,5000\n",
            "BU00140605,Nog eens,de-wijert,De Wijert,zuid,Zuid,1\n",
            "14,Zonder code,de-wijert,De Wijert,zuid,Zuid,1\n",
            "BU00140606,De Wijert-Zuid,de-wijert,De Wijert,oost,Oost,veel\n",
            "BU00140607,X,De Wijert!,De Wijert,zuid,Zuid,1\n",
            "BU00140608,X,de-wijert,Wijert,zuid,Zuid,1\n",
            "BU00140609,,de-wijert,De Wijert,zuid,Zuid,1\n",
            "BU00140610,X\n",
        ));
        let lines: Vec<&str> = found.iter().map(|text| text.split(':').next().unwrap()).collect();
        assert_eq!(lines, ["line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9"]);
        assert_eq!(found[0], "line 3: buurt BU00140605 was on line 2 too");
        assert_eq!(found[4], "line 7: de-wijert is called \"Wijert\" here and \"De Wijert\" on line 2");
    }

    #[test]
    fn a_file_of_another_kind_is_refused_at_its_first_line() {
        for text in ["", "naam,inwoners\nDe Wijert,5\n", "\u{0}\u{1}"] {
            let problems = read_csv(text.as_bytes()).unwrap_err();
            assert_eq!(problems[0].line, 1, "{text:?}");
        }
        assert_eq!(faults(""), ["line 2: there are no buurten below the header"]);
    }
}
