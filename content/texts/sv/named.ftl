### Egna kontaktpersoner.

named-title = Egna kontaktpersoner
named-nobody = Klienten har ingen egen kontaktperson.
named-choose = Egen kontaktperson vid din enhet
named-save = Spara kontaktpersonen
named-now = Kontaktpersonen är sparad. Kontakter till din enhet går först till hen.
named-first = Först: { $name } (till { $at })
named-you = Du är kontaktperson
named-yours = Dina egna kontaktpersoner
named-yours-text = De känner till din situation, och det du berättar för deras enhet går först till dem.
looked-name-worker = Valde din egen kontaktperson
