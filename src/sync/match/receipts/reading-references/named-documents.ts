/** Which of a customer's open documents a text names, and how surely. */
import { firstAt } from "../open-items/first-at";
import { documentNumber, shortestForSlips, slipBetween, slipKeys, type Slip } from "./document-numbers";
import { rank, type Grade, type Naming } from "./naming-grades";
import type { Mention, ReferenceText } from "./reference-text";

export type Named = {
  /** By place in the list that the index was made from. */
  readonly documents: ReadonlyMap<number, Naming>;
  /** Numbers that look like ours and are not among the open ones, as written. */
  readonly unknown: readonly string[];
};

/** Numbers this short also count days, months and people. */
const shortNumber = 3;
/** A number looks like ours when all but its last digits agree with one of ours. */
const telling = 3;

/** Documents that a number cut off may stand for. */
const mostBegun = 4;

export type DocumentIndex = {
  /** `fits`: whether a document, by place, is for the amount of the receipt. */
  named(text: ReferenceText, fits: (place: number) => boolean): Named;
};

const put = (index: Map<string, number[]>, key: string, place: number) => {
  const places = index.get(key);
  if (places) places.push(place);
  else index.set(key, [place]);
};

/** A document's own reference may be misspelt. Its second reference, often the customer's order number, must be met in full. */
type Numbered = { readonly reference: string; readonly secondReference: string };

export const createDocumentIndex = (documents: readonly Numbered[]): DocumentIndex => {
  const numbers = documents.map(({ reference }) => documentNumber(reference));
  const [fulls, cores, slips] = [new Map<string, number[]>(), new Map<string, number[]>(), new Map<string, number[]>()];
  const families = new Set<string>();
  numbers.forEach(({ full, core, digits }, place) => {
    if (core === "") return;
    put(fulls, full, place);
    put(cores, core, place);
    if (core.length >= shortestForSlips) for (const key of slipKeys(core, digits)) put(slips, key, place);
    if (core.length > telling) families.add(`${core.length}:${core.slice(0, -telling)}`);
  });
  documents.forEach(({ secondReference }, place) => {
    const { full, core } = documentNumber(secondReference);
    if (core.length >= shortestForSlips && !fulls.has(full)) put(fulls, full, place);
  });
  const byNumber = [...cores.keys()].map((core) => ({ core, value: Number(core) })).sort((one, other) => one.value - other.value);

  /** Digits before the number count as well: a slip may be in the year, or in a zero that came before. */
  const slipped = ({ core, full }: Mention): [number, Slip][] => {
    if (core.length < shortestForSlips - 1) return [];
    const digits = full.replace(/\D/g, "");
    const found = new Set<number>();
    for (const key of slipKeys(core, digits)) for (const place of slips.get(key) ?? []) found.add(place);
    return [...found].flatMap((place): [number, Slip][] => {
      const meant = numbers[place];
      const slip = slipBetween(core, meant?.core ?? "") ?? slipBetween(digits, meant?.digits ?? "");
      return slip === null ? [] : [[place, slip]];
    });
  };

  /** Two or three numbers of ours written in one go. */
  const runTogether = (digits: string): number[] => {
    for (const pieces of [2, 3]) {
      if (digits.length % pieces !== 0 || digits.length / pieces < shortestForSlips) continue;
      const length = digits.length / pieces;
      const found = Array.from({ length: pieces }, (_unused, piece) => cores.get(digits.slice(piece * length, (piece + 1) * length)) ?? []);
      if (found.every((places) => places.length > 0)) return found.flat();
    }
    return [];
  };

  /** Numbers that begin as a number whose end was cut off, with one to three digits more. */
  const begunBy = (core: string): number[] => {
    const found: number[] = [];
    for (let lost = 1; lost <= telling && core.length >= shortestForSlips - 1; lost += 1) {
      const scale = 10 ** lost;
      const low = firstAt(byNumber.length, (at) => (byNumber[at]?.value ?? 0) >= Number(core) * scale);
      for (let at = low; at < byNumber.length && (byNumber[at]?.value ?? 0) < (Number(core) + 1) * scale; at += 1) found.push(...(cores.get(byNumber[at]?.core ?? "") ?? []));
    }
    // More than a few say nothing.
    return found.length > mostBegun ? [] : found;
  };

  const readingsOf = (mention: Mention, isSettled: (places: readonly number[]) => boolean): [number, Grade][] => {
    const { full, core, folded, isCompleted, isCutOff } = mention;
    const whole = full === "" ? undefined : fulls.get(full);
    if (whole) return whole.map((place) => [place, "in full"]);
    const grade: Grade = isCompleted ? "completed" : core.length <= shortNumber ? "short number" : "number";
    const exact = cores.get(core) ?? [];
    const exactly = exact.map((place): [number, Grade] => [place, grade]);
    // The number of one document may be a slip in that of another, whose amount will tell.
    if (exact.length > 0) return mention.isPayersOwn || isSettled(exact) ? exactly : [...exactly, ...slipped(mention)];
    const read = folded.flatMap((digits) => cores.get(digits) ?? []);
    if (read.length > 0) return read.map((place) => [place, "letters for digits"]);
    if (mention.isPayersOwn) return [];
    const run = runTogether(core);
    return run.length > 0 ? run.map((place) => [place, "number"]) : [...(isCutOff ? begunBy(core).map((place): [number, Grade] => [place, "cut off"]) : []), ...slipped(mention)];
  };

  return {
    named(text, fits) {
      const isSettled = (places: readonly number[]) => text.mentions.length > 1 || places.some(fits);
      const documents = new Map<number, Naming>();
      const unknown: string[] = [];
      const note = (place: number, grade: Grade, written: string) => {
        const known = documents.get(place);
        if (!known || rank[grade] < rank[known.grade]) documents.set(place, { grade, written });
      };
      for (const mention of text.mentions) {
        const readings = readingsOf(mention, isSettled);
        for (const [place, grade] of readings) note(place, grade, mention.written);
        const isOpen = readings.some(([, grade]) => rank[grade] <= rank["short number"]);
        if (!isOpen && !mention.isPayersOwn && families.has(`${mention.core.length}:${mention.core.slice(0, -telling)}`)) unknown.push(mention.written);
      }
      for (const { from, to } of text.ranges) {
        const low = firstAt(byNumber.length, (at) => (byNumber[at]?.value ?? 0) >= from);
        for (let at = low; at < byNumber.length && (byNumber[at]?.value ?? 0) <= to; at += 1) {
          for (const place of cores.get(byNumber[at]?.core ?? "") ?? []) note(place, "range", `${from} to ${to}`);
        }
      }
      return { documents, unknown };
    },
  };
};
