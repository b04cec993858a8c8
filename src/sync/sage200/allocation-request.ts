/**
 * An allocation as Sage 200 takes it: `POST /sales_allocations`, whose lines name posted transactions by their record ids (not by
 * their urns) and sum to nothing: positive on what receives, negative on what gives. Pure.
 */
import type { Allocation } from "../documents/posting";
import { failed, failure, ok, type Failure, type Result } from "../model/failure";
import { formatMoney, sumMoney, zero } from "../model/money";
import { exactAmount, exactId, type JsonObject } from "./json-text";
import { sageDay } from "./sage-day";

/** More are counted, not named. */
const mostNamed = 3;
const named = (lines: Allocation["lines"]): string => {
  const names = lines.map(({ reference, urn }) => (reference === "" ? `URN ${urn}` : reference));
  return names.length <= mostNamed ? names.join(", ") : `${names.slice(0, mostNamed - 1).join(", ")} and ${names.length - mostNamed + 1} more`;
};

/** "the allocation of BACS 20MAR to INV-10442": what gives, and what receives. */
export const allocationName = ({ lines }: Pick<Allocation, "lines">): string =>
  `the allocation of ${named(lines.filter(({ value }) => value < zero))} to ${named(lines.filter(({ value }) => value > zero))}`;

const unsound = (posting: Allocation, says: string): Failure =>
  failure("document-invalid", `${allocationName(posting)} ${says}, so it was not sent.`.replace(/^t/, "T"), "Pull the receipts again and allocate anew. If this stays, report it with the receipt's reference.");

const isRecordId = (id: string): boolean => /^\d{1,19}$/.test(id);

/** Failure: `document-invalid`, and nothing may be sent then. */
export const allocationBody = (posting: Allocation): Result<JsonObject> => {
  const { lines, date, sageCustomerId } = posting;
  const strange = [sageCustomerId, ...lines.map(({ transactionId }) => transactionId)].find((id) => !isRecordId(id));
  if (strange !== undefined) return failed(unsound(posting, `names “${strange}”, which is not a record number of Sage`));
  const sum = sumMoney(lines.map(({ value }) => value));
  if (sum !== zero) return failed(unsound(posting, `comes to ${formatMoney(sum)} and not to 0.00`));
  if (lines.length < 2 || lines.some(({ value }) => value === zero)) return failed(unsound(posting, "sets nothing against something"));
  if (new Set(lines.map(({ transactionId }) => transactionId)).size !== lines.length) return failed(unsound(posting, "names one transaction twice"));
  return ok({
    customer_id: exactId(sageCustomerId),
    // Left out, Sage takes its own day.
    ...(date === null ? {} : { allocation_date: sageDay(date) }),
    allocation_lines: lines.map(({ transactionId, value }) => ({ posted_tran_id: exactId(transactionId), value_to_allocate: exactAmount(value) })),
  });
};
