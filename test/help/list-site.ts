/** A web site on loopback that serves texts as proxy lists, for tests of scraping. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ListSite {
  /** `http://127.0.0.1:port/` */
  readonly url: string;
  stop(): Promise<void>;
}

/** @param texts path without the leading slash -> text */
export async function serveLists(texts: Readonly<Record<string, string>>): Promise<ListSite> {
  const server = createServer((request, response) => {
    const text = texts[(request.url ?? '/').slice(1)];
    response.writeHead(text === undefined ? 404 : 200, { 'Content-Type': 'text/plain' }).end(text);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
