### Meddelanden till prenumeranter: administratörens sida.

notices-title = Meddelanden till prenumeranter
notices-lead = Program kan prenumerera på vad som har ändrats. Ett meddelande försöks åtta gånger under ungefär tre timmar. Därefter väntar det här på att en människa beslutar.
notices-none = Ingen prenumererar på meddelanden
notices-none-text = Ett program prenumererar via FHIR-gränssnittet (Subscription).
notices-state = Status
notices-active = Fungerar
notices-failing = Kommer inte fram
notices-off = Avstängd
notices-requested = Har inte börjat än
notices-off-text = Prenumerationen börjar på nytt när status requested skrivs i den via FHIR-gränssnittet.
notices-follows = Följer
notices-to = Mottagare
notices-told = Meddelat
notices-told-all = Allt hittills
notices-told-nothing = Ingenting ännu
notices-behind = { $count ->
    [one] Högst { $count } händelse väntar
   *[other] Högst { $count } händelser väntar
}
notices-fault = Senaste fel
notices-next = Nästa försök
notices-next-at = { $at }, misslyckade försök: { $tries }
notices-nothing-given-up = Inget meddelande har blivit osänt.
notices-given-up = Meddelanden som inte kunde sändas
notices-about = Uppgift, version
notices-at = Försöken upphörde
notices-tries = Försök
notices-last-fault = Senaste fel
notices-do = Åtgärder
notices-resend = Sänd på nytt
notices-resend-all = Sänd alla på nytt
notices-let-go = Låt bli att sända
notices-sent = { $count ->
    [one] Meddelandet kom fram.
   *[other] { $count } meddelanden kom fram.
}
notices-not-taken = { $sent } kom fram och { $left } väntar ännu. Orsaken står vid meddelandet.
notices-became-let-go = Meddelandet sänds inte. Orsaken antecknades.
notices-gone = Någon annan hann redan ta hand om meddelandet.
notices-fault-name = Det finns ingen server med mottagarens namn. Kontrollera adressen.
notices-fault-unreachable = Mottagaren kan inte nås. Den kan vara avstängd, eller så hindrar en brandvägg.
notices-fault-no-answer = Mottagaren svarade inte i tid.
notices-fault-status = Mottagaren tog inte emot meddelandet: den svarade { $status }.
notices-fault-not-http = På adressen svarar något annat än en webbserver.
notices-fault-private = Mottagarens adress hör till ett privat nät eller till denna server. Driften kan tillåta det (--notices-to-private).
notices-fault-https = Meddelanden skickas inte över HTTPS ännu. Ge HTTP-adressen till en proxy som använder det (channel.endpoint).
notices-fault-address = Det går inte att skicka till mottagarens adress. Ge en http-adress med ett servernamn och utan lösenord (channel.endpoint).
notices-fault-channel = Bara prenumerationer av typen rest-hook får meddelanden (channel.type).
notices-fault-payload = Ett meddelande kan bara bära application/fhir+json (channel.payload).
notices-fault-header = Ett huvud som skulle följa med är inte skrivet som NAMN: VÄRDE, eller är ett av Polkus egna (channel.header).
notices-fault-criteria = Det som prenumerationen följer kan inte följas. Ge en typ och villkor på resursen själv: TYP?PARAMETER=VÄRDE (criteria).
notices-fault-other = Något annat gick fel: { $why }
let-go-title = Låt bli att sända meddelandet
let-go-text = Mottagaren får inte veta om den här ändringen. Själva uppgiften finns kvar. Beslutet och orsaken antecknas.
let-go-why = Varför sänds meddelandet inte?
let-go-missing = Välj en orsak
let-go-told-otherwise = Mottagaren vet redan om saken på annat sätt
let-go-outdated = En nyare uppgift har meddelats, eller saken är över
let-go-not-wanted = Mottagaren vill inte ha det här meddelandet
let-go-receiver-gone = Mottagaren finns inte längre
let-go-confirm = Låt bli att sända
let-go-keep = Behåll meddelandet
