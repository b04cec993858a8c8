/** Whole lists of a Sage company, and what changed in them since: an answer that is shorter than it can be is a failure, `sage-unreadable`. See list-failures.ts. */
import type { z } from "zod";
import { failed, ok, type Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { walkById, walkByStamp, type ReadPage, type Stamped } from "./list-walk";
import type { Asked } from "./failures";
import { endsEarly, listsNothing, listsNothingElse } from "./list-failures";
import { queryText } from "./query";
import { collection, recordIdFields, recordStampFields, wireRecordId, wireRecordStamp } from "./schema";
import { instantOf } from "./transform";

/** Reads one path of a company when it is its turn. */
export type Ask = <T>(path: string, shape: z.ZodType<T>, asked: Asked & { readonly company: SageCompanyRef }, signal: AbortSignal | undefined) => Promise<Result<T>>;

export type SageList<T> = {
  readonly resource: string;
  /** One of it, in words: "posted transaction". */
  readonly what: string;
  readonly asked: Asked & { readonly company: SageCompanyRef };
  readonly read: ReadPage<T>;
  /** Records a page. */
  readonly top: number;
  readonly signal: AbortSignal | undefined;
};
type Of = Omit<SageList<unknown>, "read" | "top">;

/** Committed while a page was read, and stamped just before its newest row: read again from this much earlier. */
const overlapMs = 5 * 60 * 1000;
/** The stamp of records that Sage gives none: nothing can have changed since then, so it is no place to read on from. */
const isBeforeAll = (instant: string): boolean => Date.parse(instant) === 0;
const before = (instant: string): string => new Date(Math.max(0, Date.parse(instant) - overlapMs)).toISOString();
const listed = ({ what, asked }: Of) => ({ what, company: asked.company });

export const believedLists = (ask: Ask) => {
  const newest = async <T>({ resource, asked, signal }: Of, select: readonly string[], orderBy: readonly string[], item: z.ZodType<T>): Promise<Result<T | undefined>> => {
    const read = await ask(`/${resource}?${queryText({ select, orderBy, top: 1 })}`, collection(item), asked, signal);
    return read.ok ? ok(read.value[0]) : read;
  };
  /** By Sage's own clock, so that what changes during a long walk can be read after it. */
  const newestStamp = async (list: Of): Promise<Result<string>> => {
    const read = await newest(list, recordStampFields, ["date_time_updated desc", "id desc"], wireRecordStamp);
    return read.ok ? ok(instantOf(read.value?.date_time_updated ?? null)) : read;
  };
  /** Null where Sage lists none. */
  const newestId = async (list: Of): Promise<Result<string | null>> => {
    const read = await newest(list, recordIdFields, ["id desc"], wireRecordId);
    return read.ok ? ok(read.value?.id ?? null) : read;
  };
  /** Every company has tax codes. */
  const isCompanyRead = async ({ asked: { company }, signal }: Of): Promise<Result<boolean>> => {
    const read = await newest({ resource: "tax_codes", what: "tax code", asked: { what: "tax codes", module: "Financials", company }, signal }, recordIdFields, ["id asc"], wireRecordId);
    return read.ok ? ok(read.value !== undefined) : read;
  };

  /** Everything by id, up to what was the newest when the walk began. */
  async function* everything<T extends { readonly id: string }>(list: SageList<T>): AsyncGenerator<Result<readonly T[]>> {
    const end = await newestId(list);
    if (!end.ok) {
      yield end;
      return;
    }
    let last: string | null = null;
    for await (const page of walkById(list.read, list.top)) {
      yield page;
      if (!page.ok) return;
      last = page.value.at(-1)?.id ?? last;
    }
    if (end.value !== null) {
      if (BigInt(last ?? 0) < BigInt(end.value)) yield failed(endsEarly(listed(list), last, end.value));
      return;
    }
    if (last !== null) {
      yield failed(listsNothing(listed(list)));
      return;
    }
    const isRead = await isCompanyRead(list);
    if (!isRead.ok) yield isRead;
    else if (!isRead.value) yield failed(listsNothingElse(listed(list)));
  }

  /** What changed since. Whatever bore the newest stamp that is known is there still, under that stamp or a later one, unless it was deleted or archived. */
  async function* changes<T extends Stamped>(list: SageList<T>, since: string): AsyncGenerator<Result<readonly T[]>> {
    let isEmpty = true;
    for await (const page of walkByStamp(list.read, list.top, since)) {
      yield page;
      isEmpty = false;
    }
    if (!isEmpty) return;
    const stamp = await newestStamp(list);
    if (!stamp.ok) yield stamp;
    else if (isBeforeAll(stamp.value) || stamp.value >= since) yield failed(listsNothing(listed(list)));
  }

  return {
    newestId,
    everything,
    /** What changed since the newest stamp that is known, a few minutes before it again; everything where it is null. The same record may come twice. */
    async *since<T extends Stamped>(list: SageList<T>, known: string | null): AsyncGenerator<Result<readonly T[]>> {
      if (known !== null && !isBeforeAll(known)) {
        yield* changes(list, before(known));
        return;
      }
      const stamp = await newestStamp(list);
      if (!stamp.ok) {
        yield stamp;
        return;
      }
      for await (const page of everything(list)) {
        yield page;
        if (!page.ok) return;
      }
      // What changed while the walk went on, in the part that it had already passed.
      if (!isBeforeAll(stamp.value)) yield* walkByStamp(list.read, list.top, stamp.value);
    },
  };
};
