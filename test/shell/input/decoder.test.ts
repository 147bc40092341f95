/** The input decoder: a table of sequences, and the same events however the bytes are cut. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Decoder } from '../../../src/shell/input/decoder.ts';
import type { InputEvent } from '../../../src/shell/input/events.ts';

/** Short form: keys in angle brackets, text as it is. */
function show(events: readonly InputEvent[]): string {
  return events
    .map((event) => {
      if (event.type === 'key') return `<${event.chord}>`;
      if (event.type === 'text') return event.text;
      if (event.type === 'paste') return `<paste:${JSON.stringify(event.text)}>`;
      if (event.type === 'focus') return `<focus:${event.focused}>`;
      return `<mouse:${event.kind}:${event.x},${event.y}>`;
    })
    .join('');
}

const TABLE: readonly (readonly [input: string, events: string, what: string])[] = [
  ['abc', 'abc', 'plain text'],
  ['\r', '<enter>', 'one enter, once'],
  ['\t\x7f\x08', '<tab><backspace><C-h>', 'controls with names'],
  ['\x01\x1a\0\x1f', '<C-a><C-z><C-space><C-_>', 'control letters'],
  ['\x1b[A\x1b[D', '<up><left>', 'CSI arrows'],
  ['\x1bOA\x1bOF', '<up><end>', 'SS3 arrows'],
  ['\x1b[1;5C\x1b[1;3D\x1b[1;2A\x1b[1;6B', '<C-right><M-left><S-up><C-S-down>', 'modifiers'],
  ['\x1b[3~\x1b[5~\x1b[6;5~', '<delete><pageup><C-pagedown>', 'tilde keys'],
  ['\x1bOP\x1b[11~\x1b[24~\x1b[[A', '<f1><f1><f12><f1>', 'function keys of three families'],
  ['\x1b[Z', '<S-tab>', 'back tab'],
  ['\x1b[H\x1b[1~\x1b[7~', '<home><home><home>', 'home in three dialects'],
  ['\x1bb\x1b.\x1b\x7f\x1b\r', '<M-b><M-.><M-backspace><M-enter>', 'alt with a key'],
  ['\x1bé', '<M-é>', 'alt with a letter beyond ASCII'],
  ['\x1b\x1b[A', '<escape><up>', 'escape, then an arrow'],
  ['\x1b[97;5u\x1b[13;2u\x1b[27u\x1b[32u', '<C-a><S-enter><escape> ', 'CSI-u'],
  ['\x1b[97;1:3u\x1b[98;5:1u', '<C-b>', 'key releases mean nothing'],
  ['\x1b[27;5;105~\x1b[27;2;13~', '<C-i><S-enter>', 'modifyOtherKeys'],
  ['\x1b[57441;1u', '', 'a lone modifier key'],
  ['\x1b[I\x1b[O', '<focus:true><focus:false>', 'focus reports'],
  ['\x1b[<0;10;5M\x1b[<0;10;5m', '<mouse:press:9,4><mouse:release:9,4>', 'mouse buttons'],
  [
    '\x1b[<64;1;1M\x1b[<65;1;1Mx',
    '<mouse:wheel-up:0,0><mouse:wheel-down:0,0>x',
    'the wheel, then a key in the same read',
  ],
  ['\x1b[M !!a', 'a', 'an old mouse report is swallowed whole'],
  [
    '\x1b[200~ls\nrm -rf\x1b[A\r\x1b[201~z',
    '<paste:"ls\\nrm -rf\\u001b[A\\r">z',
    'a paste is one event, whatever is in it',
  ],
  ['\x1b]11;rgb:0000/0000/0000\x07a', 'a', 'an OSC reply ended by BEL'],
  ['\x1b]52;c;Zm9v\x1b\\a', 'a', 'an OSC reply ended by ST'],
  ['\x1bP1$r0m\x1b\\a\x1b_Gi=1;OK\x1b\\b', 'ab', 'DCS and APC replies'],
  ['\x1b[?62;22c\x1b[24;80R\x1b[8;36;120ta', 'a', 'replies to queries'],
  ['\x1b[?2026;2$ya', 'a', 'a mode report with an intermediate character'],
  ['\x1b[99999;99999;1q', '', 'an unknown final'],
  ['\x1b[1;\x03', '<C-c>', 'Ctrl-C breaks a sequence off'],
  ['\x1b]0;never ended\x03', '<C-c>', 'and a reply that never ends'],
  ['👨‍👩‍👧', '👨‍👩‍👧', 'an emoji of several code points'],
  ['\u009b31ma', '31ma', 'an 8-bit CSI is no text'],
];

test('sequences become keys, and nothing is typed that nobody typed', () => {
  for (const [input, events, what] of TABLE) assert.equal(show(new Decoder().feed(input)), events, what);
});

test('a lone escape is the Escape key after a silence, Alt with what waited', () => {
  const table: readonly (readonly [string, boolean, string])[] = [
    ['\x1b', true, '<escape>'],
    ['\x1b[', true, '<M-[>'],
    ['\x1bO', true, '<M-O>'],
    ['\x1b]', true, '<M-]>'],
    ['\x1b[1;5', false, ''],
    ['a', false, ''],
  ];
  for (const [input, waiting, events] of table) {
    const decoder = new Decoder();
    decoder.feed(input);
    assert.equal(decoder.waiting, waiting, JSON.stringify(input));
    assert.equal(show(decoder.flush()), events, JSON.stringify(input));
  }
});

test('after a flush the decoder is at the ground', () => {
  const decoder = new Decoder();
  decoder.feed('\x1b');
  decoder.flush();
  assert.equal(show(decoder.feed('[A')), '[A');
});

test('the events do not depend on how the input is cut into reads', () => {
  const part = fc.constantFrom(...TABLE.map(([input]) => input), 'x', '漢', '\x1b[200~\x1b[201\x1b[201~');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 12 }), (parts, cuts) => {
      const input = parts.join('');
      const whole = show(new Decoder().feed(input));
      const decoder = new Decoder();
      // Between characters: what cuts one in half is put together by the StringDecoder before.
      const chars = Array.from(input);
      const edges = [0, ...cuts.map((cut) => cut % (chars.length + 1)), chars.length].sort((a, b) => a - b);
      let cut = '';
      for (let index = 1; index < edges.length; index++) {
        cut += show(decoder.feed(chars.slice(edges[index - 1], edges[index]).join('')));
      }
      assert.equal(cut, whole);
    }),
    { numRuns: 400 },
  );
});

test('a paste of any size and any content comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), fc.integer({ min: 1, max: 64 }), (text, step) => {
      fc.pre(!text.includes('\x1b[201~'));
      const decoder = new Decoder();
      const events: InputEvent[] = [];
      const input = `\x1b[200~${text}\x1b[201~`;
      for (let at = 0; at < input.length; at += step) events.push(...decoder.feed(input.slice(at, at + step)));
      assert.deepEqual(events, [{ type: 'paste', text }]);
    }),
    { numRuns: 100 },
  );
});

test('a paste without measure is cut, not kept', () => {
  const decoder = new Decoder();
  decoder.feed('\x1b[200~');
  for (let part = 0; part < 6; part++) assert.deepEqual(decoder.feed('x'.repeat(1 << 20)), []);
  const events = decoder.feed('\x1b[201~z');
  assert.deepEqual(
    events.map((event) => (event.type === 'paste' ? event.text.length : event)),
    [4 << 20, { type: 'text', text: 'z' }],
  );
});
