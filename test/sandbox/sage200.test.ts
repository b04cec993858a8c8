import { aSandbox, closeAll, companyOf, sageReader } from "./clients";

afterEach(closeAll);

describe("who may read what", () => {
  test("sites need the token alone and list every company with its site", async () => {
    const sandbox = await aSandbox();
    const { rows } = await (await sageReader(sandbox, null))("/sites");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({
      company_id: 3,
      company_name: "Northwick Tools Ltd",
      site_id: "6f0d3c1e-7b42-4a5b-9c7d-2b1f00000001",
      site_name: "Northwick Group",
      site_short_name: "NORTH",
      tenant_id: 118,
    });
  });

  test("company numbers repeat between sites, so only both together name a company", async () => {
    const sandbox = await aSandbox();
    const numbers = sandbox.data.companies.map((company) => company.companyId);
    expect(new Set(numbers).size).toBeLessThan(numbers.length);
    const names = await Promise.all(sandbox.data.companies.map(async (company) => (await (await sageReader(sandbox, company))("/customers", { $top: 1 })).text));
    expect(new Set(names).size).toBe(3);
  });

  test.each<[string, Record<string, string>]>([
    ["no token", { authorization: "" }],
    ["a wrong token", { authorization: "Bearer nonsense" }],
    ["another scheme", { authorization: "Basic abc" }],
    ["an unknown site", { "x-site": "00000000-0000-0000-0000-000000000000" }],
    ["a company of another site", { "x-company": "9" }],
    ["an empty company", { "x-company": "" }],
  ])("%s is answered 401 with no body at all", async (_what, headers) => {
    const read = await sageReader(await aSandbox());
    const answer = await read("/customers", {}, headers);
    expect([answer.status, answer.text]).toEqual([401, ""]);
  });

  test("neither site nor company is answered 401 with no body", async () => {
    const answer = await (await sageReader(await aSandbox(), null))("/customers");
    expect([answer.status, answer.text]).toEqual([401, ""]);
  });
});

describe("collections", () => {
  test("a list is a bare array of 500 unless told otherwise, and never more than 5,000", async () => {
    const sandbox = await aSandbox({ customers: 2000 });
    const read = await sageReader(sandbox);
    const all = sandbox.data.accounts("Northwick Tools Ltd").length;
    expect(all).toBeGreaterThan(500);
    expect((await read("/customers", { $select: "id" })).rows).toHaveLength(500);
    expect((await read("/customers", { $select: "id", $top: 5000 })).rows).toHaveLength(all);
    expect((await read("/customers", { $top: 5001 })).status).toBe(400);
  });

  test("pages by stamp and id put together are every account once, all stamps tied or not", async () => {
    const sandbox = await aSandbox({ customers: 400 });
    const read = await sageReader(sandbox);
    for (const isTied of [false, true]) {
      sandbox.faults.tiedStamps = isTied;
      const seen: unknown[] = [];
      for (let skip = 0; ; skip += 50) {
        const { rows } = await read("/customer_views", { $orderby: "date_time_updated asc,id asc", $select: "id", $top: 50, $skip: skip });
        seen.push(...rows.map((row) => row["id"]));
        if (rows.length < 50) break;
      }
      expect([...seen].sort((a, b) => Number(a) - Number(b))).toEqual(sandbox.data.accounts("Northwick Tools Ltd").map((account) => account.id));
    }
  });

  test("a changed account is found by the stamp that a reader saw last", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const newest = (await read("/customers", { $orderby: "date_time_updated desc", $top: 1 })).rows[0]?.["date_time_updated"];
    const [account] = sandbox.data.accounts("Northwick Tools Ltd");
    sandbox.edit.changeAccount("Northwick Tools Ltd", account?.reference ?? "", { name: "Renamed Ltd" });
    const { rows } = await read("/customers", { $filter: `date_time_updated gt ${String(newest)}Z`, $select: "id,name" });
    expect(rows).toEqual([{ id: account?.id, name: "Renamed Ltd" }]);
  });

  test.each<[string, string, Record<string, string>]>([
    ["$skip without $orderby", "/customers", { $skip: "5" }],
    ["an unknown field selected", "/customers", { $select: "id,email" }],
    ["an unknown field in a filter", "/customer_views", { $filter: "on_hold eq true" }],
    ["an unknown field to order by", "/banks", { $orderby: "codes" }],
    ["a quoted date", "/customers", { $filter: "date_time_updated gt '2026-01-01T00:00:00Z'" }],
    ["a time without Z", "/customers", { $filter: "date_time_updated gt 2026-01-01T00:00:00" }],
    ["a filter on one record", "/customers/14950", { $filter: "id eq 1" }],
  ])("%s is answered 400 and says what is wrong", async (_what, path, query) => {
    const answer = await (await sageReader(await aSandbox()))(path, query);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({ message: expect.stringMatching(/./) as string });
  });

  test("a resource, a verb and a record that are not there are all 404", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    expect((await read("/sales_orders")).status).toBe(404);
    expect((await read("/customers/999999999")).status).toBe(404);
    expect((await read("/customers/NORTH001")).status).toBe(404);
  });
});

describe("records", () => {
  test("objects and arrays stay away unless asked for, and can be cut to single fields", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const plain = (await read("/customers", { $top: 1 })).rows[0] ?? {};
    expect(Object.values(plain).every((value) => value === null || typeof value !== "object")).toBe(true);
    const account = sandbox.data.accounts("Northwick Tools Ltd").find((found) => found.email !== "");
    const [row] = (await read(`/customers/${account?.id}`, { $expand: "main_address,contacts,currency,memos", $select: "id,main_address.postcode,contacts.default_email,currency.symbol" })).rows;
    expect(row).toEqual({
      id: account?.id,
      main_address: { postcode: account?.postcode },
      contacts: expect.arrayContaining([{ default_email: account?.email }]) as unknown,
      currency: { symbol: "£" },
    });
  });

  test("the view names things differently from the record, and both mean the same account", async () => {
    const sandbox = await aSandbox({ customers: 600 });
    const read = await sageReader(sandbox);
    const [customers, views] = await Promise.all([read("/customers", { $orderby: "id" }), read("/customer_views", { $orderby: "id" })]);
    expect(views.rows).toHaveLength(customers.rows.length);
    customers.rows.forEach((customer, n) => {
      const view = views.rows[n] ?? {};
      expect([view["id"], view["account_is_on_hold"], view["payment_terms_in_days"], view["account_status_type"], view["date_time_updated"]]).toEqual([
        customer["id"],
        customer["on_hold"],
        customer["payment_terms_days"],
        customer["account_status_type"],
        customer["date_time_updated"],
      ]);
    });
    expect(customers.rows.some((row) => row["account_status_type"] === "AccountStatusHidden")).toBe(true);
  });

  test("contacts are found by customer, from the top and below their customer, with e-mails when expanded", async () => {
    const sandbox = await aSandbox();
    const read = await sageReader(sandbox);
    const account = sandbox.data.accounts("Northwick Tools Ltd").find((found) => found.email !== "");
    const flat = await read("/customer_contacts", { $filter: `customer_id eq ${account?.id}`, $expand: "emails,telephones" });
    const nested = await read(`/customers/${account?.id}/customer_contacts`, { $expand: "emails,telephones" });
    expect(nested.rows).toEqual(flat.rows);
    expect(flat.rows[0]).toMatchObject({ customer_id: account?.id, is_default: true, default_email: account?.email, emails: [{ email: account?.email, is_default: true }] });
    const single = await read(`/customers/${account?.id}/customer_contacts/${String(flat.rows[0]?.["id"])}`);
    expect(single.rows[0]).toMatchObject({ id: flat.rows[0]?.["id"] });
  });

  test("a tax code's id is not its code, and code 1 is the standard rate in every company", async () => {
    const sandbox = await aSandbox();
    for (const company of sandbox.data.companies) {
      const { rows } = await (await sageReader(sandbox, company))("/tax_codes", { $filter: "code eq 1" });
      expect(rows).toEqual([expect.objectContaining({ code: 1, tax_rate: 20 })]);
      expect(rows[0]?.["id"]).not.toBe(1);
    }
  });

  test("bank codes differ between companies and the view orders by code", async () => {
    const sandbox = await aSandbox();
    const codes = await Promise.all(
      sandbox.data.companies.map(async (company) => (await (await sageReader(sandbox, company))("/bank_views")).rows.map((row) => String(row["code"]))),
    );
    expect(new Set(codes.map((list) => list.join(" "))).size).toBe(3);
    for (const list of codes) expect(list).toEqual([...list].sort());
    const banks = await (await sageReader(sandbox))("/banks", { $filter: "account_status_type eq 'AccountStatusHidden'", $select: "code" });
    expect(banks.rows).toEqual([{ code: "1250" }]);
  });

  test("no value is wider than Sage's own field", async () => {
    const sandbox = await aSandbox({ customers: 2000 });
    const widths: Record<string, number> = { reference: 8, name: 60, short_name: 8, vat_number: 30, telephone_area_code: 20, website: 200 };
    for (const company of sandbox.data.companies) {
      const { rows } = await (await sageReader(sandbox, companyOf(sandbox, company.name)))("/customers", { $top: 5000, $select: Object.keys(widths).join(",") });
      const tooWide = rows.filter((row) => Object.entries(widths).some(([field, width]) => String(row[field]).length > width));
      expect(tooWide).toEqual([]);
    }
  });
});
