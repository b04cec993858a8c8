import { odds, type Rng } from "./rng";
import { marks, trades } from "./words";

const swapEnding = (name: string): string =>
  / Ltd$/.test(name) ? name.replace(/ Ltd$/, " Limited") : / Limited$/.test(name) ? name.replace(/ Limited$/, " Ltd") : name;

const swapAnd = (name: string): string => (name.includes(" & ") ? name.replace(" & ", " and ") : name.replace(" and ", " & "));

const typo = (name: string, rng: Rng): string => {
  const at = 1 + rng.int(Math.max(1, Math.min(name.length, 18) - 3));
  const a = name[at] ?? "";
  const b = name[at + 1] ?? "";
  if (!/[a-z]/.test(a) || !/[a-z]/.test(b)) return name.replace(/([a-z])\1/, "$1");
  return rng.pick([
    name.slice(0, at) + b + a + name.slice(at + 2),
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + a + name.slice(at),
  ]);
};

const keyings = odds<(name: string, rng: Rng) => string>(
  [50, (name) => name],
  [16, swapEnding],
  [8, swapAnd],
  [4, (name) => swapAnd(swapEnding(name))],
  [6, (name) => name.toUpperCase()],
  [6, typo],
  [3, (name) => name.replace(/ (Ltd|Limited|LLP|PLC)$/, "")],
  [3, (name, rng) => `${name} t/a ${rng.pick(marks)} ${rng.pick(trades)}`],
  [2, (name) => name.replace(/[.']/g, "")],
  [1, (name) => `${name} `],
  [1, (name) => name.replace(" ", "  ")],
);

/** The same business as somebody else keyed it into Sage; at most 60 characters, Sage's width of a customer's name. */
export const keyedInSage = (name: string, rng: Rng): string => rng.draw(keyings)(name, rng).slice(0, 60);
