/** A core in a process of its own, so that its memory is its own: how a benchmark starts it, asks it and ends it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type CoreProcess<Ask, Took> = { ask(ask: Ask): Promise<Took>; end(): Promise<void> };

/** @param program of this folder: answers each message by `answerEach`. @param told what it is started with. */
export const startCoreProcess = async <Ask extends object, Took>(program: string, told: object): Promise<CoreProcess<Ask, Took>> => {
  const child = fork(join("bench", "support", program), [JSON.stringify(told)], { execArgv: ["--expose-gc", "--import", "tsx"] });
  await once(child, "message");
  return {
    async ask(ask) {
      const heard = new AbortController();
      const { signal } = heard;
      try {
        const answered = once(child, "message", { signal }) as Promise<[Took]>;
        const ended = once(child, "exit", { signal }).then((): never => {
          throw new Error("The core's process ended.");
        });
        child.send(ask);
        const [took] = await Promise.race([answered, ended]);
        return took;
      } finally {
        heard.abort();
      }
    },
    async end() {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
};
