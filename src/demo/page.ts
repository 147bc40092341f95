/** A proxy's own page in a reply's clothes, and how a reply is taken apart. Pure; for the behaviours that lie. */

/** A whole reply with a web page. */
export function pageReply(page: string): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(page)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${page}`);
}

/** Head with the empty line, and body; null while there is no whole head. */
export function splitReply(reply: Buffer): { readonly head: string; readonly body: Buffer } | null {
  const end = reply.indexOf('\r\n\r\n') + 4;
  return end < 4 ? null : { head: reply.subarray(0, end).toString('latin1'), body: reply.subarray(end) };
}

/** Whether a head announces a web page. */
export function isWebPage(head: string): boolean {
  return /^content-type: *text\/html/im.test(head);
}
