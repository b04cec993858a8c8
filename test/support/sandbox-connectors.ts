import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox";
import { createHttp, type HttpClient } from "../../src/sync/http";
import { createLayerApi, type LayerApi } from "../../src/sync/layer";
import type { PostingOptions } from "../../src/sync/flows";
import { defaultPolicy, type LedgerPolicy } from "../../src/sync/ledger/intent";
import { createSage200Api, createSage200Customers, createSage200Poster, type Sage200Api } from "../../src/sync/sage200";
import { createMemoryCredentialStore, createSage200Tokens, type CredentialStore, type Sage200Tokens, type StoredCredential } from "../../src/sync/tokens";

export const credentialFrom = (refreshToken: string): StoredCredential => ({ generation: 1, refreshToken, accessToken: null, accessExpiresAt: null, grantExpiresAt: null });

/** Soon, so that tests of lost answers need not wait for minutes. */
export const quickPolicy: LedgerPolicy = { ...defaultPolicy, timeout: 2_000, settle: 3_000, lease: 4_000, sendWithin: 3_500, backOff: { base: 50, longest: 500 } };

/** Posting to the practice Sage as a gateway does it. */
export const practicePosting = (sandbox: Pick<Sandbox, "sage200">, tokens: Sage200Tokens, policy: LedgerPolicy = quickPolicy): PostingOptions => {
  const options = { url: sandbox.sage200.url, tokens };
  return { customers: createSage200Customers(options), poster: (company) => createSage200Poster({ ...options, company, policy }), policy, sweepEvery: 50 };
};

export const connectedSandbox = async (
  options: SandboxOptions & { readonly pageSize?: number } = {},
): Promise<{ sandbox: Sandbox; http: HttpClient; layer: LayerApi; sage: Sage200Api; tokens: Sage200Tokens; store: CredentialStore; posting: PostingOptions; close(): Promise<void> }> => {
  const { pageSize, ...rest } = options;
  const sandbox = await startSandbox({ customers: 60, ...rest });
  const http = createHttp({ wait: async () => undefined });
  const store = createMemoryCredentialStore({ practice: credentialFrom(sandbox.sage200.refreshToken) });
  const tokens = createSage200Tokens({ ...sandbox.sage200, credentialId: "practice", store, http });
  const posting = practicePosting(sandbox, tokens);
  const size = pageSize === undefined ? {} : { pageSize };
  return {
    sandbox,
    http,
    store,
    tokens,
    layer: createLayerApi({ ...sandbox.layer, http, ...size }),
    sage: createSage200Api({ url: sandbox.sage200.url, tokens, http, ...size }),
    posting,
    async close() {
      await posting.customers.close();
      await http.close();
      await sandbox.close();
    },
  };
};

/** All items of a stream of pages, or the failure that ended it. */
export const drain = async <Page, Item>(pages: AsyncIterable<{ ok: true; value: Page } | { ok: false; failure: unknown }>, items: (page: Page) => readonly Item[]) => {
  const found: Item[] = [];
  for await (const page of pages) {
    if (!page.ok) return { found, failure: page.failure };
    found.push(...items(page.value));
  }
  return { found, failure: null };
};
