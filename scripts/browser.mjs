/**
 * Finds a Chromium for tests and screenshots and prints its path. The order: TIEOUT_CHROMIUM, then the one that comes
 * as an npm package (no installation, Linux x64 only), then whatever Chrome, Chromium or Edge the machine has.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const runs = (path, environment = process.env) => {
  try {
    return /\d+\.\d+/.test(execFileSync(path, ["--version", "--no-sandbox", "--headless"], { encoding: "utf8", env: environment, stdio: ["ignore", "pipe", "ignore"], timeout: 30_000 }));
  } catch {
    return false;
  }
};

const fromPackage = async () => {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  if (!existsSync(join(root, "node_modules", "@sparticuz", "chromium"))) return null;
  const folder = join(root, ".cache", "browser");
  mkdirSync(folder, { recursive: true });
  // The package unpacks into the temporary folder, where two checkouts would tread on each other.
  process.env.TMPDIR = folder;
  // It unpacks the shared libraries that a bare Linux lacks only where it believes itself on such a machine.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x";
  const before = process.env.LD_LIBRARY_PATH;
  const { default: chromium } = await import(pathToFileURL(join(root, "node_modules", "@sparticuz", "chromium", "build", "index.js")).href);
  const path = await chromium.executablePath();
  const libraries = join(folder, "al2023", "lib");
  if (before === undefined) delete process.env.LD_LIBRARY_PATH;
  else process.env.LD_LIBRARY_PATH = before;
  if (runs(path)) return { path, libraries: null };
  return runs(path, { ...process.env, LD_LIBRARY_PATH: libraries }) ? { path, libraries } : null;
};

const installed = () =>
  [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
  ].find((path) => existsSync(path));

/** @returns {Promise<{ path: string, libraries: string | null }>} `libraries` goes into LD_LIBRARY_PATH when not null. */
export const findBrowser = async () => {
  const named = process.env.TIEOUT_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`TIEOUT_CHROMIUM names ${named}, which does not exist. Unset it or point it at a Chromium.`);
    return { path: named, libraries: process.env.TIEOUT_CHROMIUM_LIBRARIES ?? null };
  }
  const packaged = await fromPackage();
  if (packaged) return packaged;
  const path = installed();
  if (path) return { path, libraries: null };
  throw new Error("No Chromium was found. Install Chrome, Chromium or Edge, or set TIEOUT_CHROMIUM to one.");
};

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await findBrowser()));
