### Ilmoitukset tilaajille: ylläpitäjän sivu.

notices-title = Ilmoitukset tilaajille
notices-lead = Ohjelmat voivat tilata tiedon siitä, mikä on muuttunut. Ilmoitusta yritetään kahdeksan kertaa noin kolmen tunnin aikana. Sen jälkeen se odottaa tässä, että ihminen päättää.
notices-none = Ilmoituksia ei ole tilattu
notices-none-text = Ohjelma tilaa ilmoituksia FHIR-rajapinnan kautta (Subscription).
notices-state = Tila
notices-active = Toimii
notices-failing = Ei mene perille
notices-off = Pois päältä
notices-requested = Ei vielä alkanut
notices-off-text = Tilaus alkaa uudelleen, kun sen tilaksi kirjoitetaan FHIR-rajapinnan kautta requested.
notices-follows = Seuraa
notices-to = Vastaanottaja
notices-told = Kerrottu
notices-told-all = Kaikki tähän asti
notices-told-nothing = Ei mitään vielä
notices-behind = { $count ->
    [one] Korkeintaan { $count } tapahtuma odottaa
   *[other] Korkeintaan { $count } tapahtumaa odottaa
}
notices-fault = Viimeisin vika
notices-next = Seuraava yritys
notices-next-at = { $at }, epäonnistuneita yrityksiä { $tries }
notices-nothing-given-up = Yhtään ilmoitusta ei ole jäänyt lähettämättä.
notices-given-up = Lähettämättä jääneet ilmoitukset
notices-about = Tieto, versio
notices-at = Yritykset loppuivat
notices-tries = Yrityksiä
notices-last-fault = Viimeisin vika
notices-do = Toiminnot
notices-resend = Lähetä uudelleen
notices-resend-all = Lähetä kaikki uudelleen
notices-let-go = Jätä lähettämättä
notices-sent = { $count ->
    [one] Ilmoitus meni perille.
   *[other] { $count } ilmoitusta meni perille.
}
notices-not-taken = Perille meni { $sent }, ja odottamaan jäi { $left }. Syy näkyy ilmoituksen kohdalla.
notices-became-let-go = Ilmoitus jätettiin lähettämättä. Syy kirjattiin.
notices-gone = Joku muu ehti jo hoitaa tämän ilmoituksen.
notices-fault-name = Vastaanottajan nimellä ei löydy palvelinta. Tarkista osoite.
notices-fault-unreachable = Vastaanottajaan ei saada yhteyttä. Se voi olla sammunut, tai palomuuri estää.
notices-fault-no-answer = Vastaanottaja ei vastannut ajoissa.
notices-fault-status = Vastaanottaja ei ottanut ilmoitusta: se vastasi { $status }.
notices-fault-not-http = Osoitteessa vastaa jokin muu kuin verkkopalvelin.
notices-fault-private = Vastaanottajan osoite kuuluu yksityiseen verkkoon tai tähän palvelimeen. Ylläpito voi sallia sen (--notices-to-private).
notices-fault-https = Ilmoituksia ei vielä lähetetä HTTPS-yhteydellä. Anna HTTPS:ää käyttävän välityspalvelimen HTTP-osoite (channel.endpoint).
notices-fault-address = Vastaanottajan osoitteeseen ei voi lähettää. Anna http-osoite, jossa on palvelimen nimi eikä salasanaa (channel.endpoint).
notices-fault-channel = Vain rest-hook-tyyppisille tilauksille lähetetään ilmoituksia (channel.type).
notices-fault-payload = Ilmoituksen mukana voi lähettää vain sisältöä application/fhir+json (channel.payload).
notices-fault-header = Mukaan pyydetty otsake ei ole muotoa NIMI: ARVO, tai se on Polun oma (channel.header).
notices-fault-criteria = Tilauksen ehtoja ei voi seurata. Anna tyyppi ja ehtoja, jotka koskevat resurssia itseään: TYYPPI?PARAMETRI=ARVO (criteria).
notices-fault-other = Muu vika: { $why }
let-go-title = Jätä ilmoitus lähettämättä
let-go-text = Vastaanottaja ei saa tietää tästä muutoksesta. Tieto itse pysyy tallessa. Päätös ja syy kirjataan.
let-go-why = Miksi ilmoitusta ei lähetetä?
let-go-missing = Valitse syy
let-go-told-otherwise = Vastaanottaja tietää asian jo muuta kautta
let-go-outdated = Uudempi tieto on kerrottu, tai asia on ohi
let-go-not-wanted = Vastaanottaja ei halua tätä ilmoitusta
let-go-receiver-gone = Vastaanottajaa ei enää ole
let-go-confirm = Jätä lähettämättä
let-go-keep = Pidä ilmoitus
