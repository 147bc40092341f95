/** Opens tunnels and reads along: TLS ends at the proxy, which shows a certificate of its own. */
import { connect as connectTls, createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { defineBehaviour } from '../define-behaviour.ts';
import { httpProxy } from '../http-proxy.ts';
import { relay } from '../relay.ts';

export default defineBehaviour({
  summary: 'opens tunnels with a certificate of its own',
  weight: 25,
  claims: ['https'],
  truth: { status: 'failed', protocols: [], anonymity: null, reasons: ['tls-untrusted'] },
  latencyMs: [40, 500],
  serve: (visit) =>
    httpProxy(visit, {
      forward: false,
      tunnel: true,
      tunnels: async (client, target) => {
        const inside = new TLSSocket(client, { isServer: true, secureContext: await ownContext() });
        relay(inside, connectTls({ socket: target, rejectUnauthorized: false }));
      },
    }),
});

let made: Promise<SecureContext> | null = null;

/** One certificate for all of them, made when first needed: loading the library alone takes longer than raising the farm. */
function ownContext(): Promise<SecureContext> {
  made ??= makeContext();
  return made;
}

async function makeContext(): Promise<SecureContext> {
  const { generate } = await import('selfsigned');
  const subject = [{ name: 'commonName', value: 'Secure Gateway' }];
  const { private: key, cert } = await generate(subject, { keyType: 'ec', algorithm: 'sha256' });
  return createSecureContext({ key, cert });
}
