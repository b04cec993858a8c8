/** Documents that are about to be sent and stand in Sage under their keys already: they are taken as posted, and never sent. */
import { comparePosting } from "../../documents/compare-posting";
import type { Posting } from "../../documents/posting";
import type { LookUpOutcome } from "../../ledger/after";
import type { NewIntent } from "../../ledger/store";
import type { Tx } from "../../store";
import { standingUnder, type StandingUnder } from "../../store/ledger-comparison";
import type { SqlLedgerStore } from "../../store/ledger-store";

type Met = Extract<LookUpOutcome, { kind: "found" | "contradicted" }>;

const contradicted = (why: string): Met => ({ kind: "contradicted", why: `Sage has its key already, and not as it would be posted now: ${why}.` });

const outcomeOf = ({ key, payload }: NewIntent<Posting>, found: readonly StandingUnder[]): Met | null => {
  const [first] = found;
  if (!first || payload.kind === "new-customer" || payload.kind === "allocation" || payload.kind === "layer-payment") return null;
  const compared = comparePosting({ key, urn: first.urn, posting: payload }, found);
  switch (compared.kind) {
    case "missing":
      return contradicted(`URN ${first.urn} is another kind of transaction`);
    case "twice":
      return contradicted(`it stands there under the URNs ${[...new Set(found.map(({ urn }) => urn))].join(", ")}`);
    case "differs":
      return contradicted(`of URN ${compared.urn}, ${compared.differences.join(", ")}`);
    case "agrees":
    case "entered by hand":
      return { kind: "found", evidence: { urn: first.urn, recordId: first.id, foundBy: "look-up" } };
  }
};

export const adoptPosted = async (tx: Tx, tenant: string, store: SqlLedgerStore, toSend: readonly NewIntent<Posting>[]): Promise<void> => {
  const standing = toSend.length === 0 ? [] : await standingUnder(tx, tenant, toSend);
  if (standing.length === 0) return;
  for (const intent of toSend) {
    const outcome = outcomeOf(intent, standing.filter(({ key }) => key === intent.key));
    if (outcome) await store.applyIn(tx, intent.key, { kind: "met in the ledger", outcome });
  }
};
