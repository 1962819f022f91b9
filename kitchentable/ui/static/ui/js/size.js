/* Says that a file is too big before it is sent. The server checks again. */
const inWords = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

const check = (input) => {
  const most = Number(input.dataset.maxBytes);
  const field = input.closest(".upload") || input.parentElement;
  field.querySelector("[data-size-problem]")?.remove();
  const biggest = Math.max(0, ...[...input.files].map((file) => file.size));
  if (!most || biggest <= most) {
    input.setCustomValidity("");
    return;
  }
  const words = (field.dataset.tooBig || "").replace("NOW", inWords(biggest)).replace("MOST", inWords(most));
  const problem = document.createElement("p");
  problem.className = "problem";
  problem.setAttribute("role", "alert");
  problem.dataset.sizeProblem = "";
  problem.textContent = words;
  input.before(problem);
  input.setCustomValidity(words);
};

for (const input of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  input.addEventListener("change", () => check(input));
}
