/** Says in which format the rows of the pipeline are printed. */
import { choice } from '../src/command/types/choice.ts';
import { defineCommand } from '../src/command/define.ts';
import { FORMATS } from '../src/command/interpreter.ts';

export default defineCommand({
  summary: 'Prints the rows in another format',
  description:
    'table for people; json, jsonl, csv, tsv and md with raw numbers (milliseconds, 0..1, ISO times). In csv, text that a spreadsheet would run as a formula (= + - @ in front) has an apostrophe before it. What would act on a terminal is escaped in json and jsonl, so that nothing is lost, and left out of the others.',
  args: [{ name: 'format', type: choice(...FORMATS), help: 'table, json, jsonl, csv, tsv or md' }],
  effect: 'read',
  output: 'rows',
  input: 'rows',
  needs: 'none',
  examples: ['proxies top 10 | to csv > ./top.csv', 'proxies list | where country = DE | to jsonl'],
  run({ input, present }, { format }) {
    present({ format });
    return input!;
  },
});
