/** What the engine is made of. src/engine.ts builds it; view and act are two sides of it; nobody else sees it. */
import type { Store } from '../../store/store.ts';
import type { Bus } from '../core/bus.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { Log } from '../core/log.ts';
import type { Paths } from '../core/paths.ts';
import type { Pool } from '../pool/pool.ts';
import type { Auto } from './auto.ts';
import type { Checking } from './checking.ts';
import type { DemoHolder } from './demo-holder.ts';
import type { JobList } from './jobs.ts';
import type { JudgeHolder } from './judge-holder.ts';
import type { Measuring } from './measuring.ts';
import type { MetricsRecorder } from './metrics-recorder.ts';
import type { PredictorKeeper } from './predictor-keeper.ts';
import type { Scraping } from './scraping.ts';
import type { EngineStatus } from './types.ts';
import type { TargetKeeper } from './target-keeper.ts';
import type { UndoStack } from './undo.ts';

/** Whether the state reaches the disk. */
export interface StoreHealth {
  /** Null while it does. */
  storeError: string | null;
  /** Epoch milliseconds; null before the first save of this run. */
  savedAt: number | null;
}

export interface EngineParts {
  readonly mode: EngineStatus['mode'];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly paths: Paths;
  readonly config: Config;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly log: Log;
  readonly jobs: JobList;
  readonly pool: Pool;
  readonly store: Store;
  readonly health: StoreHealth;
  readonly judge: JudgeHolder;
  readonly predictor: PredictorKeeper;
  readonly metrics: MetricsRecorder;
  readonly checking: Checking;
  readonly targets: TargetKeeper;
  readonly measuring: Measuring;
  readonly scraping: Scraping;
  readonly demo: DemoHolder;
  readonly auto: Auto;
  readonly undo: UndoStack;
}
