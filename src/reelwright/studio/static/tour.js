// The first look around: a word beside each place, one after the other. It begins when it is asked for, and ends at any moment.
const STOPS = [
  [".side a[href='/create'], .bottom a[href='/create']", "Make a video", "From an article, a script or a topic. The example is ready: nothing to write, nothing to pay."],
  [".side a[href='/videos'], .bottom a[href='/videos']", "Find it again", "Every video, with its state. Change a word later, and only that part is made again."],
  [".side a[href='/templates'], .bottom button[popovertarget='more']", "Many at once", "A template and a table give a video for every row. Dubs, files and voices are next to it."],
  [".side a[href='/jobs'], .bottom a[href='/jobs']", "See what is at work", "Progress as it happens, with stop and try again. Work goes on when you leave."],
];
let at = -1, box = null, marked = null;

const begin = () => { at = -1; next(); };
for (const each of document.querySelectorAll("[data-tour]")) each.addEventListener("click", begin);

function next() {
  end();
  at += 1;
  if (at >= STOPS.length) { at = -1; return document.querySelector("a[href='/new?example']")?.focus(); }
  const [selector, title, text] = STOPS[at];
  marked = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  if (!marked) return next();
  marked.classList.add("toured");
  box = document.createElement("div");
  box.className = "tour";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  const [head, words, row, more, stop] = ["h2", "p", "div", "button", "button"].map((name) => document.createElement(name));
  head.textContent = title;
  words.textContent = text;
  row.className = "actions";
  more.type = stop.type = "button";
  more.className = "button primary small";
  more.textContent = at < STOPS.length - 1 ? `Next (${at + 1} of ${STOPS.length})` : "Begin";
  stop.className = "button quiet small";
  stop.textContent = "Enough";
  more.onclick = next;
  stop.onclick = () => { end(); document.querySelector("[data-tour]")?.focus(); };
  row.append(more, stop);
  box.append(head, words, row);
  document.body.append(box);
  place();
  more.focus();
}

function place() {
  const here = marked.getBoundingClientRect(), mine = box.getBoundingClientRect();
  const isBelow = here.top > innerHeight / 2;
  const left = isBelow ? here.left + here.width / 2 - mine.width / 2 : here.right + 14;
  box.style.setProperty("left", `${Math.max(12, Math.min(innerWidth - mine.width - 12, left))}px`);
  box.style.setProperty("top", `${isBelow ? here.top - mine.height - 14 : Math.max(12, here.top)}px`);
}

function end() {
  box?.remove();
  marked?.classList.remove("toured");
  box = marked = null;
}
addEventListener("keydown", ({ key }) => { if (key === "Escape" && box) { end(); document.querySelector("[data-tour]")?.focus(); } });
addEventListener("resize", () => { if (box) place(); });
