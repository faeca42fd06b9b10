### Omatyöntekijät.

named-title = Omatyöntekijät
named-nobody = Asiakkaalla ei ole omatyöntekijää.
named-choose = Omatyöntekijä yksikössäsi
named-save = Tallenna omatyöntekijä
named-now = Omatyöntekijä on tallennettu. Yhteydenotot yksikköösi menevät ensin hänelle.
named-first = Ensin: { $name } ({ $at } asti)
named-you = Olet omatyöntekijä
named-yours = Omatyöntekijäsi
named-yours-text = He tuntevat tilanteesi, ja se mitä kerrot heidän yksikölleen menee ensin heille.
looked-name-worker = Valitsi omatyöntekijäsi
