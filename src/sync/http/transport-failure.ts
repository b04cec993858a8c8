import { failure, type Failure } from "../model/failure";
import type { HttpOutcome } from "./http";

/** How a system is called in sentences, and which code says that it cannot be reached. */
export type SystemWords = {
  readonly name: string;
  readonly down: "layer-down" | "sage-down";
  /** Where it was looked for: host and port, never a path or query. */
  readonly host: string;
  /** The setting that holds its address. */
  readonly setting: string;
};

/** What to tell where no answer came at all. */
export const transportFailure = (outcome: Exclude<HttpOutcome, { kind: "answered" }>, system: SystemWords): Failure => {
  switch (outcome.kind) {
    case "cancelled":
      return failure("cancelled", `Reading from ${system.name} was cancelled.`, "Start it again when you are ready.");
    case "too large":
      return failure(
        system.down,
        `${system.name} sent more than ${Math.round(outcome.limitBytes / 1024 / 1024)} MB in one answer, so it was not read to the end.`,
        `Check that ${system.setting} points at ${system.name}, then try again.`,
        system.host,
      );
    case "no answer":
      return failure(
        system.down,
        `${system.name} at ${system.host} did not answer: ${outcome.detail}.`,
        "Nothing is lost. Try again in a few minutes; if it goes on, ask whoever looks after it.",
        system.host,
      );
    case "not sent":
      return failure(system.down, `${system.name} at ${system.host} cannot be reached: ${reasons[outcome.reason]}.`, cures[outcome.reason](system), system.host);
  }
};

type Reason = Extract<HttpOutcome, { kind: "not sent" }>["reason"];

const reasons: Readonly<Record<Reason, string>> = {
  refused: "nothing is listening there",
  "unknown host": "no server of that name was found",
  unreachable: "there is no way through the network",
  "connect timed out": "no connection was made in time",
  certificate: "its certificate is not valid",
  "no common protocol": "it speaks no protocol that this machine may use",
};

const tryLater = () => "Nothing is lost. Try again in a few minutes; if it goes on, ask whoever looks after it.";
const checkSetting = (system: SystemWords) => `Check ${system.setting} and this machine's network, then try again.`;

const cures: Readonly<Record<Reason, (system: SystemWords) => string>> = {
  refused: checkSetting,
  "unknown host": checkSetting,
  unreachable: checkSetting,
  "connect timed out": tryLater,
  "no common protocol": (system) => `Check that ${system.setting} begins with https and names the right port, and that TLS 1.2 or later is switched on at ${system.host}. Nothing was sent.`,
  certificate: (system) => `Have the certificate of ${system.host} renewed, or correct ${system.setting}. Nothing was sent.`,
};
