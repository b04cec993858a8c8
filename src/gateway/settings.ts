/**
 * The gateway's settings, read from the environment once. With none at all it runs for practice on this machine. A setting that
 * is wrong, or half of a group, stops the start with the variable's name and what to do.
 */
import { resolve } from "node:path";
import { z } from "zod";
import { failed, ok, type Result } from "../sync/model/failure";
import { isLoopbackName } from "./auth/local";

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Where the build puts the add-in's pages. */
  readonly webRoot: string;
  readonly database: { readonly kind: "embedded" } | { readonly kind: "server"; readonly url: string };
  readonly layer: { readonly kind: "practice" } | { readonly kind: "live"; readonly url: string; readonly token: string };
  readonly sage200: { readonly kind: "practice" } | ({ readonly kind: "live" } & LiveSage200);
  readonly auth: { readonly kind: "local" } | { readonly kind: "entra"; readonly issuer: string; readonly audiences: readonly string[]; readonly tenants: readonly string[] };
  /** 32 bytes; null where the gateway keeps a key of its own in `dataDir`. */
  readonly secretsKey: Uint8Array | null;
  readonly logLevel: string;
  readonly practice: { readonly seed: number; readonly customers: number };
  /** Milliseconds between unattended runs; null where a person starts each. */
  readonly syncEvery: number | null;
};

export type LiveSage200 = {
  readonly url: string;
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly subscriptionKey: string | undefined;
};

export type SettingProblem = { readonly variable: string; readonly cause: string; readonly cure: string };

const filled = z.string().trim().min(1);
const wholeNumber = (least: number, most: number, otherwise: number) =>
  z.string().regex(/^\d+$/, "is not a whole number").transform(Number).pipe(z.number().min(least, `is below ${least}`).max(most, `is above ${most}`)).default(otherwise);
const isLoopbackUrl = (text: string): boolean => isLoopbackName(new URL(text).hostname);
/** Tokens travel to these addresses, so only this machine may be spoken to without encryption. */
const systemUrl = z
  .url({ protocol: /^https?$/, error: "is not an http or https address", abort: true })
  .refine((text) => new URL(text).protocol === "https:" || isLoopbackUrl(text), "sends a secret over http; only this machine itself may be addressed so");
const list = filled.transform((text) => text.split(",").map((one) => one.trim()).filter((one) => one !== ""));
const directoryId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

const environment = z.object({
  PORT: wholeNumber(0, 65_535, 3_000),
  HOST: filled.default("127.0.0.1"),
  DATA_DIR: filled.default("./data"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, "is not a postgres:// address").optional(),
  LAYER_URL: systemUrl.optional(),
  LAYER_TOKEN: filled.optional(),
  SAGE200_URL: systemUrl.optional(),
  SAGE200_AUTH_URL: systemUrl.optional(),
  SAGE200_CLIENT_ID: filled.optional(),
  SAGE200_CLIENT_SECRET: filled.optional(),
  SAGE200_REFRESH_TOKEN: filled.optional(),
  SAGE200_SUBSCRIPTION_KEY: filled.optional(),
  AUTH_ISSUER: systemUrl.optional(),
  AUTH_AUDIENCE: list.optional(),
  AUTH_TENANTS: list.optional(),
  SECRETS_KEY: filled.optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).optional(),
  SYNC_EVERY: z.string().regex(/^\d+$/, "is not a whole number").transform(Number).pipe(z.number().min(1, "is below 1").max(1_440, "is above 1440")).optional(),
  SANDBOX_SEED: wholeNumber(0, 2 ** 31 - 1, 1),
  SANDBOX_CUSTOMERS: wholeNumber(1, 400_000, 2_000),
});
type Environment = z.infer<typeof environment>;
type Name = keyof Environment;

/** What each variable should look like, said when it does not. */
const cures: Readonly<Record<Name, string>> = {
  PORT: "Set it to a port number such as 3000, or leave it out.",
  HOST: "Set it to the address to listen on, such as 127.0.0.1, or leave it out.",
  DATA_DIR: "Set it to a folder, or leave it out for ./data.",
  DATABASE_URL: "Set it to an address such as postgres://user:password@host:5432/tieout, or leave it out for the embedded database.",
  LAYER_URL: "Set it to the https address of The Layer's connector, before /v1.",
  LAYER_TOKEN: "Set it to the token that The Layer's administrator made for Tieout.",
  SAGE200_URL: "Set it to https://api.columbus.sage.com/uk/sage200extra/accounts/v1 for Professional, or …/uk/sage200/accounts/v1 for Standard.",
  SAGE200_AUTH_URL: "Set it to https://id.sage.com, or leave it out.",
  SAGE200_CLIENT_ID: "Set it to the client id that Sage issued.",
  SAGE200_CLIENT_SECRET: "Set it to the client secret that Sage issued.",
  SAGE200_REFRESH_TOKEN: "Set it to the refresh token of a Sage ID that has consented.",
  SAGE200_SUBSCRIPTION_KEY: "Set it to the developer key of an older registration, or leave it out.",
  AUTH_ISSUER: "Set it to https://login.microsoftonline.com/<directory id>/v2.0.",
  AUTH_AUDIENCE: "Set it to the application (client) id of Tieout's registration in Microsoft Entra.",
  AUTH_TENANTS: "Set it to the directory ids that may sign in, separated by commas.",
  SECRETS_KEY: "Set it to 32 random bytes as base64 or 64 hexadecimal digits: openssl rand -base64 32",
  LOG_LEVEL: "Set it to fatal, error, warn, info, debug, trace or silent.",
  SYNC_EVERY: "Set it to the minutes between unattended runs, from 1 to 1440, or leave it out to sync by hand.",
  SANDBOX_SEED: "Set it to a whole number, or leave it out.",
  SANDBOX_CUSTOMERS: "Set it to a number from 1 to 400,000, or leave it out.",
};

const problem = (variable: Name, cause: string, cure = cures[variable]): SettingProblem => ({ variable, cause, cure });

export const readSettings = (env: Readonly<Record<string, string | undefined>>): Result<Settings, readonly SettingProblem[]> => {
  // A variable that is set to nothing is not set: that is how a shell or a compose file leaves one out.
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in environment.shape && value?.trim()));
  const read = environment.safeParse(given);
  if (!read.success) {
    const names = [...new Set(read.error.issues.map((issue) => issue.path[0] as Name))];
    return failed(names.map((name) => problem(name, `${name} ${read.error.issues.find((issue) => issue.path[0] === name)?.message ?? "cannot be read"}.`)));
  }
  const values = read.data;
  const problems = [...halfGroups(values), ...contradictions(values)];
  const key = secretsKey(values.SECRETS_KEY);
  if (values.SECRETS_KEY !== undefined && key === null) problems.push(problem("SECRETS_KEY", "SECRETS_KEY is not 32 bytes."));
  return problems.length > 0 ? failed(problems) : ok(settingsFrom(values, key));
};

const groups: readonly { readonly lead: Name; readonly needs: readonly Name[]; readonly optional: readonly Name[] }[] = [
  { lead: "LAYER_URL", needs: ["LAYER_TOKEN"], optional: [] },
  { lead: "SAGE200_URL", needs: ["SAGE200_CLIENT_ID", "SAGE200_CLIENT_SECRET", "SAGE200_REFRESH_TOKEN"], optional: ["SAGE200_AUTH_URL", "SAGE200_SUBSCRIPTION_KEY"] },
  { lead: "AUTH_ISSUER", needs: ["AUTH_AUDIENCE"], optional: ["AUTH_TENANTS"] },
];

const halfGroups = (values: Environment): SettingProblem[] =>
  groups.flatMap(({ lead, needs, optional }) => {
    if (values[lead] !== undefined) return needs.filter((name) => values[name] === undefined).map((name) => problem(name, `${lead} is set and ${name} is not.`));
    const stray = [...needs, ...optional].find((name) => values[name] !== undefined);
    return stray === undefined ? [] : [problem(lead, `${stray} is set and ${lead} is not.`, `${cures[lead]} Or leave ${stray} out, too.`)];
  });

const contradictions = (values: Environment): SettingProblem[] => {
  const { HOST, AUTH_ISSUER, AUTH_TENANTS, AUTH_AUDIENCE, LAYER_URL, SAGE200_URL, DATABASE_URL, SECRETS_KEY } = values;
  const found: SettingProblem[] = [];
  if (AUTH_ISSUER === undefined && !isLoopbackName(HOST))
    found.push(problem("HOST", `HOST is ${HOST}, so other machines could reach a gateway that has no sign-in.`, "Set AUTH_ISSUER and AUTH_AUDIENCE, or leave HOST out to answer to this machine only."));
  if (AUTH_ISSUER !== undefined && AUTH_TENANTS === undefined && !directoryId.test(AUTH_ISSUER))
    found.push(problem("AUTH_TENANTS", "AUTH_ISSUER names no directory, so AUTH_TENANTS must."));
  const graph = AUTH_AUDIENCE?.find((one) => /graph\.microsoft\.com|^00000003-0000-0000-c000-000000000000$/i.test(one));
  if (graph !== undefined) found.push(problem("AUTH_AUDIENCE", `AUTH_AUDIENCE is ${graph}, which is Microsoft Graph: tokens made for it are not made for Tieout.`));
  const [live, practice]: readonly (Name | null)[] = LAYER_URL !== undefined && SAGE200_URL === undefined ? ["LAYER_URL", "SAGE200_URL"] : SAGE200_URL !== undefined && LAYER_URL === undefined ? ["SAGE200_URL", "LAYER_URL"] : [null, null];
  if (live && practice && !isLoopbackUrl(String(values[live])))
    found.push(problem(practice, `${live} is set and ${practice} is not, so somebody's books would be mixed with practice data.`, `${cures[practice]} Or leave ${live} out, too.`));
  if (DATABASE_URL !== undefined && SAGE200_URL !== undefined && SECRETS_KEY === undefined)
    found.push(problem("SECRETS_KEY", "DATABASE_URL is set and SECRETS_KEY is not, so another gateway on the same database could not open what this one sealed."));
  return found;
};

/** 64 hexadecimal digits, or base64 with either alphabet. */
const secretsKey = (text: string | undefined): Uint8Array | null => {
  if (text === undefined) return null;
  const bytes = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64url");
  return bytes.length === 32 ? new Uint8Array(bytes) : null;
};

const settingsFrom = (values: Environment, key: Uint8Array | null): Settings => ({
  port: values.PORT,
  host: values.HOST,
  dataDir: resolve(values.DATA_DIR),
  webRoot: resolve("dist/web"),
  database: values.DATABASE_URL === undefined ? { kind: "embedded" } : { kind: "server", url: values.DATABASE_URL },
  layer: values.LAYER_URL !== undefined && values.LAYER_TOKEN !== undefined ? { kind: "live", url: values.LAYER_URL, token: values.LAYER_TOKEN } : { kind: "practice" },
  sage200: sage200From(values),
  auth:
    values.AUTH_ISSUER !== undefined && values.AUTH_AUDIENCE !== undefined
      ? { kind: "entra", issuer: values.AUTH_ISSUER, audiences: values.AUTH_AUDIENCE, tenants: values.AUTH_TENANTS ?? directoryId.exec(values.AUTH_ISSUER)?.slice(0, 1) ?? [] }
      : { kind: "local" },
  secretsKey: key,
  logLevel: values.LOG_LEVEL ?? (values.LAYER_URL === undefined ? "warn" : "info"),
  practice: { seed: values.SANDBOX_SEED, customers: values.SANDBOX_CUSTOMERS },
  syncEvery: values.SYNC_EVERY === undefined ? null : values.SYNC_EVERY * 60_000,
});

const sage200From = ({ SAGE200_URL, SAGE200_AUTH_URL, SAGE200_CLIENT_ID, SAGE200_CLIENT_SECRET, SAGE200_REFRESH_TOKEN, SAGE200_SUBSCRIPTION_KEY }: Environment): Settings["sage200"] =>
  SAGE200_URL !== undefined && SAGE200_CLIENT_ID !== undefined && SAGE200_CLIENT_SECRET !== undefined && SAGE200_REFRESH_TOKEN !== undefined
    ? {
        kind: "live",
        url: SAGE200_URL,
        authUrl: SAGE200_AUTH_URL ?? "https://id.sage.com",
        clientId: SAGE200_CLIENT_ID,
        clientSecret: SAGE200_CLIENT_SECRET,
        refreshToken: SAGE200_REFRESH_TOKEN,
        subscriptionKey: SAGE200_SUBSCRIPTION_KEY,
      }
    : { kind: "practice" };
