import { refused, type Refused } from "./refused";

/** One word of a `$filter`. Dates are unquoted and, with a time part, must say `Z`. Source: Sage 200 API query parameters. */
export type Token =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "date"; readonly ms: number }
  | { readonly kind: "(" | ")" | "," }
  | { readonly kind: "end" };

const datePart = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(Z)?)?/;
const numberPart = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const namePart = /^[A-Za-z_][A-Za-z0-9_./]*/;

/** Milliseconds since 1970, or null where no such day or time exists. */
const momentOf = (found: RegExpExecArray): number | null => {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0"] = found;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const made = new Date(ms);
  const isReal = made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isReal ? ms + Number(`0.${fraction}`) * 1000 : null;
};

const stringAt = (text: string, from: number): { value: string; end: number } | null => {
  let value = "";
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== "'") value += text[at];
    else if (text[at + 1] === "'") value += text[at++];
    else return { value, end: at + 1 };
  }
  return null;
};

/** Cuts a filter into tokens, the last of which is `end`. */
export const tokensOf = (text: string): readonly Token[] | Refused => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === " ") {
      at += 1;
      continue;
    }
    if (char === "(" || char === ")" || char === ",") {
      tokens.push({ kind: char });
      at += 1;
      continue;
    }
    if (char === "'") {
      const found = stringAt(text, at);
      if (found === null) return refused(`The string that begins at position ${at} of $filter has no closing quote.`);
      tokens.push({ kind: "string", value: found.value });
      at = found.end;
      continue;
    }
    const rest = text.slice(at);
    const date = datePart.exec(rest);
    if (date !== null) {
      if (date[4] !== undefined && date[8] === undefined) return refused(`The date and time '${date[0]}' in $filter must end in Z.`);
      const ms = momentOf(date);
      if (ms === null) return refused(`'${date[0]}' in $filter is not a date.`);
      tokens.push({ kind: "date", ms });
      at += date[0].length;
    } else {
      const number = numberPart.exec(rest);
      const name = number === null ? namePart.exec(rest) : null;
      if (number !== null) tokens.push({ kind: "number", value: Number(number[0]) });
      else if (name !== null) tokens.push({ kind: "name", text: name[0] });
      else return refused(`Syntax error at position ${at} in $filter.`);
      at += (number ?? name)?.[0].length ?? 1;
    }
    // A literal or name must end where it ends: `2026-01-31x` and `12abc` are no tokens.
    const next = text.charAt(at);
    if (next !== "" && !" (),".includes(next)) return refused(`Syntax error at position ${at} in $filter.`);
  }
  tokens.push({ kind: "end" });
  return tokens;
};
