### Att välja en tid efter tidsfristen.

late-question = Varför är tiden efter tidsfristen?
late-question-client = Om tiden är efter lagens tidsfrist: varför?
late-hint = Svara bara om tiden har märket ”Efter lagens tidsfrist”. Innan fristen går ut, utred köptjänst eller servicesedel (hälso- och sjukvårdslagen 54 §).
late-after = Den här tiden är efter lagens tidsfrist { $day }. Du kan välja den om den passar dig bättre.
late-your-choice = En senare tid passar mig bättre
late-your-own-professional = Jag vill träffa just den här yrkespersonen
late-client-choice = Klienten ville ha en senare tid
late-own-professional = Klienten väntar på sin egen yrkesperson
late-none-earlier = Ingen tidigare tid hittades
refusal-late-reason-missing = Tiden är efter lagens tidsfrist. Välj varför.
event-late = Efter lagens tidsfrist: { $reason }
