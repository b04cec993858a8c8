/** What the page and its file worker say to each other. */
import type { Result } from "../../sync/model/failure";
import type { WorkbookContent } from "../files/content";

export type FileRequest = {
  readonly id: number;
  readonly task: { readonly kind: "read"; readonly bytes: Uint8Array; readonly name: string } | { readonly kind: "write"; readonly content: WorkbookContent };
};

export type FileReply =
  | { readonly id: number; readonly kind: "read"; readonly content: Result<WorkbookContent> }
  | { readonly id: number; readonly kind: "written"; readonly bytes: Uint8Array }
  /** A bug in the worker, to be thrown in the page. */
  | { readonly id: number; readonly kind: "fault"; readonly message: string };
