/** Packages that ship ES modules only, or import dynamically as PGlite does; Jest runs CommonJS, so these go through the same transform as our own code. */
const esmOnly = ["content-disposition", "hucre", "jose", "kysely", "@electric-sql/pglite", "numfmt", "fastify-type-provider-zod", "oidc-provider"];

/** @type {import("jest").Config} */
const common = {
  transform: {
    "^.+\\.(t|j)sx?$|^.+\\.[cm]js$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript", tsx: true }, transform: { react: { runtime: "automatic" } } },
        module: { type: "commonjs" },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join("|")})/)`],
  moduleNameMapper: { "\\.(css|svg|png)$": "<rootDir>/test/support/empty-asset.ts", "^fast-check$": "<rootDir>/test/support/fast-check.ts" },
  testEnvironment: "<rootDir>/test/support/node-environment.ts",
};

export default {
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/**/*.test.{ts,tsx}"], testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/"] },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
  ],
  maxWorkers: 2,
  // A worker keeps some memory of each file that it ran; three of them shall fit a small machine.
  workerIdleMemoryLimit: "1500MB",
  testSequencer: "<rootDir>/test/support/slow-first.mjs",
  // No test is a race against the clock: this only ends what hangs.
  testTimeout: 120_000,
};
