import { createMemoryStore, type LocalStore } from "../../../src/sync/local";
import { createDesk, type Desk } from "../../../src/taskpane/engine/desk";
import { createGateway } from "../../../src/taskpane/engine/gateway-client";
import { memoryWorkbook, type MemoryWorkbook } from "../../support/memory-workbook";
import { gatewayDouble, siteId, type GatewayDouble } from "./gateway-double";

export type Bench = { readonly desk: Desk; readonly workbook: MemoryWorkbook; readonly gateway: GatewayDouble; readonly local: LocalStore };

/** A whole pane without a screen: real engine and client, a workbook and a gateway in memory, and a clock that does not wait. */
export const aDesk = (given: Partial<Pick<Bench, "workbook" | "gateway" | "local">> = {}): Bench => {
  const workbook = given.workbook ?? memoryWorkbook();
  const gateway = given.gateway ?? gatewayDouble();
  const local = given.local ?? createMemoryStore();
  let time = Date.parse("2026-11-21T10:00:00.000Z");
  let minted = 0;
  const desk = createDesk({
    workbook: workbook.port,
    gateway: createGateway({ base: "http://pane.test/taskpane.html", fetch: gateway.fetch }),
    openLocal: async () => ({ store: local, notice: null }),
    now: () => (time += 10),
    newId: () => `minted-${String((minted += 1)).padStart(4, "0")}-${gateway.requests.length}`,
    wait: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  });
  return { desk, workbook, gateway, local };
};

export const startedDesk = async (given: Parameters<typeof aDesk>[0] = {}): Promise<Bench> => {
  const bench = aDesk(given);
  await bench.desk.start();
  return bench;
};

/** A desk whose workbook holds a fresh template: four customers, none linked. */
export const filledDesk = async (given: Parameters<typeof aDesk>[0] = {}): Promise<Bench> => {
  const bench = await startedDesk(given);
  const filled = await bench.desk.fill("customer-links");
  if (!filled.ok) throw new Error(filled.failure.cause);
  return bench;
};

/** Fills in a customer's row as a user would, cell by cell. */
export const link = async ({ desk, workbook }: Bench, row: number, account: string, company = "Acme UK"): Promise<void> => {
  workbook.type("CustomerLinks", row, "SageCompanyName", company);
  workbook.type("CustomerLinks", row, "SageSiteId", siteId);
  workbook.type("CustomerLinks", row, "SageAccountNumber", account);
  await desk.editsSettled();
};

export const linksOf = (desk: Desk) => {
  const sheet = desk.state.get().sheets["customer-links"];
  if (sheet.state !== "open") throw new Error(`Customer Links is ${sheet.state}`);
  return sheet;
};
