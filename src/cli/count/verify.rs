//! `wijkdeal verify BUNDLE`: counts a published result again.

use std::io::{Read, Write};
use std::path::PathBuf;

use clap::Args;

use crate::counting::{self, Bundle};

use super::{Answer, CommandError, OutputLanguage, Watch, open};

/// The longest bundle that is read.
const MAX_BUNDLE: u64 = 2 << 30;

/// Arguments of `verify`.
#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    /// The result bundle (a JSON file)
    pub bundle: PathBuf,
    /// The language of the sentence
    #[arg(long, value_enum, default_value_t)]
    pub language: OutputLanguage,
}

/// Counts a bundle again and says in one sentence whether its result holds.
///
/// # Errors
/// [`CommandError`] when the file is not a bundle.
pub fn verify(args: &VerifyArgs, out: &mut impl Write) -> Result<Answer, CommandError> {
    let input = open(&args.bundle)?.take(MAX_BUNDLE);
    let bundle: Bundle = serde_json::from_reader(input).map_err(|source| CommandError::Bundle { path: args.bundle.clone(), source })?;
    let verdict = {
        let watch = Watch::start();
        counting::verify(&bundle, &mut |progress| watch.tell(progress))
    };
    writeln!(out, "{}", verdict.sentence(args.language.language()))?;
    Ok(if verdict.holds() { Answer::Yes } else { Answer::No })
}
