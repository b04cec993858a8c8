import { refusal } from "../../src/sync/contract";
import { audience, directory, tenant, type Directory } from "../support/entra";
import { ask, postJson, servingInTests } from "../support/listening-gateway";

const rank = { viewer: 1, editor: 2, admin: 3 } as const;
type Role = keyof typeof rank;

/** `needs` is the least of the roles that may, and `status` what they are answered with. */
export type GatewayRoute = readonly [method: string, path: string, body: object | undefined, needs: Role, status: number, shape?: unknown];

/** Declares a test of each route: signed in with its role or one above it, and not otherwise. */
export const testRolesOf = (routes: readonly GatewayRoute[]): void => {
  const serving = servingInTests();
  let entra: Directory;
  beforeAll(async () => {
    entra = await directory();
  });
  afterAll(() => entra.close());

  test.each(routes.map(([method, path, body, needs, status]) => [method, path, body, needs, status] as const))("%s %s is for its role and those above it", async (method, path, body, needs, status) => {
    const { url } = await serving({ auth: { kind: "entra", issuer: entra.issuer, audiences: [audience], tenants: [tenant] } });
    for (const role of ["viewer", "editor", "admin"] as const) {
      const headers = { authorization: `Bearer ${await entra.token({ roles: [role] })}` };
      const answer = await ask(`${url}${path}`, body === undefined ? { method, headers } : postJson(body, headers));
      expect([role, answer.status]).toEqual([role, rank[role] >= rank[needs] ? status : 403]);
      if (answer.status === 403) expect(refusal.parse(answer.json()).failure).toMatchObject({ code: "not-allowed", cause: expect.stringContaining(needs) });
    }
    expect((await ask(`${url}${path}`, body === undefined ? { method } : postJson(body))).status).toBe(401);
  });
};
