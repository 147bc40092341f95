/** Cuts the text before the cursor into the stages of its last statement and their words, whatever state it is in. Pure. */

export interface Token {
  /** Without quotes. */
  readonly text: string;
  readonly start: number;
  readonly quoted: boolean;
}

export interface Stage {
  /** Whole words before the cursor's. */
  readonly tokens: readonly Token[];
  /** The word at the cursor, possibly empty. */
  readonly current: Token;
  readonly piped: boolean;
  /** The cursor is behind `>`. */
  readonly redirect: boolean;
}

/** Words that a statement of commands may stand behind. */
const LEADS = /^(?:let|if|elif|while)$/;

/** The stages of the last pipeline; the last one holds the cursor. */
export function splitStages(text: string): readonly Stage[] {
  let stages: Stage[] = [];
  let tokens: Token[] = [];
  let piped = false;
  let redirect = false;
  let start = -1;
  let word = '';
  let quote = '';
  let quoted = false;
  const endWord = (): void => {
    if (start >= 0) tokens.push({ text: word, start, quoted });
    start = -1;
    word = '';
    quoted = false;
  };
  const endStage = (bar: boolean): void => {
    endWord();
    const current = { text: '', start: -1, quoted: false };
    stages = bar ? [...stages, { tokens, current, piped, redirect }] : [];
    tokens = [];
    piped = bar;
    redirect = false;
  };
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      if (start < 0) start = index;
      quoted = true;
    } else if (char === '|') endStage(true);
    else if (';\n{}('.includes(char) && text[index - 1] !== '$') endStage(false);
    else if (char === '=' && LEADS.test(tokens[0]?.text ?? '')) endStage(false);
    else if (char === '>' && start < 0 && !comparing(tokens)) {
      redirect = true;
      tokens = [];
    } else if (/\s/.test(char)) endWord();
    else {
      if (start < 0) start = index;
      word += char;
    }
  }
  return [
    ...stages,
    {
      tokens,
      current: start < 0 ? { text: '', start: text.length, quoted: false } : { text: word, start, quoted },
      piped,
      redirect,
    },
  ];
}

/** In a filter `>` compares. */
function comparing(tokens: readonly Token[]): boolean {
  return tokens.some((token) => /^(?:where|--where|--expect|assert)$/.test(token.text));
}
