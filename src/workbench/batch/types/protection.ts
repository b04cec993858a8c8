/** WorksheetProtection. */
import type { Worksheet } from "../../model";
import { HostType } from "../host-type";

export const worksheetProtectionType: HostType<Worksheet> = new HostType<Worksheet>("WorksheetProtection", () => ({
  read: { protected: (sheet) => sheet.isProtected },
  methods: {
    protect: (sheet, args) => sheet.protect(args.optionalText(1)),
    unprotect: (sheet, args) => sheet.unprotect(args.optionalText(0)),
  },
}));
