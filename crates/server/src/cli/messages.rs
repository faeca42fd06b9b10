//! The options that say who carries messages to residents.

use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::messages::{Carriers, Gateway, Mail};
use crate::notices::{Post, Reach};

/// How long a gateway may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Who carries messages to residents; with nobody they read everything in the service.
#[derive(Args, Clone, Debug)]
pub struct MessageOptions {
    /// Where residents find the service: links in messages begin with it.
    #[arg(long, env = "POLKU_ADDRESS", value_name = "URL")]
    pub(crate) address: Option<String>,
    /// The server that takes e-mail to residents, in plain SMTP: a relay beside Polku that speaks TLS
    /// to the world.
    #[arg(long, env = "POLKU_SMTP", value_name = "HOST:PORT")]
    pub(crate) smtp: Option<String>,
    /// Whom the e-mail comes from.
    #[arg(long, env = "POLKU_MAIL_FROM", value_name = "MAILBOX")]
    pub(crate) mail_from: Option<String>,
    /// The HTTP address of a gateway that takes text messages to residents.
    #[arg(long, env = "POLKU_SMS_GATEWAY", value_name = "URL")]
    pub(crate) sms_gateway: Option<String>,
    /// What the gateway takes: JSON in which the strings {to} and {text} are replaced.
    #[arg(
        long,
        env = "POLKU_SMS_TEMPLATE",
        value_name = "JSON",
        default_value = r#"{"to":"{to}","text":"{text}"}"#
    )]
    pub(crate) sms_template: String,
    /// The bearer token for the gateway. Better given in the environment.
    #[arg(long, env = "POLKU_SMS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub(crate) sms_token: Option<String>,
}

impl MessageOptions {
    /// The carriers, or what is missing for them.
    pub(crate) fn carriers(&self) -> anyhow::Result<Carriers> {
        let mail = self.smtp.as_ref().map(|server| {
            let from = self.mail_from.as_deref().context("--smtp needs --mail-from")?;
            Mail::new(server, from)
        });
        let gateway = self.sms_gateway.as_ref().map(|address| {
            // An operator names it, so it may be in their own network.
            let post = Post { reach: Reach::Private, patience: PATIENCE };
            Gateway::new(post, address, &self.sms_template, self.sms_token.as_deref())
        });
        let (mail, gateway) = (mail.transpose()?, gateway.transpose()?);
        let address = self.address.as_deref().unwrap_or_default().trim_end_matches('/');
        if (mail.is_some() || gateway.is_some()) && !address.starts_with("http") {
            bail!("messages hold links: give --address, such as https://polku.example.fi");
        }
        Ok(Carriers { mail, gateway, address: address.to_owned() })
    }
}
