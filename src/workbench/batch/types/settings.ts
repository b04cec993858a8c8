/** SettingCollection and Setting: the add-in's own JSON values in the file. */
import type { Workbook } from "../../model";
import { BatchError } from "../errors";
import type { HostObject } from "../host-type";
import { HostType } from "../host-type";

type SettingTarget = { readonly workbook: Workbook; readonly key: string };

const changed = (workbook: Workbook): void => workbook.emit({ kind: "settings" });
const settingObject = (workbook: Workbook, key: string): HostObject => settingType.of({ workbook, key });

export const settingCollectionType: HostType<Workbook> = new HostType<Workbook>("SettingCollection", () => ({
  items: (workbook) => [...workbook.settings.keys()].map((key) => settingObject(workbook, key)),
  item: (workbook, key) => {
    if (!workbook.settings.has(String(key))) throw new BatchError("ItemNotFound");
    return settingObject(workbook, String(key));
  },
  objects: {
    /** Adding a key that is there replaces its value. */
    add: (workbook, args) => {
      workbook.settings.set(args.text(0), args.raw(1) ?? null);
      changed(workbook);
      return settingObject(workbook, args.text(0));
    },
    getItemOrNullObject: (workbook, args) => (workbook.settings.has(args.text(0)) ? settingObject(workbook, args.text(0)) : null),
  },
  methods: { getCount: (workbook) => workbook.settings.size },
}));

export const settingType: HostType<SettingTarget> = new HostType<SettingTarget>("Setting", () => ({
  identity: ({ key }) => ({ _Id: key }),
  read: { key: ({ key }) => key, value: ({ workbook, key }) => workbook.settings.get(key) ?? null },
  write: {
    value: ({ workbook, key }, value) => {
      workbook.settings.set(key, value ?? null);
      changed(workbook);
    },
  },
  methods: {
    delete: ({ workbook, key }) => {
      if (!workbook.settings.delete(key)) throw new BatchError("ItemNotFound");
      changed(workbook);
    },
  },
}));
