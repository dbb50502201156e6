// Lists received. Choosing a file, or dropping it, is enough to send it; without this the button does.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-sends-itself]")) {
    const file = form.querySelector("input[type=file]");
    const zone = form.querySelector(".drop");
    const over = (is) => zone.classList.toggle("is-over", is);
    file.addEventListener("change", () => {
      if (file.files.length) form.requestSubmit();
    });
    file.addEventListener("dragenter", () => over(true));
    for (const name of ["dragleave", "drop"]) file.addEventListener(name, () => over(false));
  }

  // A decision draws the page anew: the focus goes back to where it was made.
  let link = "";
  let row = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form");
    link = form ? form.getAttribute("action") : "";
    row = form && form.closest("tbody[id]") ? form.closest("tbody[id]").id : "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "noi-dung") return;
    const cell = link && document.querySelector(`a[href="${link}"]`);
    const target = cell || (row && document.querySelector(`#${row} a`));
    if (target) target.focus();
  });
})();
