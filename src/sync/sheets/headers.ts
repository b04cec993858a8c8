/** Finds our columns in a sheet that somebody else laid out: any order, extra columns, other spellings. */
import { distance } from "fastest-levenshtein";
import { failed, failure, ok, type Result } from "../model/failure";
import { tidy } from "../model/spelling";
import type { SheetDefinition } from "./sheet";

export type MissingHeader = { readonly header: string; /** The unused header of the sheet most like it, as spelt there. */ readonly nearest: string | null };
export type DuplicateHeader = { readonly header: string; readonly spellings: readonly string[] };

export type HeaderMatch = {
  /** Canonical header → as the sheet spells it. */
  readonly map: Readonly<Record<string, string>>;
  /** Headers of the sheet that are none of ours. They are kept as they are and never read. */
  readonly extra: readonly string[];
  readonly missing: readonly MissingHeader[];
};
export type HeaderComparison = HeaderMatch & { readonly duplicates: readonly DuplicateHeader[] };

/** "Acc - Code", "acc_code" and "ACC CODE ★" are one header: only letters and digits count. */
const bare = (header: string): string => header.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** From 0 to 1: how much two headers are alike. One that contains the other, as "Account" does "SageAccountNumber", counts half at least. */
const likeness = (one: string, other: string): number => {
  const spelling = 1 - distance(one, other) / Math.max(one.length, other.length, 1);
  const contains = one.length > 3 && other.length > 3 && (one.includes(other) || other.includes(one));
  return contains ? Math.max(spelling, 0.5) : spelling;
};

const nearestOf = (header: string, unused: readonly string[]): string | null => {
  let nearest: string | null = null;
  let best = 0.4;
  for (const candidate of unused) {
    const score = likeness(bare(header), bare(candidate));
    if (score > best) [nearest, best] = [candidate, score];
  }
  return nearest;
};

/** Compares a sheet's headers with a definition's and says all there is to say, without judging. */
export const compareHeaders = (definition: SheetDefinition, headersInSheet: readonly string[]): HeaderComparison => {
  const canonical = new Map(Object.keys(definition.columns).map((header) => [bare(header), header]));
  const spellings = new Map<string, string[]>();
  const extra: string[] = [];
  for (const spelt of headersInSheet) {
    const header = canonical.get(bare(spelt));
    if (header !== undefined) spellings.set(header, [...(spellings.get(header) ?? []), spelt]);
    else if (tidy(spelt) !== "") extra.push(spelt);
  }
  const map: Record<string, string> = {};
  const duplicates: DuplicateHeader[] = [];
  const missing: MissingHeader[] = [];
  for (const header of canonical.values()) {
    const [first, ...others] = spellings.get(header) ?? [];
    if (first === undefined) missing.push({ header, nearest: nearestOf(header, extra) });
    else map[header] = first;
    if (first !== undefined && others.length > 0) duplicates.push({ header, spellings: [first, ...others] });
  }
  return { map, extra, missing, duplicates };
};

const list = (names: readonly string[], word: "and" | "or") =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} ${word} ${names[names.length - 1]}`;
const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`);

/**
 * The map from our headers to the sheet's, or why the sheet cannot be used at all:
 * `empty-sheet`; `duplicate-header`, where two headers stand for one column; `missing-header`, where a mandatory
 * one, or all of a group of which one is needed, is not there. Nothing else of a sheet is looked at before this.
 */
export const matchHeaders = (definition: SheetDefinition, headersInSheet: readonly string[]): Result<HeaderMatch> => {
  if (headersInSheet.every((header) => tidy(header) === "")) {
    return failed(failure("empty-sheet", "This sheet is empty.", `Open a sheet exported from The Layer, or make a new ${definition.name} template.`));
  }
  const { duplicates, ...match } = compareHeaders(definition, headersInSheet);

  const [twice] = duplicates;
  if (twice) {
    return failed(
      failure(
        "duplicate-header",
        `${list(quoted(twice.spellings), "and")} both stand for the column ${twice.header}.`,
        "Rename or delete all but one of them, then try again.",
        twice.header,
      ),
    );
  }

  const absent = new Map(match.missing.map((missing) => [missing.header, missing]));
  const needed: string[][] = Object.entries(definition.columns)
    .filter(([header, column]) => column.mandatory && absent.has(header))
    .map(([header]) => [header]);
  for (const group of definition.atLeastOneOf) if (group.every((header) => absent.has(header))) needed.push([...group]);
  if (needed.length === 0) return ok(match);

  const names = needed.map((group) => list(group, "or"));
  const likely = needed.flat().flatMap((header) => {
    const nearest = absent.get(header)?.nearest;
    return nearest === undefined || nearest === null ? [] : [`rename “${nearest}” to ${header} if that is what it holds`];
  });
  const cure = likely.length > 0 ? `In the header row, ${list(likely, "and")}.` : `Add ${needed.length > 1 ? "these columns" : "this column"} to the sheet, or start from a new ${definition.name} template.`;
  return failed(
    failure("missing-header", `The sheet has no column ${list(names, "and")}, which ${definition.name} cannot do without.`, cure, needed[0]?.[0] ?? definition.name),
  );
};
