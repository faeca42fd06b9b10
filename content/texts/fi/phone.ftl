### Puhelut, joihin kukaan ei vastannut.

missed-title = { $count ->
        [one] Vastaamaton puhelu 1 numerosta
       *[other] Vastaamattomia puheluja { $count } numerosta
    }
missed-caption = Vastaamattomat puhelut
missed-one-title = Vastaamaton puhelu
missed-hidden = Tänään { $count } vastaamatonta puhelua tuli salaisesta numerosta. Niihin ei voi soittaa takaisin.
missed-rang = Soitti
missed-count = { $count ->
        [one] kerran
       *[other] { $count } kertaa
    }
missed-first = Ensimmäinen
missed-last = Viimeisin
missed-handler = Takaisin soittaa
missed-tries = Soitettu takaisin
missed-tried = { $count ->
        [one] kerran, { $at }
       *[other] { $count } kertaa, viimeksi { $at }
    }
missed-take = Soitan takaisin
missed-others = Kollega soittaa tähän numeroon. Jos mitään ei tapahdu hetkeen, kuka tahansa voi ottaa sen.
missed-call-back = Soita takaisin
missed-outcome-hint = Vastaamaton takaisinsoitto ei ratkaise mitään: numero säilyttää paikkansa.
missed-record-text = Kun soittajalla on asia, kirjaa se henkilölle. Silloin puhelu on hoidettu.
missed-find = Etsi henkilö
missed-nothing = Mitään ei tarvitse kirjata
missed-words = Miksi ei?
missed-words-hint = Esimerkiksi väärä numero, tai soittaja kysyi aukioloaikoja.
missed-fault-words = Kerro lyhyesti, miksi mitään ei tarvitse kirjata
missed-settle = Merkitse hoidetuksi
missed-now-taken = Soitat tähän numeroon takaisin.
missed-now-settled = Puhelu on merkitty hoidetuksi.
missed-now-gone = Tuo puhelu oli jo hoidettu.
refusal-event-time = Tapahtuman aika on edellä nykyhetkeä tai liian kaukana menneessä. Tarkista vaihteen kello.
refusal-line-unknown = Millään linjalla ei ole tätä numeroa. Lisää se tiedostoon telephony.toml tai korjaa se vaihteessa.
refusal-call-settled = Vastaamaton puhelu on jo hoidettu.
