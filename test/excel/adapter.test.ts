import { workbookPortContract } from "../support/workbook-port-contract";
import { openOfficeWorkbook } from "./office-workbook";

workbookPortContract("Excel, by Microsoft's runtime", () => Promise.resolve(openOfficeWorkbook()));
workbookPortContract("Excel, by the workbench's client", () => Promise.resolve(openOfficeWorkbook({ client: "workbench" }, { notes: true })));
