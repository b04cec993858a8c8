/** Reads and writes .xlsx files beside the page, so that 100,000 rows do not hold it up. */
import { readXlsx } from "../files/read-xlsx";
import { writeXlsx } from "../files/write-xlsx";
import type { FileReply, FileRequest } from "./file-messages";

const answer = async ({ id, task }: FileRequest): Promise<FileReply> => {
  try {
    return task.kind === "read" ? { id, kind: "read", content: await readXlsx(task.bytes, task.name) } : { id, kind: "written", bytes: await writeXlsx(task.content) };
  } catch (fault) {
    return { id, kind: "fault", message: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
};

self.addEventListener("message", (event: MessageEvent<FileRequest>) => {
  void answer(event.data).then((reply) => self.postMessage(reply));
});
