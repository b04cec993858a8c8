/**
 * The page for hosts that run ribbon commands apart from the pane. Without a shared runtime there is no pane to show
 * results in, so the commands open it and leave the work to its buttons.
 */
import { associateCommands, showPane } from "../excel/ribbon";
import type { RibbonFunction } from "./ribbon-commands";

const openPane: Readonly<Record<RibbonFunction, () => Promise<void>>> = { template: showPane, check: showPane, push: showPane, status: showPane };

if (typeof (globalThis as { Office?: unknown }).Office !== "undefined") associateCommands(openPane);
