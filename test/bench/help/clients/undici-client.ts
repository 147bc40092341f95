/** undici's Client, its barest dispatcher: connected to the proxy and asked in absolute form. It can do that for HTTP only. */
import { Client } from 'undici';
import type { MakeClient } from '../check-kinds.ts';
import { inLanes } from '../in-lanes.ts';

const make: MakeClient = async (kind, ports) => {
  const authority = `127.0.0.1:${ports.judge[kind]}`;
  return inLanes(async ({ proxy, path, nonce }) => {
    const client = new Client(`http://${proxy}:${ports.proxy}`);
    const reply = await client.request({
      method: 'GET',
      path: `http://${authority}${path}${nonce}`,
      headers: { host: authority },
    });
    if (!(await reply.body.text()).includes(nonce)) throw new Error('no nonce');
    await client.destroy();
  });
};

export default make;
