### Statutory clocks.

clock-today = Tänään
clock-left = { $count ->
        [one] 1 päivä jäljellä
       *[other] { $count } päivää jäljellä
    }
clock-over = { $count ->
        [one] 1 päivä yli
       *[other] { $count } päivää yli
    }
clock-satisfied = Toteutui ajoissa
clock-satisfied-late = Toteutui myöhässä
clock-never = Ei toteutunut
clock-out-of-scope = Ei enää koske
clock-line-running = Viimeistään { $day }
clock-line-late = Piti tapahtua viimeistään { $day }. Asia on kiireinen meille.
clock-line-satisfied = Toteutui { $at }. Määräaika oli { $day }.
clock-line-never = Piti tapahtua viimeistään { $day }. Asia päättyi ilman sitä.
clock-line-out-of-scope = Määräaika ei enää koske tätä asiaa.
clock-adjusted = Jos lasketaan mukaan aika, jonka asiakas itse valitsi odottaa: { $day }. Lain määräaika ei siirry.
clock-unverified = Säännön lukua ei ole vielä tarkistettu lakitekstistä.
clock-why = Miksi juuri tämä päivä?
