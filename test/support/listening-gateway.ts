import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createGateway, type GatewayOptions } from "../../src/gateway/gateway";
import type { Settings } from "../../src/gateway/settings";
import { scriptedCore } from "./scripted-core";

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer; readonly text: string; json(): unknown };
export type Ask = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A request whose every header is the test's own, Host and Origin included. */
export const ask = (url: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString("utf8"), json: () => JSON.parse(whole.toString("utf8")) as unknown });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });

export const lines = (text: string): { type: string; [field: string]: unknown }[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { type: string });

export const postJson = (body: unknown, headers: Readonly<Record<string, string>> = {}): Ask => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** A gateway on a free loopback port over a built add-in of a few invented files. */
export const listeningGateway = async (options: Partial<GatewayOptions> & { readonly auth?: Settings["auth"]; readonly isBuilt?: boolean } = {}) => {
  const { auth = { kind: "local" }, isBuilt = true, ...rest } = options;
  const webRoot = mkdtempSync(join(tmpdir(), "tieout-web-"));
  if (isBuilt) {
    mkdirSync(join(webRoot, "assets"));
    for (const [name, text] of [
      ["workbench.html", "<!doctype html><title>workbench</title>"],
      ["taskpane.html", "<!doctype html><title>pane</title>"],
      ["manifest.xml", "<OfficeApp/>"],
      ["assets/taskpane.3f9c2b7a1d.js", `console.log("${"x".repeat(3_000)}");`],
      ["assets/icon-32.png", "png"],
      [".env", "SECRET=1"],
    ] as const)
      writeFileSync(join(webRoot, name), text);
  }
  const log: string[] = [];
  const logger = pino({ level: "warn" }, { write: (text: string) => void log.push(text) });
  const gateway = await createGateway({ core: scriptedCore().core, settings: { auth, webRoot }, logger, ...rest });
  await gateway.listen({ host: "127.0.0.1", port: 0 });
  const { port } = gateway.server.address() as AddressInfo;
  return {
    gateway,
    log,
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      await gateway.close();
      rmSync(webRoot, { recursive: true, force: true });
    },
  };
};
export type ListeningGateway = Awaited<ReturnType<typeof listeningGateway>>;

/** For a test file whose every test may start gateways: they are closed when it ends. */
export const servingInTests = (): typeof listeningGateway => {
  const gateways: ListeningGateway[] = [];
  afterEach(() => Promise.all(gateways.splice(0).map((gateway) => gateway.close())));
  return async (options) => {
    const gateway = await listeningGateway(options);
    gateways.push(gateway);
    return gateway;
  };
};
