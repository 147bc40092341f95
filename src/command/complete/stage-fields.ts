/** Which fields the rows have that come to a stage, as far as the words in front of it tell. Pure. */
import { fieldsBehind } from '../check/check-pipeline.ts';
import type { StageReader } from './stage-reader.ts';

type Fields = readonly string[] | null;

/** Fields that a filter or a list of names in the stage may use; null = not known. */
export function fieldsAt(stage: StageReader): Fields {
  const { command, before } = stage;
  if (before) return fieldsOut(before);
  return command ? fieldsBehind(command.definition, null, {}) : null;
}

function fieldsOut(stage: StageReader): Fields {
  const { command, before } = stage;
  if (!command) return null;
  return fieldsBehind(command.definition, before ? fieldsOut(before) : null, argsOf(stage));
}

/** What `select` and its like were told: names of fields. */
function argsOf({ command, tokens }: StageReader): Record<string, unknown> {
  const spec = command?.definition.args?.[0];
  if (!command?.definition.outputFields || spec?.type.syntax !== 'fields') return {};
  try {
    const values = tokens.filter(({ type }) => type === spec.type).map(({ text }) => spec.type.parse(text));
    return { [spec.name]: spec.rest ? values : values[0] };
  } catch {
    // A half-typed stage: its fields are not known yet.
    return {};
  }
}
