//! Journeys through the demo county: one contact from resident to professional to leader in each
//! language, once by keyboard alone, and once without scripts.

#![expect(
    clippy::unwrap_used,
    reason = "a journey stops at the first thing that is not as it must be"
)]

#[path = "county/administrator.rs"]
mod administrator;
#[path = "county/evening.rs"]
mod evening;
#[path = "county/family.rs"]
mod family;
#[path = "county/leader.rs"]
mod leader;
#[path = "county/phone.rs"]
mod phone;
#[path = "county/professional.rs"]
mod professional;
#[path = "county/questionnaire.rs"]
mod questionnaire;
#[path = "county/resident.rs"]
mod resident;
#[path = "county/waiting.rs"]
mod waiting;

use journeys::{Album, Browser, Polku, Scripts, Tools};

/// Somebody with a window, a language, and perhaps an album of what is seen.
struct Traveller<'a> {
    browser: Browser,
    album: Option<Album<'a>>,
    language: &'static str,
}

impl<'a> Traveller<'a> {
    /// Opens a window and becomes one of the demo's people; every page is looked at.
    async fn sees(tools: &'a Tools, polku: &Polku, language: &'static str, person: &str) -> Self {
        let traveller = Self::sees_nobody(tools, polku, language).await;
        traveller.becomes(person).await;
        traveller
    }

    /// Opens a window as nobody; every page is looked at.
    async fn sees_nobody(tools: &'a Tools, polku: &Polku, language: &'static str) -> Self {
        let album = Some(Album::new(tools, language).unwrap());
        Self { album, ..Self::hurries(tools, polku, language, Scripts::On).await }
    }

    /// Opens a window as nobody and keeps no album.
    async fn hurries(
        tools: &Tools,
        polku: &Polku,
        language: &'static str,
        scripts: Scripts,
    ) -> Self {
        let browser = Browser::open(tools, polku.address(), scripts).await.unwrap();
        browser.go(&format!("/{language}")).await.unwrap();
        Self { browser, album: None, language }
    }

    /// Goes to a page in the journey's language.
    async fn goes(&self, path: &str) {
        self.browser.go(&format!("/{}{path}", self.language)).await.unwrap();
    }

    /// Comes to a page in the journey's language, and looks at it from every side.
    async fn arrives(&mut self, path: &str, page: &str) {
        self.browser.arrives(&format!("/{}{path}", self.language)).await.unwrap();
        assert_eq!(self.browser.language().await.unwrap(), self.language, "on {page}");
        if let Some(album) = &mut self.album {
            album.looks(&self.browser, page).await.unwrap();
        }
    }

    /// Sends the form that goes to a path ending like this.
    async fn sends(&self, action: &str) {
        let button = format!("main form[action$='{action}'] button[type='submit']");
        self.browser.sends(&button).await.unwrap();
    }

    /// Follows a link of the page's content whose address contains this.
    async fn follows(&self, address: &str) {
        self.browser.sends(&format!("main a[href*='{address}']")).await.unwrap();
    }

    /// Becomes one of the demo's people.
    async fn becomes(&self, person: &str) {
        self.browser.clicks("aside.demo summary").await.unwrap();
        self.browser.picks("account", person).await.unwrap();
        self.browser.sends("form[action$='/demo/person'] button").await.unwrap();
    }

    /// Lets a week of the demo's time pass.
    async fn waits_a_week(&self) {
        self.browser.clicks("aside.demo summary").await.unwrap();
        self.browser.sends("form[action$='/demo/clock'] button[value='week']").await.unwrap();
    }

    /// Lets an hour of the demo's time pass.
    async fn waits_an_hour(&self) {
        self.browser.clicks("aside.demo summary").await.unwrap();
        self.browser.sends("form[action$='/demo/clock'] button[value='hour']").await.unwrap();
    }

    /// Closes the window, and fails with everything that was wrong on any page.
    async fn comes_home(self) {
        self.browser.close().await.unwrap();
        if let Some(album) = self.album {
            album.closes().unwrap();
        }
    }
}

/// One contact, from the resident's first page to the figure on the leader's board.
async fn travels(language: &'static str, person: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();

    let mut nobody = Traveller::sees_nobody(&tools, &polku, language).await;
    resident::looks_around_signed_out(&mut nobody).await;
    nobody.comes_home().await;

    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    let mut resident = Traveller::sees(&tools, &polku, language, person).await;

    professional::watches_the_queue(&mut nurse).await;
    let cases = resident::makes_a_contact(&mut resident).await;
    let case = cases.first().unwrap();
    professional::sees_it_come(&nurse, case).await;
    resident::moves_the_call(&mut resident, case).await;
    professional::calls_twice_in_vain(&mut nurse, case).await;
    resident::is_told_and_keeps_the_place(&mut resident, case).await;
    professional::assesses(&mut nurse, case).await;
    resident::understands_the_due_date(&mut resident, case).await;
    resident::chooses_how_to_be_told(&mut resident).await;
    resident::books_a_time(&mut resident, case).await;
    let mut holder = Traveller::sees_nobody(&tools, &polku, language).await;
    resident::confirms_by_the_link(&mut holder, &polku).await;
    holder.comes_home().await;
    resident::moves_and_keeps_the_time(&mut resident, case).await;
    resident::asks_for_a_calendar(&mut resident).await;
    let mut keeper = Traveller::sees(&tools, &polku, language, "anders").await;
    administrator::decides_about_a_message(&mut keeper).await;
    professional::meets_and_closes(&mut nurse, case).await;
    professional::finds_people(&mut nurse).await;
    resident::sees_who_has_looked(&mut resident).await;
    resident::withdraws(&mut resident, cases.last().unwrap()).await;

    let mut leader = Traveller::sees(&tools, &polku, language, "kristiina").await;
    leader::reads_the_board(&mut leader).await;

    administrator::watches_the_notices(&mut keeper, &polku).await;

    for traveller in [resident, nurse, leader, keeper] {
        traveller.comes_home().await;
    }
}

/// A time that Aino gives up goes to Maya, who waits for one on that day.
async fn passes_on(language: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut aino = Traveller::sees(&tools, &polku, language, "aino").await;
    let mut maya = Traveller::sees(&tools, &polku, language, "maya").await;
    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    let hers = waiting::finds_an_open_matter(&aino).await;
    let other = waiting::finds_the_matter(&maya).await;
    waiting::finds_that_a_doctor_is_needed(&nurse, &hers).await;
    let (day, words) = waiting::books(&mut aino, &hers).await;
    waiting::waits_for_a_day(&mut maya, &other, &day).await;
    waiting::gives_up(&mut aino, &hers).await;
    waiting::is_offered_and_takes(&mut maya, &other, &words).await;
    waiting::sees_the_line(&mut nurse).await;
    for traveller in [aino, maya, nurse] {
        traveller.comes_home().await;
    }
}

/// Somebody without a name answers; a nurse opens it with the code on a matter of Aino's.
async fn opens_with_a_code(language: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut nobody = Traveller::hurries(&tools, &polku, language, Scripts::On).await;
    nobody.album = Some(Album::new(&tools, language).unwrap());
    let code = questionnaire::answers_without_a_name(&mut nobody).await;
    let aino = Traveller::sees(&tools, &polku, language, "aino").await;
    let case = waiting::finds_an_open_matter(&aino).await;
    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    questionnaire::opens_attaches_and_asks(&mut nurse, &case, &code).await;
    for traveller in [nobody, aino, nurse] {
        traveller.comes_home().await;
    }
}

/// Three matters in one evening contact become three cases and two bookings.
async fn parts_into_three(language: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut aino = Traveller::sees(&tools, &polku, language, "aino").await;
    let cases = evening::tells_three_matters(&mut aino).await;
    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    evening::assesses_each(&mut nurse, &cases).await;
    let asked = cases.last().unwrap();
    evening::asks(&mut aino, asked).await;
    evening::answers(&mut nurse, asked).await;
    evening::leaves_a_note(&mut nurse, asked).await;
    evening::is_answered(&mut aino, asked).await;
    evening::books_two(&mut aino, &cases).await;
    for traveller in [aino, nurse] {
        traveller.comes_home().await;
    }
}

/// A mother books for her child; a stranger sees nothing, and nobody where the child lives.
async fn books_for_a_child(language: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut mother = Traveller::sees(&tools, &polku, language, "aino").await;
    family::begins_to_act(&mut mother).await;
    let case = family::makes_a_contact(&mut mother).await;
    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    family::sees_who_made_it(&mut nurse, &case).await;
    family::books_and_goes_back(&mut mother, &case).await;
    let mut other = Traveller::hurries(&tools, &polku, language, Scripts::On).await;
    other.becomes("erik").await;
    family::sees_nothing(&mut other, &case).await;
    for traveller in [mother, nurse, other] {
        traveller.comes_home().await;
    }
}

#[tokio::test]
async fn a_mother_books_for_her_child_in_finnish() {
    books_for_a_child("fi").await;
}

#[tokio::test]
async fn a_mother_books_for_her_child_in_swedish() {
    books_for_a_child("sv").await;
}

#[tokio::test]
async fn a_mother_books_for_her_child_in_english() {
    books_for_a_child("en").await;
}

/// Three hundred calls of a day, and what nobody answered is called back.
async fn calls_back(language: &'static str) {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut nurse = Traveller::sees(&tools, &polku, language, "helena").await;
    evening::waits_for_the_evening(&nurse).await;
    phone::rings_all_day(&mut nurse, &polku).await;
    phone::calls_back(&mut nurse).await;
    nurse.comes_home().await;
}

#[tokio::test]
async fn the_phone_exchange_rings_all_day_in_finnish() {
    calls_back("fi").await;
}

#[tokio::test]
async fn the_phone_exchange_rings_all_day_in_swedish() {
    calls_back("sv").await;
}

#[tokio::test]
async fn the_phone_exchange_rings_all_day_in_english() {
    calls_back("en").await;
}

#[tokio::test]
async fn three_matters_of_an_evening_become_three_cases_in_finnish() {
    parts_into_three("fi").await;
}

#[tokio::test]
async fn three_matters_of_an_evening_become_three_cases_in_swedish() {
    parts_into_three("sv").await;
}

#[tokio::test]
async fn three_matters_of_an_evening_become_three_cases_in_english() {
    parts_into_three("en").await;
}

#[tokio::test]
async fn a_questionnaire_without_a_name_is_opened_by_a_nurse_in_finnish() {
    opens_with_a_code("fi").await;
}

#[tokio::test]
async fn a_questionnaire_without_a_name_is_opened_by_a_nurse_in_swedish() {
    opens_with_a_code("sv").await;
}

#[tokio::test]
async fn a_questionnaire_without_a_name_is_opened_by_a_nurse_in_english() {
    opens_with_a_code("en").await;
}

#[tokio::test]
async fn a_time_that_is_given_up_goes_to_who_waits_in_finnish() {
    passes_on("fi").await;
}

#[tokio::test]
async fn a_time_that_is_given_up_goes_to_who_waits_in_swedish() {
    passes_on("sv").await;
}

#[tokio::test]
async fn a_time_that_is_given_up_goes_to_who_waits_in_english() {
    passes_on("en").await;
}

#[tokio::test]
async fn one_contact_travels_through_everything_in_finnish() {
    travels("fi", "aino").await;
}

#[tokio::test]
async fn one_contact_travels_through_everything_in_swedish() {
    travels("sv", "aino").await;
}

#[tokio::test]
async fn one_contact_travels_through_everything_in_english() {
    travels("en", "aino").await;
}

#[tokio::test]
async fn a_contact_is_made_by_keyboard_alone() {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let traveller = Traveller::hurries(&tools, &polku, "fi", Scripts::On).await;
    resident::makes_a_contact_by_keyboard(&traveller).await;
    traveller.comes_home().await;
}

#[tokio::test]
async fn a_contact_is_made_and_assessed_without_scripts() {
    let tools = Tools::find().unwrap();
    let polku = Polku::demo().await.unwrap();
    let mut resident = Traveller::hurries(&tools, &polku, "sv", Scripts::Off).await;
    resident.becomes("aino").await;
    let cases = resident::makes_a_contact(&mut resident).await;
    let mut nurse = Traveller::hurries(&tools, &polku, "sv", Scripts::Off).await;
    nurse.becomes("helena").await;
    professional::assesses(&mut nurse, cases.first().unwrap()).await;
    let case = cases.first().unwrap();
    resident::books_a_time(&mut resident, case).await;
    resident::moves_and_keeps_the_time(&mut resident, case).await;
    for traveller in [resident, nurse] {
        traveller.comes_home().await;
    }
}
