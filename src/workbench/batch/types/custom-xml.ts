/** CustomXmlPartCollection, its part by namespace, and CustomXmlPart. */
import type { CustomXmlPart, Workbook } from "../../model";
import { BatchError } from "../errors";
import type { HostObject, TypeDefinition } from "../host-type";
import { HostType } from "../host-type";

type PartTarget = { readonly workbook: Workbook; readonly part: CustomXmlPart };
type Scoped = { readonly workbook: Workbook; readonly uri: string };

const partObject = (workbook: Workbook, part: CustomXmlPart): HostObject => customXmlPartType.of({ workbook, part });

const collection = <T>(workbookOf: (target: T) => Workbook, parts: (target: T) => readonly CustomXmlPart[]): TypeDefinition<T> => ({
  items: (target) => parts(target).map((part) => partObject(workbookOf(target), part)),
  item: (target, key) => {
    const part = parts(target).find((each) => each.id === key);
    if (!part) throw new BatchError("ItemNotFound");
    return partObject(workbookOf(target), part);
  },
  objects: {
    getItemOrNullObject: (target, args) => {
      const part = parts(target).find((each) => each.id === args.text(0));
      return part ? partObject(workbookOf(target), part) : null;
    },
  },
  methods: { getCount: (target) => parts(target).length },
});

export const customXmlPartCollectionType: HostType<Workbook> = new HostType<Workbook>("CustomXmlPartCollection", () => {
  const base = collection<Workbook>(
    (workbook) => workbook,
    (workbook) => workbook.customXml.all(),
  );
  return {
    ...base,
    objects: {
      ...base.objects,
      add: (workbook, args) => partObject(workbook, workbook.customXml.add(args.text(0))),
      getByNamespace: (workbook, args) => customXmlPartScopedCollectionType.of({ workbook, uri: args.text(0) }),
    },
  };
});

export const customXmlPartScopedCollectionType: HostType<Scoped> = new HostType<Scoped>("CustomXmlPartScopedCollection", () => {
  const parts = ({ workbook, uri }: Scoped) => workbook.customXml.byNamespace(uri);
  const base = collection<Scoped>(({ workbook }) => workbook, parts);
  return {
    ...base,
    objects: {
      ...base.objects,
      getOnlyItem: (target) => {
        const [only, ...more] = parts(target);
        if (!only || more.length > 0) throw new BatchError(only ? "InvalidOperation" : "ItemNotFound");
        return partObject(target.workbook, only);
      },
      getOnlyItemOrNullObject: (target) => {
        const [only, ...more] = parts(target);
        return only && more.length === 0 ? partObject(target.workbook, only) : null;
      },
    },
  };
});

const alive = ({ workbook, part }: PartTarget): CustomXmlPart => {
  if (!workbook.customXml.byId(part.id)) throw new BatchError("ItemNotFound");
  return part;
};

export const customXmlPartType: HostType<PartTarget> = new HostType<PartTarget>("CustomXmlPart", () => ({
  identity: ({ part }) => ({ Id: part.id }),
  read: { id: ({ part }) => part.id, namespaceUri: ({ part }) => part.namespaceUri },
  methods: {
    delete: (target) => target.workbook.customXml.delete(alive(target).id),
    getXml: (target) => alive(target).xml,
    setXml: (target, args) => {
      alive(target).xml = args.text(0);
    },
  },
}));
