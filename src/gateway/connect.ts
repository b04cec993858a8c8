/** From settings to connectors: the real systems, or the practice ones in this process. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { createHttp, type HttpCall } from "../sync/http";
import { createLayerApi, type LayerApi } from "../sync/layer";
import type { PostingOptions } from "../sync/flows";
import { defaultPolicy } from "../sync/ledger/intent";
import { createCompanyTurns, createSage200Api, createSage200Customers, createSage200Poster, type Sage200Api } from "../sync/sage200";
import { createSage200Tokens, type CredentialStore, type Sage200Tokens } from "../sync/tokens";
import type { LiveSage200, Settings } from "./settings";

/** Only what is needed of the practice servers, so that a gateway for real books never loads them. */
export type Practice = {
  readonly layer: { readonly url: string; readonly token: string };
  readonly sage200: { readonly url: string; readonly authUrl: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  close(): Promise<void>;
};

/** Starts the practice servers where a system is not set up; null where none is needed. */
export const startPractice = async (settings: Settings): Promise<Practice | null> => {
  if (settings.layer.kind === "live" && settings.sage200.kind === "live") return null;
  const { startSandbox } = await import("../sandbox");
  return startSandbox({ ...settings.practice, port: 0, stateFile: join(settings.dataDir, `practice-${settings.practice.seed}-${settings.practice.customers}.json`) });
};

export type Connected = {
  readonly layer: LayerApi;
  readonly layerUrl: string;
  readonly sage200: Sage200Api;
  readonly sage200Url: string;
  readonly sage200Tokens: Sage200Tokens;
  readonly posting: PostingOptions;
  close(): Promise<void>;
};

export type CallLog = { debug(details: object, message: string): void };

export const connect = async (settings: Settings, practice: Practice | null, store: CredentialStore, logger: CallLog): Promise<Connected> => {
  const log = (system: string) => (call: HttpCall) => logger.debug({ system, ...call, ms: Math.round(call.ms) }, "called");
  const layerAt = settings.layer.kind === "live" ? settings.layer : needed(practice).layer;
  const layer = createLayerApi({ ...layerAt, http: createHttp({ connections: 4, onCall: log("layer") }) });

  const sageAt: LiveSage200 = settings.sage200.kind === "live" ? settings.sage200 : { ...needed(practice).sage200, subscriptionKey: undefined };
  const credentialId = settings.sage200.kind === "live" ? credentialIdOf(sageAt) : "sage200-practice";
  await begin(store, credentialId, sageAt.refreshToken, settings.sage200.kind === "practice");
  const tokenHttp = createHttp({ connections: 1, headersMs: 20_000, totalMs: 25_000, onCall: log("sage-sign-in") });
  const sage200Tokens = createSage200Tokens({ ...sageAt, credentialId, store, http: tokenHttp });
  const sageOptions = { url: sageAt.url, tokens: sage200Tokens, subscriptionKey: sageAt.subscriptionKey };
  // Readers and posters share what one company's server is asked at once.
  const turns = createCompanyTurns();
  const customers = createSage200Customers({ ...sageOptions, http: createHttp({ connections: 8, onCall: log("sage200") }), turns });
  const sage200 = createSage200Api({
    ...sageOptions,
    http: createHttp({ connections: 8, onCall: log("sage200") }),
  });

  return {
    layer,
    layerUrl: layerAt.url,
    sage200,
    sage200Url: sageAt.url,
    sage200Tokens,
    posting: {
      customers,
      poster: (company) => createSage200Poster({ ...sageOptions, company, policy: defaultPolicy, turns, onCall: log("sage200") }),
      runEvery: settings.syncEvery,
      isPractice: settings.sage200.kind === "practice",
    },
    async close() {
      await Promise.all([layer.close(), sage200.close(), customers.close(), tokenHttp.close()]);
    },
  };
};

/**
 * A grant by the refresh token it began with. That token is spent at the first renewal, so what counts from then on is what the
 * store holds; an administrator who puts in a new one after an expiry begins another grant.
 */
const credentialIdOf = ({ clientId, refreshToken }: LiveSage200): string =>
  `sage200-${createHash("sha256").update(`${clientId}\n${refreshToken}`).digest("hex").slice(0, 16)}`;

/** The practice servers sign in anew at each start, so what an earlier start left is replaced. */
const begin = (store: CredentialStore, id: string, refreshToken: string, replace: boolean): Promise<void> =>
  store.exclusively(id, async (current, save) => {
    if (current !== null && !replace) return;
    await save({ generation: (current?.generation ?? 0) + 1, refreshToken, accessToken: null, accessExpiresAt: null, grantExpiresAt: null });
  });

const needed = (practice: Practice | null): Practice => {
  if (practice === null) throw new Error("The practice servers were needed and not started.");
  return practice;
};
