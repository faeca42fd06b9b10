### Enheternas läge i dag.

nav-load = Läget
load-title = Enheternas läge i dag
load-text = Kontakter som väntar på bedömning och tider som ännu är lediga i dag. Om fler ska bedömas i dag än det finns plats för ser du var det finns plats. Människor beslutar vem som hänvisas vart.
load-waiting = Väntar
load-late = { $count } försenade
load-free = Ledigt i dag
load-first = första { $at }
load-calls = Utlovade samtal
load-advice = Var det finns plats
load-strained = Belastad
load-room = Här finns plats:
load-room-at = { $unit }, { $count ->
        [one] 1 kontakt
       *[other] { $count } kontakter
    }
load-nowhere = Ingen annan enhet har plats i dag. Sök tider utanför välfärdsområdet eller ordna fler.
load-none = Inga enheter
load-none-text = Ingen enhet i området ger tider.
load-at = Räknat { $at }.
load-again = Räkna om
