import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const place = (): { path: string; libraries: string | null } => {
  const named = process.env["TIEOUT_CHROMIUM"];
  if (named) return { path: named, libraries: process.env["TIEOUT_CHROMIUM_LIBRARIES"] ?? null };
  return JSON.parse(execFileSync(process.execPath, [join(process.cwd(), "scripts", "browser.mjs")], { encoding: "utf8" })) as { path: string; libraries: string | null };
};

/** A headless Chromium that talks to this machine only. The caller closes it. */
export const launchBrowser = async (): Promise<Browser> => {
  const { path, libraries } = place();
  return chromium.launch({
    executablePath: path,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string> } : {}),
  });
};
