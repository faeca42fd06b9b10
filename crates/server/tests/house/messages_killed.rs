//! The process that sends messages is killed while one is on its way, stopped and started again: nothing
//! is lost, and what was acknowledged and written down never goes a second time. And text messages, told to
//! a real gateway.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use care::decide::ChooseReach;
use care::id::CaseId;
use care::message::Reach;
use jiff::{SignedDuration, Timestamp};
use server::messages::{Carriers, Gateway, Messages};
use server::notices::Post;
use server::wall::{Clock as _, SystemClock};

use crate::county::{AINO, County, DORA, NASI, NELLI};
use crate::messages::post_office::{Mood, PostOffice};
use crate::process::{Served, polku};

const TEMPLATE: &str = r#"{"recipients":["{to}"],"body":"{text}"}"#;

/// Aino chooses a way, and afterwards books a time of a day that is opened for it.
fn choose(county: &County, reach: Reach) {
    let command = ChooseReach { person: AINO.id(), reach };
    county.act(&AINO.caller(), care::decide::Command::ChooseReach(command)).unwrap();
}

fn book(county: &County, hours_ahead: i64) -> CaseId {
    let now = county.clock.now().checked_add(SignedDuration::from_secs(1)).unwrap();
    county.clock.put(now);
    let start_at = now.checked_add(SignedDuration::from_hours(hours_ahead)).unwrap();
    let day = county.open_times(DORA, care::day::day_of(start_at), &[start_at]);
    let case = county.contact(AINO.id(), NASI, "A knee that hurts");
    county.assess(NELLI, case);
    county.act(&AINO.caller(), county.booking(case, day, start_at)).unwrap();
    case
}

/// The content that is shipped, but for a night that is never quiet.
fn without_night(folder: &Path) {
    for file in server::content::embedded() {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = file.text.replace("quiet_from = \"21:00:00\"", "quiet_from = \"07:00:00\"");
        std::fs::write(path, text).unwrap();
    }
}

fn serve(data: &Path, content: &Path, office: SocketAddr) -> Served {
    let mut command: Command = polku(data);
    command.arg("--content").arg(content).arg("serve");
    command.args(["--address", "https://polku.example.fi", "--mail-from", "polku@example.fi"]);
    command.args(["--smtp", &office.to_string()]);
    Served::start(command)
}

#[test]
fn killed_on_the_way_it_goes_once_more_and_then_never_again() {
    let (data, content) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    without_night(content.path());
    let office = PostOffice::open();
    // An hour ago, so that the clock of the process is ahead of everything here.
    let now = SystemClock.now().checked_sub(SignedDuration::from_hours(1)).unwrap();
    let county = County::settle(data.path(), now);
    choose(&county, Reach::Email("aino@example.fi".to_owned()));
    book(&county, 20);
    let now = county.clock.now();
    drop(county);

    office.becomes(Mood::Hangs);
    let mut served = serve(data.path(), content.path(), office.address);
    let first = office.next();
    served.kill();

    office.becomes(Mood::Takes);
    let mut served = serve(data.path(), content.path(), office.address);
    let again = office.next();
    assert_eq!((&again.id, &again.to), (&first.id, &first.to));
    // Told to stop, it writes down what was acknowledged.
    served.terminate();
    assert_eq!(served.ended(), Some(0));

    let county = County::behind(Arc::new(crate::county::ledger(data.path())), now);
    // Its ids begin anew: those of before are passed over.
    for _ in 0..10 {
        county.id();
    }
    book(&county, 30);
    drop(county);
    let mut served = serve(data.path(), content.path(), office.address);
    let next = office.next();
    assert_ne!(next.id, first.id, "the acknowledged one went a third time");
    served.terminate();
    assert_eq!(served.ended(), Some(0));
    assert_eq!(office.letters().len(), 3);
}

/// A gateway for text messages that answers with the statuses given, in turn; and what it was sent.
fn gateway(statuses: &'static [u16]) -> (SocketAddr, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for (status, stream) in statuses.iter().zip(listener.incoming()) {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                if let Some(given) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = given.trim().parse().unwrap();
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            tell.send((head, String::from_utf8(body).unwrap())).unwrap();
            let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (address, told)
}

#[test]
fn a_text_message_goes_to_the_gateway_with_its_token_until_it_is_taken() {
    let county = County::new();
    let (address, told) = gateway(&[503, 202]);
    let post = Post { reach: server::notices::Reach::Private, patience: Duration::from_secs(5) };
    let url = format!("http://{address}/send");
    let gateway = Gateway::new(post, &url, TEMPLATE, Some("a secret")).unwrap();
    let carriers = Carriers {
        mail: None,
        gateway: Some(gateway),
        address: "https://polku.example.fi".to_owned(),
    };
    let messages = Messages::open(Arc::clone(&county.door), carriers);
    choose(&county, Reach::Sms("+358 40-123 4567".to_owned()));
    let case = book(&county, 24);
    let tick = |at: Timestamp| messages.tick(at).unwrap();
    tick(county.clock.now());
    let (head, body) = told.try_recv().unwrap();
    assert!(head.starts_with("POST /send HTTP/1.1"), "{head}");
    assert!(head.contains("Authorization: Bearer a secret"), "{head}");
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(sent["recipients"][0], "+358401234567");
    let text = sent["body"].as_str().unwrap();
    assert!(text.starts_with("Sinulle on varattu aika: ti 3.3."), "{text}");
    assert!(text.contains("https://polku.example.fi/fi/time/"), "{text}");

    let later = county.clock.now().checked_add(SignedDuration::from_mins(2)).unwrap();
    county.clock.put(later);
    tick(later);
    let (again, _) = told.try_recv().unwrap();
    let key = |head: &str| {
        let line = head.lines().find(|line| line.starts_with("Idempotency-Key: "));
        line.unwrap().to_owned()
    };
    assert_eq!(key(&head), key(&again));
    tick(later);
    assert!(told.try_recv().is_err(), "what was taken goes no second time");
    let view = county.door.case(&AINO.caller(), case).unwrap();
    assert_eq!(view.case.messages.len(), 1);
}

#[test]
fn carriers_without_what_they_need_are_not_started() {
    let folder = tempfile::tempdir().unwrap();
    for (given, says) in [
        (vec!["--smtp", "127.0.0.1:25"], "--mail-from"),
        (vec!["--smtp", "127.0.0.1:25", "--mail-from", "polku@example.fi"], "--address"),
        (vec!["--sms-gateway", "http://127.0.0.1:9/"], "--address"),
        (vec!["--sms-gateway", "https://127.0.0.1:9/", "--address", "http://a.fi"], "https"),
    ] {
        let mut command = polku(folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(&given);
        let ran = crate::process::run(&mut command);
        assert_eq!(ran.code, Some(1), "{given:?}: {ran}");
        assert!(ran.complained.contains(says), "{given:?}: {ran}");
    }
}
