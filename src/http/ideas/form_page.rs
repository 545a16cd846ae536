//! The page with the idea form.

use serde::Serialize;

use super::{Picture, picture};
use crate::app::ideas::read::Desk;
use crate::app::ideas::words::{self, MAX_NAME, MAX_PLACE, Typed};
use crate::app::ideas::{Tie, photos::MAX_ALT};
use crate::domain::idea::{IdeaState, MAX_TEXT, MAX_TITLE};
use crate::domain::ids::{IdeaId, WijkId};
use crate::domain::phase::Phase;
use crate::domain::rules::{Submitters, Template};
use crate::domain::time::long_time;
use crate::error::{FieldError, Message};
use crate::i18n::Translator;
use crate::storage::ideas::Idea;
use crate::storage::photos::Photo;
use crate::views::form::{Field, Form, SummaryLine};
use crate::views::words::{Badge, idea_state};
use crate::views::{Crumb, Nav, Page};

/// The page with the idea form: a new idea, or one that is there already.
#[derive(Debug, Serialize)]
pub struct FormPage {
    heading: String,
    action: String,
    autosave: Option<String>,
    similar: String,
    form_key: Option<String>,
    version: Option<i64>,
    /// The browser this form was made for; holds also when the session ends halfway.
    browser: String,
    draft: Option<IdeaId>,
    /// Where its owner shares it.
    share: Option<String>,
    /// Not handed in yet.
    unseen: bool,
    badge: Option<Badge>,
    can_hand_in: bool,
    signed_in: bool,
    until: Option<String>,
    problem: Option<String>,
    held: bool,
    errors: Vec<SummaryLine>,
    fields: Fields,
    prices: Vec<Price>,
    conditions: Vec<String>,
    frame: String,
    max_cost: Option<String>,
    meanwhile: Vec<Meanwhile>,
    photos: Vec<OwnPhoto>,
    #[serde(skip)]
    crumbs: Vec<Crumb>,
}

#[derive(Debug, Serialize)]
struct Fields {
    title: Field,
    why: Field,
    residents_do: Field,
    municipality_does: Field,
    cost: Field,
    theme: Option<Field>,
    wijk: Option<Field>,
    place: Field,
    name: Option<Field>,
    agree: Option<Field>,
    photo: Field,
    alt: Field,
}

#[derive(Debug, Serialize)]
struct Price {
    what: String,
    amount: String,
}

/// What a field says now that somebody else changed it.
#[derive(Debug, Serialize)]
struct Meanwhile {
    label: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct OwnPhoto {
    id: i64,
    picture: Picture,
}

/// Everything the page is made of.
pub struct Parts<'a> {
    /// The round.
    pub desk: &'a Desk,
    /// The browser it is made for.
    pub browser: &'a str,
    /// What was typed.
    pub typed: &'a Typed,
    /// Name of who is writing; none for a visitor.
    pub writer: Option<&'a str>,
    /// The idea, when it is there already, and what the writer is to it.
    pub idea: Option<(&'a Idea, Tie)>,
    /// Its photos.
    pub photos: &'a [Photo],
    /// What is wrong with the fields.
    pub errors: &'a [FieldError],
    /// Why it was not kept.
    pub problem: Option<&'a Message>,
    /// It was typed before signing in.
    pub held: bool,
    /// What it says now that somebody else changed it.
    pub meanwhile: Option<&'a Typed>,
}

impl FormPage {
    /// Makes the page.
    #[must_use]
    pub fn new(tr: Translator<'_>, parts: &Parts<'_>) -> Self {
        let round = &parts.desk.round;
        let slug = &round.slug;
        let draft = parts.idea.map(|(idea, _)| idea.id);
        let unseen = parts.idea.is_none_or(|(idea, _)| idea.state == IdeaState::Draft);
        let owner = parts.idea.is_none_or(|(_, tie)| tie.owner);
        let (action, autosave) = match draft {
            Some(id) => (format!("/ideeen/{id}/bewerken"), format!("/ideeen/{id}/concept")),
            None => (format!("/rondes/{slug}/ideeen/nieuw"), format!("/rondes/{slug}/ideeen/concept")),
        };
        let heading = tr.text(if draft.is_some() { "idea-form-edit-title" } else { "idea-form-heading" });
        let mut crumbs = vec![
            Crumb::text("nav-home", "/"),
            Crumb::name(&round.name, format!("/rondes/{slug}")),
            Crumb::text("ideas-title", format!("/rondes/{slug}/ideeen")),
        ];
        crumbs.push(Crumb::name(&heading, &action));
        Self {
            heading,
            autosave: Some(autosave).filter(|_| parts.writer.is_some() && unseen),
            similar: format!("/rondes/{slug}/ideeen/lijkt-op"),
            form_key: parts.typed.get("form_key").cloned().filter(|_| draft.is_none()),
            version: parts.idea.map(|(idea, _)| match parts.meanwhile {
                Some(_) => idea.version,
                None => parts.typed.get("version").and_then(|text| text.parse().ok()).unwrap_or(idea.version),
            }),
            badge: parts.idea.map(|(idea, _)| idea_state(tr, idea.state)),
            can_hand_in: owner && unseen && parts.desk.open,
            signed_in: parts.writer.is_some(),
            until: round.schedule.window(Phase::Submit).filter(|_| parts.desk.open).map(|window| long_time(window.ends, tr.language)),
            problem: parts.problem.map(|message| tr.message(message)),
            held: parts.held,
            errors: Form::new(tr, "idea-form", parts.typed, parts.errors).summary(),
            fields: fields(tr, parts, owner && unseen),
            conditions: parts.desk.conditions.clone(),
            frame: format!("/rondes/{slug}/voorwaarden"),
            prices: round.rules.prices.iter().map(|price| Price { what: price.what.clone(), amount: price.cents.to_string() }).collect(),
            max_cost: round.rules.max_cost.map(|cents| cents.to_string()),
            meanwhile: parts.meanwhile.map(|now| meanwhile(tr, parts, now)).unwrap_or_default(),
            photos: parts.photos.iter().map(|photo| OwnPhoto { id: photo.id.0, picture: picture(photo) }).collect(),
            browser: parts.browser.to_owned(),
            share: draft.filter(|_| owner).map(|id| format!("/ideeen/{id}/delen")),
            unseen,
            action,
            draft,
            crumbs,
        }
    }
}

fn fields(tr: Translator<'_>, parts: &Parts<'_>, asks_owner: bool) -> Fields {
    let form = Form::new(tr, "idea-form", parts.typed, parts.errors);
    let rules = &parts.desk.round.rules;
    let agree = match rules.submitters {
        Submitters::Everyone => Message::new("idea-form-agree-age"),
        Submitters::Residents => Message::new("idea-form-agree-resident"),
    };
    Fields {
        title: form.field("title").max(MAX_TITLE),
        why: form.field("why").max(MAX_TEXT).rows(4),
        residents_do: form.field("residents_do").max(MAX_TEXT).rows(3).optional(),
        municipality_does: form.field("municipality_does").max(MAX_TEXT).rows(3).optional(),
        cost: form.field("cost").inputmode("decimal").optional(),
        theme: Some(theme(tr, &form, parts)).filter(|_| !rules.themes.is_empty()),
        wijk: Some(wijk(tr, &form, parts)).filter(|_| parts.desk.wijken.len() > 1),
        place: form.field("place").max(MAX_PLACE).optional(),
        name: asks_owner.then(|| form.field("name").max(MAX_NAME).kind("text", Some("nickname")).or_value(parts.writer.unwrap_or_default())),
        agree: asks_owner.then(|| Field { label: tr.message(&agree.with("age", rules.min_age_submit)), ..form.field("agree") }),
        photo: form.field("photo").optional(),
        alt: form.field("alt").max(MAX_ALT).optional(),
    }
}

fn theme(tr: Translator<'_>, form: &Form<'_>, parts: &Parts<'_>) -> Field {
    let rules = &parts.desk.round.rules;
    let themes = rules.themes.iter().map(|theme| (theme.slug.clone(), theme.name.clone()));
    let none = rules.joker.map(|_| (String::new(), tr.text("idea-form-theme-none")));
    form.choice("theme", themes.chain(none))
}

fn wijk(tr: Translator<'_>, form: &Form<'_>, parts: &Parts<'_>) -> Field {
    let wijken = parts.desk.wijken.iter().map(|(id, name): &(WijkId, String)| (id.to_string(), name.clone()));
    form.choice("wijk", std::iter::once((String::new(), tr.text("idea-form-choose"))).chain(wijken))
}

/// The fields that say something else now than what this writer typed.
fn meanwhile(tr: Translator<'_>, parts: &Parts<'_>, now: &Typed) -> Vec<Meanwhile> {
    let mine = |name: &str| parts.typed.get(name).map_or("", |text| text.trim());
    let same = |name: &str, text: &str| mine(name).split_whitespace().eq(text.split_whitespace());
    let shown = |name: &str, text: &str| match name {
        "theme" => parts.desk.round.rules.theme(text).map(|theme| theme.name.clone()),
        "wijk" => parts.desk.wijken.iter().find(|(id, _)| id.to_string() == text).map(|(_, name)| name.clone()),
        _ => Some(text.to_owned()).filter(|text| !text.is_empty()),
    };
    now.iter()
        .filter(|(name, text)| !same(name, text))
        .map(|(name, text)| Meanwhile {
            label: tr.text(&format!("idea-form-{}", name.replace('_', "-"))),
            text: shown(name, text).unwrap_or_else(|| tr.text("idea-form-nothing")),
        })
        .collect()
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "pages/idea_form";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new(if self.draft.is_some() { "idea-form-edit-title" } else { "idea-form-heading" })
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.crumbs.clone()
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let (mut desk, idea, photo) = super::samples::desk();
        let typed = words::typed(&idea);
        let empty = Typed::from([("form_key".to_owned(), "a".repeat(32))]);
        let tie = Tie { owner: true, author: true, ..Tie::default() };
        let base = Parts {
            desk: &desk,
            browser: "browser",
            typed: &empty,
            writer: None,
            idea: None,
            photos: &[],
            errors: &[],
            problem: None,
            held: false,
            meanwhile: None,
        };
        let errors = [FieldError::new("title", Message::new("error-idea-title")), FieldError::new("photo", Message::new("error-photo-kind"))];
        let problem = Message::new("error-idea-over");
        let other = Typed::from([("why".to_owned(), "Anders".to_owned()), ("theme".to_owned(), String::new()), ("wijk".to_owned(), "2".to_owned())]);
        let mut pages = vec![
            Self::new(tr, &base),
            Self::new(tr, &Parts { writer: Some("Anna"), held: true, errors: &errors, ..base }),
            Self::new(tr, &Parts { writer: Some("Anna"), typed: &typed, idea: Some((&idea, tie)), photos: std::slice::from_ref(&photo), ..base }),
            Self::new(tr, &Parts { writer: Some("Anna"), idea: Some((&idea, tie)), meanwhile: Some(&other), problem: Some(&problem), ..base }),
        ];
        let submitted = Idea { state: IdeaState::Submitted, ..idea };
        pages.push(Self::new(
            tr,
            &Parts { writer: Some("Bert"), typed: &typed, idea: Some((&submitted, Tie { author: true, ..Tie::default() })), ..base },
        ));
        desk.round.rules = Template::Themes.rules();
        desk.round.rules.submitters = Submitters::Residents;
        desk.round.rules.max_cost = Some(crate::domain::money::Cents::euros(5_000));
        desk.wijken.push((WijkId(2), "Helpman".to_owned()));
        desk.open = false;
        desk.conditions.clear();
        pages.push(Self::new(
            tr,
            &Parts {
                desk: &desk,
                browser: "browser",
                typed: &empty,
                writer: None,
                idea: None,
                photos: &[],
                errors: &[],
                problem: None,
                held: false,
                meanwhile: None,
            },
        ));
        pages
    }
}
