/** What may come back in a judge's place: on its very ports, up, and not what it was. Everything ends with `stop`. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';
import { startJudge } from '../../src/checker/judge/start.ts';
import { temporaryFolder } from './checking.ts';

export const LIES = {
  stale: 'an echo, but of another request',
  page: 'a web page for whatever is asked',
  error: 'status 503',
  certificate: 'a RefBot judge with another key, and so another certificate and page',
} as const;
export type Lie = keyof typeof LIES;

export interface Ports {
  readonly port: number;
  readonly httpsPort: number;
  readonly host?: string;
}

export interface LyingJudge {
  stop(): Promise<void>;
}

export async function lyingJudge(lie: Lie, { port, httpsPort, host = '127.0.0.1' }: Ports): Promise<LyingJudge> {
  if (lie === 'certificate') {
    const { path: keyFolder, drop } = temporaryFolder();
    const judge = await startJudge({ keyFolder, host, port, httpsPort }).catch((error: unknown) => {
      drop();
      throw error;
    });
    return { stop: () => judge.stop().then(drop) };
  }
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
  const servers = [createServer(), createTlsServer({ key, cert })];
  for (const server of servers) {
    server.on('request', (_request, response) => {
      if (lie === 'error') response.writeHead(503).end();
      else if (lie === 'page') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>It works!</h1>');
      else response.end(JSON.stringify({ refbot: 1, nonce: 'of-somebody-else', address: '203.0.113.9', headers: [] }));
    });
  }
  const stop = async (): Promise<void> => {
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((done) => void server.close(done))));
  };
  try {
    for (const [index, server] of servers.entries()) {
      server.listen([port, httpsPort][index], host);
      await once(server, 'listening');
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}
