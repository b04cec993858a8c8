/** Builds the pane and the workbench page into dist/web, unless what is there was built from the same sources. Ends the process when they cannot be built. */
export declare const ensureWebBuild: (root: string) => void;
