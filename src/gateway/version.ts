import manifest from "../../package.json";

export const { version } = manifest;
/** A database folder belongs to one version of the embedded engine. */
export const pgliteVersion = manifest.dependencies["@electric-sql/pglite"];
