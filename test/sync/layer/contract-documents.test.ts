import { readFileSync } from "node:fs";
import { layerOpenApi, layerOpenApiText } from "../../../src/sync/layer/openapi";
import { layerPaths } from "../../../src/sync/layer/paths";

const guide = readFileSync("docs/layer-connector.md", "utf8");

test("the OpenAPI file is what the wire shapes say (npx tsx scripts/make-layer-openapi.ts writes it)", () => {
  expect(readFileSync("docs/layer-connector.openapi.json", "utf8")).toBe(layerOpenApiText());
});

test("every reference in the OpenAPI file leads somewhere", () => {
  const { components } = layerOpenApi();
  const references = [...layerOpenApiText().matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? "");
  expect(references.filter((name) => !(name in components.schemas))).toEqual([]);
});

test("the guide names every route", () => {
  expect(Object.keys(layerOpenApi().paths).filter((path) => !guide.includes(path))).toEqual([]);
  expect(Object.values(layerPaths).filter((path) => !guide.includes(path))).toEqual([]);
});

test("the guide names every field", () => {
  const fields = Object.values(layerOpenApi().components.schemas).flatMap((schema) => Object.keys((schema as { properties?: object }).properties ?? {}));
  expect(fields.filter((field) => !guide.includes(field))).toEqual([]);
});
