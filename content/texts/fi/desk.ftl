### Mitä ammattilainen kirjaa yhteydenotosta.

record-title = Kirjaa yhteydenotto
record-channel = Miten asiakas otti yhteyttä?
record-fault-channel = Valitse, miten asiakas otti yhteyttä
record-words = Mitä asiakas kertoi
record-words-hint = Asiakkaan omin sanoin. Oma arviosi kirjataan myöhemmin asian sivulle.
record-noticed-by = Kuka ilmoitti
record-noticed-by-hint = Huoli-ilmoituksessa: taho ja nimi, esimerkiksi pelastuslaitos, poliisi tai koulu. Asiakkaan sivut eivät näytä sitä.
refusal-no-notifier = Kerro, kuka teki huoli-ilmoituksen.
record-fault-words = Kirjoita, mitä asiakas kertoi
record-unit = Asian hoitava yksikkö
record-phone-hint = Mistä asiakkaan tavoittaa tässä asiassa. Voi jättää tyhjäksi.
record-save = Tallenna asia
record-save-another = Tallenna ja lisää toinen asia
record-now-saved = Asia on kirjattu.
queue-signs = Hätätilanteen merkki
