//! A browser as far as the stories need one: it keeps cookies, follows links and fills in forms,
//! and sends what a browser sends to say that it is on our own page.

use std::sync::{Arc, Mutex};

use reqwest::cookie::Jar;
use reqwest::{Client, Method, Url};
use scraper::{Html, Selector};

/// Somebody's browser.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    /// The same browser, that stays where it is when it is sent on.
    still: Client,
    base: String,
    last: Arc<Mutex<Option<Page>>>,
}

/// A page as it was answered.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub path: String,
    pub html: String,
    pub headers: reqwest::header::HeaderMap,
    browser: Browser,
}

impl Browser {
    pub fn new(base: &str) -> Self {
        Self::with_jar(base, Jar::default())
    }

    pub fn with_cookie(base: &str, cookie: &str) -> Self {
        let jar = Jar::default();
        jar.add_cookie_str(cookie, &base.parse::<Url>().unwrap());
        Self::with_jar(base, jar)
    }

    fn with_jar(base: &str, jar: Jar) -> Self {
        let jar = Arc::new(jar);
        let client = Client::builder().cookie_provider(Arc::clone(&jar)).gzip(true).build().unwrap();
        let still = Client::builder().cookie_provider(jar).redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, still, base: base.to_owned(), last: Arc::default() }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("{}{path}", self.base))).await
    }

    /// Opens a page and follows nothing.
    pub async fn get_once(&self, path: &str) -> Page {
        self.send(self.still.get(format!("{}{path}", self.base))).await
    }

    /// Posts fields as they are, and follows nothing.
    pub async fn post_once(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.still.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin").form(fields)).await
    }

    /// The page that was opened last.
    pub fn last(&self) -> Page {
        self.last.lock().unwrap().clone().expect("a page was opened")
    }

    /// Posts fields to a path, with the token of a page that was opened before (any page has one when it has a form).
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post_raw(path, &all).await
    }

    /// Posts fields as they are.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin").form(fields);
        self.send(request).await
    }

    /// Posts fields as they are to a server that may be gone. Does not go on to where the answer points;
    /// gives its status, and whether the server ends the connection.
    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Result<(u16, bool)> {
        let request = self.still.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin").form(fields);
        let closes = |answer: &reqwest::Response| answer.headers().get("connection").is_some_and(|value| value == "close");
        request.send().await.map(|answer| (answer.status().as_u16(), closes(&answer)))
    }

    /// Forgets the page that was opened last, so that the browser and its connections go when nobody
    /// holds it any more.
    pub fn forget(&self) {
        *self.last.lock().unwrap() = None;
    }

    /// Posts a form with files: (field, file name, media type, bytes).
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &str, Vec<u8>)) -> Page {
        let mut form = reqwest::multipart::Form::new().text("csrf", self.token().await);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let (field, name, media_type, bytes) = file;
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned()).mime_str(media_type).unwrap();
        let request =
            self.client.post(format!("{}{path}", self.base)).header("sec-fetch-site", "same-origin").multipart(form.part(field.to_owned(), part));
        self.send(request).await
    }

    /// The CSRF token of this browser.
    pub async fn token(&self) -> String {
        let known = self.last.lock().unwrap().as_ref().and_then(|page| page.value("input[name=csrf]"));
        match known {
            Some(token) => token,
            None => Box::pin(self.get("/inloggen")).await.value("input[name=csrf]").expect("a token"),
        }
    }

    /// Sends any request, as it is.
    pub async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Page {
        let mut request = self.still.request(method, format!("{}{path}", self.base)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.send().await.expect("an answer");
        let page = Page {
            status: answer.status().as_u16(),
            path: answer.url().path().to_owned(),
            headers: answer.headers().clone(),
            html: String::from_utf8_lossy(&answer.bytes().await.unwrap_or_default()).into_owned(),
            browser: self.clone(),
        };
        *self.last.lock().unwrap() = Some(page.clone());
        page
    }
}

impl Page {
    /// A header of the answer.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// What a reader sees, without the tags, blanks taken together.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        let root = html.select(&selector("body")).next();
        let text: String = root.map(|body| body.text().collect::<Vec<_>>().join(" ")).unwrap_or_else(|| self.html.clone());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a reader sees these words.
    pub fn shows(&self, words: &str) -> bool {
        self.text().replace('\u{a0}', " ").contains(words)
    }

    /// The texts of the elements a CSS selector finds.
    pub fn all(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css)).map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// The `value` of the first element a CSS selector finds.
    pub fn value(&self, css: &str) -> Option<String> {
        self.attribute(css, "value")
    }

    /// An attribute of the first element a CSS selector finds.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css)).next().and_then(|e| e.value().attr(name)).map(str::to_owned)
    }

    /// An attribute of every element a CSS selector finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html);
        html.select(&selector(css)).filter_map(|e| e.value().attr(name)).map(str::to_owned).collect()
    }

    /// Fills in the first form of the page that has the first of these fields (or, without fields,
    /// the first form of `main`) and sends it. Other fields keep what they had.
    pub async fn submit(&self, fields: &[(&str, &str)]) -> Page {
        let first = fields.first().map(|(name, _)| *name);
        self.submit_where(|names| first.is_none_or(|name| names.contains(&name.to_owned())), fields).await
    }

    /// The same for the form with this `action`.
    pub async fn submit_to(&self, action: &str, fields: &[(&str, &str)]) -> Page {
        let (path, all) = self.forms().into_iter().find(|(path, _)| path == action).unwrap_or_else(|| panic!("no form to {action} on {}", self.path));
        self.send_form(&path, all, fields).await
    }

    async fn submit_where(&self, wanted: impl Fn(&[String]) -> bool, fields: &[(&str, &str)]) -> Page {
        let found = self.forms().into_iter().find(|(_, all)| wanted(&all.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>()));
        let (path, all) = found.unwrap_or_else(|| panic!("no such form on {} ({}): {}", self.path, self.status, self.text()));
        self.send_form(&path, all, fields).await
    }

    async fn send_form(&self, path: &str, mut all: Vec<(String, String)>, fields: &[(&str, &str)]) -> Page {
        all.retain(|(name, _)| !fields.iter().any(|(n, _)| n == name));
        all.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let all: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.browser.post_raw(path, &all).await
    }

    /// Every posting form inside `main`: where it goes and the fields it would send now.
    fn forms(&self) -> Vec<(String, Vec<(String, String)>)> {
        let html = Html::parse_document(&self.html);
        let (forms, inputs) = (selector("main form[method=post]"), selector("input, textarea, select"));
        html.select(&forms)
            .map(|form| {
                let action = form.value().attr("action").unwrap_or(&self.path).to_owned();
                let fields = form.select(&inputs).filter_map(|field| {
                    let element = field.value();
                    let name = element.attr("name")?.to_owned();
                    let kind = element.attr("type").unwrap_or_default();
                    let value = match element.name() {
                        "textarea" => field.text().collect(),
                        "select" => field
                            .select(&selector("option[selected]"))
                            .next()
                            .or_else(|| field.select(&selector("option")).next())?
                            .value()
                            .attr("value")?
                            .to_owned(),
                        _ if matches!(kind, "radio" | "checkbox") && element.attr("checked").is_none() => return None,
                        _ if kind == "file" => return None,
                        _ => element.attr("value").unwrap_or_default().to_owned(),
                    };
                    Some((name, value))
                });
                (action, fields.collect())
            })
            .collect()
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}
