import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "../../src/sandbox";

const folder = mkdtempSync(join(tmpdir(), "tieout-contacts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const contactsOf = (sandbox: Sandbox, id: string) => sandbox.data.customer(id)?.contacts.map((contact) => contact.lastName);

test("a contact added to a customer moves the customer's stamp, stands last, and is there after a restart", async () => {
  const options = { customers: 20, seed: 3, invoices: 0, stateFile: join(folder, "state.ndjson") };
  const sandbox = await startSandbox(options);
  const [customer] = [...sandbox.data.customers()];
  if (!customer) throw new Error("The sandbox has no customer.");
  const before = customer.contacts.map((contact) => contact.lastName);
  const ask = (contact: object) => fetch(`${sandbox.control.url}/edits`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ edit: "add-contact", customerId: customer.id, contact }) });
  const answer = await ask({ firstName: "Zuleika", lastName: "Quennell" });
  expect(answer.status).toBe(200);
  expect((await ask({ firstName: "Zuleika", surname: "Quennell" })).status).toBe(400);
  expect(contactsOf(sandbox, customer.id)).toEqual([...before, "Quennell"]);
  expect((sandbox.data.customer(customer.id)?.updatedAt ?? "") > customer.updatedAt).toBe(true);
  expect(new Set(sandbox.data.customer(customer.id)?.contacts.map((contact) => contact.id)).size).toBe(before.length + 1);
  await sandbox.close();

  const again = await startSandbox(options);
  expect(contactsOf(again, customer.id)).toEqual([...before, "Quennell"]);
  await again.close();
});
