//! What every journey has: a browser, and a site that serves the app as it should be.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use interleave_journeys::browser::Browser;
use interleave_journeys::engine::Engine;
use interleave_journeys::machine;
use interleave_journeys::page::Page;
use interleave_journeys::site::{Options, Site};

use crate::attempts::Attempts;

/// How long a page that something went wrong in may take to be kept.
const KEPT: Duration = Duration::from_secs(10);

/// Workers that use less of a core are at rest.
const AT_REST: f64 = 0.1;
/// How long what a journey has left behind may take to end.
const SETTLED: Duration = Duration::from_secs(10);

/// A browser, a site, and what has to be told of the journey.
#[derive(Clone)]
pub struct World {
    pub browser: Arc<Browser>,
    pub site: Arc<Site>,
    /// What timing has decided in the journey, and what was found before it did.
    pub attempts: Attempts,
}

impl World {
    /// With a new browser.
    pub async fn start(engine: Engine) -> Self {
        let browser = Browser::start(engine).await;
        println!("{} {} started", engine.name(), browser.version());
        let site = Site::serve(Options::default()).await;
        Self { browser: Arc::new(browser), site: Arc::new(site), attempts: Attempts::default() }
    }

    /// The same for another journey.
    pub fn next(&self) -> Self {
        Self { attempts: Attempts::default(), ..self.clone() }
    }

    /// Waits until what the journey before has left behind is over, for whoever measures.
    pub async fn settle(&self) {
        let browser = self.browser.process();
        if machine::workers(browser) > 0 {
            // What goes on for longer is for the journey to notice.
            let _ = machine::until_idle(browser, AT_REST, SETTLED).await;
        }
    }

    /// Opens the app with this query.
    pub async fn open(&self, query: &str) -> Page<'_> {
        Page::open(&self.browser, &self.site.address(query)).await
    }

    /// Ends the browser. No journey holds it any more.
    pub async fn stop(self) {
        if let Some(browser) = Arc::into_inner(self.browser) {
            browser.stop().await;
        }
    }

    /// Keeps the page as it is now, for people to look at.
    pub async fn keep(&self, name: &str) {
        let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/journeys");
        let path = |ending: &str| folder.join(format!("{}.{ending}", name.replace("::", "-")));
        let client = &self.browser.client;
        let kept = async {
            tokio::fs::create_dir_all(&folder).await?;
            if let Ok(Ok(picture)) = tokio::time::timeout(KEPT, client.screenshot()).await {
                tokio::fs::write(path("png"), picture).await?;
            }
            let script = "return [location.href, document.body.innerText, JSON.stringify(journey, null, 1)].join('\\n\\n')";
            if let Ok(Ok(text)) = tokio::time::timeout(KEPT, client.execute(script, vec![])).await {
                tokio::fs::write(path("txt"), text.as_str().unwrap_or_default()).await?;
            }
            std::io::Result::Ok(())
        };
        match kept.await {
            Ok(()) => eprintln!("{name}: the page as it was: {}", path("png").display()),
            Err(error) => eprintln!("{name}: the page could not be kept: {error}"),
        }
    }
}
