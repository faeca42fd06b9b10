### Yksiköiden tilanne tänään.

nav-load = Tilanne
load-title = Yksiköiden tilanne tänään
load-text = Hoidon tarpeen arviointia odottavat yhteydenotot ja tänään vielä vapaat ajat. Jos tänään arvioitavia on enemmän kuin tilaa, näet, missä muualla on tilaa. Ihmiset päättävät, kuka ohjataan minne.
load-waiting = Odottaa
load-late = { $count } myöhässä
load-free = Vapaana tänään
load-first = ensimmäinen { $at }
load-calls = Luvatut soitot
load-advice = Missä on tilaa
load-strained = Kuormittunut
load-room = Tilaa on täällä:
load-room-at = { $unit }, { $count ->
        [one] 1 yhteydenotto
       *[other] { $count } yhteydenottoa
    }
load-nowhere = Missään muussa yksikössä ei ole tilaa tänään. Etsi aikoja hyvinvointialueen ulkopuolelta tai järjestä niitä lisää.
load-none = Ei yksiköitä
load-none-text = Mikään tämän alueen yksikkö ei anna aikoja.
load-at = Laskettu { $at }.
load-again = Laske uudestaan
