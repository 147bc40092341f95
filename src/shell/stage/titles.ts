/** What stands in the upper border of a panel: its own name on the dashboard, the way that led there elsewhere. Paints nothing. */
import type { EngineView } from '../../engine/types.ts';
import type { Navigation } from '../controls/navigation.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { NamedView } from '../view-set.ts';

export interface Title {
  readonly number: number | null;
  readonly title: string;
}

/** Names that are remembered; ways are shorter. */
const MAX_NAMES = 100;

export class Titles {
  /** What is removed while it is shown keeps its name. */
  readonly #names = new Map<string, string>();

  /** @param view null while the state is being opened */
  of(named: NamedPanel, navigation: Navigation, view: EngineView | null): Title {
    if (navigation.view.name === 'dashboard') return { number: named.number, title: named.title };
    const way = navigation.crumbs((subject, about) => this.#nameOf(subject, about, view)).slice(1);
    // Where a view of several panels is all of the way, the tabs name it, and its panel keeps its own name.
    const isNamed = named.name === navigation.view.panel && (way.length > 1 || !navigation.view.arrange);
    return { number: null, title: isNamed ? way.join(' › ') : named.title };
  }

  #nameOf(subject: string, about: NamedView, view: EngineView | null): string {
    const key = `${about.name} ${subject}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = view && about.nameOf ? about.nameOf(subject, view) : null;
    if (name === null) return subject;
    if (this.#names.size >= MAX_NAMES) this.#names.clear();
    this.#names.set(key, name);
    return name;
  }
}
