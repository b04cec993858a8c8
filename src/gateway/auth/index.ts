export { entraAuth, type EntraOptions } from "./entra";
export { mayAct, type Authenticate, type Identity } from "./identity";
export { isLoopbackName, localAuth, notLocal } from "./local";
