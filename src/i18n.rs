//! Texts of the pages and mails: Fluent files in `templates/locales/<language>/`. Adding a language
//! is adding a folder and a variant of [`Language`].

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::domain::time::Language;
use crate::error::Message;
use crate::views::files::Templates;

/// All texts in all languages.
pub struct Texts(BTreeMap<Language, FluentBundle<FluentResource>>);

impl Texts {
    /// Reads the files.
    ///
    /// # Errors
    /// Names the file that is not right, or the key that is there twice.
    pub fn load() -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for language in Language::ALL {
            let id = language.code().parse().map_err(|_| format!("language {}", language.code()))?;
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            bundle.set_use_isolating(false);
            let folder = format!("locales/{}/", language.code());
            for name in Templates::iter().filter(|name| name.starts_with(&folder)) {
                let text = Templates::text(&name)?;
                let resource = FluentResource::try_new(text).map_err(|(_, errors)| format!("{name}: {errors:?}"))?;
                bundle.add_resource(resource).map_err(|errors| format!("{name}: {errors:?}"))?;
            }
            all.insert(language, bundle);
        }
        Ok(Self(all))
    }

    /// Whether this key exists in this language.
    #[must_use]
    pub fn has(&self, language: Language, key: &str) -> bool {
        self.0.get(&language).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The text of a key.
    ///
    /// # Errors
    /// When the key, or one of its arguments, is missing.
    pub fn format(&self, language: Language, key: &str, args: &FluentArgs<'_>) -> Result<String, String> {
        let missing = || format!("no text {key:?} in {}", language.code());
        let bundle = self.0.get(&language).ok_or_else(missing)?;
        let pattern = bundle.get_message(key).and_then(|m| m.value()).ok_or_else(missing)?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        match errors.first() {
            None => Ok(text),
            Some(error) => Err(format!("text {key:?} in {}: {error}", language.code())),
        }
    }
}

/// The texts in one language.
#[derive(Clone, Copy)]
pub struct Translator<'a> {
    texts: &'a Texts,
    /// The language.
    pub language: Language,
}

impl<'a> Translator<'a> {
    /// The texts in `language`.
    #[must_use]
    pub const fn new(texts: &'a Texts, language: Language) -> Self {
        Self { texts, language }
    }

    /// The text of a key without arguments.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.shown(key, &FluentArgs::new())
    }

    /// The text of a key, when there is one (for hints that a field may have).
    #[must_use]
    pub fn optional(&self, key: &str) -> Option<String> {
        self.texts.has(self.language, key).then(|| self.text(key))
    }

    /// The text of a message.
    #[must_use]
    pub fn message(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            args.set(*name, argument(value));
        }
        self.shown(message.key, &args)
    }

    /// A missing text is a mistake of ours: the page shows the key between brackets, which the
    /// tests refuse, rather than nothing.
    fn shown(&self, key: &str, args: &FluentArgs<'_>) -> String {
        self.texts.format(self.language, key, args).unwrap_or_else(|_| format!("⟦{key}⟧"))
    }
}

/// Whole numbers choose plural forms; everything else is text.
fn argument(value: &str) -> FluentValue<'static> {
    value.parse::<i32>().map_or_else(|_| FluentValue::from(value.to_owned()), FluentValue::from)
}
