import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { ribbonCommands } from "../../src/commands/ribbon-commands";

const root = join(__dirname, "..", "..");
const text = readFileSync(join(root, "manifest.xml"), "utf8");

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string; readonly children: readonly Element[] };
type Raw = { [name: string]: Raw[] | string | Record<string, string> };

const toElement = (raw: Raw): Element => {
  const name = Object.keys(raw).find((key) => key !== ":@") ?? "";
  const children = (raw[name] as Raw[]).filter((child) => !("#text" in child));
  const words = (raw[name] as Raw[]).flatMap((child) => ("#text" in child ? [String(child["#text"])] : []));
  return { name, attributes: (raw[":@"] ?? {}) as Record<string, string>, text: words.join(""), children: children.map(toElement) };
};
const parsed = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "", ignoreDeclaration: true }).parse(text) as Raw[];
const app = toElement(parsed[0] as Raw);

const everything = (element: Element): Element[] => [element, ...element.children.flatMap(everything)];
const all = everything(app);
const named = (name: string) => all.filter((element) => element.name === name);
const one = (name: string, within: Element = app) => {
  const found = everything(within).find((element) => element.name === name);
  if (!found) throw new Error(`The manifest has no ${name}`);
  return found;
};
const childrenOf = (element: Element) => element.children.map((child) => child.name);
const resources = [...named("bt:Image"), ...named("bt:Url"), ...named("bt:String")].filter((element) => element.attributes["id"] !== undefined);

/** Office reads elements in a fixed order and ignores or refuses what stands out of it. */
const orders: readonly (readonly [string, readonly string[]])[] = [
  ["OfficeApp", ["Id", "AlternateId", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl", "HighResolutionIconUrl", "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings", "Permissions", "VersionOverrides"]],
  ["VersionOverrides", ["Description", "Requirements", "Hosts", "Resources", "WebApplicationInfo"]],
  ["DesktopFormFactor", ["GetStarted", "FunctionFile", "ExtensionPoint"]],
  ["GetStarted", ["Title", "Description", "LearnMoreUrl"]],
  ["CustomTab", ["Group", "Label", "InsertAfter"]],
  ["Group", ["Label", "Icon", "Control"]],
  ["Control", ["Label", "Supertip", "Icon", "Action", "Enabled"]],
  ["Supertip", ["Title", "Description"]],
  ["Resources", ["bt:Images", "bt:Urls", "bt:ShortStrings", "bt:LongStrings"]],
];

test.each(orders)("the children of %s stand in the order that Office demands", (name, order) => {
  for (const element of named(name)) {
    const places = childrenOf(element).map((child) => order.indexOf(child));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});

test("the shared runtime comes first in its host, and names the page that the ribbon's functions run in", () => {
  const host = one("Host", one("VersionOverrides"));
  expect(childrenOf(host)[0]).toBe("Runtimes");
  expect(named("Runtime")).toHaveLength(1);
  expect(one("Runtime").attributes).toMatchObject({ resid: "Taskpane.Url", lifetime: "long" });
  expect(one("FunctionFile").attributes["resid"]).toBe("Taskpane.Url");
  expect(named("Action").filter((action) => action.attributes["xsi:type"] === "ShowTaskpane").map((action) => one("SourceLocation", action).attributes["resid"])).toEqual(["Taskpane.Url"]);
});

test("it asks for a workbook, read and write, and the floor that the add-in is built on", () => {
  expect(named("Host").map((host) => host.attributes["Name"] ?? host.attributes["xsi:type"])).toEqual(["Workbook", "Workbook"]);
  expect(one("Permissions").text).toBe("ReadWriteDocument");
  expect(one("Set").attributes).toEqual({ Name: "ExcelApi", MinVersion: "1.14" });
});

test("its id is a GUID and its version up to four numbers of five digits", () => {
  expect(one("Id").text).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(one("Version").text).toMatch(/^\d{1,5}(\.\d{1,5}){0,3}$/);
});

test("no text is longer than Office shows", () => {
  expect(one("DisplayName").attributes["DefaultValue"]?.length).toBeLessThanOrEqual(125);
  expect(one("Description").attributes["DefaultValue"]?.length).toBeLessThanOrEqual(250);
  for (const string of one("bt:ShortStrings").children) expect(string.attributes["DefaultValue"]?.length).toBeLessThanOrEqual(125);
  for (const string of one("bt:LongStrings").children) expect(string.attributes["DefaultValue"]?.length).toBeLessThanOrEqual(250);
  for (const resource of resources) expect(resource.attributes["id"]?.length).toBeLessThanOrEqual(32);
});

test("ids stand once, and every reference to a resource resolves", () => {
  const ids = resources.map((resource) => resource.attributes["id"]);
  expect(new Set(ids).size).toBe(ids.length);
  const wanted = all.flatMap((element) => (element.attributes["resid"] === undefined ? [] : [element.attributes["resid"]]));
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id) => id !== undefined && !wanted.includes(id))).toEqual([]);
  const controls = [...named("Control"), ...named("Group"), ...named("CustomTab")].map((element) => element.attributes["id"]);
  expect(new Set(controls).size).toBe(controls.length);
});

test("every button's function is associated in code, and every associated one has a button", () => {
  const inCode = Object.keys(ribbonCommands(() => new Promise(() => undefined), { showPane: async () => undefined }));
  expect(named("FunctionName").map((name) => name.text).sort()).toEqual(inCode.sort());
});

test("the ribbon has one tab with Template, Check, Push, Status and Open pane", () => {
  expect(named("CustomTab")).toHaveLength(1);
  const words = new Map(resources.map((resource) => [resource.attributes["id"], resource.attributes["DefaultValue"]]));
  expect(named("Control").map((control) => words.get(one("Label", control).attributes["resid"]))).toEqual(["Template", "Check", "Push", "Status", "Open pane"]);
});

/** Width and height from a PNG's header. */
const sizeOf = (file: string) => {
  const bytes = readFileSync(file);
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};
const assetOf = (url: string | undefined) => join(root, new URL(url ?? "").pathname);

test("every icon is there at the pixel size it is named for", () => {
  const sizes = new Map(named("bt:Image").filter((image) => image.attributes["size"]).map((image) => [image.attributes["resid"], Number(image.attributes["size"])]));
  for (const image of one("bt:Images").children) {
    const size = sizes.get(image.attributes["id"]);
    expect(sizeOf(assetOf(image.attributes["DefaultValue"]))).toEqual([size, size]);
  }
  for (const icon of named("Icon")) expect(icon.children.map((image) => image.attributes["size"])).toEqual(["16", "32", "80"]);
  expect(sizeOf(assetOf(one("IconUrl").attributes["DefaultValue"]))).toEqual([32, 32]);
  expect(sizeOf(assetOf(one("HighResolutionIconUrl").attributes["DefaultValue"]))).toEqual([64, 64]);
});

test("every address is https, within 2,048 characters, and moves to production with one replacement", () => {
  const addresses = all.flatMap((element) => Object.values(element.attributes).filter((value) => /^https?:/.test(value) && !value.startsWith("http://schemas.") && !value.startsWith("http://www.w3.org/")));
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses) {
    expect(address).toMatch(/^https:\/\/localhost:3000(\/|$)/);
    expect(address.length).toBeLessThanOrEqual(2048);
  }
  const production = text.replaceAll("https://localhost:3000", "https://tieout.example");
  expect(production).not.toContain("localhost");
});

test("the build replaces exactly the address that the manifest is written for", () => {
  expect(readFileSync(join(root, "webpack.config.js"), "utf8")).toContain('const developmentUrl = "https://localhost:3000"');
});
