/** Lines that were run, newest last, and walking through them by prefix. Pure; the file is history-file.ts. */
export interface Walk {
  /** What was typed before the walk: only lines that start with it are met, and the walk returns to it. */
  readonly typed: string;
  /** Place in the history; its length = the typed line. */
  readonly at: number;
}

export const MAX_HISTORY = 2000;

/** Adds a line; an older copy of it goes away, so that walking never meets a line twice. */
export function remember(history: readonly string[], line: string): string[] {
  return [...history.filter((known) => known !== line), line].slice(-MAX_HISTORY);
}

/** A line that starts with a blank is not kept; that is how a person keeps one out of the file. */
export function isKept(line: string): boolean {
  return line.trim() !== '' && !line.startsWith(' ');
}

export function startWalk(history: readonly string[], typed: string): Walk {
  return { typed, at: history.length };
}

/** The next older line that starts with what was typed; the same walk where there is none. */
export function older(history: readonly string[], walk: Walk): Walk {
  for (let at = walk.at - 1; at >= 0; at--) if (history[at]!.startsWith(walk.typed)) return { ...walk, at };
  return walk;
}

export function newer(history: readonly string[], walk: Walk): Walk {
  for (let at = walk.at + 1; at < history.length; at++) if (history[at]!.startsWith(walk.typed)) return { ...walk, at };
  return { ...walk, at: history.length };
}

export function walkText(history: readonly string[], walk: Walk): string {
  return history[walk.at] ?? walk.typed;
}
