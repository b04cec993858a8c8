import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { AddressInfo } from "node:net";

const types: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".png": "image/png", ".svg": "image/svg+xml" };

/** The policy the gateway sends with its pages: what it forbids must not be needed. */
const policy = "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: blob:;font-src 'self' data:;connect-src 'self';worker-src 'self' blob:;frame-src 'self';base-uri 'none';form-action 'none';object-src 'none'";

/** The built pages on a free loopback port, and nothing behind them. */
export const serveBuiltPages = async (): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const root = join(process.cwd(), "dist", "web");
  if (!existsSync(join(root, "workbench.html"))) throw new Error("The pages are not built. Run npm run build first.");
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const isServed = path.startsWith(root) && existsSync(path) && extname(path) !== "";
    response.writeHead(isServed ? 200 : 404, { "content-type": types[extname(path)] ?? "application/octet-stream", "content-security-policy": policy });
    response.end(isServed ? readFileSync(path) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
