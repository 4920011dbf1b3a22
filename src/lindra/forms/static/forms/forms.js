// Makes a form of this room pleasant: questions come and go with the answers they hang on, what is typed is kept
// on the server while it is written, and a lost connection loses nothing. Without this file everything works, only
// with every question shown and nothing kept before it is sent.
"use strict";

document.documentElement.dataset.script = "";

const PAUSE = 2000; // milliseconds after the last touch before a draft is sent
const AGAIN = 5000; // milliseconds between attempts while there is no connection
const DRAFT = 204, FORBIDDEN = 403, OLD = 409;

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-form]");
  if (form) { live(form); clearing(form); keeping(form); }
  copying();
});

// Questions that hang on the answers to others.

function live(form) {
  const hanging = [...form.querySelectorAll("[data-when]")]
    .map((place) => ({ place, when: JSON.parse(place.dataset.when), all: place.dataset.every === "all" }));
  const settle = () => {
    for (const { place, when, all } of hanging) {
      const met = when.map((one) => meets(form, one));
      place.removeAttribute("data-off"); // what the server knew of it
      place.hidden = !(all ? met.every(Boolean) : met.some(Boolean));
      for (const field of place.querySelectorAll("input, select, textarea")) { field.disabled = off(field); }
    }
  };
  form.addEventListener("change", settle);
  form.addEventListener("input", settle);
  settle();
}

function off(field) { return Boolean(field.closest("[data-when][hidden]")); }

// One condition: {names, operator, value}. A number is compared as a number, everything else as text.
function meets(form, { names, operator, value }) {
  const said = names.flatMap((name) => answers(form, name));
  if (operator === "exists") { return (said.length > 0) === (value === "true"); }
  return said.some((one) => {
    const order = compare(one, value);
    return {
      "=": order === 0, "!=": order !== 0, ">": order > 0, "<": order < 0, ">=": order >= 0, "<=": order <= 0,
    }[operator] === true;
  });
}

function answers(form, name) {
  return [...form.querySelectorAll("input, select, textarea")]
    .filter((field) => field.name === name && !off(field))
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value.trim()).filter(Boolean);
}

function compare(one, other) {
  const numbers = [one, other].map((text) => Number(text.replace(",", ".")));
  const [a, b] = numbers.some(Number.isNaN) ? [one, other] : numbers;
  return a === b ? 0 : a < b ? -1 : 1;
}

// An answer that was chosen by mistake can be taken back; the button is there when there is something to take back.

function clearing(form) {
  for (const button of form.querySelectorAll("[data-clear]")) {
    const own = () => [...form.elements].filter((field) => field.name === button.dataset.clear);
    const show = () => { button.toggleAttribute("data-nothing", !own().some((field) => field.checked)); };
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const first = own()[0];
      for (const field of own()) { field.checked = false; }
      first.focus();
      first.dispatchEvent(new Event("change", { bubbles: true }));
    });
    form.addEventListener("change", show);
    show();
  }
}

// Drafts, and what to do without a connection.

function keeping(form) {
  const says = document.querySelector("[data-says]");
  const lost = document.querySelector("[data-lost]");
  const out = document.querySelector("[data-out]");
  let timer = 0, waiting = null, sending = false, kept = body(form);

  const tell = (name) => { says.textContent = says.dataset[name]; };
  const show = (place, shown) => { if (place.hidden === shown) { place.hidden = !shown; } };

  // True when the server has it; false when nobody answers, or somebody has to sign in first.
  async function keep() {
    const now = body(form);
    try {
      const answer = await post(form);
      show(lost, false);
      if (answer === OLD) { kept = now; tell("old"); return true; } // sent in, the page is told why
      show(out, answer !== DRAFT);
      if (answer === DRAFT) { kept = now; tell("kept"); }
      return answer === DRAFT;
    } catch {
      show(lost, true);
      tell("lost");
      return false;
    }
  }

  async function attempt() {
    clearTimeout(timer);
    if (await keep()) {
      if (waiting !== null) { go(); }
    } else {
      timer = setTimeout(attempt, AGAIN);
    }
  }

  function go() {
    const button = waiting;
    waiting = null;
    sending = true;
    form.requestSubmit(button || undefined);
  }

  const changed = () => {
    if (body(form) === kept) { return; }
    tell("changed");
    clearTimeout(timer);
    timer = setTimeout(attempt, PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => { if (waiting !== null || body(form) !== kept) { attempt(); } });
  addEventListener("pageshow", () => { sending = false; });
  form.addEventListener("submit", (event) => {
    if (sending) { sending = false; return; }
    event.preventDefault(); // first as a draft: then nothing is lost, whatever becomes of the page
    waiting = event.submitter || false;
    attempt();
  });
}

function body(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
}

// The status the server answered with; 0 when it led elsewhere (to the page where one signs in).
async function post(form) {
  const send = () => fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual" });
  let answer = await send();
  if (answer.status === FORBIDDEN && await renewed(form)) { answer = await send(); }
  return answer.status;
}

// After signing in anew the page's token is an old one: fetch that of the new session.
async function renewed(form) {
  const answer = await fetch(form.dataset.draft, { redirect: "manual" });
  if (!answer.ok) { return false; }
  form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
  return true;
}

// An entry as text: by the button, or by copying while nothing is marked.

function copying() {
  const text = document.querySelector("[data-copied-text]");
  if (!text) { return; }
  const button = document.querySelector("[data-copy]");
  const says = document.querySelector("[data-copy-says]");
  const done = () => { says.textContent = says.dataset.done; };
  document.addEventListener("copy", (event) => {
    const field = document.activeElement;
    const marked = String(getSelection()) || (field.selectionStart !== field.selectionEnd && field !== button);
    if (marked) { return; }
    event.clipboardData.setData("text/plain", text.textContent);
    event.preventDefault();
    done();
  });
  button.hidden = false;
  button.addEventListener("click", () => { document.execCommand("copy"); });
}
