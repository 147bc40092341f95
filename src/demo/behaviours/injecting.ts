/** Works, and slips a script into every page: the kind that must never be ranked. */
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { isWebPage, splitReply } from '../page.ts';

const SCRIPT = '<script src="http://ads.invalid/inject.js"></script>';

export default defineBehaviour({
  summary: 'adds a script to every page',
  weight: 30,
  claims: ['http'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tampered'] },
  latencyMs: [30, 400],
  serve: (visit) => httpProxy(visit, { forward: true, tunnel: false, alters: inject }),
});

/** The reply with the script behind its page; replies that are no web page pass as they are. */
function inject(reply: Buffer): Buffer {
  const parts = splitReply(reply);
  if (!parts || !isWebPage(parts.head)) return reply;
  const page = Buffer.concat([parts.body, Buffer.from(SCRIPT)]);
  return Buffer.concat([
    Buffer.from(parts.head.replace(/^(content-length: *)\d+/im, `$1${page.length}`), 'latin1'),
    page,
  ]);
}
