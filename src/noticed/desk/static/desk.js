"use strict";
// Everything works without this file. It spares typing the word of a link, and copies a text.

const login = document.getElementById("login");
if (login && location.hash.length > 1) {
  login.elements.word.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  login.submit();
}

for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    const inner = text.match(/-{5,}[^\n]*\n([\s\S]*?)\n-{5,}/);
    await navigator.clipboard.writeText(inner ? inner[1] : text);
    button.textContent = button.dataset.done;
  });
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault(); // a second click sends nothing twice
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
