// Loaded before the first paint, so that a dark page never flashes white. The choice lives in this browser only,
// under the key and in the words of the data admin ("auto", "light", "dark"), so that both always agree.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // storage refused by the browser's settings
    }
  };
  let choice = remembered();

  const show = (printing) => {
    const dark = choice === "dark" || (choice === "auto" && system.matches);
    root.dataset.bsTheme = dark && !printing ? "dark" : "light";
  };

  window.portalTheme = {
    get choice() {
      return choice;
    },
    choose(next) {
      choice = next;
      try {
        localStorage.setItem("theme", next);
      } catch {
        // not remembered, still shown
      }
      show(false);
    },
  };
  system.addEventListener("change", () => show(false));
  addEventListener("beforeprint", () => show(true));
  addEventListener("afterprint", () => show(false));
  show(false);
})();
