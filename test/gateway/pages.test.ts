import { ask, listeningGateway, type ListeningGateway } from "../support/listening-gateway";
import { audience, tenant } from "../support/entra";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

let at: ListeningGateway;
beforeAll(async () => {
  at = await listeningGateway();
});
afterAll(() => at.close());

const policy = (header: unknown): Record<string, string[]> =>
  Object.fromEntries(
    String(header)
      .split(";")
      .map((part) => part.trim().split(/\s+/))
      .map(([name = "", ...values]) => [name, values]),
  );

test("at this machine's own gateway the front door is the workbench", async () => {
  const answer = await ask(`${at.url}/`);
  expect(answer.text).toContain("workbench");
  expect(answer.headers["cache-control"]).toBe("no-cache");
});

test.each([
  ["/taskpane.html", "no-cache"],
  ["/workbench.html", "no-cache"],
  ["/manifest.xml", "no-cache"],
  ["/assets/taskpane.3f9c2b7a1d.js", "public, max-age=31536000, immutable"],
  ["/assets/icon-32.png", "public, max-age=86400"],
])("%s is kept by a cache as %s says", async (path, expected) => {
  const answer = await ask(`${at.url}${path}`);
  expect(answer.status).toBe(200);
  expect(answer.headers["cache-control"]).toBe(expected);
});

test("scripts are compressed", async () => {
  const answer = await ask(`${at.url}/assets/taskpane.3f9c2b7a1d.js`, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers["content-encoding"]).toBe("gzip");
});

test.each(["/.env", "/../package.json", "/..%2fpackage.json", "/assets/", "/%2e%2e/package.json"])("%s gives nothing away", async (path) => {
  const answer = await ask(`${at.url}${path}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.text).not.toMatch(/SECRET|"tieout"/);
});

test("a page may run our scripts and Office's, be framed by Excel and by us, and nothing else", async () => {
  const { headers } = await ask(`${at.url}/taskpane.html`);
  const csp = policy(headers["content-security-policy"]);
  expect(csp["default-src"]).toEqual(["'none'"]);
  expect(csp["script-src"]).toEqual(["'self'", "https://appsforoffice.microsoft.com"]);
  expect(csp["worker-src"]).toEqual(["'self'", "blob:"]);
  expect(csp["frame-src"]).toEqual(["'self'"]);
  expect(csp["connect-src"]).toEqual(["'self'"]);
  expect(csp["frame-ancestors"]).toEqual(expect.arrayContaining(["'self'", "https://*.officeapps.live.com", "https://*.sharepoint.com", "https://*.cloud.microsoft"]));
  expect(csp).not.toHaveProperty("upgrade-insecure-requests");
  expect(headers).not.toHaveProperty("x-frame-options");
  expect(headers).not.toHaveProperty("cross-origin-opener-policy");
  expect(headers).not.toHaveProperty("strict-transport-security");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("with a sign-in server the front door explains how to install, and pages may reach Microsoft's sign-in", async () => {
  const signing = await listeningGateway({ auth: { kind: "entra", issuer: "https://login.microsoftonline.com/x/v2.0", audiences: [audience], tenants: [tenant] } });
  const answer = await ask(`${signing.url}/`);
  expect(answer.text).toContain("manifest.xml");
  expect(answer.text).not.toContain("workbench");
  const csp = policy(answer.headers["content-security-policy"]);
  expect(csp["connect-src"]).toContain("https://login.microsoftonline.com");
  expect(csp).toHaveProperty("upgrade-insecure-requests");
  expect(answer.headers).toHaveProperty("strict-transport-security");
  await signing.close();
});

test("a gateway whose pages were not built says what to run", async () => {
  const bare = await listeningGateway({ isBuilt: false });
  expect((await ask(`${bare.url}/`)).text).toContain("npm run build");
  await bare.close();
});
