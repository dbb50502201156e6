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
