/** WorksheetCustomPropertyCollection: texts by key that follow the worksheet. */
import type { Worksheet } from "../../model";
import { asText } from "../args";
import { BatchError } from "../errors";
import { HostType } from "../host-type";

type Property = { readonly sheet: Worksheet; readonly key: string };

/** Keys fold case, as in Excel. */
const ownKey = (sheet: Worksheet, key: string): string | null => [...sheet.customProperties.keys()].find((each) => each.toLowerCase() === key.toLowerCase()) ?? null;

export const worksheetCustomPropertyCollectionType: HostType<Worksheet> = new HostType<Worksheet>("WorksheetCustomPropertyCollection", () => ({
  items: (sheet) => [...sheet.customProperties.keys()].map((key) => worksheetCustomPropertyType.of({ sheet, key })),
  item: (sheet, key) => {
    const own = ownKey(sheet, String(key));
    if (own === null) throw new BatchError("ItemNotFound");
    return worksheetCustomPropertyType.of({ sheet, key: own });
  },
  objects: {
    add: (sheet, args) => {
      const key = ownKey(sheet, args.text(0)) ?? args.text(0);
      sheet.customProperties.set(key, args.text(1));
      return worksheetCustomPropertyType.of({ sheet, key });
    },
    getItemOrNullObject: (sheet, args) => {
      const own = ownKey(sheet, args.text(0));
      return own === null ? null : worksheetCustomPropertyType.of({ sheet, key: own });
    },
  },
  methods: { getCount: (sheet) => sheet.customProperties.size },
}));

export const worksheetCustomPropertyType: HostType<Property> = new HostType<Property>("WorksheetCustomProperty", () => ({
  identity: ({ key }) => ({ _Id: key }),
  read: { key: ({ key }) => key, value: ({ sheet, key }) => sheet.customProperties.get(key) ?? "" },
  write: { value: ({ sheet, key }, value) => void sheet.customProperties.set(key, asText(value)) },
  methods: { delete: ({ sheet, key }) => void sheet.customProperties.delete(key) },
}));
