//! One browser window and what a person does in it: go, read, fill, press, choose.
//! Everything waits for what it needs: a page that is still loading is not a page that is wrong.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::driver::Driver;
use crate::tools::Tools;

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As most people have it.
    On,
    /// As some people have it, and everybody while a page is loading.
    Off,
}

const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--window-size=1280,900",
];

// Long, for a machine that does other things too; what is there is found at once.
const WAIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// The width of the window unless a journey asks for another.
pub(crate) const WIDE: u32 = 1280;

/// One window of a browser with a profile of its own.
pub struct Browser {
    driver: WebDriver,
    base: String,
    // Dropped after the session has ended, and ends the driver's process.
    _process: Driver,
}

impl Browser {
    /// Opens a window for the pages under `base`.
    pub async fn open(tools: &Tools, base: &str, scripts: Scripts) -> Result<Self> {
        let process = Driver::start(&tools.driver)?;
        let mut wishes = DesiredCapabilities::chrome();
        wishes.set_binary(&tools.browser.display().to_string())?;
        for flag in FLAGS {
            wishes.add_arg(flag)?;
        }
        wishes.add_arg(&format!("--user-data-dir={}", process.profile()))?;
        wishes.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        if scripts == Scripts::Off {
            // 2 blocks: the setting that a person has in the browser's preferences.
            let settings = json!({"profile.managed_default_content_settings.javascript": 2});
            wishes.add_experimental_option("prefs", settings)?;
        }
        let driver = WebDriver::new(process.address(), wishes).await.context("opening a window")?;
        Ok(Self { driver, base: base.to_owned(), _process: process })
    }

    /// Closes the window.
    pub async fn close(self) -> Result<()> {
        self.driver.quit().await.context("closing the window")
    }

    /// Goes to a path of the site.
    pub async fn go(&self, path: &str) -> Result<()> {
        self.driver
            .goto(format!("{}{path}", self.base))
            .await
            .with_context(|| format!("going to {path}"))
    }

    /// The path where the window is, with its query.
    pub async fn path(&self) -> Result<String> {
        let url = self.driver.current_url().await?;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{}{query}", url.path()))
    }

    /// The page's own language, from its root element.
    pub async fn language(&self) -> Result<String> {
        self.script("return document.documentElement.lang").await
    }

    /// What a person can read on the page.
    pub async fn text(&self) -> Result<String> {
        self.script("return document.body.innerText").await
    }

    /// The main heading.
    pub async fn heading(&self) -> Result<String> {
        let heading = self.element("h1").await?;
        Ok(heading.text().await?.trim().to_owned())
    }

    /// Waits until the page shows this text.
    pub async fn shows(&self, wanted: &str) -> Result<()> {
        for _ in 0..tries() {
            if self.text().await.is_ok_and(|text| text.contains(wanted)) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("{} never showed \"{wanted}\", but:\n{}", self.path().await?, self.text().await?);
    }

    /// Waits until the window is at a path that contains this.
    pub async fn arrives(&self, wanted: &str) -> Result<()> {
        for _ in 0..tries() {
            if self.path().await?.contains(wanted) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("never came to {wanted}; is at {}:\n{}", self.path().await?, self.text().await?);
    }

    /// Whether something on the page fits the selector now.
    pub async fn has(&self, selector: &str) -> Result<bool> {
        Ok(!self.driver.find_all(By::Css(selector)).await?.is_empty())
    }

    /// Waits until something on the page fits the selector.
    pub async fn waits_for(&self, selector: &str) -> Result<()> {
        self.element(selector).await.map(drop)
    }

    /// The text of the first thing that fits the selector.
    pub async fn reads(&self, selector: &str) -> Result<String> {
        Ok(self.element(selector).await?.text().await?.trim().to_owned())
    }

    /// The attribute of the first thing that fits the selector.
    pub async fn attribute(&self, selector: &str, name: &str) -> Result<Option<String>> {
        Ok(self.element(selector).await?.attr(name).await?)
    }

    /// Clicks the first thing that fits the selector.
    pub async fn clicks(&self, selector: &str) -> Result<()> {
        let element = self.element(selector).await?;
        element.scroll_into_view().await?;
        element.click().await.with_context(|| format!("clicking {selector}"))
    }

    /// Submits the form of the first thing that fits the selector, and waits for the next page.
    pub async fn sends(&self, selector: &str) -> Result<()> {
        let before = self.page_mark().await?;
        self.clicks(selector).await?;
        self.leaves(&before).await.with_context(|| format!("after clicking {selector}"))
    }

    /// Replaces what is in a field.
    pub async fn fills(&self, selector: &str, text: &str) -> Result<()> {
        let element = self.element(selector).await?;
        element.clear().await?;
        element.send_keys(text).await.with_context(|| format!("filling {selector}"))
    }

    /// Chooses one of several answers, as people do: by its label.
    pub async fn chooses(&self, name: &str, value: &str) -> Result<()> {
        let answer = format!("input[name='{name}'][value='{value}']");
        let id = self.attribute(&answer, "id").await?;
        let id = id.with_context(|| format!("the answer {value} of {name} has no id"))?;
        self.clicks(&format!("label[for='{id}']")).await?;
        let chosen = "return document.querySelector(arguments[0]).checked";
        if !self.script_with::<bool>(chosen, vec![json!(answer)]).await? {
            bail!("{} does not let {value} of {name} be chosen", self.path().await?);
        }
        Ok(())
    }

    /// Picks an entry of a list.
    pub async fn picks(&self, name: &str, value: &str) -> Result<()> {
        self.clicks(&format!("select[name='{name}'] option[value='{value}']")).await
    }

    /// The attribute of everything that fits the selector.
    pub async fn attributes(&self, selector: &str, name: &str) -> Result<Vec<String>> {
        let script = "return Array.from(document.querySelectorAll(arguments[0]),
            (element) => element.getAttribute(arguments[1]) || '')";
        self.script_with(script, vec![json!(selector), json!(name)]).await
    }

    /// Presses keys where the focus is.
    pub async fn presses(&self, keys: impl Into<TypingData>) -> Result<()> {
        let focused = self.driver.active_element().await.context("finding the focus")?;
        focused.send_keys(keys).await.context("pressing keys")
    }

    /// Presses Enter where the focus is, and waits for the next page.
    pub async fn enters(&self) -> Result<()> {
        let before = self.page_mark().await?;
        self.presses(Key::Enter).await?;
        self.leaves(&before).await.context("after Enter")
    }

    /// Presses Tab until the focus is on something that fits the selector.
    pub async fn tabs_to(&self, selector: &str) -> Result<()> {
        const STOPS_MAX: usize = 200;
        for _ in 0..STOPS_MAX {
            self.presses(Key::Tab).await?;
            let there = "return document.activeElement.matches(arguments[0])";
            if self.script_with(there, vec![json!(selector)]).await? {
                return Ok(());
            }
        }
        bail!("{} cannot be reached with Tab on {}", selector, self.path().await?);
    }

    /// Sets the width of the page in CSS pixels; narrower than any real window may be.
    pub async fn widens_to(&self, width: u32) -> Result<()> {
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Asks pages for their dark or light colours, without motion.
    pub async fn darkens(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await.map(drop)
    }

    /// How many CSS pixels of the page lie beyond its right edge.
    pub async fn overflow(&self) -> Result<i64> {
        let script = "return document.documentElement.scrollWidth - window.innerWidth";
        Ok(self.script::<i64>(script).await?.max(0))
    }

    /// A picture of the whole page, from its top to its bottom.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.is_laid_out().await?;
        let whole = json!({"format": "png", "captureBeyondViewport": true});
        let answer = self.devtools("Page.captureScreenshot", whole).await?;
        let data = answer.get("data").and_then(Value::as_str).context("a picture has data")?;
        STANDARD.decode(data).context("a picture is base64")
    }

    /// Waits until the page has a size. On a busy machine it is loaded before it is laid out.
    async fn is_laid_out(&self) -> Result<()> {
        for _ in 0..tries() {
            let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await?;
            let width = metrics.pointer("/cssContentSize/width").and_then(Value::as_f64);
            if width.is_some_and(|width| width > 0.0) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("{} never got a size", self.path().await?);
    }

    /// The page as the server sends it, which is not what the browser made of it. A form that came back
    /// with its faults stands at an address that only takes forms; then there is none.
    pub(crate) async fn served(&self) -> Result<Option<String>> {
        let answer = self.request(&self.path().await?).await?;
        if answer.status() == reqwest::StatusCode::METHOD_NOT_ALLOWED {
            return Ok(None);
        }
        answer.text().await.map(Some).context("reading the page")
    }

    /// What the server sends for a path to whoever is signed in here.
    pub async fn fetches(&self, path: &str) -> Result<String> {
        let answer = self.request(path).await?;
        if answer.status().is_client_error() || answer.status().is_server_error() {
            bail!("{path} answers {}", answer.status());
        }
        answer.text().await.context("reading what was fetched")
    }

    async fn request(&self, path: &str) -> Result<reqwest::Response> {
        let url = format!("{}{path}", self.base);
        let cookies = self.driver.get_all_cookies().await?;
        let cookies: Vec<String> =
            cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        let request = reqwest::Client::new().get(url).header("cookie", cookies.join("; "));
        request.send().await.with_context(|| format!("fetching {path}"))
    }

    /// What the browser complained of since the last time: faults of scripts, refused content.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        // A form with faults answers 422, and one that came too late 409: the browser notes both.
        let meant = |line: &str| line.contains("status of 422") || line.contains("status of 409");
        let log = self.driver.browser_log().await?;
        let severe = log.into_iter().filter(|line| line.level == "SEVERE").map(|line| line.message);
        Ok(severe.filter(|line| !meant(line)).collect())
    }

    /// Runs our own script in the page.
    pub(crate) async fn script<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        self.script_with(script, Vec::new()).await
    }

    /// Runs our own script with arguments in the page.
    pub(crate) async fn script_with<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<T> {
        let answer = self.driver.execute(script, arguments).await?;
        answer.convert().context("the script's answer has another form")
    }

    /// Runs our own script, which calls its last argument when it is done.
    pub(crate) async fn slow_script<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        let answer = self.driver.execute_async(script, Vec::new()).await?;
        answer.convert().context("the script's answer has another form")
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("the browser refused {command}"))
    }

    async fn element(&self, selector: &str) -> Result<WebElement> {
        let found = self.driver.query(By::Css(selector)).wait(WAIT, PAUSE).first().await;
        match found {
            Ok(element) => Ok(element),
            Err(_) => bail!("{} has no {selector}:\n{}", self.path().await?, self.text().await?),
        }
    }

    /// Something that differs between two loads of even the same page.
    async fn page_mark(&self) -> Result<String> {
        self.script("return String(performance.timeOrigin)").await
    }

    async fn leaves(&self, before: &str) -> Result<()> {
        for _ in 0..tries() {
            // While a page is being replaced there is none to ask.
            let left = self.page_mark().await.is_ok_and(|mark| mark != before);
            let whole = "return document.readyState === 'complete'";
            if left && self.script::<bool>(whole).await.unwrap_or(false) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("no new page came; still at {}:\n{}", self.path().await?, self.text().await?);
    }
}

fn tries() -> u128 {
    WAIT.as_millis() / PAUSE.as_millis()
}
