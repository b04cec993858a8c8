/** What the pane's window is given in place of Microsoft's office.js. */
export type OfficeGlobals = { readonly Office: object; readonly Excel: object; readonly OfficeExtension: object };

/** What the bridge inside the pane asks of the page around it. */
export type PaneHost = { connect(pane: Window): OfficeGlobals };
