import type { Connection } from "../contract";
import type { LayerApi } from "../layer";
import type { FailureCode, Result } from "../model/failure";
import type { Sage200Api } from "../sage200";
import type { Database } from "../store";
import { allCompanies } from "../store/companies";

type Options = {
  readonly db: Database;
  readonly tenant: string;
  readonly layer: LayerApi;
  readonly sage200: Sage200Api;
  readonly layerUrl: string;
  readonly sage200Url: string;
  readonly sage200GrantSecondsLeft?: (() => Promise<number | null>) | undefined;
  readonly clock: { now(): Date };
};

/** A host of this machine holds practice data: no books are kept there. */
const isLoopback = (url: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

const states: Partial<Record<FailureCode, Connection["state"]>> = {
  "sage-token-expired": "expired",
  "layer-token-refused": "expired",
  "sage-down": "unreachable",
  "sage-busy": "unreachable",
  "sage-unreadable": "unreachable",
  "layer-down": "unreachable",
  // Only the asking itself is ever cancelled here, when it took too long.
  cancelled: "unreachable",
};

const answered = (result: Result<unknown>): Pick<Connection, "state" | "failure"> =>
  result.ok ? { state: "connected", failure: null } : { state: states[result.failure.code] ?? "refused", failure: result.failure };

/** Asked at most every 30 seconds; several callers at once share one asking. */
const keptFor = 30_000;
/** Somebody looks at the answer, so it comes even when a system does not. */
const patience = 10_000;

/** The state of The Layer and of Sage 200, never a failure of its own. */
export const createConnections = ({ db, tenant, layer, sage200, layerUrl, sage200Url, sage200GrantSecondsLeft, clock }: Options) => {
  let kept: { readonly at: number; readonly connections: Promise<readonly Connection[]> } | null = null;

  const ask = async (): Promise<readonly Connection[]> => {
    const signal = AbortSignal.timeout(patience);
    const [about, sites, grant] = await Promise.all([layer.about(signal), sage200.sites(signal), sage200GrantSecondsLeft?.() ?? null]);
    const stored = await db.read((handle) => allCompanies(handle, tenant));
    const checkedAt = clock.now().toISOString();
    const expires = about.ok ? about.value.tokenExpiresAt : null;
    return [
      {
        system: "layer",
        name: about.ok ? about.value.instance : "The Layer",
        isPractice: isLoopback(layerUrl),
        ...answered(about),
        grantSecondsLeft: expires === null ? null : Math.max(0, Math.round((Date.parse(expires) - clock.now().getTime()) / 1000)),
        companies: [],
        checkedAt,
      },
      {
        system: "sage200",
        name: "Sage 200",
        isPractice: isLoopback(sage200Url),
        ...answered(sites),
        grantSecondsLeft: grant,
        // While Sage is away, those it last had.
        companies: (sites.ok ? sites.value : stored).map(({ name, siteId, siteName, companyId }) => ({ name, siteId, siteName, companyId })),
        checkedAt,
      },
    ];
  };

  return (fresh = false): Promise<readonly Connection[]> => {
    const now = clock.now().getTime();
    if (!fresh && kept && now - kept.at < keptFor) return kept.connections;
    const connections = ask();
    kept = { at: now, connections };
    connections.catch(() => {
      kept = null;
    });
    return connections;
  };
};
