import { odds, type Rng } from "./rng";
import { firstNames, marks, places, surnames, trades } from "./words";

const endings = odds([50, " Ltd"], [24, " Limited"], [5, " (UK) Ltd"], [4, " LLP"], [3, " PLC"], [3, " & Co Ltd"], [2, " Group Ltd"], [2, " Services Ltd"], [7, ""]);

const stems = odds<(rng: Rng) => string>(
  [22, (rng) => `${rng.pick(surnames)} ${rng.pick(trades)}`],
  [20, (rng) => `${rng.pick(places)} ${rng.pick(trades)}`],
  [14, (rng) => `${rng.pick(marks)} ${rng.pick(trades)}`],
  [9, (rng) => `${rng.pick(surnames)} & ${rng.pick(surnames)}`],
  [6, (rng) => `${rng.pick(surnames)} and ${rng.pick(surnames)} ${rng.pick(trades)}`],
  [16, (rng) => `${rng.pick(places)} ${rng.pick(marks)} ${rng.pick(trades)}`],
  [6, (rng) => `${initials(rng)} ${rng.pick(surnames)} ${rng.pick(trades)}`],
  [4, (rng) => `The ${rng.pick(places)} ${rng.pick(trades)} Company`],
  [5, (rng) => `${rng.pick(surnames)} & Sons (${rng.pick(trades)})`],
);

/** A believable company name, not necessarily unique. */
export const companyName = (rng: Rng): string => rng.draw(stems)(rng) + rng.draw(endings);

const letters = "ABCDEFGHJKLMNPRSTW";
const initials = (rng: Rng): string => {
  const a = letters[rng.int(letters.length)];
  const b = letters[rng.int(letters.length)];
  return `${a}${rng.pick(["", " ", ".", " & "])}${b}`;
};

/** A name close to another's, of a business that is not the same one. */
export const nearNameOf = (name: string, rng: Rng): string => {
  const place = rng.pick(places);
  const withPlace = name.replace(/( \(UK\))?( (?:& Co |Group |Services )?(?:Ltd|Limited|LLP|PLC))?$/, (_all, _uk, end: string | undefined) => ` (${place})${end ?? ""}`);
  const plural = name.replace(/^(\S+?)(s?)( .+)$/, (_all, first: string, s: string, rest: string) => first + (s === "" ? "s" : "") + rest);
  const other = name.replace(/\b(Ltd|Limited|LLP|PLC)$/, (end) => (end === "LLP" ? "Ltd" : "LLP"));
  const choices = [withPlace, plural, other].filter((choice) => choice !== name);
  return choices.length === 0 ? `${name} (${place})` : rng.pick(choices);
};

/** Names that break what takes text for granted: spreadsheet formulas, quotes, accents, widths, numbers and dates. */
export const awkwardNames: readonly string[] = [
  "=Equal Partners Ltd",
  "O'Neill & Sons (Haulage) Ltd",
  "+Plus Lighting Limited",
  'The "Crown & Anchor" Inn Ltd',
  "-Zero Cold Storage Ltd",
  "Société Générale de Thé (UK) Ltd",
  "@Work Office Supplies Ltd",
  "24/7 Drains Ltd",
  "=1+1 Design LLP",
  "Zoë's Pâtisserie LLP",
  "1066 Country Cars Ltd",
  '=HYPERLINK("https://pay.example/northwick","Pay here") Ltd',
  "Müller & Jørgensen Ltd",
  "\tTabular Data Ltd",
  "Tŷ Coch Cyf",
  "The Worshipful Company of Harbour Pilots, Lightermen and Riverside Wharfingers of Northwick Ltd",
  "-2+3 Bakery",
  "007 Security Ltd",
];

const awkward: ReadonlySet<string> = new Set(awkwardNames);
export const isAwkward = (name: string): boolean => awkward.has(name);

export const beginsLikeFormula = (name: string): boolean => /^[=+\-@\t\r]/.test(name);

export const personName = (rng: Rng): { first: string; last: string } => ({ first: rng.pick(firstNames), last: rng.pick(surnames) });

const isPlain = /^[\x20-\x7e]*$/;

/** The part of an e-mail domain or web address that a name makes: lower case, no accents, at most 40 characters. */
export const slugOf = (name: string): string => {
  const plain = (isPlain.test(name) ? name : name.normalize("NFD"))
    .replace(/[^A-Za-z0-9 -]/g, "")
    .toLowerCase()
    .replace(/\b(ltd|limited|llp|plc|the|and|co|uk|group)\b/g, "")
    .trim()
    .replace(/[ -]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "");
  return plain === "" ? "company" : plain;
};
