/**
 * Turns a published proxy list into one that can be checked: `a.b.c.d:p` becomes `127.b.c.d:<port of the farm>` in every
 * format, so that no address of a list is ever dialled. Counts belong to the rewritten text: addresses may fall together.
 */

const IPV4 = /(?<![\d.])\d{1,3}(\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.])(:\d{1,5}\b)?/g;
/** A port in a field of its own: behind the address in a CSV row, or named. */
const FIELD_PORT =
  /(127\.\d{1,3}\.\d{1,3}\.\d{1,3}["']?[,;\t ]["']?)\d{1,5}\b(?!\.)|((?:"port"\s*:\s*"?|<port>|\bport:\s*["']?))\d{1,5}\b/gi;
/** What could still lead away: a host name or a bracketed IPv6 address with a port. */
const OTHER_HOST = /(?<![\w.-])(?:[a-z][\w-]*\.)+[a-z]{2,}:\d{1,5}\b|\[[0-9a-f:.]+\]:\d{1,5}\b/i;

/** @throws when something other than IPv4 addresses could be dialled from the text */
export function rewriteList(text: string, port: number): string {
  const other = OTHER_HOST.exec(text);
  if (other) throw new Error(`the list names ${other[0]}, which cannot be moved to loopback`);
  return text
    .replace(IPV4, (_, rest: string, ownPort?: string) => `127${rest}${ownPort === undefined ? '' : `:${port}`}`)
    .replace(FIELD_PORT, (_, address?: string, name?: string) => `${address ?? name}${port}`);
}
