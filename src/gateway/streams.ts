import type { FastifyReply } from "fastify";

/** Signals that end with their reader, and all together when the gateway stops. */
export const createStreams = () => {
  const open = new Map<AbortController, Promise<void>>();
  return {
    signalFor(reply: FastifyReply): AbortSignal {
      const controller = new AbortController();
      const closed = new Promise<void>((resolve) =>
        reply.raw.once("close", () => {
          open.delete(controller);
          controller.abort();
          resolve();
        }),
      );
      open.set(controller, closed);
      return controller.signal;
    },
    /** Settles when every stream has sent its last byte, so that its connection is idle and can be closed. */
    async endAll(): Promise<void> {
      const closed = [...open.values()];
      for (const controller of open.keys()) controller.abort();
      await Promise.all(closed);
    },
  };
};
export type Streams = ReturnType<typeof createStreams>;
