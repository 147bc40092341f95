/** The judge's thread: starts the server with the certificate of the given folder and tells where it listens. */
import { openLane } from '../../lib/worker-lane.ts';
import { judgeCertificate } from './certificate.ts';
import { serveJudge, type JudgeServer } from './server.ts';

export interface JudgeWorkerData {
  readonly host: string;
  readonly port: number;
  readonly httpsPort: number;
  readonly keyFolder: string;
}

export type JudgeWorkerMessage =
  | { readonly kind: 'listening'; readonly httpPort: number; readonly httpsPort: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string };

let server: JudgeServer | null = null;
let starting: Promise<void> | null = null;

// Every check waits for the judge twice: it keeps its priority, unlike the workers that ask it.
const lane = openLane<never, JudgeWorkerMessage>({
  onMessage: () => {},
  niceness: 0,
  onStop: async () => {
    await starting;
    await server?.stop();
  },
});

starting = (async () => {
  const { host, port, httpsPort, keyFolder } = lane.data as JudgeWorkerData;
  try {
    const certificate = await judgeCertificate(keyFolder, new Date());
    server = await serveJudge({ host, port, httpsPort, certificate });
    lane.post({ kind: 'listening', httpPort: server.httpPort, httpsPort: server.httpsPort });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    lane.post({ kind: 'failed', message: error instanceof Error ? error.message : String(error), code });
  }
})();
