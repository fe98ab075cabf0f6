// What did not arrive, or perhaps did not, with a way to send it again; rooms in trouble; the quota.
import { again } from "../core/commands.js";
import { countOfTrouble, troublesOf } from "../core/derive.js";
import { el, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { number, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { may, store } from "../core/store.js";
import { roomChips } from "./cuecard.js";
import { holdButton } from "./holdbutton.js";

const mostShown = 30;
const canRepeat = new Set(["unknown", "failed", "missed"]);

function troubleRow(run, group) {
  const node = el("li", { class: "trouble", "data-outcome": group.outcome });
  const rooms = el("span", { class: "rooms" });
  const reason = el("span", { class: "reason" });
  const time = el("span", { class: "digits soft" });
  const body = el("div", { class: "trouble-body" },
    el("div", { class: "cue-head" }, el("b", { class: "cue-name" }, visible(group.cue)), el("span", { class: "chip outcome" }, t(`outcome.${group.outcome}`)), time),
    rooms, reason);
  node.append(body);
  let shown = group;
  const repeat = () => {
    const room = shown.rooms.length === 1 ? shown.rooms[0] : null;
    again(run, shown.cue, { room, notShown: shown.outcome === "unknown" });
  };
  if (canRepeat.has(group.outcome) && may("operate")) {
    node.append(group.outcome === "unknown"
      ? holdButton(t("again"), { class: "small", title: t("again.unknown"), "aria-label": `${t("again")} ${visible(group.cue)}: ${t("again.unknown")}` }, repeat)
      : el("button", { type: "button", class: "small", "aria-label": `${t("again")} ${visible(group.cue)}`, on: { click: repeat } }, t("again")));
  }
  node.update = (next) => {
    shown = next;
    const key = next.rooms.join("\n");
    if (rooms.key !== key) rooms.replaceChildren(...roomChips(next.rooms));
    rooms.key = key;
    setText(reason, [...next.reasons].map(visible).join("; "));
    setText(time, timeOfDay(next.time, run.timezone));
  };
  return node;
}

export function troubles() {
  const list = el("ul", { class: "plain" });
  const more = el("a", { class: "soft", href: "#script" });
  const count = el("span", { class: "count digits" });
  const element = el("section", { class: "panel troubles", "aria-label": t("trouble") }, el("h2", {}, t("trouble"), " ", count), list, more);
  return {
    element,
    update(run) {
      const groups = troublesOf(run);
      const total = countOfTrouble(run);
      element.hidden = total === 0 && groups.length === 0;
      setText(count, number(total));
      const shown = groups.slice(0, mostShown);
      keyed(list, shown, (group) => `${run.run} ${store.me?.role} ${group.key}`, (group) => troubleRow(run, group), (node, group) => node.update(group));
      const listed = shown.reduce((sum, group) => sum + group.rooms.length, 0);
      more.hidden = listed >= total;
      setText(more, t("trouble.more", { n: number(Math.max(0, total - listed)) }));
    },
    tick() {},
  };
}

export function health() {
  const meter = el("meter", { min: "0", max: "1", high: "0.9", "aria-label": t("quota") });
  const words = el("span", { class: "digits" });
  const slowed = el("p", { "data-bad": true });
  const rooms = el("ul", { class: "plain room-list" });
  const fine = el("p", { class: "soft" });
  const element = el("section", { class: "panel health", "aria-label": t("health") },
    el("h2", {}, t("health")),
    el("div", { class: "quota" }, el("span", { class: "label" }, t("quota")), meter, words),
    slowed, fine, rooms);
  return {
    element,
    update(run) {
      const quota = store.status.quota;
      meter.hidden = quota.rate === null;
      meter.value = quota.used ?? 0;
      setText(words, quota.rate === null
        ? t("quota.unlimited", { n: quota.per_second })
        : t("quota.used", { n: quota.per_second, rate: quota.rate, percent: Math.round((quota.used ?? 0) * 100) }));
      slowed.hidden = (quota.share ?? 1) >= 0.995;
      setText(slowed, t("quota.share", { percent: Math.round((quota.share ?? 1) * 100) }));
      setAttribute(element, "data-full", (quota.used ?? 0) > 0.9);
      setText(fine, run.rooms.length ? t("rooms.trouble", { n: run.rooms.length }) : `✓ ${t("rooms.fine")}`);
      setAttribute(fine, "data-bad", run.rooms.length > 0);
      keyed(rooms, run.rooms, (room) => room.id, () => {
        const node = el("li");
        node.name_ = el("span", { class: "room" });
        node.text = el("span");
        node.append(el("span", { class: "mark", "aria-hidden": "true" }, "▲ "), node.name_, " ", node.text);
        return node;
      }, (node, room) => {
        setText(node.name_, visible(room.room));
        node.name_.title = room.id;
        setText(node.text, [room.trouble ? visible(room.trouble) : "", room.waiting ? t("rooms.waiting", { n: room.waiting }) : ""].filter(Boolean).join(" · "));
      });
    },
    tick() {},
  };
}
