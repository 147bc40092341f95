/**
 * The words of the local protocol: newline-separated JSON frames both ways over a Unix socket. The holder of the state
 * runs the command; whatever touches the client's side (its output, files, standard input, person) is asked of the client.
 */
import type { Progress } from '../engine/types.ts';
import type { LocalRequest } from './request.ts';

/** Counted up when a frame changes its meaning. */
export const PROTOCOL = 1;

/** An error of the catalogue on its way through the socket. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
}

/** From the client. Answers carry the `id` of what was asked. */
export type ClientFrame =
  | { readonly t: 'run'; readonly protocol: number; readonly request: LocalRequest }
  | { readonly t: 'cancel' }
  | { readonly t: 'done'; readonly id: number }
  | { readonly t: 'answer'; readonly id: number; readonly yes: boolean }
  /** Bytes in base64; null at the end of the file. */
  | { readonly t: 'data'; readonly id: number; readonly data: string | null }
  | { readonly t: 'failed'; readonly id: number; readonly error: WireError };

/** From the holder. Frames with an `id` want an answer; `file` names an open file by the id that opened it. */
export type HolderFrame =
  | { readonly t: 'accepted' }
  | { readonly t: 'refused'; readonly error: WireError }
  | { readonly t: 'leaving' }
  | { readonly t: 'exit'; readonly status: number }
  | { readonly t: 'write'; readonly id: number; readonly text: string }
  | { readonly t: 'note'; readonly text: string }
  | { readonly t: 'progress'; readonly progress: Progress | null }
  | { readonly t: 'confirm'; readonly id: number; readonly question: string }
  /** The next piece of a file that is opened by the first pull. */
  | { readonly t: 'pull'; readonly id: number; readonly file: number; readonly path: string }
  | { readonly t: 'drop'; readonly file: number }
  | { readonly t: 'open'; readonly id: number; readonly path: string; readonly append: boolean }
  | { readonly t: 'put'; readonly id: number; readonly file: number; readonly text: string }
  | { readonly t: 'close'; readonly id: number; readonly file: number };

/** Longest frame in bytes, line break included. */
export const MAX_FRAME = 1024 * 1024;

/** Most UTF-16 units of text in one frame: JSON makes at most six bytes of one. */
const TEXT_UNITS = 128 * 1024;
/** Most bytes of a file in one frame (base64 makes 4 of 3). */
export const DATA_BYTES = 256 * 1024;

/** Cuts a text so that each part fits a frame; never between the halves of a character. */
export function* textParts(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + TEXT_UNITS, text.length);
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to--;
    yield text.slice(from, to);
    from = to;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
