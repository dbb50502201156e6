// Small helps that the pages can do without: choosing the theme, pop-overs that close, showing a password.
(() => {
  "use strict";
  const buttons = document.querySelectorAll("button[data-choice]");
  const press = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === window.portalTheme.choice));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      window.portalTheme.choose(button.dataset.choice);
      press();
    });
  }
  press();

  const overs = document.querySelectorAll("details.over-opens");
  const close = (details) => {
    const inside = details.contains(document.activeElement);
    details.open = false;
    if (inside) details.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    for (const details of overs) if (details.open && !details.contains(event.target)) details.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const details of overs) if (details.open) close(details);
  });

  // A double click saves once; the server sees to it too.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
  });

  const inField = (element) => element.matches("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || inField(event.target)) return;
    const box = document.querySelector("#tim-trong") || document.querySelector("#tim-khap");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const said = document.querySelector(".note[role=alert]");
  if (said) said.focus();
  if (window.htmx) document.documentElement.classList.add("htmx-on");

  for (const field of document.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    const name = (shown) => {
      button.textContent = shown ? "Ẩn" : "Hiện";
      button.setAttribute("aria-label", shown ? "Ẩn mật khẩu" : "Hiện mật khẩu");
    };
    button.type = "button";
    button.className = "as-link";
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      name(shown);
    });
    name(false);
    const frame = document.createElement("span");
    frame.className = "with-reveal";
    field.replaceWith(frame);
    frame.append(field, button);
  }
})();
