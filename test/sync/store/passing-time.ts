/** The ledger's times are the database's, so a test lets time pass by putting what is stored back. */
import { sql } from "kysely";
import { claimableFrom } from "../../../src/sync/ledger/after";
import type { Intent } from "../../../src/sync/ledger/intent";
import type { Database } from "../../../src/sync/store";

const earlier = (intent: Intent, ms: number): Intent => {
  const lease = "lease" in intent && intent.lease ? { ...intent.lease, until: intent.lease.until - ms } : null;
  switch (intent.state) {
    case "planned":
      return { ...intent, notBefore: intent.notBefore - ms, lease };
    case "sending":
      return { ...intent, lease: { ...intent.lease, until: intent.lease.until - ms }, startedAt: intent.startedAt - ms, sendBy: intent.sendBy - ms };
    case "in doubt":
      return { ...intent, lease, doubt: { ...intent.doubt, since: intent.doubt.since - ms, lookUpAfter: intent.doubt.lookUpAfter - ms } };
    case "done":
    case "refused":
    case "needs review":
      return { ...intent, at: intent.at - ms };
  }
};

/** As if so many milliseconds had passed for a tenant's postings. */
export const passTime = (db: Database, tenant: string, ms: number): Promise<void> =>
  db.transaction("pass time", async (tx) => {
    const rows = await tx.selectFrom("posting").select(["key", "intent"]).where("tenant", "=", tenant).forUpdate().execute();
    for (const { key, intent } of rows) {
      const next = earlier(intent, ms);
      await sql`update posting set intent = ${JSON.stringify(next)}::jsonb, claimable_at = ${claimableFrom(next)} where tenant = ${tenant} and key = ${key}`.execute(tx);
    }
  });
