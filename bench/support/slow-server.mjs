/** In a thread of its own, so that it takes nothing from what is measured: answers every POST with a number, some milliseconds later. */
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

let urn = 1_000;
const server = createServer((incoming, answer) => {
  incoming.resume();
  incoming.on("end", () => {
    setTimeout(() => {
      urn += 1;
      answer.setHeader("content-type", "application/json");
      answer.end(JSON.stringify({ urn }));
    }, workerData.answerMs);
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
