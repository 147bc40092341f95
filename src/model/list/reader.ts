/** What a format's reader is: fed with bytes in pieces of any size, it writes into the builder it was made with. */
import type { Buffer } from 'node:buffer';
export interface Reader {
  /** Name of the format as it may turn out while reading (`json` can become `ndjson`). */
  readonly format: string;
  push(bytes: Buffer): void;
  /** The text is complete. */
  end(): void;
}
