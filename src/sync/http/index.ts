export { createHttp, type HttpAnswer, type HttpCall, type HttpClient, type HttpOptions, type HttpOutcome, type HttpRequest } from "./http";
export { decideRead, retryAfterMs, type ReadDecision } from "./read-again";
export { readJson } from "./read-json";
export { transportFailure, type SystemWords } from "./transport-failure";
export { createTurns } from "./turns";
