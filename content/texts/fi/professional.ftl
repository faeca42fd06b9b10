### The professional’s pages.

task-assess = Arvioi hoidon tarve
task-book = Varaa aika
task-meet = Tapaa asiakas
task-conclude = Päätä tai jatka hoitoa
banner-label = Asiakas
protected = Turvakielto
protected-text = Asuinpaikkaa ja yhteystietoja ei näytetä. Älä kirjaa niitä tekstiin.
queue-title = Arviota odottavat
queue-count = { $count ->
        [one] 1 odottaa
       *[other] { $count } odottaa
    }
queue-late = { $count ->
        [one] 1 yli määräajan
       *[other] { $count } yli määräajan
    }
queue-at = { $at }
queue-take = Ota
queue-taken = { $name }
queue-empty = Jono on tyhjä
queue-empty-text = Kaikki yhteydenotot on otettu arvioitaviksi. Uudet tulevat tähän itsestään.
queue-none = Kukaan ei odota näillä rajauksilla
queue-none-text = Vaihda rajausta tai näytä koko jono.
queue-show-all = Näytä koko jono
queue-of-all = (kaikkiaan { $count })
live-on = Lista päivittyy itsestään.
live-off = Yhteys katkesi. Yritämme uudelleen; voit myös ladata sivun.
live-changed = Lista muuttui.
due-today = Tänään
due-was = { $day }
no-clock = Ei määräaikaa
work-title = Työt
work-late = Määräaika ylittynyt
work-today = Viimeistään tänään
work-week = Seitsemän päivän sisällä
work-later = Myöhemmin tai ilman määräaikaa
work-empty = Ei töitä näillä rajauksilla
work-empty-text = Vaihda rajausta tai ota yhteydenotto jonosta.
work-to-queue = Jonoon
whose-mine = Omat
whose-unit = Koko yksikön
case-title = { $topic }: { $client }
case-reach = Tavoittaminen
case-take = Ota vastuulleni
case-assessed = Hoidon tarpeen arviointi
case-assessed-by = Arvioi
case-booked = Varattu aika
case-now-taken = Asia on nyt vastuullasi.
case-now-assessed = Arvio on tallennettu.
case-now-booked = Aika on varattu.
case-now-unbooked = Aika on peruttu.
case-now-visited = Käynti on kirjattu.
case-now-missed = Poisjäänti on kirjattu.
case-now-closed = Asia on päätetty.
assess-title = Arvioi hoidon tarve
assess-urgency = Kiireellisyys
assess-outcome = Mitä seuraavaksi
outcome-appointment = Tarvitaan vastaanottoaika
outcome-advice = Neuvonta riittää
outcome-emergency = Ohjataan päivystykseen
assess-care = Hoidon laji
assess-care-hint = Määrää, mikä lakisääteinen enimmäisaika alkaa.
assess-profession = Kenen vastaanotolle
assess-unit = Vastaava yksikkö
assess-note = Kirjaus
assess-note-hint = Näkyy ammattilaisille.
assess-told = Mitä asiakkaalle kerrottiin
assess-told-hint = Näkyy asiakkaalle. Kirjoita asiakkaan kielellä: { $language }.
assess-save = Tallenna arvio
assess-fault-urgency = Valitse kiireellisyys
assess-fault-outcome = Valitse, mitä seuraavaksi tapahtuu
assess-fault-care = Valitse hoidon laji
assess-fault-profession = Valitse, kenen vastaanotolle
assess-fault-told = Kirjoita, mitä asiakkaalle kerrottiin
book-title = Varaa aika
book-move-title = Siirrä aika
book-times = Ensimmäiset vapaat ajat
book-save = Varaa aika
book-fault = Valitse aika
book-none = Vapaita aikoja ei löytynyt
book-none-text = Kokeile toista yksikköä tai tapaamistapaa. Jos määräaika uhkaa ylittyä, hoito on hankittava muualta (terveydenhuoltolaki 54 §).
unbook-title = Peru varattu aika
unbook-text = Aika vapautuu, ja asia palaa yksikön töihin odottamaan uutta aikaa.
unbook-confirm = Peru aika
visit-title = Kirjaa käynti
visit-started = Alkoi klo
visit-ended = Päättyi klo
visit-note = Kirjaus
visit-further = Jatkuuko hoito?
visit-further-no = Ei, asia voidaan päättää
visit-further-yes = Kyllä, tarvitaan uusi aika
visit-save = Tallenna käynti
visit-fault-start = Kirjoita alkamisaika muodossa 9.30
visit-fault-end = Kirjoita päättymisaika, joka on alkamisen jälkeen
visit-fault-further = Valitse, jatkuuko hoito
no-show-title = Asiakas ei saapunut
no-show-text = Asia palaa yksikön töihin. Lain määräaika jatkuu.
no-show-save = Kirjaa poisjäänti
close-title = Päätä asia
close-how = Miten asia päättyi?
close-hint = Asiakas näkee tämän.
close-save = Päätä asia
close-fault = Valitse, miten asia päättyi
people-title = Hae henkilö
people-name = Nimi
people-name-hint = Vähintään kaksi kirjainta suku- tai etunimestä
people-number = Henkilötunnus
people-number-hint = Muodossa 010594-123A tai 010594Y123A
people-search = Hae
born = s. { $day }
people-born = Syntynyt
people-found = { $count ->
        [one] 1 henkilö
       *[other] { $count } henkilöä
    }
people-none = Ketään ei löytynyt
people-none-text = Tarkista kirjoitusasu tai hae henkilötunnuksella.
people-fault-little = Kirjoita vähintään kaksi kirjainta nimestä tai koko henkilötunnus
people-fault-number = Tarkista henkilötunnus: tarkistusmerkki ei täsmää tai merkkejä puuttuu
person-ground = Katselun peruste: { $ground }. Katselu on kirjattu.
person-matters = Asiat
person-no-matters = Ei asioita
person-no-matters-text = Henkilö ei ole ottanut yhteyttä.
person-times = Ajat ja käynnit
person-looks = Näytä katselut
person-fate = Tila
fate-coming = Tulossa
fate-held = Toteutunut
fate-no-show = Asiakas ei saapunut
fate-cancelled = Peruttu
ground-title = Miksi avaat tiedot?
ground-text = Sinulla ei ole hoitosuhdetta tähän henkilöön. Kerro peruste. Se kirjataan, ja henkilö näkee sen.
ground-question = Peruste
ground-contact = Asiakas on yhteydessä juuri nyt
ground-consultation = Kollega pyysi konsultaatiota
ground-emergency = Hätätilanne
ground-other = Muu laillinen oikeus
ground-note = Tarkenna
ground-note-hint = Pakollinen, jos perusteena on hätätilanne tai muu oikeus.
ground-open = Avaa tiedot
ground-fault-none = Valitse peruste
ground-fault-note = Kerro perusteesta tarkemmin
day-title = { $day }
day-booked = { $count ->
        [one] 1 varattu
       *[other] { $count } varattua
    }
day-free = { $count ->
        [one] 1 vapaa
       *[other] { $count } vapaata
    }
day-is-free = Vapaa
day-others = Muut päivät
day-today = Tänään
day-time = Aika
day-go = Siirry päivään
day-empty = Ei aikoja tälle päivälle
day-empty-text = Tälle päivälle ei ole avattu vastaanottoaikoja.
