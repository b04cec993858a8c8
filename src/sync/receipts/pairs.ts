/**
 * Which receipt paid which invoice. Sage lists, on every transaction, all members of each session that it was allocated in: by urn, with
 * signed values that come to zero, session after session, and with nothing that tells one session from the next. Pure.
 *
 * Where one receipt alone stands on its side, every amount is exact. Where several receipts meet several invoices in one session, Sage does
 * not record which paid which: the amounts are filled in in the order in which the documents were posted, and said to be so.
 */
import type { PlainDate } from "../model/dates";
import { addMoney, minorUnits, negateMoney, subtractMoney, sumMoney, zero, type Money } from "../model/money";
import type { SessionItem, TransactionType } from "./transaction";

/** So much of a receipt was set against one document. */
export type AllocatedPair = {
  readonly urn: string;
  readonly type: TransactionType;
  readonly reference: string;
  /** Above zero. */
  readonly amount: Money;
  readonly date: PlainDate;
  /** Who allocated it in Sage. */
  readonly userName: string;
  /** Sage does not say that this receipt paid this document. */
  readonly isInferred: boolean;
};

type Group = readonly SessionItem[];

/** Cut wherever the values come to zero. A list that does not come to zero ends in a group that does not either. */
const groupsOf = (items: readonly SessionItem[]): readonly Group[] => {
  const groups: SessionItem[][] = [];
  let open: SessionItem[] = [];
  let sum = zero;
  for (const item of items) {
    open.push(item);
    sum = addMoney(sum, item.value);
    if (sum !== zero) continue;
    groups.push(open);
    open = [];
  }
  return open.length === 0 ? groups : [...groups, open];
};

type Member = Pick<SessionItem, "urn" | "type" | "reference"> & { readonly left: Money };

const urnOrder = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);

/** One for each document of that side, in the order of posting: the same whichever member's list this was. */
const sideOf = (group: Group, sign: 1 | -1): readonly Member[] => {
  const members = new Map<string, Member>();
  for (const { urn, type, reference, value } of group) {
    const amount = sign === 1 ? value : negateMoney(value);
    members.set(urn, { urn, type, reference, left: addMoney(members.get(urn)?.left ?? zero, amount) });
  }
  return [...members.values()].filter(({ left }) => left > zero).sort((one, other) => urnOrder(one.urn, other.urn));
};

type Filled = { readonly credit: Member; readonly debit: Member; readonly amount: Money };

const fill = (credits: readonly Member[], debits: readonly Member[]): readonly Filled[] => {
  const filled: Filled[] = [];
  const left = debits.map((debit) => debit.left as number);
  let at = 0;
  for (const credit of credits) {
    for (let rest: number = credit.left; rest > 0 && at < debits.length; ) {
      const debit = debits[at];
      const open = left[at] ?? 0;
      if (debit === undefined || open === 0) {
        at += 1;
        continue;
      }
      const amount = minorUnits(Math.min(rest, open));
      filled.push({ credit, debit, amount });
      rest -= amount;
      left[at] = open - amount;
    }
  }
  return filled;
};

/**
 * What the receipt of that urn was allocated to, in the order of its sessions. The pairs come to what the sessions give of the receipt,
 * where these come to zero; read from any other member, the same session gives the same pairs.
 */
export const pairsOf = (urn: string, items: readonly SessionItem[]): readonly AllocatedPair[] => {
  const groups = groupsOf(items);
  const has = groups.map((group) => group.some((item) => item.urn === urn));
  return groups.flatMap((group, at) => {
    const own = group.find((item) => item.urn === urn);
    if (own === undefined) return [];
    const credits = sideOf(group, -1);
    const debits = sideOf(group, 1);
    // A group without the receipt is part of a neighbour's session, so that one's members met more than these.
    const isPart = has[at - 1] === false || has[at + 1] === false;
    const isInferred = isPart || (credits.length > 1 && debits.length > 1);
    return fill(credits, debits)
      .filter(({ credit }) => credit.urn === urn)
      .map(({ debit, amount }) => ({ urn: debit.urn, type: debit.type, reference: debit.reference, amount, date: own.date, userName: own.userName, isInferred }));
  });
};

/** What the receipt has allocated by Sage's own figure and by no session: above zero only where Sage lists less than it counts. */
export const unexplained = (allocated: Money, pairs: readonly Pick<AllocatedPair, "amount">[]): Money => subtractMoney(allocated, sumMoney(pairs.map(({ amount }) => amount)));
