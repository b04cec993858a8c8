import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditPage, lookupLine, paths, type PushBody, pushLine, type PushLine, sheetLine } from "../../src/sync/contract";
import { startGatewayProcess, startSandboxProcess } from "../support/processes";

jest.setTimeout(240_000);

const lines = async <T>(response: Response, read: { parse(value: unknown): T }): Promise<T[]> =>
  (await response.text())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => read.parse(JSON.parse(line)));

const local = (url: string, path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);

/** Links to push: each unlinked customer of The Layer with the one Sage account that carries its VAT number. */
const someLinks = async (url: string): Promise<PushBody> => {
  const records = async (kind: string) =>
    (await lines(await local(url, paths.lookup(kind)), lookupLine)).flatMap((line) => (line.type === "record" ? [line.record as Record<string, string>] : []));
  const linked = new Set((await lines(await local(url, paths.sheet("customer-links")), sheetLine)).flatMap((line) => (line.type === "row" && line.cells["SageCustomerId"] ? [line.cells["CustomerId"]] : [])));
  const digits = (vat: string | undefined) => (vat ?? "").replace(/\D/g, "");
  const accounts = new Map<string, Record<string, string>[]>();
  for (const account of await records("sage-account")) {
    const vat = digits(account["vatNumber"]);
    accounts.set(vat, [...(accounts.get(vat) ?? []), account]);
  }
  const sites = new Map((await records("sage-company")).map((company) => [company["name"], company["siteId"]]));
  const rows: PushBody["rows"] = [];
  for (const customer of await records("layer-customer")) {
    const vat = digits(customer["vatNumber"]);
    const [account, ...others] = vat === "" ? [] : (accounts.get(vat) ?? []);
    if (!account || others.length > 0 || account["status"] !== "active" || linked.has(customer["id"] ?? "")) continue;
    const cells = { CustomerId: customer["id"] ?? "", SageCompanyName: account["companyName"] ?? "", SageSiteId: sites.get(account["companyName"]) ?? "", SageAccountNumber: account["reference"] ?? "", SageCustomerId: null };
    rows.push({ ref: { key: `${cells.CustomerId}\u001f${cells.SageCompanyName.toLowerCase()}`, nth: 0 }, cells });
  }
  return { rows };
};

test("a gateway killed in the middle of a push finishes it after the next start: nothing is lost and nothing done twice", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tieout-killed-"));
  const sandbox = await startSandboxProcess(["--customers", "2000"]);
  let gateway = await startGatewayProcess(dataDir, sandbox.settings);
  try {
    const body = await someLinks(gateway.url);
    expect(body.rows.length).toBeGreaterThan(600);
    const pushId = "push-that-is-killed-1";

    const push = await local(gateway.url, paths.push("customer-links"), {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": pushId },
      body: JSON.stringify(body),
    });
    // Killed as soon as some rows, and not all, are known to be done.
    const seen: PushLine[] = [];
    const reader = push.body?.getReader();
    if (!reader) throw new Error("no stream");
    let text = "";
    while (!seen.some((line) => line.type === "result")) {
      const { value, done } = await reader.read();
      if (done) break;
      text += new TextDecoder().decode(value);
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      seen.push(...whole.split("\n").filter((line) => line !== "").map((line) => pushLine.parse(JSON.parse(line))));
      text = text.slice(whole.length);
    }
    await gateway.stop("SIGKILL");
    const before = seen.filter((line) => line.type === "result");
    expect(before.length).toBeGreaterThan(0);
    expect(seen.some((line) => line.type === "trailer")).toBe(false);

    gateway = await startGatewayProcess(dataDir, sandbox.settings);
    const after = await lines(await local(gateway.url, `${paths.pushById(pushId)}?follow=yes`), pushLine);
    const results = after.filter((line) => line.type === "result");
    expect(results.map((line) => line.seq)).toEqual(body.rows.map((_row, index) => index + 1));
    expect(new Set(results.map((line) => `${line.ref.key} ${line.ref.nth}`)).size).toBe(body.rows.length);
    expect(results.filter((line) => line.outcome !== "saved")).toEqual([]);
    expect(results.slice(0, before.length)).toEqual(before);

    // The same push sent again answers from what was recorded.
    const again = await lines(
      await local(gateway.url, paths.push("customer-links"), { method: "POST", headers: { "content-type": "application/json", "idempotency-key": pushId }, body: JSON.stringify(body) }),
      pushLine,
    );
    expect(again[0]).toMatchObject({ type: "accepted", replay: true });
    expect(again.filter((line) => line.type === "result")).toEqual(results);

    // One audit entry a link.
    const audited: string[] = [];
    for (let next: number | null | undefined; next !== null; ) {
      const page = auditPage.parse(await (await local(gateway.url, `${paths.audit}?pushId=${pushId}&limit=500${next ? `&before=${next}` : ""}`)).json());
      audited.push(...page.entries.filter((entry) => entry.what === "Linked").map((entry) => entry.key));
      next = page.next;
    }
    expect(audited.length).toBe(body.rows.length);
    expect(new Set(audited).size).toBe(body.rows.length);

    // And The Layer holds each link, once, to that account.
    const saved = new Map<string, string>();
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = (await (
        await fetch(`${sandbox.settings["LAYER_URL"]}/v1/links?limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`, { headers: { authorization: `Bearer ${sandbox.settings["LAYER_TOKEN"]}` } })
      ).json()) as { items: { customerId: string; sageCompanyName: string; sageAccountNumber: string }[]; next: string | null };
      for (const link of page.items) saved.set(`${link.customerId} ${link.sageCompanyName}`, link.sageAccountNumber);
      cursor = page.next;
    }
    for (const { cells } of body.rows) expect(saved.get(`${cells["CustomerId"]} ${cells["SageCompanyName"]}`)).toBe(cells["SageAccountNumber"]);
  } finally {
    await gateway.stop("SIGKILL");
    await sandbox.stop("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
});
