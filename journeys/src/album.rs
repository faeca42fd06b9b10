//! What was seen on a journey: a picture of each page, wide, narrow and dark, and all that was wrong with it.
//! All faults of all pages come together at the end, so one run shows everything there is to mend.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::browser::{Browser, WIDE};
use crate::tools::Tools;
use crate::{axe, focus, html};

/// The width of a small telephone, and of a large text on a wide screen.
const NARROW: u32 = 320;

/// The pages of one journey.
pub struct Album<'a> {
    tools: &'a Tools,
    folder: PathBuf,
    served: TempDir,
    problems: Vec<String>,
}

impl<'a> Album<'a> {
    /// An empty album; its pictures go into a folder of this name.
    pub fn new(tools: &'a Tools, name: &str) -> Result<Self> {
        let folder = tools.pictures.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let served = tempfile::tempdir().context("making a folder for the pages")?;
        Ok(Self { tools, folder, served, problems: Vec::new() })
    }

    /// Looks at the page that the browser shows, in every way there is.
    pub async fn looks(&mut self, browser: &Browser, page: &str) -> Result<()> {
        let before = self.problems.len();
        let path = self.served.path().join(format!("{page}.html"));
        if let Some(html) = browser.served().await? {
            fs::write(path, html).context("keeping the page")?;
        }
        for (width, dark, name) in [
            (WIDE, false, "1280"),
            (WIDE, true, "1280-dark"),
            (NARROW, true, "320-dark"),
            (NARROW, false, "320"),
        ] {
            browser.widens_to(width).await?;
            browser.darkens(dark).await?;
            let picture = self.folder.join(format!("{page}-{name}.png"));
            fs::write(picture, browser.picture().await?).context("keeping the picture")?;
            let overflow = browser.overflow().await?;
            if overflow > 0 {
                self.problems.push(format!("{name}: the page is {overflow} pixels too wide"));
            }
            for problem in axe::problems(self.tools, browser).await? {
                self.problems.push(format!("{name}: {problem}"));
            }
            if !dark {
                for problem in focus::problems(browser).await? {
                    self.problems.push(format!("{name}: {problem}"));
                }
            }
        }
        browser.widens_to(WIDE).await?;
        self.problems
            .extend(browser.complaints().await?.into_iter().map(|text| format!("console: {text}")));
        for problem in self.problems.iter_mut().skip(before) {
            *problem = format!("{page} {problem}");
        }
        Ok(())
    }

    /// What was wrong, the HTML of all pages included.
    pub fn problems(mut self) -> Result<Vec<String>> {
        self.problems.extend(html::problems(self.tools, self.served.path())?);
        self.problems.dedup();
        Ok(self.problems)
    }

    /// Fails with everything that was wrong.
    pub fn closes(self) -> Result<()> {
        let name = self.folder.display().to_string();
        let problems = self.problems()?;
        if !problems.is_empty() {
            bail!("{} problems in {name}:\n{}", problems.len(), problems.join("\n"));
        }
        Ok(())
    }
}
