/** The accountant in Excel: presses Sync on rows, Allocate on what is unallocated, both of them twice or in two processes, and connects Sage again. */
import { minorUnits } from "../../../src/sync/model/money";
import type { AllocationWish } from "../../../src/sync/flows/receipts/plan-allocation";
import type { ChosenRow } from "../../../src/sync/flows/receipts/plan-payments";
import { isReceipt } from "../../../src/sync/receipts/transaction";
import type { Random } from "../random";
import type { ReceiptGateway, ReceiptSurroundings } from "./gateway";
import type { HeldRow, HeldTransaction } from "./store";
import { numberIn } from "./set-up";

export type Accountant = {
  readonly surroundings: ReceiptSurroundings;
  /** Processes that are alive. */
  readonly gateways: () => readonly ReceiptGateway[];
  /** Nobody chooses a method for the receipt of that row, ever. */
  readonly isUndecided: (row: HeldRow) => boolean;
};

/** What there is to do: everything that may still change. */
const isOpen = ({ state, isGone }: HeldRow): boolean => !isGone && state !== "Synced" && state !== "Already in The Layer" && state !== "Unallocated";

const choose = ({ surroundings: { acceptance }, isUndecided }: Accountant, row: HeldRow): ChosenRow => {
  const receipt = acceptance.store.transactions.get(numberIn(row.company.ref, row.receiptId))?.record;
  const methods = acceptance.setUp.methodsOf(row.company, receipt?.bankCode ?? "");
  const [first] = methods;
  return methods.length > 1 && first !== undefined && !isUndecided(row) ? { id: row.id, method: first } : { id: row.id };
};

const pressSync = (accountant: Accountant, random: Random, rows: readonly HeldRow[]): void => {
  const { surroundings, gateways } = accountant;
  const alive = gateways();
  if (rows.length === 0 || alive.length === 0) return;
  const chosen = rows.map((row) => choose(accountant, row));
  const times = random.chance(0.35) ? 2 : 1;
  for (let time = 1; time <= times; time += 1) {
    const gateway = random.pick(alive);
    surroundings.trace.note("person", `presses Sync on ${chosen.length} rows in ${gateway.process.name}`, null);
    gateway.sync(chosen).catch((error: unknown) => surroundings.threw(`syncing threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }
};

const wishOf = ({ surroundings: { acceptance } }: Accountant, random: Random): AllocationWish | null => {
  const { store, setUp } = acceptance;
  const open = [...store.transactions.values()].filter(({ isGone, record }) => !isGone && record.outstanding !== 0);
  const receipts = open.filter(({ record }) => isReceipt(record));
  if (receipts.length === 0) return null;
  const credit = random.pick(receipts);
  const isOnAccount = (held: HeldTransaction): boolean => held.company === credit.company && held.record.sageCustomerId === credit.record.sageCustomerId;
  const debits = open.filter((held) => isOnAccount(held) && held.record.outstanding > 0);
  const customerId = setUp.accounts.find(({ company, id }) => company === credit.company && String(id) === credit.record.sageCustomerId)?.customerId ?? "";
  let rest = -credit.record.outstanding;
  const pairs = debits.slice(0, random.between(1, 2)).flatMap(({ record }) => {
    const most = Math.min(rest, record.outstanding);
    // A part that would fit a second time shows whoever allocates twice.
    const amount = random.chance(0.5) ? Math.floor(most / random.between(2, 4)) : most;
    rest -= amount;
    return amount <= 0 ? [] : [{ creditId: credit.record.id, debitId: record.id, amount: minorUnits(amount) }];
  });
  return pairs.length === 0 ? null : { companyRef: credit.company.ref, sageCustomerId: credit.record.sageCustomerId, customerId, pairs };
};

const pressAllocate = (accountant: Accountant, random: Random): void => {
  const { surroundings, gateways } = accountant;
  const wish = wishOf(accountant, random);
  const alive = gateways();
  if (wish === null || alive.length === 0) return;
  const times = random.chance(0.4) ? 2 : 1;
  for (let time = 1; time <= times; time += 1) {
    const gateway = random.pick(alive);
    surroundings.trace.note("person", `presses Allocate on ${wish.pairs.map(({ creditId, debitId, amount }) => `${creditId} to ${debitId}: ${amount}`).join(", ")} in ${gateway.process.name}`, null);
    gateway.allocate(wish, random.chance(0.6)).catch((error: unknown) => surroundings.threw(`allocating threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  }
};

/** One visit while people still work in Sage. */
export const visitExcel = (accountant: Accountant, random: Random): void => {
  const rows = [...accountant.surroundings.acceptance.store.rows.values()];
  const open = rows.filter(isOpen);
  if (random.chance(0.3)) pressAllocate(accountant, random);
  else pressSync(accountant, random, random.chance(0.3) ? rows.filter(() => random.chance(0.5)) : open.filter(() => random.chance(0.7)));
};

/** Brings what is left to its end: every row that is open, and every allocation that failed or waits for a decision. */
export const finish = async (accountant: Accountant, random: Random): Promise<void> => {
  const { store, intents, ledger } = accountant.surroundings.acceptance;
  pressSync(accountant, random, [...store.rows.values()].filter(isOpen));
  for (const { key, payload, intent } of intents().values())
    if (payload.kind === "allocation" && intent.state === "needs review" && random.chance(0.5)) await ledger.apply(key, { kind: "retried", decision: "look up first" });
};
