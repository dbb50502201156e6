// The box that searches everywhere: suggestions by the ARIA combobox pattern. Without it the box is a plain form.
(() => {
  "use strict";
  const box = document.querySelector("#tim-khap");
  const list = document.querySelector("#goi-y");
  const said = document.querySelector("#goi-y-so");
  if (!box || !list || !window.htmx) return;
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const options = () => Array.from(list.querySelectorAll("[role=option]"));
  const chosen = () => list.querySelector("[aria-selected=true]");
  const choose = (option) => {
    const before = chosen();
    if (before) before.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", option.id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const open = (shown) => {
    list.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(null);
  };
  const step = (by) => {
    const all = options();
    if (!all.length) return;
    open(true);
    const from = all.indexOf(chosen());
    choose(all[from < 0 ? (by > 0 ? 0 : all.length - 1) : (from + by + all.length) % all.length]);
  };

  list.addEventListener("htmx:afterSwap", () => {
    const found = options().length;
    open(found > 0 && document.activeElement === box);
    said.textContent = found ? `${found} gợi ý` : box.value.trim() ? "Không có gợi ý" : "";
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      window.location.assign(chosen().dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first Escape closes the list, the next empties the box
      open(false);
    }
  });
  box.addEventListener("input", () => choose(null));
  box.addEventListener("focus", () => open(options().length > 0 && box.value.trim() !== ""));
  box.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.url);
  });
})();
