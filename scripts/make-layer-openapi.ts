/** Writes docs/layer-connector.openapi.json from the wire shapes: npx tsx scripts/make-layer-openapi.ts */
import { writeFileSync } from "node:fs";
import { layerOpenApiText } from "../src/sync/layer/openapi";

const path = "docs/layer-connector.openapi.json";
writeFileSync(path, layerOpenApiText());
console.log(`Wrote ${path}.`);
