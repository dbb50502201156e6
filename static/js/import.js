// Choosing a list's file, or dropping it, is enough to send it; without this the button does.
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
})();
