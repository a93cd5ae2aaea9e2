// The count is kept in this browser until the server has taken it; sent twice under one key it is recorded once.
const form = document.querySelector("form[data-roll-call]");
if (form) keep(form);

function keep(form) {
  const name = `roll-call:${form.dataset.rollCall}`;
  const fields = () => [...form.elements].filter((each) => each.name && each.name !== "csrfmiddlewaretoken");
  const kept = read(name);
  if (kept && kept.sent && !document.querySelector(".govuk-error-summary")) localStorage.removeItem(name);
  else if (kept) restore(fields(), kept.values);
  show("[data-kept]", true);
  form.addEventListener("input", () => write(name, { values: valuesOf(fields()), sent: false }));
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      write(name, { values: valuesOf(fields()), sent: false });
      show("[data-offline]", true);
      return;
    }
    write(name, { values: valuesOf(fields()), sent: true });
  });
  const told = () => show("[data-offline]", !navigator.onLine);
  window.addEventListener("offline", told);
  window.addEventListener("online", told);
  told();
}

function valuesOf(fields) {
  return fields.map((each) => [each.name, each.type === "checkbox" ? each.value : "", each.type === "checkbox" ? each.checked : each.value]);
}

function restore(fields, values) {
  for (const [name, value, said] of values)
    for (const each of fields)
      if (each.name === name && (each.type !== "checkbox" || each.value === value)) each.type === "checkbox" ? (each.checked = said) : (each.value = said);
}

function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function write(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a browser that keeps nothing still sends */ }
}

function show(what, yes) {
  for (const each of document.querySelectorAll(what)) each.hidden = !yes;
}
