// A lane for each room, time from left to right: where the rooms are busy, what is behind and what is ahead. The list beside it
// says the same in words.
import { troubledRooms } from "../core/derive.js";
import { el, visible } from "../core/dom.js";
import { clock, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { heldFor, isAhead, ownNow, showClock } from "../core/store.js";

const laneHeight = 30;
const axisHeight = 34;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800].map((s) => s * 1000);
const spans = [60000, 300000, 900000, 3600000, 7200000, 6 * 3600000, 24 * 3600000, 7 * 24 * 3600000];

export function lanes({ choose, moved }) {
  const canvas = el("canvas", { role: "img" });
  const scroller = el("div", { class: "lane-scroll" }, canvas);
  const spanWords = el("span", { class: "digits" });
  const zoom = (label, sign, by) => el("button", { type: "button", class: "small", "aria-label": label, title: label, on: { click: () => zoomBy(by) } }, sign);
  const all = el("button", { type: "button", class: "small", on: { click: () => fit() } }, t("lanes.all"));
  const element = el("div", { class: "lanes" },
    el("div", { class: "lane-tools" }, zoom(t("lanes.out"), "−", 1), spanWords, zoom(t("lanes.in"), "+", -1), all,
      el("span", { class: "key" }, el("i", { class: "mark-system" }), t("category.system"), el("i", { class: "mark-chat" }), t("category.chat"), el("i", { class: "mark-hold" }), t("holds_before"), el("i", { class: "mark-bad" }), t("trouble"))),
    scroller);
  let data = null;
  let run = null;
  let list = [];
  let rooms = [];
  let level = 2;
  let span = spans[level];
  /** The run's own time at the left edge; null follows the clock. */
  let from = null;
  let chosenKey = null;
  let drag = null;

  const gutter = () => (canvas.clientWidth < 600 ? 76 : 140);
  const leftEdge = (now) => from ?? ownNow(run, now) - span * 0.25;
  const timeOf = (cue) => data.due(cue, run) + (isAhead(cue) ? heldFor(run, lastNow) : 0);

  function zoomBy(by) {
    const middle = from === null ? null : from + span / 2;
    level = Math.max(0, Math.min(spans.length - 1, level + by));
    span = spans[level];
    if (middle !== null) from = middle - span / 2;
    draw();
  }

  function fit() {
    if (!list.length) return;
    let [first, last] = [Infinity, -Infinity];
    for (const cue of list) {
      const at = timeOf(cue);
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    span = Math.max(60000, (last - first) * 1.04);
    level = Math.max(0, spans.findIndex((one) => one >= span));
    from = first - span * 0.02;
    moved();
    draw();
  }

  canvas.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, from: leftEdge(lastNow), moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const dx = event.clientX - drag.x;
    if (Math.abs(dx) > 4) drag.moved = true;
    if (!drag.moved) return;
    from = drag.from - (dx / (canvas.clientWidth - gutter())) * span;
    moved();
    draw();
  });
  canvas.addEventListener("pointerup", (event) => {
    const wasClick = drag && !drag.moved;
    drag = null;
    if (!wasClick) return;
    const box = canvas.getBoundingClientRect();
    const lane = Math.floor((event.clientY - box.top - axisHeight) / laneHeight);
    const width = canvas.clientWidth - gutter();
    const at = leftEdge(lastNow) + ((event.clientX - box.left - gutter()) / width) * span;
    let best = null;
    for (const cue of list) {
      const away = Math.abs(timeOf(cue) - at);
      if (away < (span / width) * 12 && (!best || away < best.away) && cue.texts.some((text) => text.rooms.includes(rooms[lane]))) best = { away, cue };
    }
    if (best) choose(best.cue.key);
  });
  canvas.addEventListener("wheel", (event) => {
    const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (!by) return;
    event.preventDefault();
    from = leftEdge(lastNow) + (by / (canvas.clientWidth - gutter())) * span;
    moved();
    draw();
  }, { passive: false });

  let lastNow = 0;

  function draw(now = lastNow) {
    lastNow = now;
    if (!run || !canvas.isConnected) return;
    const width = scroller.clientWidth;
    const height = axisHeight + Math.max(1, rooms.length) * laneHeight;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const style = getComputedStyle(element);
    const resolve = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const ink = resolve("--ink"), soft = resolve("--soft"), line = resolve("--line"), band = resolve("--raised");
    const kinds = { system: resolve("--system"), chat: resolve("--chat") };
    const [holdInk, badInk, goInk] = [resolve("--hold"), resolve("--bad"), resolve("--accent")];
    const side = gutter();
    const left = leftEdge(now);
    const x = (at) => side + ((at - left) / span) * (width - side);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = `12px ${style.fontFamily}`;
    pen.textBaseline = "middle";
    rooms.forEach((room, index) => {
      const y = axisHeight + index * laneHeight;
      pen.fillStyle = index % 2 ? "transparent" : band;
      pen.fillRect(0, y, width, laneHeight);
    });
    const here = ownNow(run, now);
    pen.save();
    pen.beginPath();
    pen.rect(side, 0, width - side, height);
    pen.clip();
    const step = steps.find((one) => span / one <= Math.max(2, (width - side) / 110)) ?? steps.at(-1);
    pen.strokeStyle = line;
    for (let tick = Math.ceil(left / step) * step; tick <= left + span; tick += step) {
      const at = Math.round(x(tick)) + 0.5;
      pen.beginPath();
      pen.moveTo(at, axisHeight - 4);
      pen.lineTo(at, height);
      pen.stroke();
      pen.fillStyle = ink;
      pen.fillText(timeOfDay(tick, run.timezone), at + 3, 9);
      pen.fillStyle = soft;
      // What the show clock said in the past depends on holds and shifts that are over.
      if (tick >= here) pen.fillText(clock(showClock(run, now) + tick - here), at + 3, 24);
    }
    const lane = new Map(rooms.map((room, index) => [room, index]));
    const drawn = new Set();
    for (const cue of list) {
      const at = timeOf(cue);
      if (at < left - span * 0.01 || at > left + span * 1.01) continue;
      const px = Math.round(x(at));
      const isPast = !isAhead(cue);
      const hasTrouble = Object.entries(cue.outcomes ?? {}).some(([name, n]) => n > 0 && name !== "sent" && name !== "cancelled");
      const troubled = hasTrouble ? troubledRooms(run, cue.key) : null;
      const isChosen = cue.key === chosenKey;
      if (cue.hold && isAhead(cue)) {
        pen.strokeStyle = holdInk;
        pen.lineWidth = 2;
        pen.setLineDash([5, 4]);
        pen.beginPath();
        pen.moveTo(px - 4, axisHeight);
        pen.lineTo(px - 4, height);
        pen.stroke();
        pen.setLineDash([]);
        pen.lineWidth = 1;
      }
      for (const text of cue.texts) {
        for (const room of text.rooms) {
          const index = lane.get(room);
          if (index === undefined) continue;
          // Where the log says in which rooms, only those are marked.
          const isBad = hasTrouble && (troubled.size === 0 || troubled.has(room));
          const key = `${index} ${px} ${cue.category} ${isBad}`;
          if (drawn.has(key) && !isChosen) continue;
          drawn.add(key);
          const y = axisHeight + index * laneHeight;
          pen.globalAlpha = isPast && !isBad ? 0.4 : cue.state === "skipped" ? 0.25 : 1;
          pen.fillStyle = isBad ? badInk : kinds[cue.category];
          if (isBad) {
            pen.font = `bold 16px ${style.fontFamily}`;
            pen.fillText("✕", px - 6, y + laneHeight / 2);
            pen.font = `12px ${style.fontFamily}`;
          } else if (cue.category === "system") pen.fillRect(px - 2, y + 4, 4, laneHeight - 8);
          else {
            pen.beginPath();
            pen.moveTo(px, y + 7);
            pen.lineTo(px + 6, y + laneHeight / 2);
            pen.lineTo(px, y + laneHeight - 7);
            pen.lineTo(px - 6, y + laneHeight / 2);
            pen.fill();
          }
          pen.globalAlpha = 1;
          if (isChosen) {
            pen.strokeStyle = ink;
            pen.lineWidth = 2;
            pen.strokeRect(px - 8, y + 2, 16, laneHeight - 4);
            pen.lineWidth = 1;
          }
        }
      }
    }
    const nowX = Math.round(x(here)) + 0.5;
    pen.strokeStyle = run.hold ? holdInk : goInk;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(nowX, 0);
    pen.lineTo(nowX, height);
    pen.stroke();
    pen.lineWidth = 1;
    pen.restore();
    pen.fillStyle = ink;
    rooms.forEach((room, index) => {
      pen.fillText(visible(room), 6, axisHeight + index * laneHeight + laneHeight / 2, side - 12);
    });
    const minutes = span / 60000;
    spanWords.textContent = minutes < 60 ? t("lanes.minutes", { n: Math.round(minutes) }) : t("lanes.hours", { n: Math.round(minutes / 6) / 10 });
  }

  const probe = el("span", { hidden: true });
  element.append(probe);
  new ResizeObserver(() => draw()).observe(scroller);

  return {
    element,
    show(nextData, nextRun, nextList, nextRooms, key) {
      [data, run, list, rooms, chosenKey] = [nextData, nextRun, nextList, nextRooms, key];
      canvas.setAttribute("aria-label", t("lanes.label", { rooms: rooms.length, cues: list.length }));
    },
    draw,
    follow() { from = null; },
    fit,
  };
}
