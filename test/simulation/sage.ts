/** The practice Sage 200 in this process: its real routes, tables and ledgers on virtual time, without a network and without timers. */
import type { CompanyPlan } from "../../src/sandbox/data/companies";
import { noFaults, type FaultSwitches } from "../../src/sandbox/faults";
import type { Deed } from "../../src/sandbox/journal";
import { CompanyBooks } from "../../src/sandbox/sage200/books";
import { Grants } from "../../src/sandbox/sage200/grants";
import { sage200Routes } from "../../src/sandbox/sage200/routes";
import { tokenRoute } from "../../src/sandbox/sage200/token-route";
import type { HttpAnswer, HttpRequest } from "../../src/sync/http";
import { parseDate } from "../../src/sync/model/dates";
import { createRoutes } from "./routes";

export const sagePath = "/uk/sage200extra/accounts/v1";
const origin = "https://sage.example";
export const sageAddress = { url: `${origin}${sagePath}`, authUrl: origin, clientId: "practice", clientSecret: "practice-secret" };

export type Sage = {
  readonly faults: FaultSwitches;
  readonly companies: readonly CompanyBooks[];
  /** Carries a request out, in no time. */
  answer(request: HttpRequest): Promise<HttpAnswer>;
  /** A person signs in anew. */
  signIn(): string;
};

export type SageOptions = {
  readonly now: () => number;
  readonly plans: readonly CompanyPlan[];
  /** Accounts that the companies begin with. */
  readonly accounts: readonly Extract<Deed, { deed: "account-added" }>[];
};

export const createSage = ({ now, plans, accounts }: SageOptions): Sage => {
  const faults = noFaults();
  const rules = () => {
    const closed = parseDate(faults.closedUpTo ?? "");
    return { closedUpTo: closed.ok ? closed.value : null, refuseNegativeReceipts: faults.refuseNegativeReceipts };
  };
  const perform = (deed: Deed): void => {
    if (deed.deed === "token-issued" || deed.deed === "family-revoked") return grants.apply(deed);
    if (deed.deed !== "account-added" && deed.deed !== "account-written" && deed.deed !== "ledger-entered") throw new Error(`The simulated Sage knows no ${deed.deed}.`);
    companies.find(({ plan }) => plan.name === deed.company)?.apply(deed);
  };
  const grants = new Grants(faults, now, perform);
  const companies = plans.map((plan) => new CompanyBooks(1, { plan, accounts: [], nextId: plan.firstRecordId, spreadsheet: [], lookAlikes: [] }, { now, isTied: () => false, rules, perform }));
  accounts.forEach(perform);

  const client = { clientId: sageAddress.clientId, clientSecret: sageAddress.clientSecret };
  const tokenService = createRoutes("", (app) => tokenRoute(app, grants, client, faults));
  const service = createRoutes(sagePath, (app) => sage200Routes(app, { companies, grants, faults, now, perform }));

  return {
    faults,
    companies,
    answer: (request) => (request.url.startsWith(sageAddress.url) ? service(request) : tokenService(request)),
    signIn: () => grants.signIn(),
  };
};
