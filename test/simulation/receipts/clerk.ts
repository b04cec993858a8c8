/** The clerk at Sage's screens: enters receipts, allocates them one to one, one to many and many to many, takes allocations back, and archives what is settled. */
import { outstandingOf, type PostedTransaction } from "../../../src/sandbox/sage200/ledger";
import type { PlainDate } from "../../../src/sync/model/dates";
import type { Random } from "../random";
import type { Scheduler } from "../scheduler";
import type { SimulatedCompany } from "../set-up";
import type { Trace } from "../trace";
import type { Account, ReceiptSetUp } from "./set-up";
import type { ReceiptTruth } from "./truth";

export type Clerk = {
  readonly setUp: ReceiptSetUp;
  readonly truth: ReceiptTruth;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
};

const user = "k.marsh";
type Line = { readonly transactionId: number; readonly value: number };

/** Credits against debits, filled in until one side is used up; sometimes less than all of it. */
const linesOf = (random: Random, credits: readonly PostedTransaction[], debits: readonly PostedTransaction[]): readonly Line[] => {
  const all = (side: readonly PostedTransaction[]) => side.reduce((sum, one) => sum + Math.abs(outstandingOf(one)), 0);
  const most = Math.min(all(credits), all(debits));
  const total = random.chance(0.35) ? Math.max(1, Math.floor(most * random.next())) : most;
  const taken = (side: readonly PostedTransaction[], sign: 1 | -1): Line[] => {
    let rest = total;
    return side.flatMap((one) => {
      const part = Math.min(rest, Math.abs(outstandingOf(one)));
      rest -= part;
      return part === 0 ? [] : [{ transactionId: one.id, value: sign * part }];
    });
  };
  return [...taken(debits, 1), ...taken(credits, -1)];
};

const some = <T>(random: Random, items: readonly T[], most: number): readonly T[] => {
  const left = [...items];
  const chosen: T[] = [];
  for (let n = random.between(1, most); n > 0 && left.length > 0; n -= 1) chosen.push(...left.splice(random.int(left.length), 1));
  return chosen;
};

const enterReceipt = ({ setUp, truth, trace }: Clerk, random: Random, account: Account): PostedTransaction | undefined => {
  const { company, id } = account;
  const bank = random.chance(0.7) ? company.plan.banks[0] : random.pick(company.plan.banks.filter(({ status }) => status === "active"));
  const paid = random.pick(setUp.invoices);
  const value = random.chance(0.5) ? paid.gross : random.between(500, 60_000);
  const posted = truth.ledgerOf(company).postReceipt({ customerId: id, bankId: bank?.id ?? 0, value, date: `2026-08-${random.between(20, 30)}` as PlainDate, reference: `REM ${random.int(1_000)}`, user });
  if ("refused" in posted) throw new Error(posted.refused);
  trace.note("clerk", `enters receipt ${posted.urn} of ${value} in ${company.name}`, null);
  return truth.ledgerOf(company).byUrn(posted.urn);
};

const openOn = ({ truth }: Clerk, { company, id }: Account) => {
  const open = truth.ledgerOf(company).ofCustomer(id).filter((one) => outstandingOf(one) !== 0);
  return { credits: open.filter(({ gross }) => gross < 0), debits: open.filter(({ gross }) => gross > 0) };
};

const allocate = (clerk: Clerk, random: Random, account: Account, receipt: PostedTransaction | undefined): void => {
  const { credits, debits } = openOn(clerk, account);
  const chosen = receipt === undefined ? some(random, credits, 2) : [receipt];
  if (chosen.length === 0 || debits.length === 0) return;
  const lines = linesOf(random, chosen, some(random, debits, 3));
  if (lines.length < 2) return;
  clerk.truth.ledgerOf(account.company).allocate({ customerId: account.id, user, lines });
  clerk.trace.note("clerk", `allocates ${lines.map(({ transactionId, value }) => `${clerk.truth.ledgerOf(account.company).transaction(transactionId)?.urn}: ${value}`).join(", ")} in ${account.company.name}`, null);
};

const takeBack = ({ truth, trace }: Clerk, random: Random, company: SimulatedCompany): void => {
  const allocated = truth.ledgerOf(company).transactions.filter(({ sessions, gross }) => sessions.length > 0 && gross < 0);
  if (allocated.length === 0) return;
  const one = random.pick(allocated);
  // Refused where another member of the session is archived.
  const done = truth.ledgerOf(company).deallocate(one.id);
  trace.note("clerk", `takes back what receipt ${one.urn} is allocated to in ${company.name}: ${"refused" in done ? done.refused : "done"}`, null);
};

const archive = ({ truth, trace }: Clerk, random: Random, company: SimulatedCompany): void => {
  const settled = truth.ledgerOf(company).transactions.filter((one) => outstandingOf(one) === 0 && one.gross < 0);
  if (settled.length === 0) return;
  const one = random.pick(settled);
  truth.ledgerOf(company).archive([one.id]);
  trace.note("clerk", `archives ${one.urn} in ${company.name}`, null);
};

/** One visit. What is done is the visit's own chance, whatever others were left out. */
export const visitSage = (clerk: Clerk, random: Random): void => {
  const account = random.pick(clerk.setUp.accounts);
  const what = random.next();
  if (what < 0.55) {
    const receipt = enterReceipt(clerk, random, account);
    if (random.chance(0.6)) allocate(clerk, random, account, receipt);
  } else if (what < 0.82) allocate(clerk, random, account, undefined);
  else if (what < 0.95) takeBack(clerk, random, account.company);
  else archive(clerk, random, account.company);
  clerk.truth.look();
};
