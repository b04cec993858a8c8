/** The practice Layer in this process: its real routes and books on virtual time, as far as invoices and payments go. */
import { noFaults, type FaultSwitches } from "../../../src/sandbox/faults";
import type { Deed } from "../../../src/sandbox/journal";
import { LayerBooks } from "../../../src/sandbox/layer/books";
import type { KeptInvoice, KeptPayment } from "../../../src/sandbox/layer/kept";
import { layerRoutes } from "../../../src/sandbox/layer/routes";
import type { HttpAnswer, HttpRequest } from "../../../src/sync/http";
import { createRoutes } from "../routes";

export const layerAddress = { url: "https://layer.example", token: "practice-token" };

export type PracticeLayer = {
  readonly faults: FaultSwitches;
  readonly books: LayerBooks;
  /** Carries a request out, in no time. */
  answer(request: HttpRequest): Promise<HttpAnswer>;
};

export type PracticeLayerOptions = {
  readonly now: () => number;
  readonly invoices: readonly KeptInvoice[];
  readonly payments: readonly KeptPayment[];
  /** Told before a payment is written, while the books are still without it. */
  readonly recording: (payment: KeptPayment, books: LayerBooks) => void;
};

export const createPracticeLayer = ({ now, invoices, payments, recording }: PracticeLayerOptions): PracticeLayer => {
  const faults = noFaults();
  const books = new LayerBooks({ seed: 1, customers: [], links: [] }, { orders: [], invoices: [...invoices], "credit-notes": [], payments: [...payments], refunds: [] });
  const perform = (deed: Deed): void => {
    if (deed.deed !== "payment-recorded") throw new Error(`The simulated Layer knows no ${deed.deed}.`);
    if (deed.payment !== null) recording(deed.payment, books);
    books.apply(deed);
  };
  const service = createRoutes("/v1", (app) => layerRoutes(app, { books, token: layerAddress.token, faults, now, perform }));
  return { faults, books, answer: service };
};
