import { pino, type Logger } from "pino";

/** Names under which a secret may stand, at any of the depths that our log calls use. */
const secrets = ["authorization", "cookie", "set-cookie", "token", "accessToken", "refreshToken", "clientSecret", "secretsKey", "access_token", "refresh_token", "client_secret", "ocp-apim-subscription-key", "password"];
const quoted = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `["${name}"]`);
export const redactedPaths = secrets.flatMap((name) => ["", "*", "*.*", "*.*.*"].map((depth) => (depth === "" && quoted(name).startsWith(".") ? name : `${depth}${quoted(name)}`)));

/** JSON lines on standard error, so that standard output stays for people. */
export const createLogger = (level: string, destination: { write(text: string): void } = process.stderr): Logger =>
  pino({ level, redact: { paths: redactedPaths, censor: "[secret]" }, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
