### FHIR-rajapinnan vastaukset ohjelmille ja niiden tekijöille.

fhir-sign-in = Tunniste puuttuu tai ei kelpaa. Lähetä otsake Authorization: Bearer ja tunniste; ylläpitäjä antaa sellaisen komennolla polku token add.
fhir-not-allowed = Tällä tunnisteella ei ole oikeutta tähän. Pyydä oikeus ylläpitäjältä.
fhir-media-type = Sisällön tyyppiä ei lueta: { $given }. Lähetä application/fhir+json tai application/fhir+ndjson, tarvittaessa gzip-pakattuna.
fhir-rendered = Tietoa { $address } ylläpitää Polku itse, joten sitä ei voi kirjoittaa tai poistaa FHIR-rajapinnan kautta. Tee muutos Polun palvelussa tai lähetä tieto omalla tunnisteellasi.
fhir-may-lead = Rajapinnan kautta sen tilaksi voi nyt asettaa vain: { $next }.
fhir-erased = Henkilön tiedot on poistettu lopullisesti, joten tietoa { $address } ei oteta vastaan. Älä lähetä sitä uudelleen.
fhir-store-full = Tallennustila on täynnä: mitään ei kirjoitettu. Luku toimii. Yritä uudelleen, kun ylläpitäjä on vapauttanut tilaa.
fhir-store-away = Tietokantaan ei saada juuri nyt yhteyttä. Kesken ollut kirjoitus on voinut tallentua tai jäädä tallentumatta. Yritä hetken kuluttua uudelleen ja katso ensin, tallentuiko se.
fhir-files-elsewhere = Työn tiedostot ovat toisella palvelimella, eikä niiden kansio ole yhteinen. Yritä uudelleen tai pyydä ylläpitäjää antamaan palvelimille yhteinen kansio.
fhir-fault = Pyyntö epäonnistui palvelun omasta syystä. Yritä uudelleen; jos vika toistuu, kerro ylläpitäjälle viite { $reference }.
fhir-slow = Pyyntö tuli liian hitaasti, eikä siitä tehty mitään. Lähetä se uudelleen, tarvittaessa pienemmissä osissa.
fhir-address = Osoite on liian pitkä. Hae pyynnöllä POST _search, niin ehdot kulkevat rungossa.
fhir-head = Pyynnön otsakkeet ovat liian suuret tai niitä on liikaa. Lähetä vähemmän otsakkeita.
fhir-quota = Yhteyksiä tai töitä on jo niin monta kuin yhdelle sallitaan. Yritä uudelleen, kun otsake Retry-After sanoo.
fhir-busy = Palvelulla on juuri nyt liikaa tehtävää. Mitään ei kirjoitettu. Yritä uudelleen, kun otsake Retry-After sanoo.
