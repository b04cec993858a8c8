/** What the add-in names of Office.js is there in the workbench: a member that is missing would only show when a user meets it. */
import { readFileSync } from "node:fs";
import api from "../../../src/workbench/client/api.json";
import { supportedMembers } from "../../../src/workbench/batch";
import { createWorkbook } from "../../../src/workbench/model";
import { officeMembersIn } from "../../support/office-members";
import { startOfficeRuntime } from "../../support/office-runtime";

const classes = api.classes as Readonly<Record<string, Readonly<Record<string, string>>>>;
const byClient = new Set(["context", "load", "set", "sync", "toJSON", "track", "untrack", "isNullObject", "items", "add", "remove", "trackedObjects", "workbook", "application", "runtime"]);

/** "format/fill/color" on a Range: each step by its declared type. */
const pathFault = (type: string, path: string, supported: ReadonlyMap<string, ReadonlySet<string>>): string | null => {
  let owner = type;
  for (const step of path.split("/")) {
    const items = /^i:(\w+)/.exec(classes[owner]?.["items"] ?? "")?.[1];
    if (step === "items") {
      owner = items ?? owner;
      continue;
    }
    // A name loaded on a collection speaks of its items.
    if (items !== undefined && !supported.get(owner)?.has(step)) owner = items;
    if (!supported.get(owner)?.has(step)) return `${owner}.${step}`;
    owner = /^[ol]:(\w+)/.exec(classes[owner]?.[step] ?? "")?.[1] ?? owner;
  }
  return null;
};

test("every Office.js member that the Excel adapter names is supported by the workbench", () => {
  const supported = supportedMembers();
  const named = officeMembersIn("src/excel").filter(({ type }) => type in classes);
  expect(named.length).toBeGreaterThan(50);
  const missing = named.flatMap(({ type, member, at }) => {
    if (member.startsWith("load:")) {
      const fault = pathFault(type, member.slice("load:".length), supported);
      return fault === null ? [] : [`${fault} (loaded at ${at})`];
    }
    if (byClient.has(member) || classes[type]?.[member]?.startsWith("e") || supported.get(type)?.has(member)) return [];
    return [`${type}.${member} (${at})`];
  });
  expect(missing).toEqual([]);
}, 60_000);

test("the client's description is made from the declarations that are installed", () => {
  const { version } = JSON.parse(readFileSync("node_modules/@types/office-js/package.json", "utf8")) as { version: string };
  expect(api.from).toBe(`@types/office-js ${version}`);
});

/** The published client knows nothing above ExcelApi 1.15, so what came later cannot be compared with it. */
const isNewer = (described: string | undefined): boolean => {
  const [major, minor] = (described?.split(" ")[1] ?? "1.1").split(".").map(Number);
  return major !== 1 || (minor ?? 0) > 15;
};

test("what the workbench supports, Microsoft's client has too, with the same kind of member", () => {
  const { Excel, dispose } = startOfficeRuntime(createWorkbook());
  dispose();
  const runtime = Excel as unknown as Record<string, { prototype: Record<string, unknown> } | undefined>;
  const odd: string[] = [];
  for (const [type, members] of supportedMembers()) {
    const prototype = runtime[type]?.prototype;
    for (const member of members) {
      const described = classes[type]?.[member];
      if (member.startsWith("_") || isNewer(described) || type === "NoteCollection") continue;
      const descriptor = prototype && Object.getOwnPropertyDescriptor(prototype, member);
      if (!described || !descriptor) odd.push(`${type}.${member} is ${described ? "not in the runtime" : "not declared"}`);
      else if (/^[pwoli]/.test(described) !== (descriptor.get !== undefined)) odd.push(`${type}.${member} is another kind`);
      else if (/^w/.test(described) && !descriptor.set) odd.push(`${type}.${member} is read only in the runtime`);
    }
  }
  expect(odd).toEqual([]);
});
