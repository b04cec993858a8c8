import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { json, scriptedServer } from "./scripted-server";

export const tenant = "11111111-2222-3333-4444-555555555555";
export const otherTenant = "99999999-2222-3333-4444-555555555555";
export const audience = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
export const person = "77777777-0000-0000-0000-000000000001";

/** A directory that publishes its keys as Microsoft's does, and signs what a test wants signed. */
export const directory = async () => {
  const pair = await generateKeyPair("RS256", { extractable: true });
  const publicKey = { ...(await exportJWK(pair.publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
  let isUp = true;
  const server = await scriptedServer((request, response) => {
    if (!isUp) return response.writeHead(503).end();
    if (request.url.endsWith("/keys")) return json(response, { keys: [publicKey] });
    json(response, { issuer: `${server.url}/${tenant}/v2.0`, jwks_uri: `${server.url}/keys` });
  });
  const issuer = `${server.url}/${tenant}/v2.0`;
  const claims = (): JWTPayload => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + 3600,
      tid: tenant,
      oid: person,
      scp: "access_as_user",
      name: "Priya Nair",
      roles: ["editor"],
    };
  };
  return {
    issuer,
    received: server.received,
    publicKey,
    privateKey: pair.privateKey,
    goDown: () => {
      isUp = false;
    },
    comeUp: () => {
      isUp = true;
    },
    claims,
    /** A claim set to undefined is left out. */
    token: (changes: { readonly [claim: string]: unknown } = {}): Promise<string> => {
      const payload = Object.fromEntries(Object.entries({ ...claims(), ...changes }).filter(([, value]) => value !== undefined));
      return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "key-1", typ: "JWT" }).sign(pair.privateKey);
    },
    close: server.close,
  };
};
export type Directory = Awaited<ReturnType<typeof directory>>;
