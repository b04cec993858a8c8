import type { FastifyRequest } from "fastify";
import type { Role } from "../../sync/contract";
import type { Result } from "../../sync/model/failure";

/** Who asks. `id` is stable for a person for ever; a name is for reading. */
export type Identity = { readonly id: string; readonly name: string; readonly tenant: string; readonly roles: readonly Role[] };

/** Failures: `not-signed-in`, `not-allowed`, `gateway-down` where the sign-in server cannot be reached. */
export type Authenticate = (request: FastifyRequest) => Promise<Result<Identity>>;

const rank: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, admin: 3 };

/** A viewer reads, an editor also pushes, an admin may do everything. */
export const mayAct = (identity: Identity, needed: Role): boolean => identity.roles.some((role) => rank[role] >= rank[needed]);

declare module "fastify" {
  interface FastifyRequest {
    /** Set on every /api route before its handler runs. */
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /** The least role that may ask. Every /api route states one; registering one without it fails. */
    needs?: Role;
  }
}
