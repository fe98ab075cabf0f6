// All words are in en.js and zh.js, under the same keys.
import { strings as en } from "./en.js";
import { strings as zh } from "./zh.js";
import { remember, remembered } from "./prefs.js";

const languages = { en, zh };
let language = "en";

export function chooseLanguage() {
  const wanted = [remembered("language"), ...(navigator.languages ?? [navigator.language])];
  language = wanted.map((name) => (name ?? "").slice(0, 2).toLowerCase()).find((name) => name in languages) ?? "en";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export function nextLanguage() {
  remember("language", language === "en" ? "zh" : "en");
  chooseLanguage();
}

export const currentLanguage = () => language;

/** The words for a key; `{name}` in them is the value of that name. With `n`, `key_one` is taken for one where there is such. */
export function t(key, values = {}) {
  const table = languages[language];
  const words = (values.n === 1 ? table[`${key}_one`] : undefined) ?? table[key];
  if (words === undefined) {
    console.error(`no words for ${key}`);
    return key;
  }
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const has = (key) => key in languages[language];
