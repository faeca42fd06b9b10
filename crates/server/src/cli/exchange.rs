//! `polku phone-exchange`: plays a day of calls against the webhook of a running Polku.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::civil::Date;

use super::say;
use crate::content;
use crate::exchange::Plan;
use crate::notices::{Post, Reach, endpoint};

const PATIENCE: Duration = Duration::from_secs(15);

/// What is played, and where.
#[derive(Args, Debug)]
pub(super) struct PhoneExchange {
    /// Where Polku is.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// The token of a program; the demo prints one. Better given in the environment.
    #[arg(long, env = "POLKU_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    token: String,
    /// The day that is played; it must not be ahead of Polku's own.
    #[arg(long, value_name = "DATE")]
    day: Date,
    /// How many calls ring.
    #[arg(long, value_name = "N", default_value_t = 300)]
    calls: u32,
    /// How many people answer.
    #[arg(long, value_name = "N", default_value_t = 3)]
    agents: u32,
    /// The number that is called; may be given several times. Left out: every line of content.
    #[arg(long = "line", value_name = "NUMBER")]
    lines: Vec<String>,
    /// The same seed plays the same day.
    #[arg(long, value_name = "N", default_value_t = 7)]
    seed: u64,
    /// How many seconds the day lasts; 0 plays it as fast as it is heard.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    seconds: u64,
}

/// Plays the day.
pub(super) fn run(options: PhoneExchange) -> anyhow::Result<()> {
    let mut lines = options.lines;
    if lines.is_empty() {
        let (content, _) = content::read(&content::embedded());
        lines.extend(content.telephony.lines.into_iter().map(|line| line.number));
    }
    let address = format!("{}/telephony/events", options.server.trim_end_matches('/'));
    let to = endpoint(&address).map_err(|why| anyhow::anyhow!("--server: {why}"))?;
    if options.token.chars().any(char::is_control) {
        bail!("--token: there are letters in it that no token has");
    }
    let headers = [format!("Authorization: Bearer {}", options.token)];
    let (day, calls, agents, seed) = (options.day, options.calls, options.agents, options.seed);
    let played = Plan { day, calls, agents, lines, seed }.play();
    let post = Post { reach: Reach::Private, patience: PATIENCE };
    let (began, all) = (Instant::now(), u32::try_from(played.told.len()).unwrap_or(u32::MAX));
    for (place, said) in (0_u32..).zip(&played.told) {
        let due = Duration::from_secs(options.seconds) * place / all.max(1);
        std::thread::sleep(due.saturating_sub(began.elapsed()));
        let body = serde_json::to_string(said)?;
        let id = format!("{}-{:?}", said.call, said.event);
        match post.post_json(&to, &headers, &id, &body) {
            Ok(200..=299) => {}
            Ok(401) => bail!("{address} does not know the token: `polku token add` makes one"),
            Ok(422) => bail!(
                "{address} could not record {body}: is --day ahead of Polku's clock, or longer ago than it \
                 remembers, and is the line in telephony.toml?"
            ),
            Ok(status) => bail!("{address} answered {status} to {body}"),
            Err(why) => return Err(anyhow::anyhow!(why)).context(address),
        }
    }
    say(&format!(
        "{} calls rang: {} answered, {} missed, {} of them from hidden numbers.\n\
         {} numbers have still to be called back.",
        played.answered + played.missed,
        played.answered,
        played.missed,
        played.hidden,
        played.unanswered
    ));
    Ok(())
}
