/** The Customers sheet: who is synced with Sage and who is not. */
import type { SheetQuery } from "../../sync/contract";
import type { Result } from "../../sync/model/failure";
import type { SheetPull } from "./document-state";
import { pullSheet, refreshSheet } from "./sheet-pulls";
import type { Tools } from "./tools";

export const loadHealth = async (tools: Tools): Promise<void> => {
  if (tools.state.get().health.state !== "loaded") tools.state.update((now) => ({ ...now, health: { state: "loading" } }));
  const health = await tools.gateway.health();
  tools.state.update((now) => ({ ...now, health: health.ok ? { state: "loaded", value: health.value } : { state: "failed", failure: health.failure } }));
};

const thenHealth = async (tools: Tools, pulling: Promise<Result<SheetPull>>): Promise<Result<SheetPull>> => {
  const pulled = await pulling;
  if (pulled.ok) await loadHealth(tools);
  return pulled;
};

export const pullStatus = (tools: Tools, filters: SheetQuery): Promise<Result<SheetPull>> => thenHealth(tools, pullSheet(tools, "customers", filters));

/** Only what changed since the last pull, with the filters it had. */
export const refreshStatus = (tools: Tools): Promise<Result<SheetPull>> => thenHealth(tools, refreshSheet(tools, "customers"));
