import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createHash } from "node:crypto";
import { makeWorld } from "../../src/sandbox/data/world";
import { towns } from "../../src/sandbox/data/places";
import { vatCheckDigits } from "../../src/sandbox/data/vat";
import { aSandbox, closeAll } from "./clients";

afterEach(closeAll);

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const everything = (seed: number, size: number): string => {
  const { customers, companies, links, trouble } = makeWorld(seed, size);
  return digest([customers, companies, links, trouble]);
};

/** What is really held: garbage of earlier tests in this process is collected first. */
const heapInUse = (): number => {
  setFlagsFromString("--expose_gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
};

describe("the practice companies", () => {
  test("the same seed and size are the same companies, byte for byte; another seed is not", () => {
    expect(everything(1, 300)).toBe(everything(1, 300));
    expect(everything(2, 300)).not.toBe(everything(1, 300));
  });

  test("what is served is determined too, contacts included", async () => {
    const served = async () => {
      const { data } = await aSandbox({ seed: 5 });
      return digest([[...data.customers()], data.links(), data.companies.map((company) => data.accounts(company.name))]);
    };
    expect(await served()).toBe(await served());
  });

  test("every VAT number has the check digits that HMRC would ask for", () => {
    const { customers, companies } = makeWorld(1, 500);
    const written = [...customers, ...companies.flatMap((company) => company.accounts)].map((record) => record.vatNumber).filter((text) => text !== "");
    const digits = written.map((text) => text.replace(/\D/g, ""));
    expect(digits.length).toBeGreaterThan(500);
    expect(digits.filter((nine) => nine.length !== 9 || vatCheckDigits(nine.slice(0, 7)) !== nine.slice(7))).toEqual([]);
    // 123 4567 82 is the worked example that tax software tests with.
    expect(vatCheckDigits("1234567")).toBe("82");
  });

  test("nobody real is reached: drama telephone numbers, .example domains, plausible postcodes", async () => {
    const { data } = await aSandbox({ customers: 600 });
    const reserved = new Set(towns.map((town) => (town.telephone[0] + town.telephone[1]).replace(/ /g, "")));
    const isReserved = (text: string): boolean => {
      const digits = text.replace(/^\+44/, "").replace(/\D/g, "").replace(/^0/, "");
      return [...reserved, "7700900"].some((start) => digits.startsWith(start) && digits.length === start.length + 3);
    };
    for (const customer of data.customers()) {
      const telephones = [customer.telephone, ...customer.contacts.map((contact) => contact.telephone)].filter((text) => text !== "");
      expect(telephones.filter((text) => !isReserved(text))).toEqual([]);
      const emails = [customer.email, ...customer.contacts.map((contact) => contact.email)].filter((text) => text !== "");
      expect(emails.filter((text) => !/^[a-z.-]+@[a-z0-9-]+\.example$/.test(text))).toEqual([]);
      expect(customer.postcode).toMatch(/^$|^[A-Z]{1,2}\d{1,2} \d[ABD-HJLNP-UW-Z]{2}$/);
    }
  });

  test("customer ids are six digits with leading zeros, each once, and hold 000417 by default", async () => {
    const { data } = await aSandbox({ customers: 2000 });
    const ids = [...data.customers()].map((customer) => customer.id);
    expect(ids.filter((id) => !/^0\d{5}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(2000);
    expect(data.customer("000417")).toBeDefined();
  });

  test("about 85 of a hundred customers have an account, and about 12 of those accounts are linked", async () => {
    const { data } = await aSandbox({ customers: 2000 });
    const present = [...data.customers()].filter((customer) => data.truth(customer.id).length > 0).length;
    expect(present / 2000).toBeGreaterThan(0.82);
    expect(present / 2000).toBeLessThan(0.88);
    const accounts = data.companies.flatMap((company) => data.accounts(company.name)).filter((account) => account.layerCustomerId !== null).length;
    expect(data.links().length / accounts).toBeGreaterThan(0.09);
    expect(data.links().length / accounts).toBeLessThan(0.15);
  });

  test("sub-companies are not called what Sage's companies are called", async () => {
    const { data } = await aSandbox();
    expect(data.subCompanies).toHaveLength(5);
    const sage = new Set(data.companies.map((company) => company.name));
    expect(data.subCompanies.filter((sub) => sage.has(sub.name))).toEqual([]);
  });
});

describe("planted trouble", () => {
  test("account numbers are at most 8 characters and each once in a company, whatever their case", async () => {
    const { data } = await aSandbox({ customers: 2000 });
    for (const company of data.companies) {
      const references = data.accounts(company.name).map((account) => account.reference);
      expect(references.filter((reference) => reference.length < 1 || reference.length > 8)).toEqual([]);
      expect(new Set(references.map((reference) => reference.toUpperCase())).size).toBe(references.length);
    }
  });

  test("every kind of trouble is there, and is what it says", async () => {
    const { data } = await aSandbox({ customers: 2000 });
    const { trouble } = data;
    for (const list of Object.values(trouble)) expect(list.length).toBeGreaterThan(0);
    for (const { companyName, reference } of trouble.spreadsheetReferences) expect(data.account(companyName, reference)).toBeDefined();
    expect(trouble.spreadsheetReferences.map((item) => item.reference)).toEqual(expect.arrayContaining(["4E12", "SEP01", "MAR22", "00012345"]));
    for (const { companyName, references } of trouble.lookAlikes) {
      const [a, b] = references.map((reference) => data.account(companyName, reference));
      expect([a?.reference.replaceAll("O", "0"), a?.id === b?.id]).toEqual([b?.reference.replaceAll("O", "0"), false]);
    }
    for (const { reference, companies } of trouble.sameReference) {
      const [a, b] = companies.map((name) => data.account(name, reference));
      expect(a?.layerCustomerId === b?.layerCustomerId && a?.layerCustomerId !== null).toBe(false);
    }
    for (const { companyName, reference } of trouble.hiddenAccounts) expect(data.account(companyName, reference)?.status).toBe("hidden");
    for (const id of trouble.formulaNames) {
      expect(data.customer(id)?.name).toMatch(/^[=+\-@\t]/);
      expect(data.truth(id)[0]?.name).toMatch(/^[=+\-@\t]/);
    }
    for (const [a, b] of trouble.nearDuplicates) expect(data.customer(a)?.name).not.toBe(data.customer(b)?.name);
    for (const { customerId, companyName } of trouble.brokenLinks) {
      const link = data.links().find((found) => found.customerId === customerId && found.sageCompanyName === companyName);
      expect(data.account(companyName, link?.sageAccountNumber ?? "")).toBeUndefined();
    }
  });

  test("no two links are for one customer and company", async () => {
    const { data } = await aSandbox({ customers: 2000 });
    const keys = data.links().map((link) => `${link.customerId} ${link.sageCompanyName}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("100,000 customers are served whole and their accounts in pages", async () => {
    const before = heapInUse();
    const sandbox = await aSandbox({ customers: 100_000 });
    const accounts = sandbox.data.companies.reduce((sum, company) => sum + sandbox.data.accounts(company.name).length, 0);
    expect(accounts).toBeGreaterThan(100_000);
    const answer = await fetch(`${sandbox.layer.url}/v1/customers?limit=1000`, { headers: { authorization: `Bearer ${sandbox.layer.token}` } });
    expect(((await answer.json()) as { items: unknown[]; next: string | null }).items).toHaveLength(1000);
    // A few hundred bytes a record, contacts made when asked for: far from what a small machine has.
    expect(heapInUse() - before).toBeLessThan(700_000_000);
  }, 120_000);
});
