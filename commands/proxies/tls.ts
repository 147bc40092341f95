/** `proxies tls`: whether a certificate that is not the expected one is a failure of these proxies. */
import { defineCommand } from '../../src/command/define.ts';
import { choice } from '../../src/command/types/choice.ts';
import { count, plain } from '../_show.ts';
import { PROXIES_ARG, chosen } from './_change.ts';

export default defineCommand({
  summary: 'Allows proxies to show a certificate of their own over TLS, or forbids it again',
  description:
    "A proxy that opens TLS on purpose, as in companies, shows its own certificate in place of the judge's or your page's. With `skip` it may: `tls intact` still says false, and checks go on. `verify` is the default.",
  args: [PROXIES_ARG, { name: 'what', type: choice('verify', 'skip'), help: 'verify or skip' }],
  effect: 'write',
  output: 'value',
  columns: [count('changed'), plain('tls')],
  examples: ['proxies tls 12 skip', 'proxies tls where tags = office skip', 'proxies tls @all verify'],
  async run(context, args) {
    const ids = await chosen(context, args.proxies);
    return { changed: await context.engine.act.skipTls(ids, args.what === 'skip'), tls: args.what };
  },
});
