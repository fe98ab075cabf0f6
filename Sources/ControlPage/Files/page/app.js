// The page: one stream, one state, three views of it.
import { alarm, announce } from "./core/announce.js";
import { get } from "./core/api.js";
import * as commands from "./core/commands.js";
import { alarmsOf } from "./core/derive.js";
import { el, setAttribute, visible } from "./core/dom.js";
import { chooseLanguage, nextLanguage, t } from "./core/i18n.js";
import { installKeys, useKeys } from "./core/keys.js";
import { followLog } from "./core/log.js";
import { applyTheme, nextTheme, theme } from "./core/prefs.js";
import { currentRun, listen, sortedRuns, store, takeEvent, tell } from "./core/store.js";
import { silence, Stream } from "./core/stream.js";
import { alarmList, lostBar } from "./parts/alarms.js";
import { helpDialog } from "./parts/dialogs.js";
import { header } from "./parts/header.js";
import { toastList } from "./parts/toasts.js";
import { monitorView } from "./views/monitor.js";
import { operatorView } from "./views/operator.js";
import { scriptView } from "./views/script.js";

const views = { operator: operatorView, script: scriptView, monitor: monitorView };
const tickEvery = 100;

let parts = [];
let view = null;
let viewName = "";
let stream = null;
let lastHeard = performance.now();

/** `#script` or `#script/RUN`: a monitor on the wall can be fixed to a run. */
function readHash() {
  const [name, ...run] = location.hash.slice(1).split("/");
  if (run.length) store.chosenRun = decodeURIComponent(run.join("/"));
  return name in views ? name : "operator";
}

function choose(run) {
  store.chosenRun = run;
  history.replaceState(null, "", `#${viewName}/${encodeURIComponent(run)}`);
  tell("run", "status");
}

function mount() {
  view?.close();
  viewName = readHash();
  const app = document.getElementById("app");
  if (store.connection.state === "refused") {
    app.replaceChildren(refusedPage());
    parts = [];
    view = null;
    return;
  }
  view = views[viewName]();
  const top = header({
    view: viewName,
    choose,
    theme: { name: theme(), next: () => { nextTheme(); mount(); } },
    language: () => { nextLanguage(); mount(); },
    help: helpDialog,
  });
  const lost = lostBar(() => stream?.retryNow());
  const alarms = alarmList();
  // A fieldset disables every control in it at once: nothing is pressed on a page that is not of now.
  const guard = el("fieldset", { class: "guard" }, el("legend", { class: "unseen" }, t(`view.${viewName}`)), view.element);
  app.replaceChildren(el("a", { class: "skip-link", href: "#main", on: { click: toMain } }, t("to_main")), top.element, lost.element, alarms.element, guard, toastList());
  document.body.dataset.view = viewName;
  parts = [top, lost, alarms];
  update(new Set(["status", "state", "records", "connection", "me", "run"]));
  tick();
}

function toMain(event) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function refusedPage() {
  return el("main", { id: "main", class: "refused" },
    el("h1", {}, t("refused.title")), el("p", {}, t("refused.where")), el("p", {}, t("refused.tokens")),
    el("p", {}, el("button", { type: "button", on: { click: () => location.reload() } }, t("refused.reload"))));
}

// MARK: Following the state

let saidStates = new Map();

function sayChanges() {
  const states = new Map();
  for (const run of store.runs.values()) {
    const state = run.hold ? `held ${run.hold.name}` : run.state;
    states.set(run.run, state);
    const before = saidStates.get(run.run);
    if (before === undefined || before === state) continue;
    const title = visible(run.title || run.timeline);
    announce(run.hold ? t("say.held", { title, name: run.hold.name, before: run.hold.before ?? "" }) : `${title}: ${t(`state.${run.state}`)}`);
  }
  saidStates = states;
}

function update(kinds) {
  const { state } = store.connection;
  if (kinds.has("connection")) {
    setAttribute(document.body, "data-connection", state);
    if (state === "refused" && view) {
      stream?.stop();
      return mount();
    }
    const guard = document.querySelector(".guard");
    if (guard) guard.disabled = state !== "live";
  }
  if (!view) return;
  if (kinds.has("state") || kinds.has("status")) sayChanges();
  followLog(kinds, currentRun());
  for (const part of parts) part.update(kinds);
  view.update(kinds);
  setTitle();
}

function setTitle() {
  const run = currentRun();
  const name = run ? visible(run.title || run.timeline) : "Showcaller";
  const isBad = alarmsOf(run).some((one) => one.level === "alarm");
  const mark = store.connection.state === "lost" ? `✕ ${t("connection.lost")} · ` : isBad ? "▲ " : run?.hold ? `❚❚ ${t("state.held")} · ` : "";
  const title = `${mark}${name}`;
  if (document.title !== title) document.title = title;
}

function tick() {
  const { state } = store.connection;
  if (state === "live" && performance.now() - lastHeard > silence) {
    store.connection = { state: "lost", since: store.clock.now() - (performance.now() - lastHeard) };
    alarm(t("lost.title"));
    tell("connection", "status");
  }
  for (const part of parts) part.tick?.(store.clock.now());
  // A page that has lost its connection stands still: a clock that goes on would be believed.
  if (view && state === "live" && store.status) view.tick(store.clock.now());
}

// MARK: Starting

async function readMe() {
  try {
    store.me = await get("/v1/me");
    tell("me", "status");
  } catch (error) {
    if (error.status === 401) return refuse();
    setTimeout(readMe, 1000);
  }
}

function refuse() {
  store.connection = { state: "refused", since: null };
  tell("connection");
}

function connect() {
  stream = new Stream("/v1/events", {
    event(name, data) {
      lastHeard = performance.now();
      const wasLost = store.connection.state === "lost";
      takeEvent(name, data);
      if (wasLost) {
        announce(t("say.back"));
        readMe();
      }
    },
    lost(status) {
      const { state, since } = store.connection;
      if (state === "live" || performance.now() - lastHeard <= silence) return;
      store.connection = { state: "lost", since, isFull: status === 429 };
      tell("connection");
    },
    refused: refuse,
  });
  stream.start();
}

chooseLanguage();
applyTheme();
listen(update);
installKeys();
const shared = {
  Space: () => { const run = currentRun(); if (run) commands.go(run); },
  h: () => { const run = currentRun(); if (run) commands.hold(run); },
  Escape: () => { commands.panic(); },
  o: () => { location.hash = "#operator"; },
  c: () => { location.hash = "#script"; },
  m: () => { location.hash = "#monitor"; },
  "?": helpDialog,
  "/": () => {
    location.hash = "#script";
    setTimeout(() => document.getElementById("search")?.focus(), 50);
  },
};
for (let number = 1; number <= 9; number += 1) {
  shared[String(number)] = () => {
    const run = sortedRuns()[number - 1];
    if (run) choose(run.run);
  };
}

function bindKeys() {
  // The monitor is for those who only look: no key of it sends anything.
  const { Space, h, Escape, ...harmless } = shared;
  useKeys({ ...(viewName === "monitor" ? harmless : shared), ...(view?.keys ?? {}) });
}

mount();
bindKeys();
window.addEventListener("hashchange", () => {
  if (location.hash === "#main") return;
  mount();
  bindKeys();
  announce(t(`view.${viewName}`));
});
readMe();
connect();
setInterval(tick, tickEvery);

/** A screen that is looked at all night is not to fall asleep. Where the browser does not do that, it does not. */
function stayAwake() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}
document.addEventListener("visibilitychange", () => {
  stayAwake();
  stream.retryNow();
});
window.addEventListener("online", () => stream.retryNow());
stayAwake();
