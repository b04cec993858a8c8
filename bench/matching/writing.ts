/** What payers and banks write on a receipt, slips and all. */
import type { Payment } from "./life";
import type { Payer } from "./payer";
import type { Random } from "./random";

/** Sage's `reference` and `second_reference` hold this much; what is longer is lost. */
export const width = 20;

export type NumberStyle = { readonly prefix: string; readonly digits: number; readonly first: number };
export const styles: readonly NumberStyle[] = [
  { prefix: "INV-", digits: 5, first: 10_001 },
  { prefix: "SI", digits: 7, first: 31_000 },
  { prefix: "", digits: 6, first: 204_000 },
  { prefix: "INV26/", digits: 5, first: 1_200 },
];
export const invoiceReference = (style: NumberStyle, number: number) => `${style.prefix}${String(number).padStart(style.digits, "0")}`;
export const noteReference = (style: NumberStyle, number: number) => `CN${style.prefix === "" ? "" : "-"}${String(number).padStart(style.digits, "0")}`;

const slip = (digits: string, random: Random): string => {
  const at = random.below(digits.length - 1);
  const kind = random.next();
  if (kind < 0.35) return digits.slice(0, at) + (digits[at + 1] ?? "") + (digits[at] ?? "") + digits.slice(at + 2);
  if (kind < 0.6) return digits.slice(0, at) + String(random.below(10)) + digits.slice(at + 1);
  if (kind < 0.75) return digits.slice(0, at) + digits.slice(at + 1);
  if (kind < 0.85) return digits.slice(0, at) + (digits[at] ?? "") + digits.slice(at);
  return digits.replace("0", "O").replace("1", "I");
};

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** Day 0 is 1 Jan 2026. */
export const dateOf = (day: number): Date => new Date(Date.UTC(2026, 0, 1 + day));
const monthName = (day: number) => months[dateOf(day).getUTCMonth()] ?? "";

const payerText = (payer: Payer, random: Random): string => {
  const short = payer.name.toUpperCase().replace(" LTD", "");
  return random.pick([short, `BACS ${short.split(" ")[0] ?? ""}`, "BACS", "FPI", "PAYMENT", `${short.split(" ")[0] ?? ""} PAY`]);
};

/** Numbers that payers write and that are not ours: their order, their remittance, a date. */
const ownNumber = (payment: Payment, random: Random): string =>
  random.pick([`PO${random.between(1000, 9999)}`, `REM ${random.between(10_000, 99_999)}`, `${dateOf(payment.day).getUTCDate()}${monthName(payment.day)}`, `${random.between(200_000, 209_999)}`]);

export type Written = { readonly reference: string; readonly secondReference: string; /** How many of the documents that it pays can still be read on it, slips or not. */ readonly named: number };

export const write = (payer: Payer, payment: Payment, style: NumberStyle, closedNumber: number | null, random: Random): Written => {
  const cut = (text: string, written: readonly string[]): Written => {
    const [reference, secondReference] = [text.slice(0, width).trim(), text.length > width && random.happens(0.7) ? text.slice(width, 2 * width).trim() : ""];
    // A number in two pieces, or cut off, is lost.
    let [named, from] = [0, 0];
    const kept = `${reference}\n${secondReference}`;
    for (const number of written) {
      const at = kept.indexOf(number, from);
      if (at < 0) break;
      [named, from] = [named + 1, at + number.length];
    }
    return { reference, secondReference, named };
  };
  const who = payerText(payer, random);
  if (payment.kind === "noise") {
    const named = closedNumber !== null && random.happens(0.35) ? ` ${invoiceReference(style, closedNumber)}` : random.happens(0.3) ? ` ${ownNumber(payment, random)}` : "";
    return cut(`${who}${named}`, []);
  }
  const isRun = payment.kind === "statement" || payment.kind === "lump";
  if (!random.happens(isRun ? payer.names * 0.7 : payer.names)) {
    if (payment.kind === "statement") {
      const text = random.pick([`${monthName(payment.day - 30)} STATEMENT`, "STATEMENT", who, `${who} STMT`, `${who} ${monthName(payment.day)}`]);
      return cut(text, []);
    }
    return cut(random.happens(0.25) ? `${who} ${ownNumber(payment, random)}` : who, []);
  }
  const numbers = payment.pays.map(({ invoice }) => {
    const full = invoiceReference(style, invoice.number);
    const digits = full.slice(style.prefix.length);
    const typed = random.happens(payer.slips) ? slip(digits, random) : digits;
    return payer.writes === "in full" ? style.prefix.replace(/[-/]$/, random.pick(["", "-", " "])) + typed : typed.replace(/^0+/, "");
  });
  const [first = "", ...rest] = numbers;
  const isShort = payer.writes === "short list" && random.happens(0.6);
  const listed = [first, ...rest.map((number) => (isShort && number.length === first.length && number.slice(0, -2) === first.slice(0, -2) ? number.slice(-2) : number))];
  const list = listed.join(random.pick(["/", "/", ", ", " ", "+"]));
  const notes = payment.notes.length > 0 && random.happens(0.5) ? ` LESS ${payment.notes.map(({ number }) => noteReference(style, number)).join(" ")}` : "";
  return cut(payer.writes === "words" ? `${random.pick(["INV", "INVOICE", "INVS", who])} ${list}${notes}` : random.happens(0.3) ? `${who.split(" ")[0] ?? ""} ${list}${notes}` : `${list}${notes}`, listed);
};
