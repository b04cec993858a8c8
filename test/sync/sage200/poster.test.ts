import type { ServerResponse } from "node:http";
import type { SagePosting } from "../../../src/sync/documents/posting";
import { createHttp, type HttpCall } from "../../../src/sync/http";
import { createCompanyTurns, createSage200Poster, type PostingExchange, type Sage200Poster } from "../../../src/sync/sage200";
import type { Sage200PosterOptions } from "../../../src/sync/sage200/poster";
import { failed, failure } from "../../../src/sync/model/failure";
import { json, scriptedServer, type Received, type Script } from "../../support/scripted-server";
import { acme, acmeSite, anInvoicePosting, aNewCustomer, aReceiptPosting, intentOf, keyOf, twoTokens } from "./postings";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

type Run = { readonly received: readonly Received[]; readonly exchanges: readonly PostingExchange[]; readonly calls: readonly HttpCall[] };
const inTime = () => true;

const against = async <T>(script: Script, work: (poster: Sage200Poster) => Promise<T>, options: Partial<Sage200PosterOptions> = {}): Promise<Run & { answer: T }> => {
  const server = await scriptedServer(script);
  const exchanges: PostingExchange[] = [];
  const calls: HttpCall[] = [];
  const poster = createSage200Poster({
    url: server.url,
    tokens: twoTokens(),
    subscriptionKey: "subscription-secret",
    company: async () => acme,
    policy: { timeout: 20_000 },
    http: createHttp({ connections: 64, wait: async () => undefined, onCall: (call) => calls.push(call) }),
    onExchange: (exchange) => void exchanges.push(exchange),
    ...options,
  });
  try {
    return { answer: await work(poster), received: server.received, exchanges, calls };
  } finally {
    await poster.close();
    await server.close();
  }
};

const always = (answer: (response: ServerResponse) => void): Script => (_request, response) => answer(response);
const sendOnce = (script: Script, posting: SagePosting = anInvoicePosting(), options: Partial<Sage200PosterOptions> = {}) => against(script, (poster) => poster.send(intentOf(posting), inTime), options);
const posts = (received: readonly Received[]) => received.filter(({ method }) => method === "POST");

test("a posting goes out once, to its company, with its token, and comes back with Sage's number", async () => {
  const { answer, received } = await sendOnce(always((response) => json(response, { urn: 1327 })));
  expect(answer).toEqual({ kind: "posted", evidence: { urn: "1327", recordId: null, foundBy: "answer" } });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    method: "POST",
    url: "/sales_invoices",
    headers: { authorization: "Bearer first-secret-token", "x-site": "site-1", "x-company": "3", "content-type": "application/json", "ocp-apim-subscription-key": "subscription-secret" },
  });
  expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ second_reference: keyOf(anInvoicePosting()), document_goods_value: 100 });
});

test.each<[string, (response: ServerResponse) => void]>([
  ["the connection is cut before the answer", (response) => response.destroy()],
  ["the connection is cut within the answer", (response) => (response.writeHead(200, { "content-length": "50" }).write('{"urn":'), response.destroy())],
  ["a 500", (response) => json(response, { message: "Object reference not set" }, 500)],
  ["a 502", (response) => response.writeHead(502).end("<html></html>")],
  ["a 503", (response) => response.writeHead(503).end()],
  ["a 504", (response) => response.writeHead(504).end("<html>Gateway Time-out</html>")],
  ["a success without a number", (response) => json(response, {})],
  ["a sign-in page", (response) => response.end("<!doctype html><title>Sign in</title>")],
])("%s leaves the posting in doubt, and it is not sent again", async (_what, answer) => {
  const run = await sendOnce(always(answer));
  expect(run.answer).toMatchObject({ kind: "unknown" });
  expect(posts(run.received)).toHaveLength(1);
});

test("no answer within the policy's time-out is in doubt", async () => {
  const { answer, received } = await sendOnce(() => undefined, anInvoicePosting(), { policy: { timeout: 150 } });
  expect(answer).toMatchObject({ kind: "unknown", why: expect.stringContaining("No answer came") });
  expect(received).toHaveLength(1);
});

test("without any given client the time-out is still the policy's", async () => {
  const server = await scriptedServer(() => undefined);
  const poster = createSage200Poster({ url: server.url, tokens: twoTokens(), company: async () => acme, policy: { timeout: 150 } });
  expect((await poster.send(intentOf(anInvoicePosting()), inTime)).kind).toBe("unknown");
  await poster.close();
  await server.close();
});

test("where nobody listens nothing was posted: it is planned again, without a doubt", async () => {
  const server = await scriptedServer(() => undefined);
  await server.close();
  const { answer } = await sendOnce(() => undefined, anInvoicePosting(), { url: server.url });
  expect(answer).toEqual({ kind: "throttled", retryAfter: null });
});

test("a throttled posting is not repeated by the client", async () => {
  const { answer, received } = await sendOnce(always((response) => json(response, {}, 429, { "retry-after": "3" })));
  expect(answer).toEqual({ kind: "throttled", retryAfter: 3_000 });
  expect(received).toHaveLength(1);
});

test("a business refusal is told with its cure", async () => {
  const { answer } = await sendOnce(always((response) => json(response, { message: "The bank with id 4 does not exist." }, 400)), aReceiptPosting());
  expect(answer).toMatchObject({ kind: "refused", failure: { code: "sage-bank-unknown", cure: expect.stringContaining("Acc - Code") } });
});

test("too late to send is asked right before the hand-over, and then nothing leaves", async () => {
  let asked = 0;
  const { answer, received, exchanges } = await against(always((response) => json(response, { urn: 1 })), (poster) =>
    poster.send(intentOf(anInvoicePosting()), () => {
      asked += 1;
      return false;
    }),
  );
  expect(answer).toEqual({ kind: "not sent" });
  expect([asked, received.length, exchanges.length]).toEqual([1, 0, 0]);
});

test("whoever waits for a turn is asked only after the wait", async () => {
  const turns = createCompanyTurns(1);
  let free = (): void => undefined;
  const taken = turns.post("site-1/3", () => new Promise<void>((resolve) => (free = resolve)));
  let isLate = false;
  const { answer, received } = await against(
    always((response) => json(response, { urn: 1 })),
    async (poster) => {
      const sending = poster.send(intentOf(anInvoicePosting()), () => !isLate);
      await new Promise((resolve) => setImmediate(resolve));
      isLate = true;
      free();
      await taken;
      return sending;
    },
    { turns },
  );
  expect([answer.kind, received.length]).toEqual(["not sent", 0]);
});

test("at most so many postings as there are turns are under way for a company", async () => {
  let now = 0;
  let most = 0;
  const slow: Script = (_request, response) => {
    most = Math.max(most, (now += 1));
    setTimeout(() => {
      now -= 1;
      json(response, { urn: 1 });
    }, 10);
  };
  await against(slow, (poster) => Promise.all(Array.from({ length: 8 }, (_unused, at) => poster.send(intentOf(anInvoicePosting({ documentId: `inv-${at}` })), inTime))), { turns: createCompanyTurns(2) });
  expect(most).toBe(2);
});

test("a posting that does not add up, or a company that is gone, is refused before anything is sent", async () => {
  const wrong = await sendOnce(always((response) => json(response, { urn: 1 })), anInvoicePosting({ nominalItems: [] }));
  expect(wrong.answer).toMatchObject({ kind: "refused", failure: { code: "document-invalid" } });
  const gone = await sendOnce(always((response) => json(response, { urn: 1 })), anInvoicePosting(), { company: async () => null });
  expect(gone.answer).toMatchObject({ kind: "refused", failure: { code: "sage-site-refused" } });
  expect([...wrong.received, ...gone.received]).toEqual([]);
});

describe("a 401", () => {
  const unless = (isGood: (request: Received) => boolean, sites: (response: ServerResponse) => void): Script => (request, response) =>
    request.url === "/sites" ? sites(response) : isGood(request) ? json(response, { urn: 1327 }) : response.writeHead(401).end();
  const refuse = (response: ServerResponse) => void response.writeHead(401).end();

  test("about the token renews it and plans the posting again; the next attempt goes through", async () => {
    const { answer, received } = await against(unless(({ headers }) => headers.authorization === "Bearer second-secret-token", refuse), async (poster) => [
      await poster.send(intentOf(anInvoicePosting()), inTime),
      await poster.send(intentOf(anInvoicePosting(), { attempts: 2 }), inTime),
    ]);
    expect(answer).toMatchObject([{ kind: "throttled" }, { kind: "posted" }]);
    expect(posts(received)).toHaveLength(2);
  });

  test("to a token that was just renewed is a refusal, and uses up no further grant", async () => {
    const { answer, received } = await against(unless(() => false, refuse), async (poster) => [
      await poster.send(intentOf(anInvoicePosting()), inTime),
      await poster.send(intentOf(anInvoicePosting(), { attempts: 2 }), inTime),
    ]);
    expect(answer).toMatchObject([{ kind: "throttled" }, { kind: "refused", failure: { code: "sage-token-expired" } }]);
    expect(received.filter(({ url }) => url === "/sites")).toHaveLength(1);
  });

  test("while the sites are listed is about the company", async () => {
    const { answer } = await sendOnce(unless(() => false, (response) => json(response, [acmeSite])));
    expect(answer).toMatchObject({ kind: "refused", failure: { code: "sage-site-refused", cause: expect.stringContaining("Acme UK Ltd") } });
  });

  test("whose reason cannot be found out is still a no, and planned again", async () => {
    const { answer } = await sendOnce(unless(() => false, (response) => void response.writeHead(503).end()));
    expect(answer).toMatchObject({ kind: "throttled" });
  });

  test("without another token to be had is told as an expired connection", async () => {
    const expired = failed(failure("sage-token-expired", "The connection ran out.", "Connect again."));
    const tokens = { ...twoTokens(), renewAfterRefusal: async () => expired };
    const { answer } = await sendOnce(unless(() => false, refuse), anInvoicePosting(), { tokens });
    expect(answer).toMatchObject({ kind: "refused", failure: { code: "sage-token-expired" } });
  });
});

test("without a token nothing is sent: an expired grant needs a person, a sign-in service that is down passes", async () => {
  const access = (code: "sage-token-expired" | "sage-down") => ({ ...twoTokens(), access: async () => failed(failure(code, "No token.", "Wait.")) });
  const expired = await sendOnce(() => undefined, anInvoicePosting(), { tokens: access("sage-token-expired") });
  const down = await sendOnce(() => undefined, anInvoicePosting(), { tokens: access("sage-down") });
  expect([expired.answer.kind, down.answer.kind]).toEqual(["refused", "throttled"]);
  expect([...expired.received, ...down.received]).toEqual([]);
});

describe("a new customer", () => {
  const contacts = [
    { id: 11, first_name: "Priya", last_name: "Nair", default_email: "accounts@northwick.example", is_default: true, emails: [{ id: 12, email: "priya@northwick.example", is_default: false }] },
    { id: 14, first_name: "Sam", last_name: "Lee", default_email: "sam@northwick.example", is_default: false },
  ];
  const creating: Script = (request, response) =>
    request.method === "POST" ? json(response, { id: 27006, reference: "NORTH001", name: "Northwick Tools Ltd" }) : json(response, contacts);

  test("comes back with Sage's ids of its contacts", async () => {
    const { answer, received } = await sendOnce(creating, aNewCustomer());
    expect(answer).toEqual({
      kind: "posted",
      evidence: {
        urn: "NORTH001",
        recordId: "27006",
        foundBy: "answer",
        contacts: [
          { contactId: "00417-1", sageContactId: "11" },
          { contactId: "00417-2", sageContactId: "14" },
        ],
      },
    });
    expect(received[1]?.url).toContain("/customers/27006/customer_contacts?$expand=emails%2Ctelephones");
  });

  test("is created all the same where its contacts cannot be read back", async () => {
    const { answer } = await sendOnce((request, response) => (request.method === "POST" ? creating(request, response) : json(response, {}, 400)), aNewCustomer());
    expect(answer).toEqual({ kind: "posted", evidence: { urn: "NORTH001", recordId: "27006", foundBy: "answer" } });
  });

  const taken: Script = (request, response) =>
    request.method === "POST"
      ? json(response, { message: "The customer reference 'NORTH001' already exists." }, 400)
      : json(response, request.url.startsWith("/customers?") ? [{ id: 27006, reference: "NORTH001", name: "Northwick Tools Ltd" }] : contacts);

  test("whose account number is taken by its own lost attempt is found; on the first attempt it is another's", async () => {
    const again = await against(taken, (poster) => poster.send(intentOf(aNewCustomer(), { attempts: 2 }), inTime));
    expect(again.answer).toMatchObject({ kind: "posted", evidence: { recordId: "27006", foundBy: "look-up" } });
    const first = await sendOnce(taken, aNewCustomer());
    expect(first.answer).toMatchObject({ kind: "refused", failure: { code: "sage-account-taken" } });
  });

  test("whose account number is taken is in doubt after an earlier attempt, as long as Sage cannot be asked whose it is", async () => {
    const mute: Script = (request, response) => (request.method === "POST" ? taken(request, response) : json(response, {}, 403));
    const { answer } = await against(mute, (poster) => poster.send(intentOf(aNewCustomer(), { attempts: 2 }), inTime));
    expect(answer).toMatchObject({ kind: "unknown", why: expect.stringContaining("earlier attempt") });
  });

  test("is looked up by the reserved reference with quotes made safe, and by its name where Sage numbered it", async () => {
    const posting = aNewCustomer({ fields: { ...aNewCustomer().fields, name: "O'Brien Ltd" }, contacts: [] });
    const filter = (received: Received | undefined) => new URL(received?.url ?? "", "http://sage").searchParams.get("$filter") ?? "";
    const script: Script = (request, response) => json(response, filter(request).startsWith("name") ? [{ id: 9, reference: "OBRI0001", name: "O'Brien Ltd" }] : []);
    const doubtful = intentOf(posting, { state: "in doubt", lease: null, doubts: 1, doubt: { since: Date.parse("2026-11-21T09:30:00Z"), lookUpAfter: 0, lookUpsFailed: 0, why: "" } });
    const { answer, received } = await against(script, (poster) => poster.lookUp(doubtful));
    expect(filter(received[0])).toBe("reference eq 'NORTH001'");
    expect(filter(received[1])).toBe("name eq 'O''Brien Ltd' and date_time_created ge 2026-11-21T09:10:00.000Z");
    expect(answer).toEqual({ kind: "found", evidence: { urn: "OBRI0001", recordId: "9", foundBy: "look-up" } });
  });

  test("that is not there is absent only while Sage lists the company", async () => {
    const lookUp = (sites: readonly object[]) =>
      against((request, response) => json(response, request.url === "/sites" ? sites : []), (poster) => poster.lookUp(intentOf(aNewCustomer())));
    expect((await lookUp([acmeSite])).answer).toEqual({ kind: "absent" });
    expect((await lookUp([])).answer).toMatchObject({ kind: "failed", why: expect.stringContaining("not believed") });
  });
});

describe("a look-up", () => {
  const row = {
    id: 241513,
    urn: 1327,
    customer_id: 27006,
    trader_transaction_type: "TradingAccountEntryTypeInvoice",
    reference: "INV-10442",
    second_reference: keyOf(anInvoicePosting()),
    transaction_date: "2026-03-02T00:00:00",
    document_gross_value: 120,
  };
  const holding = (rows: readonly object[], accounts: readonly object[] = [{ id: 27006, reference: "NORTH001" }]): Script => (request, response) =>
    json(response, request.url.startsWith("/sales_posted_transactions") ? rows : accounts);
  const lookUp = (script: Script) => against(script, (poster) => poster.lookUp(intentOf(anInvoicePosting())));

  test("asks for the key on the account, for every kind, in a stated order", async () => {
    const { answer, received } = await lookUp(holding([row]));
    expect(answer).toEqual({ kind: "found", evidence: { urn: "1327", recordId: "241513", foundBy: "look-up" } });
    const query = new URL(received[0]?.url ?? "", "http://sage").searchParams;
    expect(query.get("$filter")).toBe(`customer_id eq 27006 and second_reference eq '${keyOf(anInvoicePosting())}'`);
    expect([query.get("$orderby"), query.get("$top")]).toEqual(["id asc", "10"]);
  });

  test("finds nothing only where the company shows the account: a broken tunnel answers with nothing too", async () => {
    expect((await lookUp(holding([]))).answer).toEqual({ kind: "absent" });
    expect((await lookUp(holding([], []))).answer).toMatchObject({ kind: "failed", why: expect.stringContaining("not believed") });
  });

  test("finds what a broken tunnel hid when the tunnel comes back between the answers", async () => {
    let asked = 0;
    const comingBack: Script = (request, response) => holding(request.url.startsWith("/sales_posted_transactions") && (asked += 1) === 1 ? [] : [row])(request, response);
    expect((await lookUp(comingBack)).answer).toMatchObject({ kind: "found", evidence: { urn: "1327" } });
  });

  test("that finds another posting under the key says so, and does not take it", async () => {
    expect((await lookUp(holding([{ ...row, document_gross_value: 12 }]))).answer).toMatchObject({ kind: "contradicted", why: expect.stringContaining("12.00, not 120.00") });
  });

  test("that fails is told as failed, never as absent", async () => {
    for (const status of [400, 403, 404, 500, 503]) expect((await lookUp(always((response) => json(response, {}, status)))).answer.kind).toBe("failed");
    expect((await lookUp(always((response) => response.end("<html></html>")))).answer.kind).toBe("failed");
  });
});

test("no secret stands in attempts, outcomes or logs, whatever Sage repeats", async () => {
  const planted = /secret-token|subscription-secret|87654321|12-34-56|NWBK|priya/;
  const narrative = "Refund to 12-34-56 87654321, GB29NWBK60161331926819, priya@northwick.example";
  const invoice = anInvoicePosting({ nominalItems: anInvoicePosting().nominalItems.map((item) => ({ ...item, narrative })) });
  const echo = (status: number): Script => (request, response) => json(response, { message: `Refused ${request.headers.authorization ?? ""} ${request.body} ${narrative}` }, status);
  const kept: unknown[] = [];
  for (const status of [400, 403, 404, 422, 500, 200]) {
    const { answer, exchanges, calls } = await sendOnce(echo(status), invoice);
    kept.push(answer, exchanges, calls);
  }
  const customer = await sendOnce(echo(400), aNewCustomer());
  const lookUp = await against(echo(400), (poster) => poster.lookUp(intentOf(invoice)));
  kept.push(customer.exchanges, customer.calls, lookUp.answer, lookUp.exchanges, lookUp.calls);
  expect(JSON.stringify(kept)).not.toMatch(planted);
  // The attempts are there, and tell what was sent.
  expect(JSON.stringify(kept)).toContain(keyOf(invoice));
});

test("an attempt keeps what was sent, what came back and what it was taken for", async () => {
  const { exchanges } = await sendOnce(always((response) => json(response, { urn: 1327 })));
  expect(exchanges).toEqual([
    {
      key: keyOf(anInvoicePosting()),
      company: "site-1/3",
      step: "send",
      request: { path: "/sales_invoices", body: expect.objectContaining({ reference: "INV-10442", document_goods_value: "100.00" }) },
      answer: '200 {"urn":1327}',
      outcome: "posted",
    },
  ]);
});
