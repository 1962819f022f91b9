/* Select a word on the page: a small link beside it asks what it means; Escape takes it away. The link at the end of the page then asks
   about the same word, for those who use no pointer. Without JavaScript that link leads to where the word is typed. */
const link = document.querySelector("[data-ask-word]");
const MOST_LETTERS = 80;
const MOST_WORDS = 8;
const NEVER = "input, textarea, select, button, a, [contenteditable], [data-no-ask], .verbatim";

if (link) {
  const bubble = document.createElement("a");
  bubble.className = "ask-word";
  bubble.hidden = true;
  document.querySelector("main").append(bubble);
  bubble.addEventListener("mousedown", (event) => event.preventDefault()); // a press does not take the selection away

  const chosen = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const at = range.commonAncestorContainer;
    const element = at.nodeType === Node.ELEMENT_NODE ? at : at.parentElement;
    if (!element || !element.closest("main") || element.closest(NEVER)) return null;
    const word = selection.toString().replace(/\s+/g, " ").trim().replace(/^[“”"'‘’(.,;:]+|[“”"'‘’).,;:!?]+$/g, "");
    if (!/[\p{L}\p{N}]/u.test(word) || word.length > MOST_LETTERS || word.split(" ").length > MOST_WORDS) return null;
    return { word, range };
  };

  const show = () => {
    const found = chosen();
    bubble.hidden = !found;
    const to = new URL(link.href);
    if (found) to.searchParams.set("word", found.word);
    else to.searchParams.delete("word");
    link.href = to.href;
    if (!found) return;
    bubble.href = to.href;
    bubble.textContent = link.dataset.askWords.replace("%s", found.word);
    const box = found.range.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    bubble.style.insetBlockStart = `${window.scrollY + box.bottom + 8}px`;
    bubble.style.left = `${Math.max(8, Math.min(box.left, wide - bubble.offsetWidth - 8))}px`;
  };

  let waits;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waits);
    waits = setTimeout(show, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bubble.hidden = true;
  });
}
