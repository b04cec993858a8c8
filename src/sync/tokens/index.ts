export type { CredentialStore, StoredCredential } from "./credential-store";
export { createMemoryCredentialStore } from "./memory-credential-store";
export { createSage200Tokens, type AccessTokens, type Clock, type Sage200Tokens, type Sage200TokensOptions } from "./sage200-tokens";
export { open, seal, sealingKey, type SealingKey, type SealProblem } from "./sealing";
