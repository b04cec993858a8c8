/** `load`: which properties a query selects, and what is answered. */
import type { BatchError } from "./errors";
import { notSupported } from "./errors";
import type { Call, HostObject } from "./host-type";
import type { WireQuery } from "./wire";
import { toCamel, toPascal } from "./wire";

type Selection = { all: boolean; scalars: Set<string>; children: Map<string, Selection> };

const emptySelection = (): Selection => ({ all: false, scalars: new Set(), children: new Map() });

const parse = (query: WireQuery): Selection => {
  const root = emptySelection();
  const paths = [...(query.Select ?? []), ...(query.Expand ?? [])];
  if (paths.length === 0) root.all = true;
  for (const path of paths) {
    const steps = path.split(/[/.]/).filter((step) => step !== "");
    let selection = root;
    steps.forEach((step, index) => {
      const name = toCamel(step);
      if (index === steps.length - 1) {
        if (name === "*" || name === "items") selection.all = true;
        else selection.scalars.add(name);
        return;
      }
      if (name === "items") return;
      const child = selection.children.get(name) ?? emptySelection();
      selection.children.set(name, child);
      selection = child;
    });
  }
  return root;
};

/** The answer to a query, in the names of the wire; null for the null object. */
export const answerQuery = (object: HostObject | null, query: WireQuery, call: Call): unknown => (object ? answer(object, parse(query), query, call) : null);

const answer = (object: HostObject, selection: Selection, query: WireQuery, call: Call): Record<string, unknown> => (object.isCollection ? answerCollection(object, selection, query, call) : answerSingle(object, selection, call));

const answerCollection = (object: HostObject, selection: Selection, query: WireQuery, call: Call): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...object.identity };
  const ofItems: Selection = { all: selection.all, scalars: new Set(), children: selection.children };
  for (const name of selection.scalars) {
    // "count" is the collection's own; any other name speaks of the items.
    if (object.hasScalar(name)) result[toPascal(name)] = object.read(name, call);
    else ofItems.scalars.add(name);
  }
  if (selection.all) for (const name of object.scalars()) result[toPascal(name)] = object.read(name, call);
  const wantsItems = selection.all || ofItems.scalars.size > 0 || ofItems.children.size > 0;
  if (wantsItems) {
    const from = query.Skip ?? 0;
    const items = object.items(call).slice(from, query.Top === undefined ? undefined : from + query.Top);
    result["_Items"] = items.map((item) => answerSingle(item, ofItems, call));
  }
  return result;
};

const answerSingle = (object: HostObject, selection: Selection, call: Call): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...object.identity };
  const names = selection.all ? new Set([...object.scalars(), ...selection.scalars]) : selection.scalars;
  for (const name of names) {
    if (object.hasScalar(name)) result[toPascal(name)] = object.read(name, call);
    else if (object.opens(name)) result[toPascal(name)] = whole(object.open(name, call), call);
    else throw notSupported(`${object.typeName}.${name}`);
  }
  for (const [name, child] of selection.children) {
    if (!object.opens(name)) throw notSupported(`${object.typeName}.${name}`);
    const opened = object.open(name, call);
    const answered = opened ? answer(opened, child, {}, call) : null;
    result[toPascal(name)] = merged(result[toPascal(name)], answered);
  }
  return result;
};

/** Naming a navigation property loads all its own properties. */
const whole = (object: HostObject | null, call: Call): unknown => (object ? answer(object, { all: true, scalars: new Set(), children: new Map() }, {}, call) : null);

const merged = (known: unknown, more: unknown): unknown => {
  if (typeof known !== "object" || known === null || typeof more !== "object" || more === null) return more;
  return { ...known, ...more };
};

export const unknownAction = (type: number): BatchError => notSupported(`Action type ${type}`);
