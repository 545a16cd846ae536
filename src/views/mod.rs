//! What pages show: typed contexts with samples, so that a test renders every page in every
//! language. Rows of the database never reach a template.

pub mod advies;
pub mod checks;
pub mod diff;
pub mod files;
pub mod form;
mod helpers;
pub mod mail;
pub mod map;
pub mod round;
pub mod rules;
pub mod samples;
pub mod updates;
pub mod words;

use handlebars::Handlebars;
use serde::Serialize;

use crate::domain::time::Language;
use crate::error::{Error, Message, Result};
use crate::i18n::{Texts, Translator};
use files::{Assets, Templates};

/// A page: its template and what the template shows.
pub trait Page: Serialize {
    /// Name of the template, without `.hbs`.
    const TEMPLATE: &'static str;
    /// Where the page is in the menu.
    const NAV: Nav;

    /// The title of the page.
    fn title(&self) -> Message;

    /// The way from the first page to here: the last one is this page. Empty on the first page.
    fn crumbs(&self) -> Vec<Crumb>;

    /// Values for a test of the template; together they take every branch.
    fn samples(tr: Translator<'_>) -> Vec<Self>
    where
        Self: Sized;
}

/// The parts of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// First page.
    Home,
    /// Wijken.
    Wijken,
    /// Rounds.
    Rounds,
    /// Adviezen.
    Adviezen,
    /// The visitor's own things.
    Mine,
    /// The work of staff.
    Work,
    /// Not in the menu.
    Elsewhere,
}

/// A step in the way to a page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Text.
    pub label: Label,
    /// Address.
    pub href: String,
}

/// A text that is translated, or a name that is not.
#[derive(Debug, Clone)]
pub enum Label {
    /// Translated.
    Text(Message),
    /// A name.
    Name(String),
}

impl Crumb {
    /// A step with a translated text.
    #[must_use]
    pub fn text(key: &'static str, href: impl Into<String>) -> Self {
        Self { label: Label::Text(Message::new(key)), href: href.into() }
    }

    /// A step with a name.
    #[must_use]
    pub fn name(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: Label::Name(name.into()), href: href.into() }
    }
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Text.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// The person of the page head.
#[derive(Debug, Clone, Serialize)]
pub struct Who {
    /// Name.
    pub name: String,
    /// Has a role.
    pub staff: bool,
}

/// A short message after an action.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// `info`, `ok`, `warning` or `error`.
    pub kind: &'static str,
    /// Text.
    pub text: String,
}

/// What the layout needs on every page, made by the request.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Language.
    pub language: Language,
    /// Token for forms.
    pub csrf: String,
    /// Path of this page.
    pub path: String,
    /// Who is signed in.
    pub person: Option<Who>,
    /// A message after an action.
    pub flash: Option<(&'static str, Message)>,
}

/// What stands in the layout of a page that is the same for everybody who reads the language, with
/// what the layout says about it. It is put in the layout for each visitor.
#[derive(Debug)]
pub struct Main {
    nav: Nav,
    title: String,
    crumbs: Vec<Link>,
    html: String,
}

/// What is shown of a page to everybody alike: nobody's name, and no token for a form.
#[derive(Serialize)]
struct Shared<'a, P> {
    lang: &'static str,
    title: &'a str,
    #[serde(flatten)]
    page: &'a P,
}

#[derive(Serialize)]
struct Chrome<'a> {
    lang: &'static str,
    csrf: &'a str,
    path: &'a str,
    municipality: &'a str,
    person: &'a Option<Who>,
    nav: Vec<Link>,
    crumbs: Vec<Link>,
    flash: Option<Flash>,
    title: String,
}

#[derive(Serialize)]
struct Full<'a, P> {
    #[serde(flatten)]
    chrome: Chrome<'a>,
    #[serde(flatten)]
    page: &'a P,
}

/// The layout of pages, and its two halves. Handlebars copies all that a page shows for each partial
/// that it meets, and for a layout around it once more: a list of a hundred ideas took five times as
/// long. So what stands in the layout is rendered by itself, between the halves.
const LAYOUT: &str = "layouts/page";
const TOP: &str = "layouts/page, before main";
const BOTTOM: &str = "layouts/page, after main";

/// The name of what stands in the layout.
fn main_of(template: &str) -> String {
    format!("{template}, main")
}

/// Templates, texts and static files, ready to render.
pub struct Views {
    templates: Handlebars<'static>,
    texts: std::sync::Arc<Texts>,
    /// Static files.
    pub assets: std::sync::Arc<Assets>,
    municipality: String,
}

impl Views {
    /// Reads and checks templates, texts and static files.
    ///
    /// # Errors
    /// Names the file that is not right.
    pub fn load(municipality: &str, theme: Option<&std::path::Path>) -> std::result::Result<Self, String> {
        let texts = std::sync::Arc::new(Texts::load()?);
        let assets = std::sync::Arc::new(Assets::load(theme)?);
        let mut templates = Handlebars::new();
        templates.set_strict_mode(true);
        helpers::register(&mut templates, &texts, &assets);
        for file in Templates::iter().filter(|name| name.ends_with(".hbs")) {
            let (name, text) = (file.trim_end_matches(".hbs"), Templates::text(&file)?);
            if name == LAYOUT {
                let (top, bottom) = text.split_once("{{> @partial-block}}").ok_or(format!("{file} has no place for the page"))?;
                templates.register_template_string(TOP, top).map_err(|e| e.to_string())?;
                templates.register_template_string(BOTTOM, bottom).map_err(|e| e.to_string())?;
            }
            let main = text.strip_prefix("{{#> layouts/page}}\n").and_then(|text| text.strip_suffix("{{/layouts/page}}\n"));
            if let Some(main) = main {
                templates.register_template_string(&main_of(name), main).map_err(|e| e.to_string())?;
            }
            templates.register_template_string(name, text).map_err(|e| e.to_string())?;
        }
        Ok(Self { templates, texts, assets, municipality: municipality.to_owned() })
    }

    /// The texts in a language.
    #[must_use]
    pub fn translator(&self, language: Language) -> Translator<'_> {
        Translator::new(&self.texts, language)
    }

    /// The texts in all languages.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A page as HTML.
    ///
    /// # Errors
    /// When the template and the page do not fit each other.
    pub fn render<P: Page>(&self, frame: &Frame, page: &P) -> Result<String> {
        let full = self.full(frame, page);
        let main = main_of(P::TEMPLATE);
        if !self.templates.has_template(&main) {
            return self.templates.render(P::TEMPLATE, &full).map_err(Error::internal);
        }
        let html = self.templates.render(&main, &full).map_err(Error::internal)?;
        self.laid_out(&full.chrome, &html)
    }

    /// What stands in the layout of a page that is the same for everybody.
    ///
    /// # Errors
    /// When the template and the page do not fit each other, or the template shows who looks.
    pub fn main<P: Page>(&self, language: Language, page: &P) -> Result<Main> {
        let tr = self.translator(language);
        let title = tr.message(&page.title());
        let shared = Shared { lang: language.code(), title: &title, page };
        let html = self.templates.render(&main_of(P::TEMPLATE), &shared).map_err(Error::internal)?;
        Ok(Main { nav: P::NAV, title, crumbs: crumbs(tr, page), html })
    }

    /// A page that is the same for everybody, in the layout of this visitor.
    ///
    /// # Errors
    /// When the template of the layout is not right.
    pub fn around(&self, frame: &Frame, main: &Main) -> Result<String> {
        self.laid_out(&self.chrome(frame, main.nav, main.title.clone(), main.crumbs.clone()), &main.html)
    }

    fn laid_out(&self, chrome: &Chrome<'_>, main: &str) -> Result<String> {
        let chrome = handlebars::Context::wraps(chrome).map_err(Error::internal)?;
        let half = |template| self.templates.render_with_context(template, &chrome).map_err(Error::internal);
        Ok([half(TOP)?.as_str(), main, half(BOTTOM)?.as_str()].concat())
    }

    /// What the template of a page is given, for a test of the template.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn context<P: Page>(&self, frame: &Frame, page: &P) -> Result<serde_json::Value> {
        Ok(serde_json::to_value(self.full(frame, page))?)
    }

    fn full<'a, P: Page>(&'a self, frame: &'a Frame, page: &'a P) -> Full<'a, P> {
        let tr = self.translator(frame.language);
        Full { chrome: self.chrome(frame, P::NAV, tr.message(&page.title()), crumbs(tr, page)), page }
    }

    fn chrome<'a>(&'a self, frame: &'a Frame, nav: Nav, title: String, crumbs: Vec<Link>) -> Chrome<'a> {
        let tr = self.translator(frame.language);
        Chrome {
            lang: frame.language.code(),
            csrf: &frame.csrf,
            path: &frame.path,
            municipality: &self.municipality,
            person: &frame.person,
            nav: menu(tr, nav, frame.person.as_ref()),
            crumbs,
            flash: frame.flash.as_ref().map(|(kind, message)| Flash { kind, text: tr.message(message) }),
            title,
        }
    }

    /// A template with a context of its own (mails).
    ///
    /// # Errors
    /// When the template and the context do not fit each other.
    pub fn render_bare<C: Serialize>(&self, template: &str, context: &C) -> Result<String> {
        self.templates.render(template, context).map_err(Error::internal)
    }

    /// The name of the municipality.
    #[must_use]
    pub fn municipality(&self) -> &str {
        &self.municipality
    }
}

/// The way to a page, in a language.
fn crumbs<P: Page>(tr: Translator<'_>, page: &P) -> Vec<Link> {
    let label = |label: Label| match label {
        Label::Text(message) => tr.message(&message),
        Label::Name(name) => name,
    };
    page.crumbs().into_iter().map(|crumb| Link { label: label(crumb.label), href: crumb.href, current: false }).collect()
}

fn menu(tr: Translator<'_>, here: Nav, person: Option<&Who>) -> Vec<Link> {
    let mut entries = vec![
        (Nav::Home, "nav-home", "/"),
        (Nav::Wijken, "nav-wijken", "/wijken"),
        (Nav::Rounds, "nav-rounds", "/rondes"),
        (Nav::Adviezen, "nav-adviezen", "/adviezen"),
    ];
    if let Some(person) = person {
        entries.push((Nav::Mine, "nav-mine", "/mijn"));
        if person.staff {
            entries.push((Nav::Work, "nav-work", "/werk"));
        }
    }
    entries.into_iter().map(|(nav, key, href)| Link { label: tr.text(key), href: href.to_owned(), current: nav == here }).collect()
}
