// Reads the board anew every half minute, without loading the page: what has focus keeps it, and a reader is told once.
const board = document.getElementById("board");
const told = document.getElementById("board-told");
const EVERY = 30000;

function withoutTime(html) {
  return html.replace(/<p class="small soft">[^<]*<\/p>/, "").replace(/\s+/g, " ");
}

async function readAnew() {
  if (document.hidden) return;
  const answer = await fetch(board.dataset.part, { headers: { "X-Requested-With": "board" } });
  if (!answer.ok || answer.redirected) return;
  const html = await answer.text();
  const before = document.activeElement;
  const focused = board.contains(before) ? before.getAttribute("href") : null;
  const changed = withoutTime(html) !== withoutTime(board.dataset.last || board.innerHTML);
  board.dataset.last = html;
  if (!changed) return;
  board.innerHTML = html;
  if (focused) board.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  told.textContent = told.dataset.changed;
}

if (board) setInterval(() => readAnew().catch(() => {}), EVERY);
