import type { z } from "zod";
import { page, wireAbout, wireCustomer, wireLink, wireLinkBatchAnswer, wirePaymentMethod, wireRefusal, wireSubCompany, wireTaxRate, type WireCustomer } from "../../src/sync/layer/schema";
import { aLink, aSandbox, closeAll, layerCall, saveBatch } from "./clients";
import type { Sandbox } from "../../src/sandbox/index";

afterEach(closeAll);

const codeOf = (body: unknown): string => wireRefusal.parse(body).error.code;

const allCustomers = async (sandbox: Sandbox, query = ""): Promise<WireCustomer[]> => {
  const found: WireCustomer[] = [];
  for (let cursor: string | null = null; ; ) {
    const answer = await layerCall(sandbox, `/v1/customers?limit=17${cursor === null ? query : `&cursor=${cursor}`}`);
    const { items, next } = page(wireCustomer).parse(answer.body);
    found.push(...items);
    if (next === null) return found;
    cursor = next;
  }
};

describe("The Layer's lists", () => {
  test("every list is as the contract says", async () => {
    const sandbox = await aSandbox();
    const shapes: [string, z.ZodType][] = [
      ["/v1/about", wireAbout],
      ["/v1/customers?limit=1000", page(wireCustomer)],
      ["/v1/links", page(wireLink)],
      ["/v1/sub-companies", page(wireSubCompany)],
      ["/v1/payment-methods?limit=5", page(wirePaymentMethod)],
      ["/v1/tax-rates", page(wireTaxRate)],
    ];
    for (const [path, shape] of shapes) {
      const answer = await layerCall(sandbox, path);
      expect([path, answer.status, shape.safeParse(answer.body).success]).toEqual([path, 200, true]);
    }
  });

  test("a list pages by change, oldest first, each record once, and the last page says so", async () => {
    const sandbox = await aSandbox();
    const customers = await allCustomers(sandbox);
    expect(customers.map((customer) => customer.id).sort()).toEqual([...sandbox.data.customers()].map((customer) => customer.id));
    const keys = customers.map((customer) => `${customer.updatedAt} ${customer.id}`);
    expect(keys).toEqual([...keys].sort());
  });

  test("records that share one stamp do not fall between two pages", async () => {
    const sandbox = await aSandbox();
    sandbox.faults.tiedStamps = true;
    const customers = await allCustomers(sandbox);
    expect(new Set(customers.map((customer) => customer.updatedAt)).size).toBe(1);
    expect(new Set(customers.map((customer) => customer.id)).size).toBe(120);
  });

  test("updatedSince gives what changed at that moment or later, and a page that follows keeps to it", async () => {
    const sandbox = await aSandbox();
    const all = await allCustomers(sandbox);
    const since = all[60]?.updatedAt ?? "";
    const later = await allCustomers(sandbox, `&updatedSince=${since}`);
    expect(later).toEqual(all.slice(60));
  });

  test("a customer that changes while somebody pages is seen again and none is missed", async () => {
    const sandbox = await aSandbox();
    const first = page(wireCustomer).parse((await layerCall(sandbox, "/v1/customers?limit=60")).body);
    const moved = first.items[0];
    sandbox.edit.changeCustomer(moved?.id ?? "", { name: "Renamed Ltd" });
    const second = page(wireCustomer).parse((await layerCall(sandbox, `/v1/customers?limit=1000&cursor=${first.next}`)).body);
    expect(new Set([...first.items, ...second.items].map((customer) => customer.id)).size).toBe(120);
    expect(second.items.at(-1)).toMatchObject({ id: moved?.id, name: "Renamed Ltd" });
  });

  test.each([
    ["/v1/customers?limit=1001", "bad-limit"],
    ["/v1/customers?limit=0", "bad-limit"],
    ["/v1/customers?limit=ten", "bad-limit"],
    ["/v1/customers?cursor=nonsense", "bad-cursor"],
    ["/v1/customers?updatedSince=yesterday", "bad-updated-since"],
    ["/v1/links?updatedSince=2026-01-01T10:00:00", "bad-updated-since"],
  ])("%s is refused with %s", async (path, code) => {
    const answer = await layerCall(await aSandbox(), path);
    expect([answer.status, codeOf(answer.body)]).toEqual([400, code]);
  });

  test("no token or a wrong one is refused, and so is a route that is not there", async () => {
    const sandbox = await aSandbox();
    const wrong = await layerCall(sandbox, "/v1/customers", { token: "wrong" });
    expect([wrong.status, codeOf(wrong.body)]).toEqual([401, "token-refused"]);
    const bare = await fetch(`${sandbox.layer.url}/v1/about`);
    expect(bare.status).toBe(401);
    const lost = await layerCall(sandbox, "/v1/quotations");
    expect([lost.status, codeOf(lost.body)]).toEqual([404, "not-found"]);
  });
});

describe("saving links", () => {
  test("each link of a batch is answered in its place, and a refused one does not stop the others", async () => {
    const sandbox = await aSandbox();
    const good = aLink(sandbox, 0);
    const batch = [
      { ...good, customerId: "999999" },
      good,
      { ...aLink(sandbox, 1), sageAccountNumber: "", sageCustomerId: " " },
      { ...aLink(sandbox, 2), sageSiteId: "" },
      aLink(sandbox, 3),
    ];
    const { body } = await saveBatch(sandbox, batch, "push-0001");
    const { results } = wireLinkBatchAnswer.parse(body);
    expect(results.map((result) => (result.status === "saved" ? result.link.customerId : result.code))).toEqual([
      "customer-unknown",
      good.customerId,
      "account-missing",
      "company-missing",
      batch[4]?.customerId,
    ]);
    expect(sandbox.data.links()).toContainEqual(expect.objectContaining(good));
  });

  test("the same key and body get the first answer again, word for word, and write nothing", async () => {
    const sandbox = await aSandbox();
    const link = aLink(sandbox);
    const first = await saveBatch(sandbox, [link], "push-0001");
    sandbox.edit.saveLink({ ...link, sageAccountNumber: "OTHER001" });
    const reordered = Object.fromEntries(Object.entries(link).reverse());
    const second = await saveBatch(sandbox, [reordered], "push-0001");
    expect(second.text).toBe(first.text);
    expect(sandbox.data.links().find((saved) => saved.customerId === link.customerId)?.sageAccountNumber).toBe("OTHER001");
  });

  test("the same key with another body is refused", async () => {
    const sandbox = await aSandbox();
    await saveBatch(sandbox, [aLink(sandbox)], "push-0001");
    const links = sandbox.data.links();
    const second = await saveBatch(sandbox, [aLink(sandbox, 1)], "push-0001");
    expect([second.status, codeOf(second.body)]).toEqual([409, "idempotency-key-reused"]);
    expect(sandbox.data.links()).toEqual(links);
  });

  test.each([[undefined], ["short"], ["has spaces in it"]])("a write with the key %p is refused", async (key) => {
    const sandbox = await aSandbox();
    const answer = await layerCall(sandbox, "/v1/links/batch", { method: "POST", body: { links: [aLink(sandbox)] }, ...(key === undefined ? {} : { key }) });
    expect([answer.status, codeOf(answer.body)]).toEqual([400, "idempotency-key-missing"]);
  });

  test("a body refused as a whole does not use up its key", async () => {
    const sandbox = await aSandbox();
    const bad = await saveBatch(sandbox, [], "push-0001");
    expect([bad.status, codeOf(bad.body)]).toEqual([400, "bad-request"]);
    const link = aLink(sandbox);
    const many = await saveBatch(sandbox, Array.from({ length: 501 }, () => link), "push-0001");
    expect(many.status).toBe(400);
    expect((await saveBatch(sandbox, [link], "push-0001")).status).toBe(200);
  });

  test("saving a link that is the same changes nothing, not even its stamp", async () => {
    const sandbox = await aSandbox();
    const [existing] = sandbox.data.links();
    if (existing === undefined) throw new Error("No link was generated.");
    const { updatedAt: _u, lastSyncedAt: _l, ...write } = existing;
    const { body } = await saveBatch(sandbox, [write], "push-0001");
    expect(wireLinkBatchAnswer.parse(body).results[0]).toEqual({ status: "saved", link: existing });
  });

  test("a link for another account is new: its stamp rises and it was never synced with that one", async () => {
    const sandbox = await aSandbox({ now: () => 0 });
    const existing = sandbox.data.links().find((link) => link.lastSyncedAt !== null);
    if (existing === undefined) throw new Error("No synced link was generated.");
    const { updatedAt: _u, lastSyncedAt: _l, ...write } = existing;
    const { body } = await saveBatch(sandbox, [{ ...write, sageAccountNumber: "NEWER001", sageCustomerId: "1" }], "push-0001");
    const [result] = wireLinkBatchAnswer.parse(body).results;
    if (result?.status !== "saved") throw new Error("It was refused.");
    expect(result.link.lastSyncedAt).toBeNull();
    expect(sandbox.data.links().every((link) => link === result.link || link.updatedAt < result.link.updatedAt || link.customerId === result.link.customerId)).toBe(true);
  });

  test("one link can be put to its own address, and one that cannot be saved is 422", async () => {
    const sandbox = await aSandbox();
    const link = aLink(sandbox);
    const path = (id: string) => `/v1/links/${id}/${encodeURIComponent(`${link.sageSiteId}:${link.sageCompanyName}`)}`;
    const saved = await layerCall(sandbox, path(link.customerId), { method: "PUT", body: link, key: "push-0001" });
    expect([saved.status, wireLink.parse(saved.body).customerId]).toEqual([200, link.customerId]);
    const unknown = await layerCall(sandbox, path("999999"), { method: "PUT", body: { ...link, customerId: "999999" }, key: "push-0002" });
    expect([unknown.status, codeOf(unknown.body)]).toEqual([422, "customer-unknown"]);
    const crossed = await layerCall(sandbox, path("999999"), { method: "PUT", body: link, key: "push-0003" });
    expect(crossed.status).toBe(400);
  });
});
