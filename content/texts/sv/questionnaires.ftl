### Frågeformulär: ifyllning utan namn, kod, svar i ärendet och säkerhet.

questionnaire-title = Frågor före besöket
questionnaire-lead = Berätta i egen takt hur du mår. Ni går igenom svaren tillsammans med en yrkesperson.
questionnaire-nameless = Du loggar inte in och uppger inte ditt namn. Du får en kod som öppnar svaren i { $days } dagar. Efter det kan de inte öppnas.
questionnaire-not-urgent = Ingen läser svaren förrän du ger koden till en yrkesperson. Om du behöver hjälp genast, ring 112 eller 116 117.
questionnaire-begin = Börja: { $title }, en fråga i taget
questionnaire-begin-all = { $title }, alla frågor på en sida
questionnaire-go-on-title = Har du redan en kod?
questionnaire-code = Kod
questionnaire-code-hint = Tolv bokstäver eller siffror, till exempel K7QX-3MDT-9FHA.
questionnaire-go-on = Fortsätt med koden
questionnaire-place = fråga { $place } / { $all }
questionnaire-end = Spara svaren
questionnaire-pause = Visa koden och fortsätt senare
questionnaire-your-code = Din kod
questionnaire-done = Dina svar har sparats
questionnaire-write-down = Skriv upp koden eller skriv ut den här sidan. Vi kan inte ge koden på nytt.
questionnaire-until = Koden gäller till { $at }.
questionnaire-code-why = Svaren sparas sida för sida. Du kan avbryta och fortsätta med koden på vilken enhet som helst.
questionnaire-then = Vad händer sedan?
questionnaire-then-text = Ge koden till en yrkesperson när ni träffas eller talas vid i telefon. Ni ser på svaren tillsammans och kommer överens om vad som kan hjälpa.
questionnaire-look-again = Se eller ändra svaren
questionnaire-leave = Ta bort koden från den här enheten
questionnaire-leave-text = Gör så om även andra använder enheten. Svaren finns kvar bakom koden.
questionnaire-help-title = Det finns hjälp i dag
questionnaire-help-lead = Du svarade att du har haft tankar på döden eller på att skada dig själv. Du behöver inte vara ensam med dem. Tala med någon redan i dag.
questionnaire-help-numbers = Ring
questionnaire-help-nobody-reads = En yrkesperson ser dina svar först när du ger koden. Stanna därför inte kvar och vänta.
questionnaire-help-continue = Fortsätt svara

questions-unit = Enhet: { $unit }
questions-optional = Du kan lämna tomt.
questions-yes = Ja
questions-no = Nej
questions-unverified = Den finska och den svenska ordalydelsen har ännu inte jämförts med den officiella översättningen.
questions-fault-choose = Välj ett svar.
questions-fault-missing = Skriv ett svar.
questions-fault-below = Ange ett tal som är minst { $least }.
questions-fault-above = Ange ett tal som är högst { $most }.
questions-fault-number = Skriv ett tal, till exempel 12,5.
questions-fault-long = Förkorta svaret: högst { $most } tecken.

results-title = Frågeformulär och mätare
results-none = Inga svar har fogats till ärendet.
results-code = Klientens kod
results-code-hint = Öppna formuläret tillsammans. Klienten ger koden.
results-open = Öppna formuläret
results-record = Anteckna svaren i en mätare
results-alarm = Fråga om säkerheten i dag:
results-path = Axlarna föreslår: { $path }
results-no-diagnosis = Poängen stöder bedömningen. De är ingen diagnos.
results-answers = Alla svar
results-across = Dag
results-now-attached = Svaren har fogats till ärendet.

safety-title = Fråga om säkerheten i dag
safety-text = Klienten svarade så att en yrkesperson måste fråga samma dag. Öppnat { $at }.
safety-done = Vad frågade du och vad gjorde ni?
safety-done-hint = Till exempel bedömning av faran, avtalat stöd och vem som fortsätter.
safety-handle = Anteckna som skött
safety-fault-done = Skriv vad som gjordes.
safety-now-handled = Säkerheten har tagits upp och antecknats.
safety-cases = Fråga om säkerheten i dag

opened-title = Klientens svar
opened-text = Gå igenom svaren tillsammans. De blir kvar i ärendet först när du fogar dem till det.
opened-incomplete = Alla frågor har inte besvarats.
opened-answers = Svar
opened-attach = Foga till ärendet
opened-leave = Foga inte
record-attach = Foga svaren till ärendet

event-answers-attached = Ett frågeformulär fogades till ärendet: { $title }
event-safety-opened = Ett svar kräver en fråga om säkerheten
event-safety-handled = Säkerheten togs upp

refusal-code-unknown = Koden öppnar inget formulär. Kontrollera koden; den kan också ha gått ut. Om du har försökt många gånger, vänta en stund.
refusal-attached-already = Formuläret har redan fogats till ett ärende.
refusal-answers-do-not-fit = Det finns ett fel i svaren. Kontrollera dem och skicka på nytt.
refusal-safety-open = Fråga först om säkerheten och anteckna vad som gjordes. Sedan kan du avsluta ärendet.
refusal-safety-done = Säkerheten har redan tagits upp. Ladda sidan på nytt.
start-questionnaire = Fyll i frågor före besöket, utan namn
