//! The helpers of the templates: `t` (a text) and `asset` (the address of a static file).

use std::sync::Arc;

use fluent_bundle::FluentArgs;
use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use serde_json::Value;

use super::files::Assets;
use crate::domain::time::Language;
use crate::i18n::Texts;

pub(super) fn register(templates: &mut Handlebars<'static>, texts: &Arc<Texts>, assets: &Arc<Assets>) {
    templates.register_helper("t", Box::new(Text(Arc::clone(texts))));
    templates.register_helper("asset", Box::new(AssetHref(Arc::clone(assets))));
}

/// `{{t "key" name=value}}`: the text in the language of the page. It gives back a value, so
/// handlebars escapes it; a missing key or argument is an error.
struct Text(Arc<Texts>);

impl HelperDef for Text {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = first(helper, "t")?;
        let language = context.data().get("lang").and_then(Value::as_str).and_then(Language::from_code).unwrap_or_default();
        let mut args = FluentArgs::new();
        for (name, value) in helper.hash() {
            match value.value() {
                Value::Number(number) => args.set(*name, number.as_f64().unwrap_or_default()),
                Value::String(text) => args.set(*name, text.clone()),
                other => args.set(*name, other.to_string()),
            }
        }
        let text = self.0.format(language, key, &args).map_err(RenderErrorReason::Other)?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

/// `{{asset "css/app.css"}}`: the address of a static file with its hash.
struct AssetHref(Arc<Assets>);

impl HelperDef for AssetHref {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let name = first(helper, "asset")?;
        let href = self.0.href(name).ok_or_else(|| RenderErrorReason::Other(format!("no static file {name:?}")))?;
        Ok(ScopedJson::Derived(Value::String(href)))
    }
}

fn first<'a>(helper: &'a Helper<'_>, name: &'static str) -> Result<&'a str, RenderError> {
    helper.param(0).and_then(|p| p.value().as_str()).ok_or_else(|| RenderErrorReason::ParamNotFoundForIndex(name, 0).into())
}
