### FHIR-gränssnittets svar till program och deras utvecklare.

fhir-sign-in = Token saknas eller duger inte. Skicka huvudet Authorization: Bearer och en token; administratören ger en med kommandot polku token add.
fhir-not-allowed = Denna token ger inte rätt till detta. Be administratören om rättigheten.
fhir-media-type = Innehållstypen läses inte: { $given }. Skicka application/fhir+json eller application/fhir+ndjson, vid behov packat med gzip.
fhir-rendered = Uppgiften { $address } förvaltas av Polku självt och kan inte skrivas eller tas bort via FHIR-gränssnittet. Gör ändringen i Polku eller skicka uppgiften med ett eget id.
fhir-erased = Personens uppgifter har raderats slutgiltigt, så { $address } tas inte emot. Skicka den inte på nytt.
fhir-store-full = Lagringsutrymmet är fullt: ingenting skrevs. Läsning fungerar. Försök igen när administratören har frigjort utrymme.
fhir-fault = Begäran misslyckades av ett fel i tjänsten. Försök igen; om felet upprepas, meddela administratören referensen { $reference }.
