import JsdomEnvironment from "jest-environment-jsdom";
import { endAsyncStorages } from "../../support/async-storages";

/** What every browser that Excel uses has and jsdom lacks. */
export default class BrowserEnvironment extends JsdomEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    Object.assign(this.global, { Response, Headers, ReadableStream, TextEncoder, TextDecoder, structuredClone });
    if (!this.dom) throw new Error("jsdom did not start");
    const { window } = this.dom;
    window.matchMedia = (query: string) =>
      ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
    // Nothing is laid out, so no size ever changes.
    window.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
    // jsdom lays nothing out, and a list that draws only what is seen would draw nothing.
    Object.defineProperties(window.HTMLElement.prototype, {
      clientHeight: { configurable: true, get: () => 2_000 },
      clientWidth: { configurable: true, get: () => 360 },
      offsetHeight: { configurable: true, get: () => 40 },
    });
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    endAsyncStorages();
  }
}
