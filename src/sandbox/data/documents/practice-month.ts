/**
 * A month to reconcile in each Sage company that has linked customers: invoices that The Layer posted long ago and holds as reconciled, and the
 * receipts that people entered in Sage against them, with everything in it that makes a month's end slow.
 */
import type { WireReconciliation } from "../../../sync/layer/document-schema";
import { parseDate, type PlainDate } from "../../../sync/model/dates";
import type { KeptInvoice } from "../../layer/kept";
import type { PlantedReceipt } from "../../practice";
import type { LedgerEntry } from "../../sage200/ledger";
import { companyPlans, paymentMethods, type CompanyPlan } from "../companies";
import { streams, type Rng } from "../rng";
import type { World } from "../world";
import { inText, taxOn } from "./amounts";
import { dayAfter, type Batch } from "./draft-batch";
import { LedgerHistory, type Written } from "./ledger-history";
import { linkedCustomers } from "./linked-customers";
import { bankCharge, scenes, type Scene } from "./month-scenes";

/** The last whole month before the generated history ends. */
const firstOfMonth = "2026-08-01";
const clerks = ["k.marsh", "d.okafor", "s.lindqvist"];
/** Who The Layer's own postings of before were entered by. */
const poster = "layer.sync";
const monthStream = streams("practice month");

export type PracticeMonth = {
  /** By company: what its ledger went through, to be played in order. */
  readonly entries: ReadonlyMap<string, readonly LedgerEntry[]>;
  readonly reconciliations: readonly WireReconciliation[];
  readonly receipts: readonly PlantedReceipt[];
};

const dayOf = (text: string): PlainDate => {
  const date = parseDate(text);
  if (!date.ok) throw new Error(date.failure.cause);
  return date.value;
};

/** Codes of the banks in use, by how many enabled methods name each. */
const banksOf = (plan: CompanyPlan): Readonly<Record<"one" | "several" | "none", readonly CompanyPlan["banks"][number][]>> => {
  const inUse = plan.banks.filter(({ status }) => status === "active");
  const times = (code: string): number => paymentMethods.filter((method) => method.isEnabled && method.accCode === code).length;
  return { one: inUse.filter(({ code }) => times(code) === 1), several: inUse.filter(({ code }) => times(code) > 1), none: inUse.filter(({ code }) => times(code) === 0) };
};

/** Two neighbouring digits changed places, as a tired person types: INV-10124 becomes INV-10142. */
const transposed = (reference: string): string => {
  for (let n = reference.length - 1; n > 0; n--) {
    const [one, other] = [reference.charAt(n - 1), reference.charAt(n)];
    if (/\d/.test(one) && /\d/.test(other) && one !== other) return `${reference.slice(0, n - 1)}${other}${one}${reference.slice(n + 1)}`;
  }
  return reference;
};

type Payer = { readonly customerId: string; readonly subCompany: string; readonly accountId: number; readonly method: string };
type Open = { readonly layer: KeptInvoice; readonly inSage: Written };

/** One company's month while it is being written. */
class MonthWriter {
  readonly receipts: PlantedReceipt[] = [];
  readonly reconciliations: WireReconciliation[] = [];
  readonly history: LedgerHistory;
  #at = 0;

  constructor(
    private readonly batch: Batch,
    private readonly plan: CompanyPlan,
    private readonly taxCodeId: number,
    first: { readonly firstId: number; readonly firstUrn: number },
  ) {
    this.history = new LedgerHistory(first);
  }

  /** An invoice of The Layer that is in Sage already. */
  invoice(rng: Rng, payer: Payer, day: string, net = rng.between(8_000, 400_000)): Open {
    const tax = taxOn(net, "Standard rate");
    const first = rng.chance(0.3) ? Math.floor(net / 3) : net;
    const firstTax = taxOn(first, "Standard rate");
    const parts = first === net ? [{ net, tax }] : [{ net: first, tax: firstTax }, { net: net - first, tax: tax - firstTax }];
    const layer = this.batch.invoice(rng, {
      customerId: payer.customerId,
      subCompany: payer.subCompany,
      status: "finalised",
      date: day,
      nominalCode: "4000",
      lines: (id) =>
        parts.map((part, n) => ({
          id: `${id}-${n + 1}`,
          description: n === 0 ? "Equipment" : "Installation",
          net: inText(part.net),
          discount: "0.00",
          tax: inText(part.tax),
          taxRate: "Standard rate",
          nominalCode: "",
        })),
    });
    const inSage = this.history.invoice({ accountId: payer.accountId, ...this.#when(day), reference: layer.reference, goods: net, tax, taxCodeId: this.taxCodeId, user: poster });
    this.#reconciled("invoices", layer.id, inSage.urn);
    return { layer, inSage };
  }

  sageOnly(rng: Rng, accountId: number, day: string): Written {
    const net = rng.between(8_000, 200_000);
    return this.history.invoice({ accountId, ...this.#when(day), reference: `SI-${4_400 + this.receipts.length}`, goods: net, tax: taxOn(net, "Standard rate"), taxCodeId: this.taxCodeId, user: clerks[0] ?? poster });
  }

  receipt(kind: PlantedReceipt["kind"], of: { readonly accountId: number; readonly bankId: number; readonly value: number; readonly day: string; readonly reference: string; readonly discount?: number }): Written {
    const { day, ...fields } = of;
    const receipt = this.history.receipt({ ...fields, ...this.#when(day), user: clerks[this.receipts.length % clerks.length] ?? poster });
    this.receipts.push({ companyName: this.plan.name, urn: receipt.urn, kind });
    return receipt;
  }

  /** A payment of The Layer whose receipt is in Sage already. */
  payment(rng: Rng, payer: Payer, invoice: KeptInvoice, amount: number, day: string): Written {
    const payment = this.batch.payment(rng, { of: invoice, reference: `BACS ${rng.between(100, 999)}`, method: payer.method, amount: inText(amount), date: day, origin: "layer" });
    const bank = this.plan.banks.find(({ code }) => code === paymentMethods.find(({ name }) => name === payer.method)?.accCode);
    if (bank === undefined) throw new Error(`${this.plan.name} has no bank for ${payer.method}.`);
    const receipt = this.history.receipt({ accountId: payer.accountId, bankId: bank.id, value: amount, ...this.#when(day), reference: invoice.reference, user: poster });
    this.#reconciled("payments", payment.id, receipt.urn);
    this.receipts.push({ companyName: this.plan.name, urn: receipt.urn, kind: "from The Layer" });
    return receipt;
  }

  allocate(day: string, lines: readonly (readonly [of: Written, value: number])[]): void {
    this.history.allocate({ ...this.#when(day), user: clerks[0] ?? poster, lines });
  }

  /** Stamps rise with each entry, in office hours where they can. */
  #when(day: string): { readonly date: PlainDate; readonly at: number } {
    this.#at = Math.max(this.#at + 61_013, Date.parse(day) + 9 * 3_600_000);
    return { date: dayOf(day), at: this.#at };
  }

  #reconciled(document: "invoices" | "payments", id: string, urn: number): void {
    this.reconciliations.push({ document, id, sageCompanyName: this.plan.name, sageSiteId: this.plan.siteId, sageTransactionId: String(urn), reconciled: true });
  }
}

type Cast = { readonly rng: Rng; readonly payer: Payer; readonly stranger: number; readonly bankId: number; readonly oddBankId: number; readonly invoiced: string; readonly paid: string };

/** Each scene writes its invoices first and its receipts after them. */
const play = (month: MonthWriter, scene: Scene, { rng, payer, stranger, bankId, oddBankId, invoiced, paid }: Cast): void => {
  const { accountId } = payer;
  const bill = (net?: number): Open => month.invoice(rng, payer, invoiced, net);
  const total = (open: readonly Open[]): number => open.reduce((sum, { inSage }) => sum + inSage.value, 0);
  const pay = (kind: PlantedReceipt["kind"], value: number, reference: string, bank = bankId, discount = 0): Written =>
    month.receipt(kind, { accountId, bankId: bank, value, day: paid, reference, discount });
  const against = (receipt: Written, open: readonly Open[], value = total(open)): void => {
    let left = value;
    const members = open.map(({ inSage }) => {
      const takes = Math.min(left, inSage.value);
      left -= takes;
      return [inSage, takes] as const;
    });
    month.allocate(paid, [...members, [receipt, -value]]);
  };
  switch (scene) {
    case "full":
    case "bank of several methods":
    case "bank of no method": {
      const one = bill();
      return against(pay(scene, one.inSage.value, one.layer.reference, scene === "full" ? bankId : oddBankId), [one]);
    }
    case "part allocated": {
      const one = bill();
      return against(pay(scene, one.inSage.value + rng.between(1_000, 50_000), one.layer.reference), [one]);
    }
    case "part payment": {
      const one = bill();
      const value = Math.floor(one.inSage.value * 0.6);
      return against(pay(scene, value, one.layer.reference), [one], value);
    }
    case "lump sum": {
      const open = [bill(), bill(), bill()];
      return against(pay(scene, total(open), `${open[0]?.layer.reference ?? ""} AND OTHERS`), open);
    }
    case "lump sum, unallocated": {
      const open = [bill(), bill(), bill()];
      pay(scene, total(open), "REMITTANCE ENCLOSED");
      return;
    }
    case "short by a bank charge": {
      const one = bill();
      const value = one.inSage.value - bankCharge;
      return against(pay(scene, value, one.layer.reference), [one], value);
    }
    case "short by a bank charge, unallocated": {
      const one = bill();
      pay(scene, one.inSage.value - bankCharge, one.layer.reference);
      return;
    }
    case "transposed reference": {
      const one = bill();
      pay(scene, one.inSage.value, transposed(one.layer.reference));
      return;
    }
    case "equal amounts": {
      const net = rng.between(100, 900) * 100;
      const open = [bill(net), bill(net)];
      pay(scene, open[0]?.inSage.value ?? 0, "FASTER PAYMENT");
      return;
    }
    case "unknown payer":
      month.receipt(scene, { accountId: stranger, bankId, value: rng.between(2_000, 90_000), day: paid, reference: "CREDIT 40-11-22" });
      return;
    case "invoice of Sage alone": {
      const invoice = month.sageOnly(rng, accountId, invoiced);
      return month.allocate(paid, [[invoice, invoice.value], [pay(scene, invoice.value, "SALES INVOICE"), -invoice.value]]);
    }
    case "exceeds outstanding": {
      const one = bill();
      // Half is paid in The Layer already, where Sage has its receipt unallocated.
      month.payment(rng, payer, one.layer, Math.floor(one.inSage.value / 2), paid);
      return against(pay(scene, one.inSage.value, one.layer.reference), [one]);
    }
    case "from The Layer": {
      const one = bill();
      return against(month.payment(rng, payer, one.layer, one.inSage.value, paid), [one]);
    }
    case "settlement discount": {
      const one = bill();
      const discount = Math.round(one.inSage.value * 0.025);
      return against(pay(scene, one.inSage.value - discount, one.layer.reference, bankId, discount), [one]);
    }
    case "many to many": {
      const open = [bill(), bill()];
      const half = Math.floor(total(open) / 2);
      const receipts = [pay(scene, half, "PART 1 OF 2"), pay(scene, total(open) - half, "PART 2 OF 2")];
      return month.allocate(paid, [...open.map(({ inSage }) => [inSage, inSage.value] as const), ...receipts.map((receipt) => [receipt, receipt.value] as const)]);
    }
  }
};

const shuffled = <T>(of: readonly T[], rng: Rng): readonly T[] =>
  of
    .map((value) => ({ value, place: rng.bits() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);

/** Where a company's record ids and numbers go on. */
export type FirstNumbers = (companyName: string) => { readonly firstId: number; readonly firstUrn: number };

export const makePracticeMonth = (world: World, batch: Batch, first: FirstNumbers): PracticeMonth => {
  const entries = new Map<string, readonly LedgerEntry[]>();
  const reconciliations: WireReconciliation[] = [];
  const receipts: PlantedReceipt[] = [];
  const customers = new Map(world.customers.map((customer) => [customer.id, customer]));
  for (const [index, { plan, accounts }] of world.companies.entries()) {
    const byId = new Map(accounts.map((account) => [account.id, account]));
    const banks = banksOf(plan);
    const [bank] = banks.one;
    const linked = linkedCustomers(world.links, { customer: (id) => customers.get(id), account: (name, id) => (name === plan.name ? byId.get(id) : undefined), plans: companyPlans, methods: paymentMethods });
    const payers = linked.flatMap(({ customerId, subCompany }): Payer[] => {
      const link = world.links.find((one) => one.customerId === customerId && one.sageCompanyName === plan.name);
      const method = paymentMethods.find(({ isEnabled, accCode }) => isEnabled && accCode === bank?.code)?.name;
      return link === undefined || method === undefined ? [] : [{ customerId, subCompany, accountId: Number(link.sageCustomerId), method }];
    });
    const stranger = accounts.find((account) => account.layerCustomerId === null && account.status === "active") ?? accounts.find(({ status }) => status === "active");
    const taxCodeId = plan.taxCodes.find(({ code }) => code === 1)?.id;
    if (bank === undefined || payers.length === 0 || stranger === undefined || taxCodeId === undefined) continue;
    const month = new MonthWriter(batch, plan, taxCodeId, first(plan.name));
    const cast = shuffled(scenes.flatMap(([scene, times]) => Array.from({ length: times }, (): Scene => scene)), monthStream(world.seed, index * 1_000 + 999));
    cast.forEach((scene, n) => {
      const odd = scene === "bank of several methods" ? banks.several : scene === "bank of no method" ? banks.none : banks.one;
      const oddBank = odd[n % Math.max(1, odd.length)];
      const payer = payers[n % Math.min(payers.length, 12)];
      if (payer === undefined || oddBank === undefined) return;
      const rng = monthStream(world.seed, index * 1_000 + n);
      // Spread over the month, in the order in which they were entered.
      const paid = dayAfter(firstOfMonth, Math.min(30, Math.floor((n * 31) / cast.length)));
      play(month, scene, { rng, payer, stranger: stranger.id, bankId: bank.id, oddBankId: oddBank.id, invoiced: dayAfter(paid, -rng.between(5, 35)), paid });
    });
    entries.set(plan.name, month.history.entries);
    reconciliations.push(...month.reconciliations);
    receipts.push(...month.receipts);
  }
  return { entries, reconciliations, receipts };
};

