/** Watches that a posting leaves a process only while that process holds it, and no later than it may. */
import type { HttpRequest } from "../../src/sync/http";
import type { SharedDatabase } from "./database";
import type { Process } from "./scheduler";
import type { Storm } from "./storm";

export type HoldingWatch = {
  /** Told what a process holds, when it begins to send. */
  holds(process: Process, key: string, token: number): void;
  /** Told in the moment in which a request for what it is leaves its process. */
  leaves(process: Process, request: HttpRequest, what: string): void;
};

/** @param keyIn the key of the posting that a request carries. */
export const watchHolding = ({ scheduler, complain }: Pick<Storm, "scheduler" | "complain">, database: SharedDatabase, keyIn: (request: HttpRequest) => string): HoldingWatch => {
  const held = new Map<string, number>();
  return {
    holds: (process, key, token) => void held.set(`${process.name} ${key}`, token),
    leaves(process, request, what) {
      const key = keyIn(request);
      const intent = database.intents().get(key)?.intent;
      const isOurs = intent?.state === "sending" && intent.fence === held.get(`${process.name} ${key}`);
      if (!isOurs || scheduler.now() > intent.sendBy) complain(`${process.name} sends ${what} ${isOurs ? "later than it may" : "without holding it"}`, [what]);
    },
  };
};
