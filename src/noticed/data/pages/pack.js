"use strict";
for (const button of document.querySelectorAll("button")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const area = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      area.select();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
    button.classList.add("done");
  });
}
if (!CSS.supports("field-sizing", "content")) {
  for (const area of document.querySelectorAll("textarea")) area.style.height = area.scrollHeight + 4 + "px";
}
