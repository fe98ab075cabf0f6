// Times and numbers as people read them.
import { currentLanguage } from "./i18n.js";

const two = (number) => String(number).padStart(2, "0");

function parts(ms) {
  const seconds = Math.floor(ms / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

/** The show clock: -00:10:00, 01:02:03. A second has begun when it is shown. */
export function clock(ms) {
  const whole = Math.floor(ms / 1000) * 1000;
  const [h, m, s] = parts(Math.abs(whole));
  return `${whole < 0 ? "−" : ""}${two(h)}:${two(m)}:${two(s)}`;
}

/** What is left: 00:09, 1:02:03; what is over: +00:03. At 00:00 nothing is left. */
export function countdown(ms) {
  const whole = Math.ceil(ms / 1000) * 1000;
  const [h, m, s] = parts(Math.abs(whole));
  return `${whole < 0 ? "+" : ""}${h > 0 ? `${h}:` : ""}${two(m)}:${two(s)}`;
}

/** How long: 850 ms, 12s, 1m30s, 2h05m. */
export function duration(ms) {
  const size = Math.abs(ms);
  if (size < 1000) return `${Math.round(size)} ms`;
  const [h, m, s] = parts(Math.round(size / 1000) * 1000);
  if (h > 0) return `${h}h${two(m)}m${s > 0 ? `${two(s)}s` : ""}`;
  if (m > 0) return `${m}m${s > 0 ? `${two(s)}s` : ""}`;
  return `${s}s`;
}

/** How long something has lasted, in whole seconds. */
export const elapsed = (ms) => (ms < 1000 ? "0s" : duration(Math.floor(ms / 1000) * 1000));

/** With its sign: +1m30s, −10s, and ±0 for less than half a second. */
export function signed(ms) {
  if (Math.abs(ms) < 500) return "±0";
  return `${ms < 0 ? "−" : "+"}${duration(ms)}`;
}

const formats = new Map();

function format(zone, options, kind) {
  const key = `${kind} ${zone} ${currentLanguage()}`;
  let made = formats.get(key);
  if (!made) {
    const locale = currentLanguage() === "zh" ? "zh-CN" : "en-GB";
    try {
      made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    } catch {
      // A zone that this browser does not know: UTC, and callers show the zone's name beside it.
      made = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", timeZoneName: "short" });
    }
    formats.set(key, made);
  }
  return made;
}

/** 20:00:05 in the show's zone. */
export const timeOfDay = (ms, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, "time").format(ms);

/** Fri 20 Nov. */
export const dayOf = (ms, zone) => format(zone, { weekday: "short", day: "numeric", month: "short" }, "day").format(ms);

/** 1m30s, -10s, 01:30, 90 → ms; null for what is no duration. */
export function readDuration(text) {
  const trimmed = text.trim().replace(/^[−–]/, "-");
  const sign = trimmed.startsWith("-") ? -1 : 1;
  const body = trimmed.replace(/^[-+]/, "").trim();
  const clockTime = body.match(/^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$/);
  if (clockTime) return sign * ((Number(clockTime[1] ?? 0) * 60 + Number(clockTime[2])) * 60 + Number(clockTime[3])) * 1000;
  const units = { h: 3600000, m: 60000, s: 1000, ms: 1 };
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(body)) return null;
  let total = 0;
  for (const [, number, , unit] of body.matchAll(/(\d+(\.\d+)?)(ms|h|m|s)/g)) total += Number(number) * units[unit];
  return sign * Math.round(total);
}

export const bytesOf = (text) => new TextEncoder().encode(text).length;
export const number = (value) => value.toLocaleString(currentLanguage() === "zh" ? "zh-CN" : "en-GB");
