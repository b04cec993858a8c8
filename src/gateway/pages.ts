/** The built add-in: pages that are looked at anew each time, and assets whose names change with their content. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

export type PagesOptions = {
  /** The folder that the build writes, absolute. */
  readonly webRoot: string;
  /** Whether `GET /` is the workbench: there is no sign-in, so the visitor is at this machine. */
  readonly showsWorkbench: boolean;
};

const day = 24 * 60 * 60;
/** A content hash in the name, as webpack's [contenthash] writes it. */
const hashed = /[.-][0-9a-f]{8,}\.[a-z0-9.]+$/;

/** Excel keeps icons, which it may not be forbidden to; a page must be asked for each time, or an update would not be seen. */
export const cacheControl = (path: string): string => {
  if (/\.(html|xml|json)$/.test(path)) return "no-cache";
  if (hashed.test(path)) return `public, max-age=${365 * day}, immutable`;
  if (/\.(png|ico|svg)$/.test(path)) return `public, max-age=${day}`;
  return "no-cache";
};

export const registerPages = async (app: FastifyInstance, { webRoot, showsWorkbench }: PagesOptions): Promise<void> => {
  await app.register(fastifyStatic, {
    root: webRoot,
    wildcard: true,
    index: false,
    redirect: false,
    cacheControl: false,
    dotfiles: "ignore",
    suppressWarning: true,
    setHeaders: (reply, path) => void reply.header("cache-control", cacheControl(path)),
  });
  app.get("/", { schema: { hide: true } }, async (_request, reply) => {
    if (showsWorkbench && existsSync(join(webRoot, "workbench.html"))) return reply.sendFile("workbench.html");
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(showsWorkbench ? notBuilt : installed);
  });
};

const page = (title: string, ...paragraphs: readonly string[]): string =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width"><style>body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:4rem auto;padding:0 1rem}code{background:#f3f3f3;padding:0 .2em}</style></head><body><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join("")}</body></html>`;

const installed = page(
  "Tieout is running",
  "This address serves the Tieout add-in. You use it inside Excel, not here.",
  'To install it, give Excel this server\'s <a href="/manifest.xml">manifest.xml</a>: for an organisation in the Microsoft 365 admin centre under Integrated apps, for yourself in Excel under Add-ins, My add-ins, Upload my add-in.',
);
const notBuilt = page("Tieout is running", "The gateway answers, but the pages of the add-in have not been built yet.", "Run <code>npm run build</code> in the project's folder and load this page again.");
