import { TestEnvironment } from "jest-environment-node";
import { endAsyncStorages } from "./async-storages";

/** Node's own; what a file leaves behind in its worker does not slow the next one down. */
export default class NodeEnvironment extends TestEnvironment {
  override async teardown(): Promise<void> {
    await super.teardown();
    endAsyncStorages();
  }
}
