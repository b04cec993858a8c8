/** A gateway in a process of its own over practice systems in the test's, and what a test pushes to it before a person arrives. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "../../src/sandbox";
import { subCompanyPlans } from "../../src/sandbox/data/companies";
import { paths, type PushBody } from "../../src/sync/contract";
import type { CellValue } from "../../src/sync/model/cell";
import { sheets } from "../../src/sync/sheets";
import { keyOf, type PushSlug } from "../../src/sync/sheets/sheet";
import { startGatewayProcess } from "./processes";

export type PracticeGateway = Awaited<ReturnType<typeof startPracticeGateway>>;

/** `close` ends the gateway and the practice systems, and removes what they kept. */
export const startPracticeGateway = async (practice: Parameters<typeof startSandbox>[0]) => {
  const sandbox = await startSandbox(practice);
  const { layer, sage200, data } = sandbox;
  const dataDir = mkdtempSync(join(tmpdir(), "tieout-practice-"));
  const gateway = await startGatewayProcess(dataDir, {
    LAYER_URL: layer.url,
    LAYER_TOKEN: layer.token,
    SAGE200_URL: sage200.url,
    SAGE200_AUTH_URL: sage200.authUrl,
    SAGE200_CLIENT_ID: sage200.clientId,
    SAGE200_CLIENT_SECRET: sage200.clientSecret,
    SAGE200_REFRESH_TOKEN: sage200.refreshToken,
  }).catch(async (why: unknown) => {
    await sandbox.close();
    throw why;
  });
  const json = { "content-type": "application/json" };
  /** As the pane would, to the last result. */
  const pushRows = async (slug: PushSlug, rows: readonly Readonly<Record<string, CellValue>>[]): Promise<void> => {
    const body: PushBody = { rows: rows.map((cells) => ({ ref: { key: keyOf(sheets[slug], cells), nth: 0 }, cells: { ...cells } })) };
    const answer = await fetch(`${gateway.url}${paths.push(slug)}`, { method: "POST", headers: { ...json, "idempotency-key": `set-up-${slug}` }, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok || text.includes('"outcome":"refused"')) throw new Error(text.slice(0, 2_000));
  };
  return {
    url: gateway.url,
    output: gateway.output,
    sandbox,
    dataDir,
    pushRows,
    /** Each sub-company to the Sage company that keeps its books, and VAT at 20 % to its code there. */
    mapCompaniesAndTax: async (): Promise<void> => {
      const site = (name: string) => data.companies.find((company) => company.name === name)?.siteId ?? "";
      await pushRows("sub-companies", subCompanyPlans.map(({ name, booksIn }) => ({ SubCompany: name, SageCompanyName: booksIn, SageSiteId: site(booksIn) })));
      await pushRows("tax-codes", data.companies.map(({ name }) => ({ TaxRate: "20", SageCompanyName: name, SageTaxCode: String(data.taxCodes(name).find((code) => code.percent === 20)?.code ?? "") })));
    },
    /** Runs a sync to its end. */
    syncNow: async (): Promise<void> => {
      await fetch(`${gateway.url}${paths.run}`, { method: "POST", headers: json, body: "{}" });
      for (;;) {
        const { runs } = (await (await fetch(`${gateway.url}${paths.runs}`)).json()) as { runs: { state: string }[] };
        if (runs.length > 0 && runs.every((run) => run.state !== "running")) return;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
    close: async (): Promise<void> => {
      await gateway.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
