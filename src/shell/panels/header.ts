/**
 * The first line: name, time, uptime, mode, pool and working proxies on the left, each in its place whatever the figures
 * are; on the right, from the edge inwards, words about the state of things, those that change most farthest in. A click on
 * one of them shows the view that tells more.
 */
import type { JudgeOutage } from '../../model/judge.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { Facts } from '../feed/facts.ts';
import type { Brush, Segment } from '../paint/brush.ts';
import { clockTime } from '../paint/clock-time.ts';
import { countFigure, shortCount, wholeDurationFigure } from '../paint/figures.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { Style, Theme } from '../paint/style.ts';

const COUNT = 7;
/** An arrow and a count of the change. */
const CHANGE = 6;
/** Width from which on the change is shown. */
const CHANGE_WIDTH = 100;
const GAP = 2;

export default definePanel({
  title: 'header',
  tab: '',
  number: null,
  create: () => new Header(),
});

interface Fact {
  readonly segments: readonly Segment[];
  /** The highest go first when there is no room. */
  readonly rank: number;
  /** The view that tells more. */
  readonly view?: string;
}

class Header implements Panel {
  #places: readonly Place[] = [];

  paint(brush: Brush, scene: Scene): void {
    this.#places = paintHeader(brush, scene);
  }

  press(x: number, _y: number, _again: boolean, _scene: Scene, port: PanelPort): boolean {
    const place = this.#places.find((one) => x >= one.x && x < one.x + one.width);
    if (place) port.show(place.view);
    return place !== undefined;
  }
}

/** Cells that stand for a view. */
interface Place {
  readonly x: number;
  readonly width: number;
  readonly view: string;
}

function paintHeader(brush: Brush, scene: Scene): Place[] {
  const { theme, width } = brush;
  const left = brush.line(0, 0, [
    [' RefBot', theme.focus],
    ['  ', theme.text],
    [clockTime(scene.now), theme.text],
  ]);
  if (!scene.facts) {
    brush.text(left + GAP, 0, 'opening state…', theme.dim);
    return [];
  }
  const facts = factsOf(scene.facts, theme, width >= CHANGE_WIDTH);
  const badges = badgesOf(scene.facts, theme, scene.now);
  const kept = new Set([...facts, ...badges]);
  const cells = (): number =>
    [...kept].reduce((sum, fact) => sum + (badges.includes(fact) ? 1 : GAP) + widthOf(fact), left + 1);
  for (const goer of [...kept].sort((a, b) => b.rank - a.rank)) if (cells() > width) kept.delete(goer);
  const places: Place[] = [];
  const put = (fact: Fact, x: number): number => {
    if (fact.view !== undefined) places.push({ x, width: widthOf(fact), view: fact.view });
    return brush.line(x, 0, fact.segments);
  };
  let x = left;
  for (const fact of facts) if (kept.has(fact)) x = put(fact, x + GAP);
  let end = width - 1;
  for (const badge of badges) {
    if (!kept.has(badge)) continue;
    put(badge, end - widthOf(badge));
    end -= widthOf(badge) + 1;
  }
  return places;
}

function factsOf({ status, stats, workingChange }: Facts, theme: Theme, hasChange: boolean): Fact[] {
  const [arrow, look]: [string, Style] = workingChange > 0 ? ['▲', theme.good] : ['▼', theme.bad];
  const change = workingChange === 0 ? '' : `${arrow}${shortCount(Math.abs(workingChange), CHANGE - 1)}`;
  const fact = (rank: number, view: string, label: string, value: string, ...rest: Segment[]): Fact => ({
    rank,
    view,
    segments: [[`${label} `, theme.dim], [value, rank > 2 ? theme.text : theme.strong], ...rest],
  });
  return [
    fact(3, 'dashboard', 'up', wholeDurationFigure(status.uptimeMs)),
    fact(4, 'dashboard', 'mode', status.mode),
    fact(2, 'proxies', 'pool', countFigure(stats.total, COUNT)),
    fact(0, 'proxies', 'working', countFigure(stats.working, COUNT), [
      hasChange ? ` ${change.padEnd(CHANGE)}` : '',
      look,
    ]),
  ];
}

/** From the right edge inwards. */
function badgesOf({ status, jobs, alerts, isReadonly }: Facts, theme: Theme, now: number): Fact[] {
  const running = jobs.filter((job) => job.state === 'running').length;
  const badges: Fact[] = [];
  const add = (rank: number, text: string, look: Style, view?: string): void =>
    void badges.push({ rank, segments: [[text, look]], ...(view === undefined ? {} : { view }) });
  if (status.demo.running) add(1, ' demo ', theme.badge);
  else if (status.network === 'loopback') add(1, ' loopback ', theme.badge);
  if (isReadonly) add(2, ' read-only ', theme.badge);
  if (status.auto) add(6, ' auto ', theme.badge, 'sources');
  if (running > 0) add(5, running === 1 ? ' 1 job ' : ` ${running} jobs `, theme.badge, 'jobs');
  // The worst is said in words.
  if (status.storeError !== null) add(-1, '⚠ state not saved', theme.bad, 'alerts');
  else if (status.judge.outage !== null) add(-1, outageText(status.judge.outage, now), theme.bad, 'alerts');
  else if (alerts.length > 0) add(0, `⚠ ${alerts.length}`, theme.warn, 'alerts');
  return badges;
}

/** Nobody is blamed meanwhile, so the words say only what is wrong and since when. */
function outageText({ who, how, since }: JudgeOutage, now: number): string {
  const trouble = how === 'silent' ? 'does not answer' : 'answers otherwise';
  return `⚠ ${who} ${trouble} ${wholeDurationFigure(Math.max(0, now - since)).trim()}`;
}

function widthOf({ segments }: Fact): number {
  return segments.reduce((sum, [text]) => sum + drawnWidth(text), 0);
}
