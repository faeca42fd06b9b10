// The conveniences that need a script. Every page works without it.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // After a faulty form the summary is read first; after a deed its message.
  one("#error-summary")?.focus();

  // A link in the summary leads to the field itself, and not only to its place.
  one("#error-summary")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus();
  });

  // Browsers bring the cursor of a text into view and leave the rest of its field below the edge.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" });
  });

  // A question that belongs to one answer is shown with that answer.
  const reveals = () => {
    for (const input of all("[data-reveals]")) {
      const question = document.getElementById(input.dataset.reveals);
      question.hidden = !input.checked;
    }
  };
  document.addEventListener("change", reveals);
  window.addEventListener("pageshow", reveals);
  reveals();

  // A form is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // The live queue: the server says that something changed, and the page fetches itself.
  const live = one("[data-live]");
  if (live && "EventSource" in window) {
    const region = document.getElementById(live.dataset.region);
    let waiting = 0;
    let again = 0;
    // What is set aside comes back when its time is over, though nothing changes then.
    const watch = () => {
      clearTimeout(again);
      const left = all("[data-again]", region).map((row) => Number(row.dataset.again) + 1);
      if (left.length) again = setTimeout(refresh, Math.min(Math.min(...left), 86400) * 1000);
    };
    const refresh = async () => {
      waiting = 0;
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(live.dataset.region);
      if (!fresh || fresh.innerHTML === region.innerHTML) return;
      const focused = region.contains(document.activeElement) && document.activeElement.id;
      region.replaceChildren(...fresh.childNodes);
      watch();
      if (focused) document.getElementById(focused)?.focus();
      const count = one(".queue-counts strong", region)?.textContent ?? "";
      live.textContent = `${live.dataset.changed} ${count}`;
    };
    watch();
    const source = new EventSource(live.dataset.live);
    source.addEventListener("open", () => (live.textContent = live.dataset.on));
    source.addEventListener("error", () => (live.textContent = live.dataset.off));
    // Not all at the same instant: colleagues hear of a change together.
    source.addEventListener("changed", () => (waiting ||= setTimeout(refresh, Math.random() * 200)));
    window.addEventListener("pagehide", () => source.close());
  }

  // Where to go and whom to find, by typing. A link is followed; a button or a field is only gone to, since
  // nothing should be done by a slip.
  const palette = one("#palette");
  if (palette) {
    const [text, list] = [one("#palette-text"), one("#palette-list")];
    const name = (element) => element.textContent.replace(/\s+/g, " ").trim();
    let offers = [];
    let chosen = -1;
    const gather = () => {
      const within = all(".nav a, main a[href], main summary, main form button[type=submit], main h2");
      const known = new Set();
      offers = within.filter((element) => {
        const label = name(element);
        const fresh = label && !known.has(label) && element.checkVisibility();
        known.add(label);
        return fresh;
      });
    };
    const choose = (place) => {
      chosen = place;
      for (const [at, option] of [...list.children].entries()) {
        option.setAttribute("aria-selected", at === place);
        if (at === place) option.scrollIntoView({ block: "nearest" });
      }
      if (list.children[place]) text.setAttribute("aria-activedescendant", list.children[place].id);
      else text.removeAttribute("aria-activedescendant");
    };
    const fill = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fit = offers.filter((offer) => words.every((word) => name(offer).toLowerCase().includes(word)));
      list.replaceChildren(...fit.slice(0, 8).map((offer, at) => {
        const option = document.createElement("li");
        Object.assign(option, { id: `palette-${at}`, textContent: name(offer), offer });
        option.setAttribute("role", "option");
        return option;
      }));
      choose(fit.length ? 0 : -1);
    };
    const go = (offer) => {
      palette.close();
      if (offer.matches("a")) return offer.click();
      const closed = offer.closest("details:not([open])");
      if (closed) closed.open = true;
      if (offer.matches("h2")) offer.tabIndex = -1;
      offer.scrollIntoView({ block: "center" });
      offer.focus();
    };
    text.addEventListener("input", fill);
    text.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
      else if (event.key === "ArrowUp" && count) choose((chosen + count - 1) % count);
      else if (event.key === "Enter" && list.children[chosen]) go(list.children[chosen].offer);
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", ({ target }) => target.offer && go(target.offer));
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (palette.open) return palette.close();
      gather();
      text.value = "";
      fill();
      palette.showModal();
      text.focus();
    });
  }

  // Keyboard shortcuts; they can be turned off, and never act while somebody writes.
  const dialog = one("#shortcuts");
  if (!dialog) return;
  const on = one("#shortcuts-on");
  on.checked = localStorage.getItem("shortcuts") !== "off";
  on.addEventListener("change", () => localStorage.setItem("shortcuts", on.checked ? "on" : "off"));

  const rows = () => all("main tbody tr :is(th, td):first-child a");
  const move = (step) => {
    const links = rows();
    const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector("a"));
    const to = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
    to?.focus();
    to?.scrollIntoView({ block: "nearest" });
  };
  const places = new Map(all("[data-go]").map((link) => [link.dataset.go, link]));
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "?") dialog.showModal();
    else if (!on.checked) return;
    else if (going && places.has(event.key)) places.get(event.key).click();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") one("main :is(input[type=search], select)")?.focus();
    else if (event.key === "g") {
      clearTimeout(going);
      going = setTimeout(() => (going = 0), 1500);
      return;
    } else return;
    going = 0;
    event.preventDefault();
  });
})();
