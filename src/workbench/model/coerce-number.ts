/** Numbers as Excel reads them when typed: signs, thousands, per cent, pounds, brackets for negatives, exponents, fractions. */
export type ReadNumber = { readonly number: number; readonly format: string | null };

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const plain = /^(?:\d+\.?\d*|\.\d+)$/;
const scientific = /^(?:\d+\.?\d*|\.\d+)e[+-]?\d+$/i;
const fraction = /^(?:(\d+) )?(\d{1,5})\/(\d{1,5})$/;

/** Excel keeps 15 significant digits; the rest become zeros. */
export const toFifteenDigits = (number: number): number => (Number.isFinite(number) ? Number(number.toPrecision(15)) : number);

export const readNumber = (text: string): ReadNumber | null => {
  // Most texts of a ledger are names: they are let through at their first letter.
  if (!/^[\d.(+\-£€]/.test(text)) return null;
  let rest = text;
  let sign = 1;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed) {
    sign = -1;
    rest = bracketed[1] ?? "";
    if (/^[+-]/.test(rest)) return null;
  }
  let currency: string | null = null;
  // Sign and currency may stand in either order, each once: "-£5", "£-5".
  for (let taken = 0; taken < 2; taken++) {
    if (/^[+-]/.test(rest) && !bracketed && taken === (currency ? 1 : 0)) {
      if (rest.startsWith("-")) sign = -1;
      rest = rest.slice(1).trimStart();
    } else if (/^[£€]/.test(rest) && !currency) {
      currency = rest[0] ?? null;
      rest = rest.slice(1).trimStart();
    }
  }
  const percent = /^(.*?) ?%$/.exec(rest);
  if (percent && currency) return null;
  const digits = percent ? (percent[1] ?? "") : rest;
  const mixed = currency || percent ? null : fraction.exec(digits);
  if (mixed && mixed[1] !== undefined && Number(mixed[3]) !== 0) {
    return { number: sign * (Number(mixed[1]) + Number(mixed[2]) / Number(mixed[3])), format: (mixed[3] ?? "").length > 1 ? "# ??/??" : "# ?/?" };
  }
  if (!grouped.test(digits) && !plain.test(digits) && !scientific.test(digits)) return null;
  const value = Number(firstDigits(digits.replaceAll(",", "")));
  if (!Number.isFinite(value)) return null;
  const number = toFifteenDigits((sign * value) / (percent ? 100 : 1));
  return { number: number === 0 ? 0 : number, format: formatOf(digits, currency, percent !== null) };
};

/** Digits beyond the fifteenth are cut, not rounded, as Excel does when a long card or account number is typed. */
const firstDigits = (digits: string): string => {
  let kept = 0;
  let started = false;
  const [mantissa = "", exponent] = digits.split(/e/i);
  const cut = [...mantissa].map((character) => {
    if (character === ".") return character;
    if (character !== "0") started = true;
    if (started) kept++;
    return kept > 15 ? "0" : character;
  });
  return exponent === undefined ? cut.join("") : `${cut.join("")}e${exponent}`;
};

const formatOf = (digits: string, currency: string | null, isPercent: boolean): string | null => {
  const hasDecimals = /\.\d/.test(digits);
  if (isPercent) return hasDecimals ? "0.00%" : "0%";
  if (currency) return `${currency}#,##0${hasDecimals ? ".00" : ""};[Red]-${currency}#,##0${hasDecimals ? ".00" : ""}`;
  if (scientific.test(digits)) return "0.00E+00";
  return digits.includes(",") ? (hasDecimals ? "#,##0.00" : "#,##0") : null;
};
