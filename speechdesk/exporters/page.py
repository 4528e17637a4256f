"""The fixed parts of the exported page: how it looks and what its script does."""

STYLE = """
:root { color-scheme: light dark; font: 1.1rem/1.7 system-ui, sans-serif; }
body { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 8rem; }
h1 { line-height: 1.25; }
.about { opacity: .75; font-size: .9rem; }
.player { position: fixed; inset: auto 0 0 0; padding: .75rem 1rem; background: Canvas;
  border-top: 1px solid GrayText; text-align: center; }
.player audio { width: min(42rem, 100%); }
.time { font: .8rem/1 system-ui, sans-serif; margin-right: .5rem; padding: .3rem .45rem; }
.w { cursor: pointer; border-radius: .2rem; }
.w:hover { text-decoration: underline; }
.w.now { background: Highlight; color: HighlightText; }
.br { white-space: pre-line; }
"""

SCRIPT = """
"use strict";
const audio = document.querySelector("audio");
const words = Array.from(document.querySelectorAll(".w"));
const starts = words.map(word => Number(word.dataset.at));
const inOrder = starts.every((at, n) => n === 0 || starts[n - 1] <= at);
let now = null;
document.querySelector("main").addEventListener("click", event => {
  const spoken = event.target.closest("[data-at]");
  if (!spoken || !audio.src) return;
  audio.currentTime = Number(spoken.dataset.at) / 1000;
  audio.play();
});
audio.addEventListener("timeupdate", () => {
  const at = audio.currentTime * 1000;
  const word = find(at);
  if (word === now) return;
  if (now) now.classList.remove("now");
  if (word) word.classList.add("now");
  now = word;
});
function find(at) {
  const holds = n => starts[n] <= at && at < Number(words[n].dataset.to);
  if (!inOrder) return words.find((_, n) => holds(n)) || null;
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1; else high = middle;
  }
  return low > 0 && holds(low - 1) ? words[low - 1] : null;
}
const file = document.querySelector("input[type=file]");
if (file) file.addEventListener("change", () => {
  if (!file.files.length) return;
  if (audio.src) URL.revokeObjectURL(audio.src);
  audio.src = URL.createObjectURL(file.files[0]);
  audio.hidden = false;
});
"""
