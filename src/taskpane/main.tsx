import { createRoot } from "react-dom/client";
import { z } from "zod";
import { ribbonCommands } from "../commands/ribbon-commands";
import { createWorkbookPort } from "../excel/adapter";
import { whenReady } from "../excel/ready";
import { associateCommands, showPane } from "../excel/ribbon";
import { openLocalStore } from "../sync/local";
import { createDesk, type Desk } from "./engine/desk";
import { createGateway } from "./engine/gateway-client";
import { App } from "./shell/App";
import { WithoutExcel } from "./shell/WithoutExcel";

// Our pages forbid eval, which zod would try for speed and Excel on the web would report.
z.config({ jitless: true });

const wait = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

const makeDesk = (): Desk =>
  createDesk({
    workbook: createWorkbookPort(),
    // The base address, as the workbench shows the pane in a frame that has no address of its own.
    gateway: createGateway({ base: document.baseURI, fetch: (...request) => fetch(...request) }),
    openLocal: () => openLocalStore("tieout"),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    wait,
  });

const place = document.getElementById("pane");
if (!place) throw new Error("The page has no place for the pane");
const root = createRoot(place);

const starting = (async (): Promise<Desk> => {
  const readiness = await whenReady();
  if (readiness.kind !== "excel") {
    root.render(<WithoutExcel readiness={readiness} />);
    return new Promise<never>(() => undefined);
  }
  const desk = makeDesk();
  root.render(<App desk={desk} />);
  await desk.start();
  return desk;
})();

// Named at once, as Office asks for a command's name before it is ready. Without Office there is no ribbon to name them to.
if (typeof (globalThis as { Office?: unknown }).Office !== "undefined") associateCommands(ribbonCommands(() => starting, { showPane }));
