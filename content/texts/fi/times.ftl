### Ajan valitseminen määräajan jälkeen.

late-question = Miksi aika on määräajan jälkeen?
late-question-client = Jos aika on lain määräajan jälkeen: miksi?
late-hint = Vastaa vain, jos ajassa on merkintä ”Lain määräajan jälkeen”. Ennen kuin määräaika ylittyy, selvitä ostopalvelu tai palveluseteli (terveydenhuoltolaki 54 §).
late-after = Tämä aika on lain määräajan { $day } jälkeen. Voit valita sen, jos se sopii sinulle paremmin.
late-your-choice = Myöhempi aika sopii minulle paremmin
late-your-own-professional = Haluan tavata juuri tämän ammattilaisen
late-client-choice = Asiakas halusi myöhemmän ajan
late-own-professional = Asiakas odottaa omaa ammattilaistaan
late-none-earlier = Aikaisempaa aikaa ei löytynyt
refusal-late-reason-missing = Aika on lain määräajan jälkeen. Valitse, miksi.
event-late = Lain määräajan jälkeen: { $reason }
