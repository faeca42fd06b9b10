### The professional’s pages.

task-assess = Bedöm vårdbehovet
task-book = Boka en tid
task-meet = Träffa klienten
task-conclude = Avsluta eller fortsätt vården
banner-label = Klient
protected = Spärrmarkering
protected-text = Bostadsort och kontaktuppgifter visas inte. Skriv inte in dem i texten.
queue-title = Väntar på bedömning
queue-count = { $count ->
        [one] 1 väntar
       *[other] { $count } väntar
    }
queue-late = { $count ->
        [one] 1 över tidsfristen
       *[other] { $count } över tidsfristen
    }
queue-at = { $at }
queue-take = Ta över
queue-taken = { $name }
queue-empty = Kön är tom
queue-empty-text = Alla kontakter har tagits till bedömning. Nya kommer hit av sig själva.
queue-none = Ingen väntar med de här filtren
queue-none-text = Ändra filtren eller visa hela kön.
queue-show-all = Visa hela kön
queue-of-all = ({ $count } totalt)
live-on = Listan uppdateras av sig själv.
live-off = Förbindelsen bröts. Vi försöker igen; du kan också ladda om sidan.
live-changed = Listan ändrades.
due-today = I dag
due-was = { $day }
no-clock = Ingen tidsfrist
work-title = Uppgifter
work-late = Tidsfristen har överskridits
work-today = Senast i dag
work-week = Inom sju dagar
work-later = Senare eller utan tidsfrist
work-empty = Inga uppgifter med de här filtren
work-empty-text = Ändra filtren eller ta en kontakt ur kön.
work-to-queue = Till kön
whose-mine = Mina egna
whose-unit = Hela enhetens
case-title = { $topic }: { $client }
case-reach = Kontakt
case-take = Ta på mitt ansvar
case-assessed = Bedömning av vårdbehovet
case-assessed-by = Bedömd av
case-booked = Bokad tid
case-now-taken = Ärendet är nu på ditt ansvar.
case-now-assessed = Bedömningen har sparats.
case-now-booked = Tiden är bokad.
case-now-unbooked = Tiden är avbokad.
case-now-visited = Besöket har antecknats.
case-now-missed = Uteblivandet har antecknats.
case-now-closed = Ärendet är avslutat.
assess-title = Bedöm vårdbehovet
assess-urgency = Brådskandegrad
assess-outcome = Vad händer nu
outcome-appointment = En mottagningstid behövs
outcome-advice = Rådgivning räcker
outcome-emergency = Hänvisas till jouren
assess-care = Typ av vård
assess-care-hint = Avgör vilken lagstadgad maximitid som börjar.
assess-profession = Till vems mottagning
assess-unit = Ansvarig enhet
assess-note = Anteckning
assess-note-hint = Syns för yrkespersoner.
assess-told = Vad klienten fick veta
assess-told-hint = Syns för klienten. Skriv på klientens språk: { $language }.
assess-save = Spara bedömningen
assess-fault-urgency = Välj brådskandegrad
assess-fault-outcome = Välj vad som händer nu
assess-fault-care = Välj typ av vård
assess-fault-profession = Välj till vems mottagning
assess-fault-told = Skriv vad klienten fick veta
book-title = Boka en tid
book-move-title = Flytta tiden
book-times = De första lediga tiderna
book-save = Boka tiden
book-fault = Välj en tid
book-none = Inga lediga tider hittades
book-none-text = Prova en annan enhet eller ett annat sätt att träffas. Om tidsfristen hotar överskridas ska vården skaffas från annat håll (hälso- och sjukvårdslagen 54 §).
unbook-title = Avboka tiden
unbook-text = Tiden blir ledig och ärendet återgår till enhetens uppgifter i väntan på en ny tid.
unbook-confirm = Avboka tiden
visit-title = Anteckna besöket
visit-started = Började kl.
visit-ended = Slutade kl.
visit-note = Anteckning
visit-further = Fortsätter vården?
visit-further-no = Nej, ärendet kan avslutas
visit-further-yes = Ja, en ny tid behövs
visit-save = Spara besöket
visit-fault-start = Skriv starttiden i formen 9.30
visit-fault-end = Skriv en sluttid som är efter starttiden
visit-fault-further = Välj om vården fortsätter
no-show-title = Klienten kom inte
no-show-text = Ärendet återgår till enhetens uppgifter. Lagens tidsfrist fortsätter.
no-show-save = Anteckna uteblivandet
close-title = Avsluta ärendet
close-how = Hur avslutades ärendet?
close-hint = Klienten ser detta.
close-save = Avsluta ärendet
close-fault = Välj hur ärendet avslutades
people-title = Sök person
people-name = Namn
people-name-hint = Minst två bokstäver av efter- eller förnamnet
people-number = Personbeteckning
people-number-hint = I formen 010594-123A eller 010594Y123A
people-search = Sök
born = f. { $day }
people-born = Född
people-found = { $count ->
        [one] 1 person
       *[other] { $count } personer
    }
people-none = Ingen hittades
people-none-text = Kontrollera stavningen eller sök med personbeteckning.
people-fault-little = Skriv minst två bokstäver av namnet eller hela personbeteckningen
people-fault-number = Kontrollera personbeteckningen: kontrolltecknet stämmer inte eller tecken saknas
person-ground = Grund för visningen: { $ground }. Visningen har antecknats.
person-matters = Ärenden
person-no-matters = Inga ärenden
person-no-matters-text = Personen har inte tagit kontakt.
person-times = Tider och besök
person-looks = Visa visningarna
person-fate = Status
fate-coming = Kommande
fate-held = Genomfört
fate-no-show = Klienten kom inte
fate-cancelled = Avbokad
ground-title = Varför öppnar du uppgifterna?
ground-text = Du har ingen vårdrelation till personen. Ange grunden. Den antecknas och personen ser den.
ground-question = Grund
ground-contact = Klienten är i kontakt just nu
ground-consultation = En kollega bad om konsultation
ground-emergency = Nödsituation
ground-other = Annan laglig rätt
ground-note = Precisera
ground-note-hint = Obligatoriskt om grunden är en nödsituation eller annan rätt.
ground-open = Öppna uppgifterna
ground-fault-none = Välj en grund
ground-fault-note = Beskriv grunden närmare
day-title = { $day }
day-booked = { $count ->
        [one] 1 bokad
       *[other] { $count } bokade
    }
day-free = { $count ->
        [one] 1 ledig
       *[other] { $count } lediga
    }
day-is-free = Ledig
day-others = Andra dagar
day-today = I dag
day-time = Tid
day-go = Gå till datum
day-empty = Inga tider den här dagen
day-empty-text = Inga mottagningstider har öppnats för den här dagen.
