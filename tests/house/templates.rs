//! Every page renders, in every language, with nothing missing and every label in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use fluent_bundle::FluentArgs;
use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, RenderContext, RenderError, RenderErrorReason, Renderable, ScopedJson,
};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use wijkdeal::domain::time::Language;
use wijkdeal::i18n::Texts;
use wijkdeal::views::{Views, checks};

use super::source::{File, files};

fn views() -> Views {
    Views::load("Groningen", None).unwrap()
}

/// Every page as (template, language, HTML, context).
fn rendered(views: &Views) -> Vec<(&'static str, Language, String, Value)> {
    let mut all = Vec::new();
    for check in checks::all() {
        for language in Language::ALL {
            let pages = (check.render)(views, language).unwrap_or_else(|error| panic!("{error}"));
            assert!(!pages.is_empty(), "{} has no samples", check.template);
            all.extend(pages.into_iter().map(|(html, context)| (check.template, language, html, context)));
        }
    }
    all
}

#[test]
fn every_page_renders_in_every_language_with_every_text() {
    for (template, language, html, _) in rendered(&views()) {
        if let Some(missing) = html.split('⟦').nth(1) {
            panic!("{template} in {}: no text {}", language.code(), missing.split('⟧').next().unwrap_or_default());
        }
    }
}

#[test]
fn every_template_of_a_page_is_registered_with_samples() {
    let registered: BTreeSet<String> = checks::all().iter().map(|check| format!("templates/{}.hbs", check.template)).collect();
    let there: BTreeSet<String> = files("templates/pages", ".hbs").into_iter().map(|file| file.path).collect();
    let difference: Vec<_> = there.symmetric_difference(&registered).collect();
    assert!(difference.is_empty(), "in templates/pages or in views::checks, not in both: {difference:?}");
}

/// What a template names.
#[derive(Default)]
struct Names {
    partials: BTreeSet<String>,
    conditions: BTreeSet<String>,
    texts: BTreeSet<String>,
    raw: BTreeSet<String>,
}

impl Names {
    fn of(file: &File) -> Self {
        let mut names = Self::default();
        names.template(&Template::compile(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path)));
        names
    }

    fn template(&mut self, template: &Template) {
        for element in &template.elements {
            match element {
                TemplateElement::HtmlExpression(helper) => {
                    self.raw.insert(helper.name.as_name().unwrap_or_default().to_owned());
                    self.helper(helper);
                }
                TemplateElement::Expression(helper) | TemplateElement::HelperBlock(helper) => self.helper(helper),
                TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => self.partial(partial),
                _ => {}
            }
        }
    }

    fn helper(&mut self, helper: &HelperTemplate) {
        let name = helper.name.as_name().unwrap_or_default();
        match (name, helper.params.first()) {
            ("if" | "unless", Some(Parameter::Path(_))) => {
                let path = helper.params[0].as_name().unwrap_or_default();
                self.conditions.insert(path.to_owned());
            }
            ("t", Some(Parameter::Literal(Value::String(key)))) => {
                self.texts.insert(key.clone());
            }
            _ => {}
        }
        helper.params.iter().chain(helper.hash.values()).for_each(|parameter| self.parameter(parameter));
        helper.template.iter().chain(&helper.inverse).for_each(|template| self.template(template));
    }

    fn partial(&mut self, partial: &DecoratorTemplate) {
        if let Some(name) = partial.name.as_name().filter(|name| !name.starts_with('@')) {
            self.partials.insert(name.to_owned());
        }
        partial.params.iter().chain(partial.hash.values()).for_each(|parameter| self.parameter(parameter));
        partial.template.iter().for_each(|template| self.template(template));
    }

    fn parameter(&mut self, parameter: &Parameter) {
        if let Parameter::Subexpression(inner) = parameter
            && let TemplateElement::Expression(helper) = inner.as_element()
        {
            self.helper(helper);
        }
    }
}

#[test]
fn every_partial_and_text_a_template_names_exists() {
    let all = files("templates", ".hbs");
    let known: BTreeSet<&str> = all.iter().map(|file| file.path.trim_start_matches("templates/").trim_end_matches(".hbs")).collect();
    let texts = Texts::load().unwrap();
    let mut wrong = Vec::new();
    for file in &all {
        let names = Names::of(file);
        wrong.extend(names.partials.iter().filter(|name| !known.contains(name.as_str())).map(|name| format!("{}: no partial {name}", file.path)));
        for language in Language::ALL {
            wrong.extend(
                names.texts.iter().filter(|key| !texts.has(language, key)).map(|key| format!("{}: no text {key} in {}", file.path, language.code())),
            );
        }
        // Plain text knows no escapes; everything that is HTML escapes what it shows.
        let plain = file.path.ends_with("_text.hbs");
        wrong.extend(names.raw.iter().filter(|_| !plain).map(|name| format!("{}: {name} is not escaped", file.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What was seen while rendering.
#[derive(Default)]
struct Seen {
    conditions: BTreeSet<String>,
    wrong: BTreeSet<String>,
}

/// `if` and `unless` as handlebars has them, except that what they ask about must exist: the one
/// thing its strict mode lets pass.
struct Condition(bool, Arc<Mutex<Seen>>);

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        state: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let asked = helper.param(0).ok_or(RenderErrorReason::ParamNotFoundForIndex("if", 0))?;
        if let Some(path) = asked.relative_path() {
            let mut seen = self.1.lock().unwrap();
            seen.conditions.insert(path.clone());
            if asked.is_value_missing() {
                seen.wrong.insert(format!("#if {path} in {:?}", state.get_current_template_name()));
            }
        }
        let chosen = if asked.value().is_truthy(false) == self.0 { helper.template() } else { helper.inverse() };
        chosen.map_or(Ok(()), |template| template.render(registry, context, state, out))
    }
}

/// `t`, which tries the text in every language, so that all have the same arguments.
struct EveryLanguage(Arc<Texts>, Arc<Mutex<Seen>>);

impl HelperDef for EveryLanguage {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = helper.param(0).and_then(|p| p.value().as_str()).unwrap_or_default();
        let mut args = FluentArgs::new();
        for (name, value) in helper.hash() {
            match value.value() {
                Value::Number(number) => args.set(*name, number.as_f64().unwrap_or_default()),
                other => args.set(*name, other.to_string()),
            }
        }
        for language in Language::ALL {
            if let Err(problem) = self.0.format(language, key, &args) {
                self.1.lock().unwrap().wrong.insert(problem);
            }
        }
        Ok(ScopedJson::Derived(Value::String(key.to_owned())))
    }
}

/// The address of a static file, whichever.
struct AnyAsset;

impl HelperDef for AnyAsset {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        _: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Value::String("/static/x".into())))
    }
}

#[test]
fn what_a_template_asks_about_exists_and_the_samples_ask_it() {
    let all = files("templates", ".hbs");
    let texts = Arc::new(Texts::load().unwrap());
    let (mut reached, mut wrong) = (BTreeMap::<&str, BTreeSet<String>>::new(), BTreeSet::new());
    let mut parsed = Handlebars::new();
    parsed.set_strict_mode(true);
    for file in &all {
        parsed.register_template_string(file.path.trim_start_matches("templates/").trim_end_matches(".hbs"), &file.text).unwrap();
    }
    for (template, _, _, context) in rendered(&views()) {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let mut registry = parsed.clone();
        registry.register_helper("if", Box::new(Condition(true, Arc::clone(&seen))));
        registry.register_helper("unless", Box::new(Condition(false, Arc::clone(&seen))));
        registry.register_helper("t", Box::new(EveryLanguage(Arc::clone(&texts), Arc::clone(&seen))));
        registry.register_helper("asset", Box::new(AnyAsset));
        registry.render(template, &context).unwrap_or_else(|error| panic!("{template}: {error}"));
        let seen = seen.lock().unwrap();
        reached.entry(template).or_default().extend(seen.conditions.iter().cloned());
        wrong.extend(seen.wrong.iter().map(|problem| format!("{template}: {problem}")));
    }
    for file in files("templates/pages", ".hbs") {
        let name = file.path.trim_start_matches("templates/").trim_end_matches(".hbs");
        let asked = reached.get(name).cloned().unwrap_or_default();
        wrong.extend(Names::of(&file).conditions.difference(&asked).map(|path| format!("{name}: no sample reaches #if {path}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn select<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(css).unwrap()).collect()
}

#[test]
fn pages_are_sound_html_with_a_label_for_everything() {
    let mut wrong = BTreeSet::new();
    for (template, _, text, _) in rendered(&views()) {
        let html = Html::parse_document(&text);
        let mut complain = |what: String| {
            wrong.insert(format!("{template}: {what}"));
        };
        let mut ids = BTreeSet::new();
        for element in select(&html, "[id]") {
            let id = element.value().attr("id").unwrap_or_default();
            if id.is_empty() || !ids.insert(id.to_owned()) {
                complain(format!("id {id:?} is empty or there twice"));
            }
        }
        if select(&html, "h1").len() != 1 {
            complain(format!("{} h1 headings", select(&html, "h1").len()));
        }
        let labels: BTreeSet<&str> = select(&html, "label[for]").iter().filter_map(|label| label.value().attr("for")).collect();
        for field in select(&html, "input:not([type=hidden]), select, textarea") {
            let element = field.value();
            let named = element.attr("aria-label").is_some() || element.attr("aria-labelledby").is_some();
            if !named && !element.attr("id").is_some_and(|id| labels.contains(id)) {
                complain(format!("field {:?} has no label", element.attr("name")));
            }
        }
        for (css, attribute) in [("[aria-describedby]", "aria-describedby"), ("[aria-labelledby]", "aria-labelledby"), ("label[for]", "for")] {
            for element in select(&html, css) {
                for id in element.value().attr(attribute).unwrap_or_default().split_whitespace().filter(|id| !ids.contains(*id)) {
                    complain(format!("{attribute} names {id:?}, which is not there"));
                }
            }
        }
        for form in select(&html, "form[method=post]") {
            if form.select(&Selector::parse("input[name=csrf]").unwrap()).count() != 1 {
                complain(format!("the form to {:?} has no token", form.value().attr("action")));
            }
        }
        if !select(&html, "[style], style, script:not([src]), [onclick], [onload], [onsubmit], [onchange]").is_empty() {
            complain("style or script inside the page".into());
        }
        if !select(&html, "img:not([alt]), a:not([href]), button:not([type])").is_empty() {
            complain("an img without alt, a link without href, or a button without type".into());
        }
        for link in select(&html, "a[href]") {
            let href = link.value().attr("href").unwrap_or_default();
            if !["/", "#", "?", "https://", "mailto:", "tel:"].iter().any(|start| href.starts_with(start)) {
                complain(format!("a link to {href:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
