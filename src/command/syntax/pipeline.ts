/** Stages joined by `|`, and where their result goes: `> file`, `>> file`. */
import { endsStage, readCall } from './call.ts';
import { readTerm, unexpected } from './words.ts';
import type { Call, Pipeline, Redirect } from './ast.ts';
import type { Parsing } from './parsing.ts';

export function readPipeline(parsing: Parsing): Pipeline {
  const { scanner } = parsing;
  scanner.skip();
  const start = scanner.pos;
  const calls: Call[] = [readCall(parsing)];
  while (takeBar(parsing)) {
    scanner.skip(true);
    calls.push(readCall(parsing));
  }
  const redirect = readRedirect(parsing);
  const end = redirect?.at.end ?? calls.at(-1)!.at.end;
  return { kind: 'pipeline', calls, redirect, at: scanner.at(start, end) };
}

/** A pipeline goes on in the next line when that begins with a bar. */
function takeBar({ scanner }: Parsing): boolean {
  endsStage(scanner);
  const before = scanner.pos;
  scanner.skip(true);
  if (scanner.startsWith('||')) {
    throw scanner.error('syntax', '|| is not part of the language', scanner.at(scanner.pos, scanner.pos + 2), {
      hint: 'use `command ?` and `if not $last.ok { … }`',
    });
  }
  if (scanner.take('|')) return true;
  scanner.pos = before;
  return false;
}

function readRedirect(parsing: Parsing): Redirect | null {
  const { scanner } = parsing;
  const start = scanner.pos;
  const append = scanner.take('>>');
  if (!append && !scanner.take('>')) return null;
  scanner.skip();
  const target = endsStage(scanner) ? null : readTerm(parsing);
  if (target === null)
    throw scanner.error('syntax', 'a file name is missing behind >', scanner.at(start), { hint: '> ./result.csv' });
  scanner.skip();
  if (scanner.peek() === '>') throw unexpected(scanner, 'after a redirect: one file only');
  if (scanner.peek() === '|') throw unexpected(scanner, 'after a redirect: > file ends the pipeline');
  return { append, target, at: scanner.at(start, target.at.end) };
}
