//! The sentences for problems, in the three languages of the house.

use care::language::Language;

use super::Code;

/// The sentence of a code; `{detail}` stands for the value it is about.
pub(super) fn sentence(code: Code, language: Language) -> &'static str {
    let found = SENTENCES.iter().find(|(known, _)| *known == code);
    let [fi, sv, en] = found.map_or([""; 3], |(_, sentences)| *sentences);
    match language {
        Language::Fi => fi,
        Language::Sv => sv,
        Language::En => en,
    }
}

/// Finnish, Swedish, English; a test holds that no code is missing.
const SENTENCES: &[(Code, [&str; 3])] = &[
    (
        Code::TooLarge,
        [
            "Aineisto on liian suuri ({detail}). Jaa se pienempiin osiin.",
            "Materialet är för stort ({detail}). Dela upp det i mindre delar.",
            "The data is too large ({detail}). Split it into smaller parts.",
        ],
    ),
    (
        Code::TooManyEntries,
        [
            "Bundlessa on liian monta kohtaa ({detail}). Jaa se useampaan.",
            "Bundlen har för många poster ({detail}). Dela upp den i flera.",
            "The Bundle has too many entries ({detail}). Split it into several.",
        ],
    ),
    (
        Code::TooDeep,
        [
            "Rakenteessa on liikaa sisäkkäisiä tasoja ({detail}).",
            "Strukturen har för många nivåer ({detail}).",
            "The structure is nested too deeply ({detail}).",
        ],
    ),
    (
        Code::Empty,
        [
            "Aineisto on tyhjä. Lähetä resurssi tai Bundle.",
            "Materialet är tomt. Skicka en resurs eller en Bundle.",
            "Nothing was sent. Send a resource or a Bundle.",
        ],
    ),
    (
        Code::Encoding,
        [
            "Merkistöä ei voi lukea: {detail}. Tallenna aineisto UTF-8-muodossa.",
            "Teckenkodningen kan inte läsas: {detail}. Spara materialet som UTF-8.",
            "The character encoding cannot be read: {detail}. Save the data as UTF-8.",
        ],
    ),
    (
        Code::NotJson,
        [
            "Aineisto ei ole ehjää JSONia: {detail}. Korjaa kohta ja lähetä uudelleen.",
            "Materialet är inte hel JSON: {detail}. Rätta stället och skicka på nytt.",
            "The data is not complete JSON: {detail}. Mend the place and send again.",
        ],
    ),
    (
        Code::NotObject,
        [
            "Tässä pitää olla JSON-olio, mutta on {detail}.",
            "Här ska stå ett JSON-objekt, men det är {detail}.",
            "A JSON object belongs here, but this is {detail}.",
        ],
    ),
    (
        Code::TypeMissing,
        [
            "Resurssin tyyppi (resourceType) puuttuu. Lisää se.",
            "Resursens typ (resourceType) saknas. Lägg till den.",
            "The resource's type (resourceType) is missing. Add it.",
        ],
    ),
    (
        Code::TypeUnknown,
        [
            "FHIR R4 ei tunne resurssityyppiä {detail}.",
            "FHIR R4 känner inte till resurstypen {detail}.",
            "FHIR R4 has no resource type {detail}.",
        ],
    ),
    (
        Code::IdInvalid,
        [
            "Tunnus {detail} ei kelpaa: 1–64 merkkiä A–Z, a–z, 0–9, viiva tai piste.",
            "Id {detail} duger inte: 1–64 tecken A–Z, a–z, 0–9, bindestreck eller punkt.",
            "The id {detail} is not valid: 1–64 characters A–Z, a–z, 0–9, hyphen or full stop.",
        ],
    ),
    (
        Code::MemberTwice,
        [
            "Jokin JSON-kenttä on samassa oliossa kahdesti. Poista toinen.",
            "Ett JSON-fält förekommer två gånger i samma objekt. Ta bort det ena.",
            "A JSON member appears twice in one object. Remove one of them.",
        ],
    ),
    (
        Code::NameEscaped,
        [
            "JSON-kentän nimi on kirjoitettu ohjausmerkein. Kirjoita se sellaisenaan.",
            "Ett JSON-fälts namn är skrivet med escapetecken. Skriv det som det är.",
            "A JSON member's name is written with escapes. Write it plainly.",
        ],
    ),
    (
        Code::WrongType,
        [
            "Arvon JSON-tyyppi on väärä: {detail}.",
            "Värdet har fel JSON-typ: {detail}.",
            "The value has the wrong JSON type: {detail}.",
        ],
    ),
    (
        Code::PathMalformed,
        [
            "Polkua ei voi lukea FHIRPathina kohdasta ”{detail}”.",
            "Sökvägen kan inte läsas som FHIRPath vid ”{detail}”.",
            "The path cannot be read as FHIRPath at ”{detail}”.",
        ],
    ),
    (
        Code::PathUnsupported,
        [
            "Näkymissä ei ole FHIRPathin osaa {detail}. Kirjoita polku ilman sitä.",
            "Vyer har inte denna del av FHIRPath: {detail}. Skriv sökvägen utan den.",
            "Views do not have this part of FHIRPath: {detail}. Write the path without it.",
        ],
    ),
    (
        Code::ConstantUnknown,
        [
            "Vakiota {detail} ei ole määritelty. Lisää se näkymän kohtaan constant.",
            "Konstanten {detail} är inte definierad. Lägg till den i vyns constant.",
            "The constant {detail} is not defined. Add it to the view's constant.",
        ],
    ),
    (
        Code::ColumnTwice,
        [
            "Sarake {detail} on jo olemassa. Anna sarakkeelle toinen nimi.",
            "Kolumnen {detail} finns redan. Ge kolumnen ett annat namn.",
            "There is a column {detail} already. Give this one another name.",
        ],
    ),
    (
        Code::UnionDiffers,
        [
            "Kohdan unionAll osilla on oltava samat sarakkeet samassa järjestyksessä: {detail}.",
            "Delarna i unionAll måste ha samma kolumner i samma ordning: {detail}.",
            "The parts of unionAll must have the same columns in the same order: {detail}.",
        ],
    ),
    (
        Code::PathResult,
        [
            "Polku löysi muuta kuin tässä tarvitaan: {detail}. Rajaa sitä esimerkiksi funktiolla first().",
            "Sökvägen fann något annat än vad som behövs här: {detail}. Begränsa den till exempel med first().",
            "The path found something other than is needed here: {detail}. Narrow it, for example by first().",
        ],
    ),
    (
        Code::TooManyJobs,
        [
            "Käynnissä on jo {detail} eräajoa. Odota, että yksi valmistuu, ja yritä uudelleen.",
            "{detail} körningar pågår redan. Vänta tills en blir klar och försök igen.",
            "{detail} jobs are running already. Wait for one to end and try again.",
        ],
    ),
    (
        Code::NotDelivered,
        [
            "Ilmoitusta {detail} ei otettu vastaan. Tarkista tilauksen osoite ja lähetä uudelleen.",
            "Meddelandet {detail} togs inte emot. Kontrollera prenumerationens adress och sänd igen.",
            "The notice {detail} was not taken. Check the address of the subscription and send again.",
        ],
    ),
    (
        Code::FormatUnsupported,
        [
            "Muotoa {detail} ei tueta. Käytä muotoa application/fhir+json.",
            "Formatet {detail} stöds inte. Använd application/fhir+json.",
            "The format {detail} is not supported. Use application/fhir+json.",
        ],
    ),
    (
        Code::ElementUnknown,
        [
            "FHIR R4:ssä ei ole tässä kohdassa elementtiä {detail}. Se säilytetään tulkitsematta.",
            "FHIR R4 har inte elementet {detail} här. Det bevaras utan tolkning.",
            "FHIR R4 has no element {detail} here. It is kept without being interpreted.",
        ],
    ),
    (
        Code::ElementMissing,
        [
            "Pakollinen elementti {detail} puuttuu.",
            "Det obligatoriska elementet {detail} saknas.",
            "The required element {detail} is missing.",
        ],
    ),
    (
        Code::ValueEmpty,
        [
            "Tyhjää arvoa ei sallita. Jätä elementti pois.",
            "Ett tomt värde tillåts inte. Lämna bort elementet.",
            "An empty value is not allowed. Leave the element out.",
        ],
    ),
    (
        Code::DateInvalid,
        [
            "Päivä tai aika ei kelpaa tyypiksi {detail}.",
            "Datumet eller tiden duger inte som {detail}.",
            "The date or time is not a valid {detail}.",
        ],
    ),
    (
        Code::ValueInvalid,
        [
            "Arvo ei kelpaa tyypiksi {detail}.",
            "Värdet duger inte som {detail}.",
            "The value is not a valid {detail}.",
        ],
    ),
    (
        Code::ReferenceMalformed,
        [
            "Viite {detail} ei ole muotoa Tyyppi/tunnus, #osa, urn: tai URL.",
            "Referensen {detail} har inte formen Typ/id, #del, urn: eller URL.",
            "The reference {detail} is not of the form Type/id, #part, urn: or URL.",
        ],
    ),
    (
        Code::ReferenceUnresolved,
        [
            "Viitteen {detail} kohde ei ole mukana. Viite säilytetään sellaisenaan.",
            "Målet för referensen {detail} är inte med. Referensen bevaras som den är.",
            "What {detail} refers to did not come along. The reference is kept as it is.",
        ],
    ),
    (
        Code::ContainedMissing,
        [
            "Sisällytettyä resurssia {detail} ei ole.",
            "Den inneslutna resursen {detail} finns inte.",
            "There is no contained resource {detail}.",
        ],
    ),
    (
        Code::IdentityNumberInvalid,
        [
            "Henkilötunnus ei läpäise tarkistusta ({detail}). Tarkista se lähteestä.",
            "Personbeteckningen klarar inte kontrollen ({detail}). Kontrollera den i källan.",
            "The identity number does not pass its check ({detail}). Check it at the source.",
        ],
    ),
    (
        Code::BirthDateDiffers,
        [
            "Syntymäaika ja henkilötunnus kertovat eri päivän. Tarkista kumpikin.",
            "Födelsedatumet och personbeteckningen anger olika dagar. Kontrollera båda.",
            "Birth date and identity number say different days. Check both.",
        ],
    ),
    (
        Code::BookingStateDiffers,
        [
            "Ajanvarauksen tila ja status ovat ristiriidassa ({detail}). Status ratkaisee.",
            "Bokningens läge och status säger olika ({detail}). Status avgör.",
            "The booking state and the status disagree ({detail}). The status decides.",
        ],
    ),
    (
        Code::RegisterNumberMisplaced,
        [
            "Terhikki-järjestelmässä on numero, jossa ei ole 11 merkkiä. Onko se SV-numero?",
            "I Terhikkisystemet står ett nummer som inte har 11 tecken. Är det ett SV-nummer?",
            "A number in the Terhikki system does not have 11 characters. Is it an SV number?",
        ],
    ),
    (
        Code::SystemSpelling,
        [
            "Koodiston tunnus {detail} on epätavallista muotoa. Se luetaan, mutta korjaa lähteeseen.",
            "Kodverkets id {detail} har ovanlig form. Den läses, men rätta källan.",
            "The code system {detail} is written unusually. It is read, but mend the source.",
        ],
    ),
    (
        Code::BundleKind,
        [
            "Bundlen tyyppiä {detail} ei käsitellä tässä. Käytä transaction tai batch.",
            "Bundletypen {detail} behandlas inte här. Använd transaction eller batch.",
            "A Bundle of type {detail} is not processed here. Use transaction or batch.",
        ],
    ),
    (
        Code::EntryMalformed,
        [
            "Kohta ei ole Bundlen rakenteen mukainen: {detail}.",
            "Posten följer inte Bundlens struktur: {detail}.",
            "The entry is not built as a Bundle's must be: {detail}.",
        ],
    ),
    (
        Code::MethodUnsupported,
        [
            "Menetelmää {detail} ei tueta tässä. Käytä GET, POST, PUT tai DELETE.",
            "Metoden {detail} stöds inte här. Använd GET, POST, PUT eller DELETE.",
            "The method {detail} is not supported here. Use GET, POST, PUT or DELETE.",
        ],
    ),
    (
        Code::AddressDiffers,
        [
            "Osoite ja resurssi kertovat eri tyypin tai tunnuksen ({detail}).",
            "Adressen och resursen anger olika typ eller id ({detail}).",
            "The address and the resource say different types or ids ({detail}).",
        ],
    ),
    (
        Code::EntryTwice,
        [
            "Sama resurssi {detail} on mukana kahdesti. Jätä yksi.",
            "Samma resurs {detail} är med två gånger. Lämna en.",
            "The same resource {detail} comes twice. Leave one.",
        ],
    ),
    (
        Code::ConditionAmbiguous,
        [
            "Ehdon {detail} täyttää useampi resurssi. Tarkenna ehtoa.",
            "Flera resurser uppfyller villkoret {detail}. Precisera villkoret.",
            "Several resources fulfil the condition {detail}. Make it more exact.",
        ],
    ),
    (
        Code::ParameterUnknown,
        [
            "Hakuehtoa ei tunneta: {detail}.",
            "Sökvillkoret är okänt: {detail}.",
            "The search parameter is not known: {detail}.",
        ],
    ),
    (
        Code::FeatureUnsupported,
        [
            "Haun ominaisuutta ei tueta: {detail}.",
            "Sökningens egenskap stöds inte: {detail}.",
            "This search feature is not supported: {detail}.",
        ],
    ),
    (
        Code::SearchValue,
        [
            "Hakuarvoa ei voi lukea: {detail}.",
            "Sökvärdet kan inte läsas: {detail}.",
            "The search value cannot be read: {detail}.",
        ],
    ),
    (
        Code::NotFound,
        [
            "Resurssia {detail} ei ole. Tarkista tyyppi ja tunnus.",
            "Resursen {detail} finns inte. Kontrollera typ och id.",
            "There is no {detail}. Check the type and the id.",
        ],
    ),
    (
        Code::Deleted,
        [
            "Resurssi {detail} on poistettu. Sen vaiheet näkyvät historiassa.",
            "Resursen {detail} har raderats. Dess skeden syns i historiken.",
            "The resource {detail} was deleted. Its history can still be read.",
        ],
    ),
    (
        Code::VersionConflict,
        [
            "Resurssi on muuttunut; voimassa on versio {detail}. Lue se ja yritä uudelleen.",
            "Resursen har ändrats; version {detail} gäller. Läs den och försök på nytt.",
            "The resource has changed; version {detail} is in force. Read it and try again.",
        ],
    ),
    (
        Code::CodeUnknown,
        [
            "Koodi ei kuulu arvojoukkoon. Käytä jotakin näistä: {detail}.",
            "Koden ingår inte i värdemängden. Använd någon av dessa: {detail}.",
            "The code is not in the value set. Use one of these: {detail}.",
        ],
    ),
    (
        Code::ChoiceTwice,
        [
            "Elementti {detail} on annettu kahdella tyypillä. Jätä toinen pois.",
            "Elementet {detail} är angivet med två typer. Lämna bort den ena.",
            "The element {detail} is given with two types. Leave one of them out.",
        ],
    ),
    (
        Code::ConditionMissing,
        [
            "Ehto puuttuu. Anna hakuehto, joka osoittaa yhden resurssin.",
            "Villkoret saknas. Ange ett sökvillkor som pekar ut en resurs.",
            "The condition is missing. Give a search that points out one resource.",
        ],
    ),
    (
        Code::PatchMalformed,
        [
            "Muutosohje ei ole JSON Patch (RFC 6902): {detail}.",
            "Ändringen är inte JSON Patch (RFC 6902): {detail}.",
            "The patch is not JSON Patch (RFC 6902): {detail}.",
        ],
    ),
    (
        Code::PatchFailed,
        [
            "Muutoksen vaihetta {detail} ei voi tehdä. Lue resurssi uudelleen ja korjaa polku.",
            "Ändringens steg {detail} kan inte göras. Läs resursen på nytt och rätta sökvägen.",
            "Step {detail} of the patch cannot be made. Read the resource again and mend the path.",
        ],
    ),
    (
        Code::SearchTooBroad,
        [
            "Haku on liian laaja ({detail}). Rajaa sitä lisää.",
            "Sökningen är för bred ({detail}). Avgränsa den mer.",
            "The search is too broad ({detail}). Narrow it down.",
        ],
    ),
    (
        Code::IncludeCut,
        [
            "Kaikkea tuloksiin liittyvää ei ole mukana ({detail}). Pyydä pienempiä sivuja.",
            "Allt som hör till träffarna är inte med ({detail}). Begär mindre sidor.",
            "Not all that belongs to the hits is here ({detail}). Ask for smaller pages.",
        ],
    ),
    (
        Code::StatusBarred,
        [
            "Tilaa ei voi muuttaa näin ({detail}). Valitse tila, joka voi seurata nykyistä.",
            "Statusen kan inte ändras så här ({detail}). Välj en status som kan följa på den nuvarande.",
            "The status cannot change like this ({detail}). Choose one that may follow the present one.",
        ],
    ),
    (
        Code::ElementKept,
        [
            "Tätä elementtiä Polku hoitaa itse ({detail}). Jätä se sellaiseksi kuin luit sen.",
            "Detta element sköter Polku själv ({detail}). Låt det vara som när du läste det.",
            "Polku keeps this element itself ({detail}). Leave it as you read it.",
        ],
    ),
    (
        Code::CommandAlone,
        [
            "Tämä kirjoitus on toimeksianto ({detail}). Lähetä se yksin tai batch-Bundlessa.",
            "Denna skrivning är ett uppdrag ({detail}). Skicka den ensam eller i en batch-Bundle.",
            "This write is a command ({detail}). Send it alone or in a batch Bundle.",
        ],
    ),
];
