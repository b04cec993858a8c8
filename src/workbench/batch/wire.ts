/**
 * The messages between an Office.js client and Excel: one request a `context.sync()`. Names are Excel's own.
 * Observed from the client that Microsoft publishes; there is no public description.
 */
export const actionType = { instantiate: 1, query: 2, method: 3, setProperty: 4, trace: 5 } as const;
export const pathType = { global: 1, newObject: 2, method: 3, property: 4, indexer: 5, reference: 6, nullObject: 7 } as const;

export type WireArguments = { readonly Arguments?: readonly unknown[]; readonly ReferencedObjectPathIds?: readonly unknown[] };

export type WireQuery = { readonly Select?: readonly string[]; readonly Expand?: readonly string[]; readonly Top?: number; readonly Skip?: number };

export type WireAction = {
  readonly Id: number;
  readonly ActionType: number;
  readonly Name: string;
  readonly ObjectPathId: number;
  readonly ArgumentInfo?: WireArguments;
  readonly QueryInfo?: WireQuery;
  /** Object paths that nothing later in the request uses. */
  readonly L?: readonly number[];
};

export type WirePath = {
  readonly Id: number;
  readonly ObjectPathType: number;
  readonly Name: string;
  readonly ParentObjectPathId?: number;
  readonly ArgumentInfo?: WireArguments;
};

export type RequestBody = {
  readonly AutoKeepReference?: boolean;
  readonly Actions: readonly WireAction[];
  readonly ObjectPaths: Readonly<Record<string, WirePath>>;
};

export type WireResult = { readonly ActionId: number; readonly Value: unknown };
export type WireError = { readonly Code: string; readonly Message: string; readonly Location: string; readonly ActionIndex: number; readonly HttpStatusCode: number };
export type ResponseBody = { readonly Results: readonly WireResult[]; readonly TraceIds: readonly number[]; readonly Error?: WireError };

/** What a client hands on; `ErrorCode` is set where the request as a whole was refused. */
export type ResponseMessage = {
  readonly HttpStatusCode: number;
  readonly ErrorCode: string | null;
  readonly ErrorMessage: string | null;
  readonly Headers: Readonly<Record<string, string>>;
  readonly Body: ResponseBody | null;
};

/** Bits of a request's flags that mean something here. */
export const requestFlag = { write: 1, delayForCellEdit: 64 } as const;

export const eventCategory = 65_536;
export type EventEntry = { readonly messageCategory: number; readonly messageType: number; readonly targetId: string; readonly message: string; readonly isRemoteOverride?: boolean };

/** "Values" on the wire is "values" in a program. */
export const toCamel = (name: string): string => (/^[A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);
export const toPascal = (name: string): string => (/^[a-z]/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1) : name);
