/** Watches which keys a person uses, and says in the empty prompt what is worth knowing next. */
import type { Keymap } from '../../command/keys/keymap.ts';
import type { NamedKey } from '../../command/keys/named-key.ts';
import type { Controls } from '../controls/controls.ts';
import type { InputEvent } from '../input/events.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { lessonOf, nextHint } from './lessons.ts';
import type { Practice } from './practice.ts';

export interface TeacherPort {
  readonly practice: Practice;
  readonly prompt: Prompt;
  readonly controls: () => Controls;
  readonly isRunning: () => boolean;
}

export class Teacher {
  readonly #port: TeacherPort;

  constructor(port: TeacherPort) {
    this.#port = port;
  }

  /** Which keys the person uses without being told. @param keymap what is bound to them */
  watch(events: readonly InputEvent[], keymap: Keymap): void {
    const { practice, prompt } = this.#port;
    const { overlay, contexts } = this.#port.controls();
    if (overlay) return;
    for (const event of events) {
      if (event.type !== 'key' && event.type !== 'text') continue;
      const line = keymap.lookup(contexts, event.type === 'key' ? event.chord : event.text)?.line;
      // The suggestion is asked for by few keys, and worked out from the history.
      const lesson = line === undefined ? null : lessonOf(line, () => prompt.ghost !== '');
      if (lesson) practice.did(lesson);
    }
  }

  /** What a new person is told where there is nothing more pressing to say; empty where there is. */
  hint(keyFor: NamedKey): string {
    const { practice, prompt, controls, isRunning } = this.#port;
    const isFree = controls().typing && prompt.isPlain && prompt.isEmpty && !isRunning();
    return (isFree ? nextHint(practice.practised, keyFor) : null) ?? '';
  }
}
