### Muistiinpanot työtovereille ja asioiden siirtäminen.

notes-title = Muistiinpanot
note-write = Kirjoita muistiinpano
note-words = Muistiinpano
note-hint = Työtovereille. Muistiinpanot kuuluvat asiakkaan tietoihin, ja asiakas voi pyytää nähdä ne.
note-asks = Pyydä työtoveria katsomaan
note-save = Tallenna muistiinpano
note-fault-none = Kirjoita muistiinpano ennen kuin tallennat sen
note-asked = { $name } on pyydetty katsomaan
note-asks-you = { $name } pyytää sinua katsomaan tätä.
note-seen = Olen katsonut
note-now-saved = Muistiinpano on tallennettu.
note-now-seen = Työtoverisi näkee, että olet katsonut.
asked-title = Työtoverit pyytävät sinua katsomaan
snooze-title = Siirrä hetkeksi
snooze-hint = Asia pysyy näkyvissä ja sen määräajat kuluvat. Se palaa itsestään, ja heti jos asiakas tekee jotain.
snooze-until = Mihin asti?
snooze-why = Miksi? Voit jättää tyhjäksi
snooze-save = Siirrä
snooze-wake = Ota nyt takaisin
snooze-now = Asia on siirretty.
snooze-now-woken = Asia on otettu takaisin.
snoozed-until = Siirretty: { $at }
snoozed-title = Siirretyt
refusal-snooze-too-long = Asiaa ei voi siirtää lakisääteisen määräajan yli. Valitse aikaisempi aika.
looked-write-note = Kirjoitti tai luki muistiinpanon työtovereille
looked-snooze-case = Siirsi asian myöhemmäksi tai otti sen takaisin
