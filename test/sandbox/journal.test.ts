import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { startSandbox } from "../../src/sandbox/index";
import { aLink, aSandbox, closeAll, layerCall, refresh, sageWriter, saveBatch, signedIn } from "./clients";

const folders: string[] = [];
const aStateFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "practice-"));
  folders.push(folder);
  return join(folder, "state", "practice.ndjson");
};

afterEach(async () => {
  await closeAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("a practice company with a state file remembers", () => {
  test("links, the answers to their keys, edits and rotated tokens survive a restart", async () => {
    const stateFile = aStateFile();
    const before = await aSandbox({ stateFile });
    const link = aLink(before);
    const first = await saveBatch(before, [link], "push-0001");
    const { refresh_token } = await signedIn(before);
    const [renamed, removed] = before.data.accounts("Northwick Tools Ltd");
    before.edit.changeAccount("Northwick Tools Ltd", renamed?.reference ?? "", { reference: "RENAMED1", status: "hidden" });
    before.edit.deleteAccount("Northwick Tools Ltd", removed?.reference ?? "");
    const added = before.edit.addAccount("Northwick Tools Ltd", { reference: "ADDED001", name: "Added Ltd", email: "a@added.example" });
    const customer = before.edit.changeCustomer(link.customerId, { name: "Renamed Ltd", isArchived: true });
    await closeAll();

    const after = await aSandbox({ stateFile });
    expect((await saveBatch(after, [link], "push-0001")).text).toBe(first.text);
    expect((await saveBatch(after, [aLink(after, 2)], "push-0001")).status).toBe(409);
    expect(after.data.links()).toContainEqual(expect.objectContaining(link));
    expect((await refresh(after, refresh_token)).status).toBe(200);
    expect((await refresh(after, before.sage200.refreshToken)).status).toBe(400);
    expect((await refresh(after, after.sage200.refreshToken)).status).toBe(200);
    expect(after.data.account("Northwick Tools Ltd", "RENAMED1")).toMatchObject({ id: renamed?.id, status: "hidden" });
    expect(after.data.account("Northwick Tools Ltd", removed?.reference ?? "")).toBeUndefined();
    expect(after.data.account("Northwick Tools Ltd", "ADDED001")).toEqual(added);
    expect(after.data.customer(link.customerId)).toEqual(customer);
  });

  test("postings, allocations, customers made in Sage, documents, methods and what was written back survive a restart", async () => {
    const stateFile = aStateFile();
    const before = await aSandbox({ stateFile });
    const write = await sageWriter(before);
    const { body } = await write("POST", "/customers", { reference: "QUAYS901", name: "Quayside Ltd", contacts: [{ first_name: "Priya", last_name: "Nair", emails: [{ email: "p@quayside.example" }] }] });
    const id = Number(body["id"]);
    await write("PUT", `/customers/${id}`, { website: "quayside.example" });
    await write("POST", "/sales_invoices", { customer_id: id, document_goods_value: 10, document_tax_value: 2, second_reference: "TI-1" });
    await write("POST", "/sales_receipts", { customer_id: id, bank_id: 4, cheque_value: 12 });
    const ledger = before.ledger("Northwick Tools Ltd");
    const [invoice, receipt] = ledger.ofCustomer(id);
    ledger.allocate({ customerId: id, lines: [{ transactionId: invoice?.id ?? 0, value: 1_200 }, { transactionId: receipt?.id ?? 0, value: -1_200 }] });
    const [document] = before.data.documents.list("invoices");
    const changed = before.edit.changeDocument("invoices", document?.id ?? "", { dueDate: null });
    before.edit.changePaymentMethod("Cheque", { accCode: "1200" });
    const bulk = before.edit.bulkDocuments(5);
    const written = { document: "invoices", id: changed.id, sageCompanyName: "Northwick Tools Ltd", sageSiteId: "x", sageTransactionId: "1001", reconciled: true };
    const answer = await layerCall(before, "/v1/reconciliations", { method: "POST", body: { reconciliations: [written] }, key: "done-0001" });
    const books = before.books();
    const paid = before.data.documents.list("payments");
    await closeAll();

    const after = await aSandbox({ stateFile });
    expect(after.books()).toEqual(books);
    expect(after.ledger("Northwick Tools Ltd").transactions).toEqual(ledger.transactions);
    expect(after.data.account("Northwick Tools Ltd", "QUAYS901")).toMatchObject({ id, email: "p@quayside.example" });
    expect(after.data.documents.find("invoices", changed.id)).toEqual({ ...changed, reconciled: { sageCompanyName: "Northwick Tools Ltd", sageSiteId: "x", sageTransactionId: "1001" } });
    expect(after.data.documents.list("payments")).toEqual(paid);
    expect(bulk.payments.every((payment) => paid.some((item) => item.id === payment))).toBe(true);
    expect(after.data.paymentMethods.find(({ name }) => name === "Cheque")?.accCode).toBe("1200");
    expect((await layerCall(after, "/v1/reconciliations", { method: "POST", body: { reconciliations: [written] }, key: "done-0001" })).text).toBe(answer.text);
    // Numbering goes on where it stopped.
    const next = await (await sageWriter(after))("POST", "/sales_invoices", { customer_id: id, document_goods_value: 1 });
    expect(next.body).toEqual({ urn: ledger.nextUrn });
  });

  test("a file from before there were documents is still read", async () => {
    const stateFile = aStateFile();
    const before = await aSandbox({ stateFile });
    const link = aLink(before);
    await saveBatch(before, [link], "push-0001");
    await closeAll();
    writeFileSync(stateFile, readFileSync(stateFile, "utf8").replace(',"invoices":120', ""));
    expect((await aSandbox({ stateFile })).data.links()).toContainEqual(expect.objectContaining(link));
  });

  test("no token stands in the state file", async () => {
    const stateFile = aStateFile();
    const sandbox = await aSandbox({ stateFile });
    const tokens = await signedIn(sandbox);
    const text = readFileSync(stateFile, "utf8");
    for (const token of [tokens.access_token, tokens.refresh_token, sandbox.sage200.refreshToken, sandbox.layer.token]) expect(text).not.toContain(token);
  });

  test("a last line torn by a power cut is dropped, and what follows is written whole", async () => {
    const stateFile = aStateFile();
    await saveBatch(await aSandbox({ stateFile }), [aLink(await aSandbox())], "push-0001");
    await closeAll();
    appendFileSync(stateFile, '{"deed":"links-saved","links":[{"cust');
    const torn = await aSandbox({ stateFile });
    const saved = aLink(torn);
    await saveBatch(torn, [saved], "push-0002");
    await closeAll();
    const after = await aSandbox({ stateFile });
    expect(after.data.links()).toContainEqual(expect.objectContaining(saved));
  });

  test("a file of another seed or size is refused, saying whose it is", async () => {
    const stateFile = aStateFile();
    await aSandbox({ stateFile, seed: 3 });
    await closeAll();
    await expect(aSandbox({ stateFile, seed: 4 })).rejects.toThrow(/seed 3 and 120 customers/);
  });

  test("a file keeps the practice month that it was made with, or none, whatever new ones begin with", async () => {
    const [withMonth, without] = [aStateFile(), aStateFile()];
    const months = async (stateFile: string, options: { practiceMonth?: boolean } = {}) => {
      const sandbox = await startSandbox({ customers: 120, stateFile, ...options });
      const { length } = sandbox.data.month;
      await sandbox.close();
      return length;
    };
    expect([(await months(withMonth)) > 0, await months(without, { practiceMonth: false })]).toEqual([true, 0]);
    expect([(await months(withMonth)) > 0, await months(without)]).toEqual([true, 0]);
    await expect(months(without, { practiceMonth: true })).rejects.toThrow(/without a practice month, not to .* and a practice month/);
  });

  test("a line that is not ours is refused, not skipped", async () => {
    const stateFile = aStateFile();
    await aSandbox({ stateFile });
    await closeAll();
    appendFileSync(stateFile, '{"deed":"burned"}\n');
    await expect(aSandbox({ stateFile })).rejects.toThrow(/not ours/);
  });

  test("what was answered before a SIGKILL is there after it", async () => {
    const stateFile = aStateFile();
    const link = aLink(await aSandbox());
    const child = spawn(process.execPath, ["--import", "tsx", "src/sandbox/main.ts", "--customers", "120", "--state", stateFile], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.setEncoding("utf8");
    while (!printed.includes("SAGE200_REFRESH_TOKEN=")) printed += String((await once(child.stdout, "data"))[0]);
    const settings = new Map(printed.trim().split("\n").map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
    expect([...settings.keys()]).toEqual(["LAYER_URL", "LAYER_TOKEN", "SAGE200_URL", "SAGE200_AUTH_URL", "SAGE200_CLIENT_ID", "SAGE200_CLIENT_SECRET", "SAGE200_REFRESH_TOKEN"]);
    const answer = await fetch(`${settings.get("LAYER_URL")}/v1/links/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${settings.get("LAYER_TOKEN")}`, "content-type": "application/json", "idempotency-key": "push-0001" },
      body: JSON.stringify({ links: [link] }),
    });
    const text = await answer.text();
    child.kill("SIGKILL");
    await once(child, "exit");

    const after = await aSandbox({ stateFile, practiceMonth: true });
    expect((await saveBatch(after, [link], "push-0001")).text).toBe(text);
    expect((await layerCall(after, "/v1/about", { token: settings.get("LAYER_TOKEN") ?? "" })).status).toBe(200);
  }, 60_000);
});
