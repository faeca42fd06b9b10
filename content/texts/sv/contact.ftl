### Making contact.

start-title = Berätta om ditt ärende en gång
start-lead = Kontakta hälso- och sjukvårdstjänsterna när det passar dig. En yrkesperson bedömer ditt ärende, och du ser hela tiden vad som händer nu, senast när och vem som ansvarar.
start-contact = Ta kontakt
start-sign-in = Mina ärenden
start-steps = Så framskrider ditt ärende
start-step-1 = Du berättar med egna ord
start-step-1-text = Du kan berätta om flera ärenden på en gång. Det tar ungefär fem minuter.
start-step-2 = En yrkesperson bedömer vårdbehovet
start-step-2-text = Om du tar kontakt en vardag under tjänstetid görs bedömningen samma dag.
start-step-3 = Du får råd eller väljer en tid
start-step-3-text = Du ser också senast vilken dag vården enligt lagen ska ordnas.
start-call = Du kan också ringa
start-call-text = Du får samma hjälp per telefon på numret
urgent-title = Behöver du hjälp genast?
urgent-112 = Nödnumret: liv eller hälsa är i fara
urgent-116117 = Jourhjälpen: råd i brådskande ärenden, varje dag, dygnet runt
contact-matter-title = Vad gäller ditt ärende?
contact-matter-another = Vad gäller ditt andra ärende?
contact-matter-lead = Berätta om ett ärende i taget. Du kan lägga till andra ärenden efteråt.
contact-topic = Vad handlar det om?
contact-words = Berätta om ditt ärende med egna ord
contact-words-hint = Berätta vad som besvärar dig, när det började och vad du önskar. Skriv inga personbeteckningar.
contact-fault-topic = Välj vad ärendet handlar om
contact-fault-words = Berätta om ditt ärende med några ord
contact-fault-long = Texten är för lång. Högst { $most } tecken får plats
contact-matters-title = { $count ->
        [one] Du har berättat om ett ärende
       *[other] Du har berättat om { $count } ärenden
    }
contact-another = Har du andra ärenden?
contact-another-hint = Varje ärende sköts för sig, så att inget glöms bort.
contact-another-yes = Ja, jag lägger till ett ärende
contact-another-no = Nej, det här var allt
contact-fault-another = Välj om du har andra ärenden
contact-urgent-title = Stämmer något av detta just nu?
contact-urgent-lead = I de här situationerna behövs hjälp genast, inte via meddelande.
sign-chest = Kraftig eller tryckande bröstsmärta
sign-breath = Svårt att andas
sign-stroke = Plötsliga talsvårigheter, hängande mungipa eller svaghet i arm eller ben
sign-consciousness = Nedsatt medvetande eller kramper
sign-bleeding = Kraftig blödning eller allvarlig skada
sign-allergy = Svullnad i ansikte eller hals, eller en allvarlig allergisk reaktion
sign-pain = Plötslig, outhärdlig smärta
sign-self-harm = Tankar på att skada dig själv eller någon annan
contact-urgent-question = Har du, eller den som ärendet gäller, något av detta?
contact-urgent-none = Inget av detta
contact-urgent-some = Ja, något av detta
contact-urgent-unsure = Om du är osäker, ring Jourhjälpen
contact-fault-signs = Välj om något av detta stämmer
contact-help-title = Ring nu
contact-help-lead = Vänta inte på svar på webben. I telefon får du råd genast.
contact-help-call = Ring 112
contact-help-after = När situationen är under kontroll
contact-help-after-text = Det du har berättat är sparat. Du kan ändå skicka det om hjälp redan har getts.
contact-help-continue = Fortsätt kontakten
contact-reach-title = Hur når vi dig?
contact-reach = Hur vill du få svar?
reach-phone = Någon ringer mig
reach-message = Jag får ett meddelande i den här tjänsten
reach-message-hint = Du ser meddelandet när du loggar in.
contact-phone = Telefonnummer
contact-phone-hint = Till exempel 040 123 4567. Numret som ringer kan vara hemligt.
contact-language = Servicespråk
contact-language-hint = Du har rätt att få service på finska eller svenska.
contact-fault-reach = Välj hur du vill få svar
contact-fault-phone = Skriv numret som vi ringer
contact-fault-phone-form = Skriv telefonnumret med siffror, till exempel 040 123 4567
contact-fault-language = Välj servicespråk
contact-check-title = Kontrollera innan du skickar
contact-check-matters = { $count ->
        [one] Ditt ärende
       *[other] Dina ärenden
    }
contact-check-reach = Kontaktuppgifter
contact-check-sign-in = Du behöver logga in för att skicka. Det du har skrivit sparas.
contact-check-sign-in-send = Logga in och skicka
contact-check-send = Skicka
contact-done-title = { $count ->
        [one] Ditt ärende har tagits emot
       *[other] Dina ärenden har tagits emot
    }
contact-done-reference = Kod:
contact-done-today = Redan i dag
contact-done-by = Senast { $day }
contact-done-assess = En yrkesperson läser det du berättat och bedömer vårdbehovet och hur brådskande det är.
contact-done-phone = Vi ringer numret { $phone }
contact-done-call = { $window }: vi ringer { $phone }
contact-done-message = Du får ett meddelande i den här tjänsten
contact-done-how = Servicespråk: { $language }
contact-done-then = Du får råd eller väljer en tid
contact-done-then-text = Om du behöver en mottagningstid ser du de lediga tiderna genast efter bedömningen.
contact-done-matters = { $count ->
        [one] Följ ditt ärende
       *[other] Följ dina ärenden
    }
contact-done-worse = Om du blir sämre,
contact-done-worse-text = vänta inte: ring Jourhjälpen 116 117 eller i nödsituationer 112.
