### FHIR-gränssnittets svar till program och deras utvecklare.

fhir-sign-in = Token saknas eller duger inte. Skicka huvudet Authorization: Bearer och en token; administratören ger en med kommandot polku token add.
fhir-not-allowed = Denna token ger inte rätt till detta. Be administratören om rättigheten.
fhir-media-type = Innehållstypen läses inte: { $given }. Skicka application/fhir+json eller application/fhir+ndjson, vid behov packat med gzip.
fhir-rendered = Uppgiften { $address } förvaltas av Polku självt och kan inte skrivas eller tas bort via FHIR-gränssnittet. Gör ändringen i Polku eller skicka uppgiften med ett eget id.
fhir-may-lead = Genom gränssnittet kan dess status nu bara bli: { $next }.
fhir-erased = Personens uppgifter har raderats slutgiltigt, så { $address } tas inte emot. Skicka den inte på nytt.
fhir-store-full = Lagringsutrymmet är fullt: ingenting skrevs. Läsning fungerar. Försök igen när administratören har frigjort utrymme.
fhir-store-away = Databasen kan inte nås just nu. En skrivning som pågick kan ha sparats eller inte. Försök igen om en stund och se först om den sparades.
fhir-files-elsewhere = Jobbets filer finns på en annan server och deras mapp är inte gemensam. Försök igen eller be administratören ge servrarna en gemensam mapp.
fhir-fault = Begäran misslyckades av ett fel i tjänsten. Försök igen; om felet upprepas, meddela administratören referensen { $reference }.
fhir-slow = Begäran kom för långsamt och ingenting gjordes. Skicka den på nytt, vid behov i mindre delar.
fhir-address = Adressen är för lång. Sök med POST _search, så går villkoren i meddelandet.
fhir-head = Begärans huvuden är för stora eller för många. Skicka färre huvuden.
fhir-quota = Förbindelserna eller arbetena är redan så många som tillåts för en. Försök igen när huvudet Retry-After säger.
fhir-busy = Tjänsten har just nu för mycket att göra. Ingenting skrevs. Försök igen när huvudet Retry-After säger.
