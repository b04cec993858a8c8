import { createDOMRenderer, RendererProvider } from "@fluentui/react-components";
import { act, configure, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { App } from "../../../src/taskpane/shell/App";
import { aDesk, type Bench } from "./a-desk";

// Only waits for what is expected in any case: a busy machine takes its time over a whole pane.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

/**
 * Of Fluent's style rules those that hide something: jsdom lays nothing out, and weighs every rule for every element that a test
 * asks for by its role. What is seen is looked at in a real browser.
 */
const renderer = createDOMRenderer(document, { unstable_filterCSSRule: (rule) => /display:\s*none|visibility:\s*hidden/.test(rule) });

/** The whole pane on a desk that has started, with hands to use it. */
export const showPane = async (given: Parameters<typeof aDesk>[0] = {}, before: (bench: Bench) => void | Promise<void> = () => undefined) => {
  const bench = aDesk(given);
  await before(bench);
  render(
    <RendererProvider renderer={renderer}>
      <App desk={bench.desk} />
    </RendererProvider>,
  );
  await act(() => bench.desk.start());
  return { ...bench, user: userEvent.setup() };
};
