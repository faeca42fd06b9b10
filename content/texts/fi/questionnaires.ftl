### Kyselyt: nimetön täyttäminen, koodi, vastaukset asiassa ja turvallisuus.

questionnaire-title = Kysely ennen käyntiä
questionnaire-lead = Kerro voinnistasi omaan tahtiin. Käytte vastaukset läpi yhdessä ammattilaisen kanssa.
questionnaire-nameless = Et kirjaudu etkä kerro nimeäsi. Saat koodin, jolla vastaukset aukeavat { $days } päivän ajan. Sen jälkeen niitä ei voi avata.
questionnaire-not-urgent = Kukaan ei lue vastauksia ennen kuin annat koodin ammattilaiselle. Jos tarvitset apua heti, soita 112 tai 116 117.
questionnaire-begin = Aloita: { $title }, kysymys kerrallaan
questionnaire-begin-all = { $title }, kaikki kysymykset yhdellä sivulla
questionnaire-go-on-title = Onko sinulla jo koodi?
questionnaire-code = Koodi
questionnaire-code-hint = Kaksitoista kirjainta tai numeroa, esimerkiksi K7QX-3MDT-9FHA.
questionnaire-go-on = Jatka koodilla
questionnaire-place = kysymys { $place } / { $all }
questionnaire-end = Tallenna vastaukset
questionnaire-pause = Näytä koodi ja jatka myöhemmin
questionnaire-your-code = Koodisi
questionnaire-done = Vastauksesi on tallennettu
questionnaire-write-down = Kirjoita koodi muistiin tai tulosta tämä sivu. Emme voi antaa koodia uudelleen.
questionnaire-until = Koodi on voimassa: { $at } asti.
questionnaire-code-why = Vastaukset tallentuvat sivu kerrallaan. Voit keskeyttää ja jatkaa koodilla millä laitteella tahansa.
questionnaire-then = Mitä seuraavaksi?
questionnaire-then-text = Anna koodi ammattilaiselle, kun tapaatte tai puhutte puhelimessa. Katsotte vastaukset yhdessä ja sovitte, mistä voisi olla apua.
questionnaire-look-again = Katso tai muuta vastauksia
questionnaire-leave = Poista koodi tältä laitteelta
questionnaire-leave-text = Tee näin, jos laitetta käyttävät muutkin. Vastaukset säilyvät koodin takana.
questionnaire-help-title = Apua on saatavilla tänään
questionnaire-help-lead = Vastasit, että sinulla on ollut ajatuksia kuolemasta tai itsesi vahingoittamisesta. Sinun ei tarvitse olla niiden kanssa yksin. Puhu jollekulle jo tänään.
questionnaire-help-numbers = Soita
questionnaire-help-nobody-reads = Ammattilainen näkee vastauksesi vasta, kun annat hänelle koodin. Siksi älä jää odottamaan.
questionnaire-help-continue = Jatka kyselyä

questions-unit = Yksikkö: { $unit }
questions-optional = Voit jättää tyhjäksi.
questions-yes = Kyllä
questions-no = Ei
questions-unverified = Suomen- ja ruotsinkielistä sanamuotoa ei ole vielä verrattu viralliseen käännökseen.
questions-fault-choose = Valitse vastaus.
questions-fault-missing = Kirjoita vastaus.
questions-fault-below = Anna luku, joka on vähintään { $least }.
questions-fault-above = Anna luku, joka on enintään { $most }.
questions-fault-number = Kirjoita luku, esimerkiksi 12,5.
questions-fault-long = Lyhennä vastausta: enintään { $most } merkkiä.

results-title = Kyselyt ja mittarit
results-none = Asiaan ei ole liitetty vastauksia.
results-code = Asiakkaan kyselykoodi
results-code-hint = Avatkaa kysely yhdessä. Asiakas antaa koodin.
results-open = Avaa kysely
results-record = Kirjaa mittarin vastaukset
results-alarm = Kysy turvallisuudesta tänään:
results-path = Akselit ehdottavat: { $path }
results-no-diagnosis = Pisteet auttavat arviossa. Ne eivät ole diagnoosi.
results-answers = Kaikki vastaukset
results-across = Päivä
results-now-attached = Vastaukset on liitetty asiaan.

safety-title = Kysy turvallisuudesta tänään
safety-text = Asiakas vastasi tavalla, josta ammattilaisen on kysyttävä saman päivän aikana. Avattu { $at }.
safety-done = Mitä kysyit ja mitä teitte?
safety-done-hint = Esimerkiksi arvio vaarasta, sovittu tuki ja kuka jatkaa.
safety-handle = Merkitse hoidetuksi
safety-fault-done = Kirjoita, mitä tehtiin.
safety-now-handled = Turvallisuus on kysytty ja kirjattu.
safety-cases = Kysy turvallisuudesta tänään

opened-title = Asiakkaan kysely
opened-text = Käykää vastaukset läpi yhdessä. Kysely jää asiaan vasta, kun liität sen.
opened-incomplete = Kaikkiin kysymyksiin ei ole vastattu.
opened-answers = Vastaukset
opened-attach = Liitä asiaan
opened-leave = Älä liitä
record-attach = Liitä vastaukset asiaan

event-answers-attached = Kysely liitettiin asiaan: { $title }
event-safety-opened = Vastaus vaatii kysymään turvallisuudesta
event-safety-handled = Turvallisuudesta kysyttiin

refusal-code-unknown = Koodilla ei aukea kyselyä. Tarkista koodi; se on voinut myös vanhentua. Jos olet yrittänyt monta kertaa, odota hetki.
refusal-attached-already = Kysely on jo liitetty asiaan.
refusal-answers-do-not-fit = Vastauksissa on virhe. Tarkista ne ja lähetä uudelleen.
refusal-safety-open = Kysy ensin turvallisuudesta ja kirjaa, mitä tehtiin. Sitten voit päättää asian.
refusal-safety-done = Turvallisuudesta on jo kysytty. Lataa sivu uudelleen.
start-questionnaire = Täytä kysely ennen käyntiä, ilman nimeä
