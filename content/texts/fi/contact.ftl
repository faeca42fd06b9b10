### Making contact.

start-title = Kerro asiasi kerran
start-lead = Ota yhteyttä terveyspalveluihin, kun se sopii sinulle. Ammattilainen arvioi asiasi, ja näet koko ajan, mitä tapahtuu seuraavaksi, milloin viimeistään ja kuka siitä vastaa.
start-contact = Ota yhteyttä
start-sign-in = Omat asiani
start-steps = Näin asiasi etenee
start-step-1 = Kerrot asiasi omin sanoin
start-step-1-text = Voit kertoa useamman asian kerralla. Siihen menee noin viisi minuuttia.
start-step-2 = Ammattilainen arvioi hoidon tarpeen
start-step-2-text = Jos otat yhteyttä arkena virka-aikana, arvio tehdään saman päivän aikana.
start-step-3 = Saat neuvot tai valitset ajan
start-step-3-text = Näet myös, mihin päivään mennessä hoidon on lain mukaan toteuduttava.
start-call = Voit myös soittaa
start-call-text = Saman avun saat puhelimitse numerosta
urgent-title = Tarvitsetko apua heti?
urgent-112 = Hätänumero: henki tai terveys on vaarassa
urgent-116117 = Päivystysapu: neuvoa kiireellisessä asiassa, joka päivä, ympäri vuorokauden
contact-matter-title = Mitä asiasi koskee?
contact-matter-another = Mitä toinen asiasi koskee?
contact-matter-lead = Kerro yksi asia kerrallaan. Voit lisätä muita asioita seuraavaksi.
contact-topic = Mistä on kyse?
contact-words = Kerro asiastasi omin sanoin
contact-words-hint = Kerro, mikä vaivaa, milloin se alkoi ja mitä toivot. Älä kirjoita henkilötunnuksia.
contact-fault-topic = Valitse, mistä asiassa on kyse
contact-fault-words = Kerro asiastasi muutamalla sanalla
contact-fault-long = Teksti on liian pitkä. Siihen mahtuu { $most } merkkiä
contact-matters-title = { $count ->
        [one] Kerroit yhden asian
       *[other] Kerroit { $count } asiaa
    }
contact-another = Onko sinulla muita asioita?
contact-another-hint = Jokainen asia hoidetaan erikseen, jotta mikään ei unohdu.
contact-another-yes = Kyllä, lisään asian
contact-another-no = Ei, tässä kaikki
contact-fault-another = Valitse, onko sinulla muita asioita
contact-urgent-title = Onko jokin näistä totta juuri nyt?
contact-urgent-lead = Näissä tilanteissa apua on saatava heti, ei viestillä.
sign-chest = Kova tai puristava rintakipu
sign-breath = Hengitys on vaikeaa
sign-stroke = Äkillinen puhevaikeus, suupielen roikkuminen tai käden tai jalan heikkous
sign-consciousness = Tajunta on heikentynyt, tai kouristaa
sign-bleeding = Runsas verenvuoto tai vakava vamma
sign-allergy = Kasvojen tai kurkun turvotus, tai vakava allerginen oire
sign-pain = Äkillinen, sietämätön kipu
sign-self-harm = Ajatus vahingoittaa itseäsi tai toista
contact-urgent-question = Onko sinulla tai sillä, jota asia koskee, jokin näistä?
contact-urgent-none = Ei mitään näistä
contact-urgent-some = Kyllä, jokin näistä
contact-urgent-unsure = Jos et ole varma, soita Päivystysapuun
contact-fault-signs = Valitse, onko jokin näistä totta
contact-help-title = Soita nyt
contact-help-lead = Älä jää odottamaan vastausta verkossa. Puhelimessa saat ohjeet heti.
contact-help-call = Soita 112
contact-help-after = Kun tilanne on hoidettu
contact-help-after-text = Kertomasi asiat ovat tallessa. Voit lähettää ne silti, jos apua on jo saatu.
contact-help-continue = Jatka yhteydenottoa
contact-reach-title = Miten tavoitamme sinut?
contact-reach = Miten haluat vastauksen?
reach-phone = Minulle soitetaan
reach-message = Saan viestin tähän palveluun
reach-message-hint = Näet viestin, kun kirjaudut sisään.
contact-phone = Puhelinnumero
contact-phone-hint = Esimerkiksi 040 123 4567. Soittajan numero voi olla salattu.
contact-language = Palvelukieli
contact-language-hint = Sinulla on oikeus saada palvelua suomeksi tai ruotsiksi.
contact-fault-reach = Valitse, miten haluat vastauksen
contact-fault-phone = Kirjoita numero, johon soitamme
contact-fault-phone-form = Kirjoita puhelinnumero numeroin, esimerkiksi 040 123 4567
contact-fault-language = Valitse palvelukieli
contact-check-title = Tarkista ennen lähettämistä
contact-check-matters = { $count ->
        [one] Asiasi
       *[other] Asiasi
    }
contact-check-reach = Yhteystiedot
contact-check-sign-in = Lähettämistä varten on kirjauduttava. Kirjoittamasi säilyy.
contact-check-sign-in-send = Kirjaudu ja lähetä
contact-check-send = Lähetä
contact-done-title = { $count ->
        [one] Asiasi on vastaanotettu
       *[other] Asiasi on vastaanotettu
    }
contact-done-reference = Tunnus:
contact-done-today = Vielä tänään
contact-done-by = Viimeistään { $day }
contact-done-assess = Ammattilainen lukee, mitä kerroit, ja arvioi hoidon tarpeen ja kiireellisyyden.
contact-done-phone = Soitamme numeroon { $phone }
contact-done-call = { $window }: soitamme numeroon { $phone }
contact-done-message = Saat viestin tähän palveluun
contact-done-how = Palvelukieli: { $language }
contact-done-then = Saat neuvot tai valitset ajan
contact-done-then-text = Jos tarvitset vastaanottoajan, näet vapaat ajat heti arvion jälkeen.
contact-done-matters = { $count ->
        [one] Seuraa asiaasi
       *[other] Seuraa asioitasi
    }
contact-done-worse = Jos vointisi huononee,
contact-done-worse-text = älä jää odottamaan: soita Päivystysapuun 116 117 tai hätätilanteessa 112.
