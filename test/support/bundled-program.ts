/**
 * A TypeScript program as one file of JavaScript, for a test that starts it again and again: a process that lives for seconds must not
 * spend them on compiling its modules.
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** Inside node_modules, since from there the program finds its packages. */
const folder = join(process.cwd(), "node_modules", ".cache", "tieout", "programs");

export type BundledProgram = { readonly path: string; remove(): void };

/** `source` is a path within the project. */
export const bundledProgram = async (source: string): Promise<BundledProgram> => {
  const path = join(folder, `${basename(source, ".ts")}-${randomBytes(4).toString("hex")}.mjs`);
  await build({ entryPoints: [join(process.cwd(), source)], outfile: path, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "error" });
  return { path, remove: () => rmSync(path, { force: true }) };
};
