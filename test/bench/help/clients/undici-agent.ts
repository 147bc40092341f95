/** What most would write: undici's ProxyAgent or Socks5ProxyAgent, one for each connection, as for each proxy of a list. */
import { ProxyAgent, request, Socks5ProxyAgent } from 'undici';
import type { MakeClient } from '../check-kinds.ts';
import { inLanes } from '../in-lanes.ts';

const make: MakeClient = async (kind, ports) => {
  const secure = kind === 'https';
  const base = `${secure ? 'https' : 'http'}://127.0.0.1:${ports.judge[kind]}`;
  const agent = (proxy: string): ProxyAgent | Socks5ProxyAgent =>
    kind === 'socks5'
      ? new Socks5ProxyAgent(`socks5://${proxy}:${ports.proxy}`)
      : new ProxyAgent({
          uri: `http://${proxy}:${ports.proxy}`,
          proxyTunnel: secure,
          requestTls: { rejectUnauthorized: false },
        });
  return inLanes(async ({ proxy, path, nonce }) => {
    const dispatcher = agent(proxy);
    const reply = await request(`${base}${path}${nonce}`, { dispatcher });
    if (!(await reply.body.text()).includes(nonce)) throw new Error('no nonce');
    await dispatcher.destroy();
  });
};

export default make;
