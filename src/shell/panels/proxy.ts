/** One proxy on one page, live: what it is, its score taken apart, its latencies, its breaker and its checks. */
import { namedKeys } from '../../command/keys/named-key.ts';
import type { PanelAction } from '../../command/screen.ts';
import type { EngineView, ProxyDetail } from '../../engine/types.ts';
import { safeText } from '../../lib/safe-text.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { Facts } from '../feed/facts.ts';
import type { Brush } from '../paint/brush.ts';
import { problemText } from '../problem-of.ts';
import { curlLine } from '../proxy-page/curl-line.ts';
import { proxyPage } from '../proxy-page/page.ts';
import type { TextLines } from '../text/lines.ts';
import type { Row } from '../text/rows.ts';
import { Scroller } from '../text/scroller.ts';

export default definePanel({ title: 'proxy', tab: 'proxy', number: null, create: () => new ProxyPanel() });

/** Rows that are gone by now are stepped over, so many at a time. */
const MAX_GONE = 100;

class ProxyPanel implements Panel {
  readonly #scroller = new Scroller({ follows: false, folds: false });
  #subject: string | null = null;
  #facts: Facts | null = null;
  #detail: ProxyDetail | null = null;
  /** Why there is nothing to show: it was removed, or never was. */
  #problem = '';

  heading(scene: Scene): string {
    const detail = this.#detail;
    if (!detail) return '';
    const age = detail.lastCheckedAt === null ? 'not checked yet' : '';
    return [detail.status === 'testing' ? 'checking…' : age, this.#scroller.heading()]
      .filter((part) => part !== '' && scene.facts !== null)
      .join('  ');
  }

  paint(brush: Brush, scene: Scene): void {
    this.#read(scene);
    const { theme } = brush;
    const { facts, now } = scene;
    if (!facts || !this.#detail) {
      brush.text(0, 0, facts ? this.#problem : 'opening state…', facts ? theme.warn : theme.dim);
      const key = namedKeys(scene.keymap, ['proxy', 'text', 'panel', 'general'])('view back', 'Esc');
      if (facts && key !== null) brush.text(0, 2, `${key} goes back`, theme.dim);
      return;
    }
    const { config, status } = facts;
    const page = proxyPage(
      {
        detail: this.#detail,
        weights: {
          success: config.get('weights.success'),
          speed: config.get('weights.speed'),
          reliability: config.get('weights.reliability'),
        },
        threshold: config.get('breaker.failures'),
        judge: status.judge.inUse,
        theme,
        graph: brush.graph,
        now,
      },
      brush.width,
    );
    this.#scroller.paint(brush, textOf(page));
  }

  act(action: PanelAction, scene: Scene, port: PanelPort): boolean {
    if (action.kind === 'move') {
      if ('to' in action) this.#scroller.moveTo(action.to);
      else this.#scroller.move(action.by, action.unit);
    } else if (action.kind === 'copy') this.#copy(action.what === 'all', port);
    else if (action.kind === 'jump') this.#goToNeighbour(action.which === 'next' ? 1 : -1, scene, port);
    else return false;
    return true;
  }

  scroll(rows: number): void {
    this.#scroller.scroll(rows);
  }

  selected(): readonly number[] {
    return this.#detail ? [this.#detail.id] : [];
  }

  row(): Readonly<Record<string, unknown>> | null {
    return this.#detail && { ...this.#detail };
  }

  /** Once a refresh; another proxy at once. */
  #read({ facts, view, subject }: Scene): void {
    if (subject !== this.#subject) {
      this.#subject = subject;
      this.#facts = null;
      this.#detail = null;
      this.#problem = '';
      this.#scroller.reset();
    }
    if (!facts || !view || subject === null || facts === this.#facts) return;
    this.#facts = facts;
    const before = this.#detail;
    try {
      // By its id once it is known: another proxy may have come to the same address.
      this.#detail = view.detail(before?.id ?? view.resolve(subject));
      this.#problem = '';
    } catch (error) {
      this.#detail = null;
      // Removed while it was shown; afterwards that stays the answer.
      if (before) this.#problem = `${before.address} was removed`;
      else if (this.#problem === '') this.#problem = problemText(error);
    }
  }

  #copy(asLine: boolean, port: PanelPort): void {
    if (!this.#detail) return port.tell('there is no proxy here');
    const text = safeText(asLine ? curlLine(this.#detail) : this.#detail.address);
    port.copy(text);
    port.tell(`copied ${text}`);
  }

  /** Along the rows of the table that it was opened from. */
  #goToNeighbour(step: 1 | -1, { among, view, subject }: Scene, port: PanelPort): void {
    // One that was removed still has its place among them.
    const at = among.indexOf(this.#detail?.id ?? Number(subject));
    const rest = at < 0 ? [] : step > 0 ? among.slice(at + 1) : among.slice(0, at).reverse();
    const next = rest.slice(0, MAX_GONE).find((id) => isKnown(view, id));
    if (next === undefined)
      return port.tell(at < 0 ? 'it was not opened from a table' : 'that was the last row of the table that was shown');
    port.show('proxy', String(next));
  }
}

function isKnown(view: EngineView | null, id: number): boolean {
  try {
    view?.row(id);
    return view !== null;
  } catch {
    return false;
  }
}

function textOf(rows: readonly Row[]): TextLines {
  return {
    first: 0,
    end: rows.length,
    line: (number) => ({ segments: rows[number] ?? [], hang: 0, folded: 'wanted', above: null }),
    text: () => '',
  };
}
