//! The looking itself is looked at: pages with known faults, served by the test, must be found out.

#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at the first thing that is not as it must be"
)]

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use journeys::{Album, Browser, Scripts, Tools};
use thirtyfour::Key;

/// A page with this body, good in every other way.
fn page(body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fi\"><head><meta charset=\"utf-8\"><title>Koe</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"data:,\">\
         <style>body {{ background: #fff; color: #000 }} a {{ color: #00c }} a:focus-visible, button:focus-visible, \
         input:focus-visible {{ outline: 3px solid #05c }} @media (prefers-color-scheme: dark) \
         {{ body {{ background: #000; color: #fff }} a {{ color: #9cf }} }}</style></head>\
         <body><main>{body}</main></body></html>"
    )
}

/// Serves these pages by path until the test ends, and gives the address.
fn serve(pages: Vec<(&'static str, String)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let pages = Arc::new(pages);
    // A browser opens connections it may use later, so each is served beside the others.
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let pages = Arc::clone(&pages);
            // The browser may have gone away; the next one is served all the same.
            std::thread::spawn(move || drop(answer(&pages, stream)));
        }
    });
    address
}

fn answer(pages: &[(&str, String)], mut stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = first.split([' ', '?']).nth(1).unwrap_or_default();
    let found = pages.iter().find(|(name, _)| *name == path);
    let (status, body) = found.map_or(("404 Not Found", ""), |(_, body)| ("200 OK", body));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

async fn open(tools: &Tools, body: &str, scripts: Scripts) -> Browser {
    let address = serve(vec![("/", page(body)), ("/next", page("<h1>Seuraava</h1>"))]);
    let browser = Browser::open(tools, &address, scripts).await.unwrap();
    browser.go("/").await.unwrap();
    browser
}

const GOOD: &str = "<h1>Hyvä</h1><p><a href=\"/next\">Seuraava</a></p>\
    <form action=\"/next\"><label for=\"a\">Nimi</label> <input id=\"a\" name=\"a\">\
    <button>Jatka</button></form>";

/// A page, its body, and what must be said of it.
const FAULTS: &[(&str, &str, &str)] = &[
    ("/unlabelled", "<h1>A</h1><form><input name=\"a\"></form>", "axe label"),
    (
        "/contrast",
        "<h1>A</h1><p style=\"color: #777; background: #888\">Vaikea lukea</p>",
        "axe color-contrast",
    ),
    ("/no-focus", "<h1>A</h1><a href=\"/\" style=\"outline: none\">B</a>", "shows no focus"),
    (
        "/covered",
        "<h1>A</h1><a href=\"/\">B</a>\
         <div style=\"position: fixed; inset: 0; background: Canvas\">C</div>",
        "is covered when focused",
    ),
    (
        "/outside",
        "<h1>A</h1><a href=\"/\" style=\"position: fixed; left: -9999px\">B</a>",
        "is outside the window when focused",
    ),
    ("/wide", "<h1>A</h1><p style=\"width: 400px\">B</p>", "320: the page is"),
    ("/two-classes", "<h1 class=\"a\" class=\"b\">A</h1>", "Duplicate attribute"),
    ("/script", "<h1>A</h1><script>nothing()</script>", "console: "),
];

#[tokio::test]
async fn each_fault_is_found_and_a_good_page_has_none() {
    let tools = Tools::find().unwrap();
    let mut pages: Vec<(&str, String)> =
        FAULTS.iter().map(|(path, body, _)| (*path, page(body))).collect();
    pages.push(("/good", page(GOOD)));
    let paths: Vec<&str> = pages.iter().map(|(path, _)| *path).collect();
    let browser = Browser::open(&tools, &serve(pages), Scripts::On).await.unwrap();
    let mut album = Album::new(&tools, "framework").unwrap();
    for path in paths {
        browser.go(path).await.unwrap();
        album.looks(&browser, path.trim_start_matches('/')).await.unwrap();
    }
    browser.close().await.unwrap();
    let found = album.problems().unwrap();
    for (path, _, expected) in FAULTS {
        let name = path.trim_start_matches('/');
        let said = |problem: &&String| problem.contains(name) && problem.contains(expected);
        assert!(found.iter().any(|problem| said(&problem)), "{name}: {found:#?}");
    }
    assert!(!found.iter().any(|problem| problem.contains("good")), "{found:#?}");
}

#[tokio::test]
async fn without_scripts_pages_run_none_and_forms_still_work() {
    let tools = Tools::find().unwrap();
    let body = "<h1>A</h1><form action=\"/next\"><button>Jatka</button></form>\
                <script>document.querySelector('h1').textContent = 'B'</script>";
    let browser = open(&tools, body, Scripts::Off).await;
    assert_eq!(browser.heading().await.unwrap(), "A");
    browser.sends("button").await.unwrap();
    browser.shows("Seuraava").await.unwrap();
    browser.close().await.unwrap();
    let browser = open(&tools, body, Scripts::On).await;
    assert_eq!(browser.heading().await.unwrap(), "B");
    browser.close().await.unwrap();
}

#[tokio::test]
async fn a_person_gets_on_by_keyboard_alone() {
    let tools = Tools::find().unwrap();
    let body = "<h1>A</h1><a href=\"/\">Etusivu</a><form action=\"/next\">\
                <label for=\"a\">Nimi</label> <input id=\"a\" name=\"a\"><button>Jatka</button></form>";
    let browser = open(&tools, body, Scripts::On).await;
    browser.tabs_to("#a").await.unwrap();
    browser.presses("Äijä").await.unwrap();
    browser.presses(Key::Tab).await.unwrap();
    browser.enters().await.unwrap();
    browser.arrives("/next?a=%C3%84ij%C3%A4").await.unwrap();
    assert!(browser.tabs_to("#gone").await.is_err(), "what is not there cannot be reached");
    browser.close().await.unwrap();
}

#[tokio::test]
async fn two_pictures_of_one_page_are_the_same_bytes_and_dark_ones_differ() {
    let tools = Tools::find().unwrap();
    let browser = open(&tools, "<h1>Sama</h1><p>Å Ä Ö å ä ö</p>", Scripts::On).await;
    browser.widens_to(320).await.unwrap();
    let first = browser.picture().await.unwrap();
    browser.go("/").await.unwrap();
    assert_eq!(browser.picture().await.unwrap(), first);
    browser.darkens(true).await.unwrap();
    assert_ne!(browser.picture().await.unwrap(), first);
    browser.close().await.unwrap();
}
