/** The configuration to browse and change: every key with value, default, and where the value comes from. */
import { quoteWord } from '../../command/expr/quote.ts';
import { CONFIG_KEYS, CONFIG_PATHS, environmentName } from '../../core/config/keys.ts';
import type { Config, ConfigPath } from '../../core/config/config.ts';
import { definePanel } from '../define-panel.ts';
import type { Segment } from '../paint/brush.ts';
import type { Theme } from '../paint/style.ts';
import type { Column } from '../table/column.ts';
import { textColumn } from '../table/small-columns.ts';
import { listSource } from '../table/source.ts';
import { tablePanel } from '../table/table-panel.ts';

interface Option {
  readonly key: ConfigPath;
  /** As `config set` takes it; a secret is masked. */
  readonly value: string;
  readonly default: string;
  readonly origin: string;
  readonly isChanged: boolean;
  readonly help: string;
}

const COLUMNS: readonly Column<Option>[] = [
  textColumn('key', { title: 'key', width: 22, grow: 36, rank: 0, look: (row) => (row.isChanged ? 'strong' : 'text') }),
  {
    field: 'isChanged',
    title: 'set',
    width: 4,
    rank: 2,
    text: (row) => (row.isChanged ? '●' : ''),
    look: () => 'accent',
    value: (row) => Number(row.isChanged),
    greatestFirst: true,
  },
  textColumn('value', {
    title: 'value',
    width: 16,
    grow: 30,
    rank: 1,
    look: (row) => (row.isChanged ? 'accent' : 'text'),
  }),
  textColumn('default', { title: 'default', width: 14, grow: 24, rank: 4, look: () => 'dim' }),
  textColumn('origin', {
    title: 'from',
    width: 11,
    rank: 2,
    look: (row) => (row.origin === 'default' ? 'dim' : 'text'),
  }),
  textColumn('help', { title: 'what it does', width: 60, grow: 120, rank: 5, look: () => 'dim' }),
];

export default definePanel({
  title: 'options',
  tab: 'options',
  number: null,
  kind: 'table',
  create: () =>
    tablePanel<Option>({
      source: listSource(
        (row) => row.key,
        ({ facts }) => CONFIG_PATHS.map((key) => optionOf(facts!.config, key)),
      ),
      columns: COLUMNS,
      fields: ['key', 'value', 'default', 'origin', 'isChanged', 'help'],
      texts: (row) => [row.key, row.value, row.origin, row.help],
      sortedBy: 'key',
      open: (row, port) =>
        port.type(`config set ${row.key} ${CONFIG_KEYS[row.key].secret ? '' : quoteWord(row.value)}`),
      copied: (row) => `config set ${row.key} ${quoteWord(row.value)}`,
      empty: () => ['there are no options'],
      about: { lines: 3, of: aboutOption },
    }),
});

function optionOf(config: Config, key: ConfigPath): Option {
  const { type, default: value, help } = CONFIG_KEYS[key];
  const [shown, usual] = [textOf(config.shown(key)), textOf(type.toJson(value))];
  return { key, value: shown, default: usual, origin: config.origin(key), isChanged: shown !== usual, help };
}

function textOf(value: unknown): string {
  return value === null ? 'none' : String(value);
}

function aboutOption(row: Option, theme: Theme): Segment[][] {
  const { type, cost, restart } = CONFIG_KEYS[row.key];
  return [
    [[row.help, theme.text]],
    [[cost, theme.dim]],
    [
      [type.expects, theme.text],
      [`  ${environmentName(row.key)}`, theme.dim],
      [restart ? '  takes effect at the next start' : '', theme.warn],
    ],
  ];
}
