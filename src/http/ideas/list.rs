//! The ideas of a round.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Picture, picture};
use crate::app::Context;
use crate::app::ideas::read::{self, List, PAGE, Stage, Wanted};
use crate::domain::ids::WijkId;
use crate::domain::phase::Phase;
use crate::error::{Message, Result};
use crate::http::access::Access;
use crate::http::respond::page;
use crate::http::routes::Routes;
use crate::http::visit::Visit;
use crate::i18n::Translator;
use crate::storage::ideas::Card;
use crate::views::form::{Field, Form, Values};
use crate::views::words::{Badge, idea_state};
use crate::views::{Crumb, Nav, Page};

/// Characters of an idea that a list shows.
const SUMMARY: usize = 160;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/rondes/{slug}/ideeen", Access::Public, show)
}

/// What a reader asks for. Names that are not in it are nobody's business; values that do not fit
/// are an error of 400.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Query {
    zoek: String,
    thema: String,
    wijk: String,
    stand: StageName,
    volgorde: Order,
    pagina: PageNumber,
}

/// States, as they stand in an address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum StageName {
    #[default]
    #[serde(rename = "")]
    All,
    #[serde(rename = "bekeken")]
    Looking,
    #[serde(rename = "kan")]
    Possible,
    #[serde(rename = "gekozen")]
    Chosen,
    #[serde(rename = "niet-gekozen")]
    NotChosen,
    #[serde(rename = "kan-niet")]
    Ended,
}

impl StageName {
    const ALL: [(Self, &'static str, Option<Stage>); 6] = [
        (Self::All, "", None),
        (Self::Looking, "bekeken", Some(Stage::Looking)),
        (Self::Possible, "kan", Some(Stage::Possible)),
        (Self::Chosen, "gekozen", Some(Stage::Chosen)),
        (Self::NotChosen, "niet-gekozen", Some(Stage::NotChosen)),
        (Self::Ended, "kan-niet", Some(Stage::Ended)),
    ];

    fn entry(self) -> (&'static str, Option<Stage>) {
        Self::ALL.into_iter().find(|(name, ..)| *name == self).map_or(("", None), |(_, text, stage)| (text, stage))
    }
}

/// The order of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Order {
    #[default]
    #[serde(rename = "nieuw")]
    Newest,
    #[serde(rename = "alfabet")]
    Alphabet,
}

impl Order {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "nieuw",
            Self::Alphabet => "alfabet",
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct PageNumber(u16);

impl Default for PageNumber {
    fn default() -> Self {
        Self(1)
    }
}

async fn show(context: web::Data<Context>, visit: Visit, slug: web::Path<String>, query: web::Query<Query>) -> Result<HttpResponse> {
    let (query, slug) = (query.into_inner(), slug.into_inner());
    let wanted = wanted(&query)?;
    let list = context.db.read(move |conn| read::list(conn, &slug, &wanted)).await?;
    let open = list.round.is_open(Phase::Submit, context.now());
    page(&context, &visit, &ListPage::new(context.views.translator(visit.language), &list, &query, open))
}

fn wanted(query: &Query) -> Result<Wanted> {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(Wanted {
        words: query.zoek.chars().take(100).collect(),
        theme: text(&query.thema),
        wijk: text(&query.wijk).map(|id| id.parse::<WijkId>().map_err(|_| crate::error::Error::NotFound)).transpose()?,
        stage: query.stand.entry().1,
        alphabetical: query.volgorde == Order::Alphabet,
        page: usize::from(query.pagina.0),
    })
}

/// The page with the ideas of a round.
#[derive(Debug, Serialize)]
pub struct ListPage {
    round: String,
    href: String,
    found: usize,
    total: usize,
    filtered: bool,
    /// More was chosen than words alone.
    refined: bool,
    can_submit: bool,
    search: Field,
    filters: Vec<Field>,
    ideas: Vec<IdeaCard>,
    pages: Option<Pages>,
    #[serde(skip)]
    slug: String,
}

/// An idea as `partials/card_idea` takes it.
#[derive(Debug, Clone, Serialize)]
pub struct IdeaCard {
    href: String,
    title: String,
    summary: String,
    theme: Option<String>,
    place: Option<String>,
    cost: Option<String>,
    support: Option<String>,
    status: Option<Badge>,
    picture: Option<Picture>,
}

#[derive(Debug, Serialize)]
struct Pages {
    previous: Option<String>,
    next: Option<String>,
    items: Vec<PageLink>,
}

#[derive(Debug, Serialize)]
struct PageLink {
    label: usize,
    href: String,
    current: bool,
}

impl ListPage {
    fn new(tr: Translator<'_>, list: &List, query: &Query, open: bool) -> Self {
        let slug = list.round.slug.clone();
        let values = Values::from([
            ("zoek".to_owned(), query.zoek.clone()),
            ("thema".to_owned(), query.thema.clone()),
            ("wijk".to_owned(), query.wijk.clone()),
            ("stand".to_owned(), query.stand.entry().0.to_owned()),
            ("volgorde".to_owned(), query.volgorde.as_str().to_owned()),
        ]);
        let form = Form::new(tr, "ideas", &values, &[]);
        let refined = !query.thema.is_empty() || !query.wijk.is_empty() || query.stand != StageName::All;
        Self {
            round: list.round.name.clone(),
            href: format!("/rondes/{slug}/ideeen"),
            found: list.found,
            total: list.total,
            filtered: refined || !query.zoek.is_empty(),
            refined: refined || query.volgorde != Order::Newest,
            can_submit: open,
            search: form.field("zoek").kind("search", None).max(100).quiet(),
            filters: filters(tr, list, &form),
            ideas: list.cards.iter().map(|card| idea_card(tr, list, card)).collect(),
            pages: pages(&slug, list.found, query),
            slug,
        }
    }
}

fn filters(tr: Translator<'_>, list: &List, form: &Form<'_>) -> Vec<Field> {
    let all = |key: &str| std::iter::once((String::new(), tr.text(key)));
    let themes = &list.round.rules.themes;
    let theme = form.choice("thema", all("ideas-all-themes").chain(themes.iter().map(|theme| (theme.slug.clone(), theme.name.clone()))));
    let wijk = form.choice("wijk", all("ideas-all-wijken").chain(list.wijken.iter().map(|(id, name)| (id.to_string(), name.clone()))));
    let stages = StageName::ALL.map(|(_, text, _)| {
        let key = if text.is_empty() { "ideas-all-states".to_owned() } else { format!("ideas-stage-{text}") };
        (text.to_owned(), tr.text(&key))
    });
    let orders = [Order::Newest, Order::Alphabet].map(|order| (order.as_str().to_owned(), tr.text(&format!("ideas-order-{}", order.as_str()))));
    let mut fields = vec![form.choice("stand", stages), form.choice("volgorde", orders)];
    if list.wijken.len() > 1 {
        fields.insert(0, wijk);
    }
    if !themes.is_empty() {
        fields.insert(0, theme);
    }
    fields.into_iter().map(Field::quiet).collect()
}

/// An idea in a list.
fn idea_card(tr: Translator<'_>, list: &List, card: &Card) -> IdeaCard {
    let theme = card.theme.as_deref().and_then(|slug| list.round.rules.theme(slug)).map(|theme| theme.name.clone());
    let several = list.wijken.len() > 1;
    let wijk = list.wijken.iter().find(|(id, _)| several && Some(*id) == card.wijk_id).map(|(_, name)| name.clone());
    let cost = card.cost.map(|cents| cents.to_string());
    let guess = card.cost_guess.map(|cents| tr.message(&Message::new("ideas-cost-about").with("cost", cents)));
    let support = list.support.get(&card.id).map(|n| tr.message(&Message::new("ideas-support").with("n", n)));
    IdeaCard {
        href: format!("/ideeen/{}", card.id),
        title: card.title.clone(),
        summary: summary(&card.why),
        theme,
        place: wijk.or_else(|| Some(card.place.clone()).filter(|place| !place.is_empty())),
        cost: cost.or(guess),
        support,
        status: Some(idea_state(tr, card.state)),
        picture: list.photos.get(&card.id).map(picture),
    }
}

/// The beginning of a text, cut between words.
fn summary(text: &str) -> String {
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = whole.char_indices().nth(SUMMARY) else { return whole };
    let start = whole.get(..cut).unwrap_or_default();
    format!("{} …", start.rsplit_once(' ').map_or(start, |(words, _)| words))
}

fn pages(slug: &str, found: usize, query: &Query) -> Option<Pages> {
    let last = found.div_ceil(PAGE);
    if last < 2 {
        return None;
    }
    let here = usize::from(query.pagina.0);
    let wishes = [
        ("zoek", query.zoek.as_str()),
        ("thema", query.thema.as_str()),
        ("wijk", query.wijk.as_str()),
        ("stand", query.stand.entry().0),
        ("volgorde", query.volgorde.as_str()),
    ];
    let href = |page: usize| {
        let mut pairs: Vec<(&str, String)> =
            wishes.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, (*value).to_owned())).collect();
        pairs.push(("pagina", page.to_string()));
        let text = serde_html_form::to_string(&pairs).unwrap_or_default();
        format!("/rondes/{slug}/ideeen?{text}")
    };
    Some(Pages {
        previous: (here > 1).then(|| href(here - 1)),
        next: (here < last).then(|| href(here + 1)),
        items: (1..=last).map(|page| PageLink { label: page, href: href(page), current: page == here }).collect(),
    })
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "pages/ideas";
    const NAV: Nav = Nav::Rounds;

    fn title(&self) -> Message {
        Message::new("ideas-title-of").with("round", &self.round)
    }

    fn crumbs(&self) -> Vec<Crumb> {
        let slug = &self.slug;
        vec![Crumb::text("nav-home", "/"), Crumb::name(&self.round, format!("/rondes/{slug}")), Crumb::text("ideas-title", &self.href)]
    }

    fn samples(tr: Translator<'_>) -> Vec<Self> {
        let (desk, idea, photo) = super::samples::desk();
        let card = Card {
            id: idea.id,
            state: idea.state,
            title: idea.title,
            why: "woord ".repeat(60),
            cost_guess: idea.cost_guess,
            cost: None,
            theme: idea.theme,
            wijk_id: idea.wijk_id,
            place: idea.place,
            search_text: String::new(),
        };
        let bare =
            Card { why: "x".repeat(400), theme: None, cost_guess: None, place: String::new(), id: crate::domain::ids::IdeaId(8), ..card.clone() };
        let mut list = List {
            round: desk.round,
            wijken: desk.wijken,
            found: 230,
            total: 230,
            support: [(card.id, 31)].into(),
            photos: [(card.id, photo)].into(),
            cards: vec![card, bare],
        };
        let second = Query { zoek: "<b>boom".into(), pagina: PageNumber(2), ..Query::default() };
        let mut pages = vec![Self::new(tr, &list, &Query::default(), true), Self::new(tr, &list, &second, false)];
        list.wijken.push((WijkId(2), "Helpman".into()));
        list.cards.clear();
        list.found = 0;
        pages.push(Self::new(tr, &list, &second, false));
        list.total = 0;
        pages.push(Self::new(tr, &list, &Query::default(), true));
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn a_summary_ends_between_words() {
        assert_eq!(summary("Kort\n en goed"), "Kort en goed");
        let long = summary(&"woord ".repeat(60));
        assert!(long.ends_with("woord …") && long.chars().count() <= 163, "{long}");
        assert_eq!(summary(&"x".repeat(400)).chars().count(), 162);
    }
}
