import { createMemoryCredentialStore } from "../../../src/sync/tokens";
import { credentialStoreContract } from "../../support/credential-store-contract";

credentialStoreContract(async () => ({ store: createMemoryCredentialStore() }));
