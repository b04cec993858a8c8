/** The error Office.js throws: name, code, message, and where. */
export type DebugInfo = {
  readonly code: string;
  readonly message: string;
  readonly errorLocation?: string;
  readonly statement?: string;
  readonly surroundingStatements?: readonly string[];
  readonly fullStatements?: readonly string[];
};

export type ErrorDetails = {
  readonly code: string;
  readonly message: string;
  readonly httpStatusCode?: number;
  readonly debugInfo?: Omit<DebugInfo, "code" | "message">;
  readonly innerError?: Error;
};

const statuses: Readonly<Record<string, number>> = {
  AccessDenied: 401, ConnectionFailure: 500, GeneralException: 500, InvalidArgument: 400, InvalidObjectPath: 400, InvalidOrTimedOutSession: 408, InvalidRequestContext: 400, Timeout: 408, ValueNotLoaded: 400,
};

export class RuntimeError extends Error {
  readonly code: string;
  readonly httpStatusCode: number;
  readonly traceMessages: readonly string[] = [];
  readonly innerError: Error | null;
  readonly debugInfo: DebugInfo;

  constructor(details: ErrorDetails) {
    super(details.message);
    this.name = "RichApi.Error";
    this.code = details.code;
    this.httpStatusCode = details.httpStatusCode ?? statuses[details.code] ?? 500;
    this.innerError = details.innerError ?? null;
    this.debugInfo = { code: details.code, message: details.message, ...details.debugInfo };
  }

  override toString(): string {
    return `${this.code}: ${this.message}`;
  }
}

export const notLoaded = (type: string | null, property: string): RuntimeError =>
  new RuntimeError({
    code: "PropertyNotLoaded",
    httpStatusCode: 400,
    message: `The property '${property}' is not available. Before reading the property's value, call the load method on the containing object and call "context.sync()" on the associated request context.`,
    ...(type === null ? {} : { debugInfo: { errorLocation: `${type}.${property}` } }),
  });

export const valueNotLoaded = (): RuntimeError =>
  new RuntimeError({
    code: "ValueNotLoaded",
    httpStatusCode: 400,
    message: 'The value of the result object has not been loaded yet. Before reading the value property, call "context.sync()" on the associated request context.',
    debugInfo: { errorLocation: "clientResult.value" },
  });

export const invalidPath = (expression: string): RuntimeError =>
  new RuntimeError({
    code: "InvalidObjectPath",
    httpStatusCode: 400,
    message: `The object path '${expression}' isn't working for what you're trying to do. If you're using the object across multiple "context.sync" calls and outside the sequential execution of a ".run" batch, please use the "context.trackedObjects.add()" and "context.trackedObjects.remove()" methods to manage the object's lifetime.`,
    debugInfo: { errorLocation: expression },
  });

export const otherContext = (): RuntimeError => new RuntimeError({ code: "InvalidRequestContext", httpStatusCode: 400, message: "Cannot use the object across different request contexts." });

export const invalidArgument = (name: string, location?: string, innerError?: Error): RuntimeError =>
  new RuntimeError({
    code: "InvalidArgument",
    httpStatusCode: 400,
    message: `The argument '${name}' doesn't work for this situation, is missing, or isn't in the right format.`,
    ...(location === undefined ? {} : { debugInfo: { errorLocation: location } }),
    ...(innerError ? { innerError } : {}),
  });

export const mustReturnPromise = (): RuntimeError =>
  new RuntimeError({
    code: "RunMustReturnPromise",
    httpStatusCode: 400,
    message:
      'The batch function passed to the ".run" method didn\'t return a promise. The function must return a promise, so that any automatically-tracked objects can be released at the completion of the batch operation. Typically, you return a promise by returning the response from "context.sync()".',
  });
