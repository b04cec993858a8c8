/** Opening and saving through the worker, as promises. */
import { ok, type Result } from "../../sync/model/failure";
import { contentOf } from "../files/content-of";
import { workbookOf } from "../files/workbook-of";
import type { Workbook } from "../model";
import type { FileReply, FileRequest } from "./file-messages";

export class FileDesk {
  private next = 1;
  private readonly waiting = new Map<number, { resolve: (reply: FileReply) => void; reject: (fault: Error) => void }>();

  constructor(private readonly worker: Worker) {
    worker.addEventListener("message", (event: MessageEvent<FileReply>) => {
      const { id } = event.data;
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (event.data.kind === "fault") waiting?.reject(new Error(event.data.message));
      else waiting?.resolve(event.data);
    });
    worker.addEventListener("error", (event) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`The file worker stopped: ${event.message}`));
      this.waiting.clear();
    });
  }

  /** @returns bad-request, naming the file, when it is no .xlsx workbook. */
  async open(bytes: Uint8Array, name: string): Promise<Result<Workbook>> {
    const reply = await this.ask({ kind: "read", bytes, name });
    if (reply.kind !== "read") throw new Error(`The file worker answered ${reply.kind} where a file was read.`);
    return reply.content.ok ? ok(workbookOf(reply.content.value, { name })) : reply.content;
  }

  async save(workbook: Workbook): Promise<Uint8Array> {
    const reply = await this.ask({ kind: "write", content: contentOf(workbook) });
    if (reply.kind !== "written") throw new Error(`The file worker answered ${reply.kind} where a file was written.`);
    return reply.bytes;
  }

  private ask(task: FileRequest["task"]): Promise<FileReply> {
    const id = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, task } satisfies FileRequest);
    });
  }
}
