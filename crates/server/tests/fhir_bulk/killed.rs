//! The server as a process of its own, killed between notices: when it is started again it goes on
//! telling where it stood.

use std::path::Path;
use std::time::Instant;

use serde_json::json;

use crate::app::PATIENCE;
use crate::process::{Request, Served, polku, run};
use crate::receiver::Receiver;

const COUNT: usize = 40;

fn start(data: &Path) -> Served {
    let mut command = polku(data);
    command.args(["serve", "--notices-to-private"]);
    Served::start(command)
}

fn token(data: &Path) -> String {
    let made = run(polku(data).args(["token", "add", "--name", "laboratory"]));
    assert_eq!(made.code, Some(0), "{made}");
    let token = made.said.split_ascii_whitespace().find(|word| word.len() == 43);
    token.unwrap_or_else(|| panic!("no token in {made}")).to_owned()
}

#[test]
fn a_killed_server_goes_on_telling_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let token = token(folder.path());
    let receiver = Receiver::open("127.0.0.1:0");
    let mut served = start(folder.path());
    let put = |served: &Served, resource: &serde_json::Value| {
        let path = format!(
            "/fhir/{}/{}",
            resource["resourceType"].as_str().unwrap(),
            resource["id"].as_str().unwrap()
        );
        let body = resource.to_string();
        let mut request = Request::to(served.address).unwrap();
        let head = format!(
            "PUT {path} HTTP/1.1\r\nHost: polku.test\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/fhir+json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        request.send(&(head + &body)).unwrap();
        let status = request.reply().unwrap().0;
        assert!([200, 201].contains(&status), "{path}: {status}");
    };
    put(
        &served,
        &json!({
            "resourceType": "Subscription", "id": "s1", "status": "requested", "reason": "test",
            "criteria": "Observation?",
            "channel": {"type": "rest-hook", "payload": "application/fhir+json",
                "endpoint": format!("http://{}", receiver.address)}
        }),
    );
    for at in 0..COUNT {
        put(
            &served,
            &json!({"resourceType": "Observation", "id": format!("o{at:02}"),
            "status": "final", "code": {"text": "x"}}),
        );
    }
    let began = Instant::now();
    let mut kills = 0;
    loop {
        let heard = receiver.heard().len();
        if receiver.heard().iter().any(|told| told.line.contains(&format!("/o{:02} ", COUNT - 1))) {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{heard} notices");
        // In the middle of it, wherever that is.
        if kills < 2 && heard > kills * 10 {
            served.kill();
            served = start(folder.path());
            kills += 1;
        }
        std::thread::yield_now();
    }
    assert!(kills >= 1, "the server was never killed");
    let heard = receiver.heard();
    let mut told: Vec<(&str, &str)> =
        heard.iter().map(|told| (told.line.as_str(), told.header("x-polku-notice"))).collect();
    told.dedup();
    let ids: Vec<&str> = told.iter().map(|(line, _)| *line).collect();
    let expected: Vec<String> =
        (0..COUNT).map(|at| format!("PUT /Observation/o{at:02} HTTP/1.1")).collect();
    assert_eq!(ids, expected, "each once, or twice in a row under one id");
}
