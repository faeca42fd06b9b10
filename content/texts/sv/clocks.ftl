### Statutory clocks.

clock-today = I dag
clock-left = { $count ->
        [one] 1 dag kvar
       *[other] { $count } dagar kvar
    }
clock-over = { $count ->
        [one] 1 dag över
       *[other] { $count } dagar över
    }
clock-satisfied = Skedde i tid
clock-satisfied-late = Skedde för sent
clock-never = Skedde inte
clock-out-of-scope = Gäller inte längre
clock-line-running = Senast { $day }
clock-line-late = Skulle ha skett senast { $day }. Ärendet är brådskande för oss.
clock-line-satisfied = Skedde { $at }. Tidsfristen var { $day }.
clock-line-never = Skulle ha skett senast { $day }. Ärendet avslutades utan det.
clock-line-out-of-scope = Tidsfristen gäller inte längre det här ärendet.
clock-adjusted = Om tiden som klienten själv valde att vänta räknas med: { $day }. Lagens tidsfrist flyttas inte.
clock-unverified = Regelns siffra har ännu inte kontrollerats mot lagtexten.
clock-why = Varför just det här datumet?
