/** Application and Runtime: calculation, screen updating, and whether events are sent. */
import type { Workbook } from "../../model";
import { asBoolean, oneOf } from "../args";
import { HostType } from "../host-type";

const modes = ["Automatic", "AutomaticExceptTables", "Manual"] as const;

export const applicationType: HostType<Workbook> = new HostType<Workbook>("Application", () => ({
  read: {
    calculationMode: (workbook) => workbook.calculationMode,
    calculationState: () => "Done",
    decimalSeparator: () => ".",
    thousandsSeparator: () => ",",
    useSystemSeparators: () => true,
  },
  write: {
    calculationMode: (workbook, value) => {
      workbook.calculationMode = oneOf(value, modes);
    },
  },
  open: { cultureInfo: (workbook) => cultureInfoType.of(workbook) },
  methods: {
    calculate: (workbook) => workbook.calculator.invalidate(),
    // The model computes when somebody looks and paints when the view asks, so there is nothing to suspend.
    suspendApiCalculationUntilNextSync: () => undefined,
    suspendScreenUpdatingUntilNextSync: () => undefined,
  },
}));

export const cultureInfoType: HostType<Workbook> = new HostType<Workbook>("CultureInfo", () => ({ read: { name: () => "en-GB" } }));

export const runtimeType: HostType<Workbook> = new HostType<Workbook>("Runtime", () => ({
  read: { enableEvents: (_workbook, call) => call.eventsEnabled },
  write: { enableEvents: (_workbook, value, call) => call.enableEvents(asBoolean(value)) },
}));
