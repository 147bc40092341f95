/** Serves the farm's lists over HTTP as publishers do: an index page, ETags, 304 for who has the newest. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { ListText } from './lists.ts';

interface Page {
  readonly type: string;
  readonly body: string;
  readonly etag: string;
}

/** A server that does not listen yet; what it serves is set with {@link ListServer.publish}. */
export class ListServer {
  readonly server: Server;
  #pages: ReadonlyMap<string, Page> = new Map();

  constructor() {
    this.server = createServer((request, response) => {
      const page = this.#pages.get(request.url ?? '');
      if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      else if (!page) response.writeHead(404).end();
      else if (request.headers['if-none-match'] === page.etag) response.writeHead(304, { ETag: page.etag }).end();
      else {
        response.writeHead(200, {
          'Content-Type': page.type,
          'Content-Length': Buffer.byteLength(page.body),
          ETag: page.etag,
        });
        response.end(request.method === 'HEAD' ? undefined : page.body);
      }
    });
  }

  publish(lists: readonly ListText[]): void {
    const links = lists.map(({ file, name }) => `<li><a href="/${file}">${name}</a></li>`).join('\n');
    const index = page(
      'text/html; charset=utf-8',
      `<!doctype html><title>RefBot demo lists</title><ul>\n${links}\n</ul>\n`,
    );
    this.#pages = new Map([
      ['/', index],
      ...lists.map(({ file, type, text }): [string, Page] => [`/${file}`, page(type, text)]),
    ]);
  }
}

function page(type: string, body: string): Page {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` };
}
