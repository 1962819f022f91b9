// Says that a file is too big before it is sent. The words come from the page, in the reader's language.
export function size() {
  for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
    field.addEventListener("change", () => {
      const most = Number(field.dataset.maxBytes);
      const big = [...field.files].find((file) => file.size > most);
      field.setCustomValidity(big ? field.dataset.tooBig || "" : "");
      if (big) field.reportValidity();
    });
  }
}
