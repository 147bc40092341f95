/** What a format's reader is: fed with bytes in pieces of any size, it writes into the builder it was made with. */
export interface Reader {
  /** Name of the format as it may turn out while reading (`json` can become `ndjson`). */
  readonly format: string;
  push(bytes: Uint8Array): void;
  /** The text is complete. */
  end(): void;
}
