import type { FastifyReply, FastifyRequest } from "fastify";

/** Ends the connection without an answer, as a network does that fails after the work was done. */
export const cutConnection = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
};

/** True on every n-th call; `n` is read each time and 0 is never. */
export const everyNth = (n: () => number): (() => boolean) => {
  let calls = 0;
  return () => {
    const every = n();
    if (every <= 0) return false;
    calls += 1;
    return calls % every === 0;
  };
};
