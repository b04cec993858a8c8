/** A formula's text in pieces. References are recognised here, so that inserting rows can rewrite them without understanding the rest. */
export type Token =
  | { readonly type: "number"; readonly text: string }
  | { readonly type: "string"; readonly text: string }
  | { readonly type: "error"; readonly text: string }
  /** "A1", "$A$1:B2", "A:A", "Sheet!A1" … exactly as written. */
  | { readonly type: "reference"; readonly text: string }
  /** "Table[Column]", "[@Column]". */
  | { readonly type: "structured"; readonly text: string }
  | { readonly type: "function"; readonly text: string }
  | { readonly type: "name"; readonly text: string }
  | { readonly type: "operator"; readonly text: string }
  | { readonly type: "space"; readonly text: string }
  | { readonly type: "bad"; readonly text: string };

const sheet = String.raw`(?:(?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!)?`;
const cell = String.raw`\$?[A-Za-z]{1,3}\$?[0-9]{1,7}`;
const end = String.raw`(?![\p{L}\p{N}_.(\[!])`;

const patterns: readonly (readonly [Token["type"], RegExp])[] = [
  ["space", /\s+/uy],
  ["string", /"(?:[^"]|"")*"/uy],
  ["error", /#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!)/iuy],
  ["structured", /(?:[\p{L}_][\p{L}\p{N}_.]*)?\[(?:[^[\]]|'[[\]#']|\[(?:[^[\]]|'[[\]#'])*\])*\]/uy],
  ["reference", new RegExp(`${sheet}(?:${cell}:${cell}|\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}|\\$?[0-9]{1,7}:\\$?[0-9]{1,7}|${cell})${end}`, "uy")],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["function", /[\p{L}_][\p{L}\p{N}_.]*(?=\()/uy],
  ["name", new RegExp(`${sheet}[\\p{L}_\\\\][\\p{L}\\p{N}_.\\\\?]*`, "uy")],
  ["operator", /<=|>=|<>|[-+*/^&=<>%(),;:{}@#]/uy],
];

/** The pieces of a formula without its leading "="; joined again they give the same text. */
export const tokenise = (formula: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    let found: Token | null = null;
    for (const [type, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(formula);
      if (match) {
        found = { type, text: match[0] };
        break;
      }
    }
    const token = found ?? { type: "bad" as const, text: formula.charAt(at) };
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
};
