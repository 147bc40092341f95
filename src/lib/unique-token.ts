/** Names for what there must be only one of: temporary files, locks, histories. Never a secret. */

/**
 * 16 hexadecimal digits. Made of Math.random, which every thread seeds from the system anew: node:crypto takes as long to
 * load as thirty modules, and every start needs a token.
 */
export function uniqueToken(): string {
  return half() + half();
}

function half(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
