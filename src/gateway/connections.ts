import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Ends a closing server's connections as soon as they carry no request, and all that are left after `patienceMs`. Browsers open
 * connections ahead of need, which Node does not count as idle, and one of them would hold up the stop for minutes.
 */
export const watchConnections = (server: Server): ((patienceMs: number) => void) => {
  const requests = new Map<Socket, number>();
  const count = (socket: Socket, change: 1 | -1) => {
    const now = requests.get(socket);
    if (now !== undefined) requests.set(socket, now + change);
  };
  server.on("connection", (socket: Socket) => {
    requests.set(socket, 0);
    socket.once("close", () => requests.delete(socket));
  });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    count(socket, 1);
    response.once("close", () => count(socket, -1));
  });
  const endIdle = () => {
    for (const [socket, under] of requests) if (under === 0) socket.destroy();
  };
  return (patienceMs) => {
    const sweep = setInterval(endIdle, 50);
    const last = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.once("close", () => {
      clearInterval(sweep);
      clearTimeout(last);
    });
    endIdle();
  };
};
