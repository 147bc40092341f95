/** `doctor`: looks at everything RefBot stands on and says what to do where something is wrong. Works where the engine cannot start. */
import { defineCommand } from '../src/command/define.ts';
import { type Config, loadConfig } from '../src/core/config/config.ts';
import { resolvePaths } from '../src/core/paths.ts';
import { configFinding, geoFinding, stateFindings } from './_doctor/files.ts';
import type { Finding } from './_doctor/finding.ts';
import { good } from './_doctor/finding.ts';
import { judgeFinding, secondJudgeFinding } from './_doctor/judge.ts';
import { limitsFinding, nodeFinding, piecesFinding, terminalFindings } from './_doctor/machine.ts';
import { plain, prose } from './_show.ts';

export default defineCommand({
  summary: 'Looks at everything RefBot stands on and says what to do where something is wrong',
  effect: 'read',
  output: 'rows',
  needs: 'none',
  columns: [plain('check'), plain('verdict'), prose('found', 24), prose('advice', 24)],
  fields: ['check', 'verdict', 'found', 'advice'],
  examples: ['doctor', 'doctor | where verdict != ok'],
  async *run({ engine, io, language, signal }) {
    const paths = resolvePaths({ env: process.env, cwd: io.cwd });
    const status = engine?.view.status();
    const config = engine?.config ?? readable(paths.config);
    yield nodeFinding();
    yield piecesFinding();
    yield good('commands', `${language.registry.names().length} known`);
    yield* terminalFindings(io);
    yield limitsFinding();
    yield configFinding(engine?.config.file ?? paths.config);
    yield* await stateFindings(status?.stateFile ?? paths.state);
    if (config === null) return;
    yield networkFinding(config);
    yield await judgeFinding(config, status?.judge ?? null, signal);
    const second = await secondJudgeFinding(config, signal);
    if (second !== null) yield second;
    yield await geoFinding(config.getPath('geo.database'), Date.now());
  },
});

function networkFinding(config: Config): Finding {
  const only = config.get('network.only');
  return good(
    'network',
    only === 'any' ? 'everything public may be dialled' : 'nothing but loopback may be dialled (network.only)',
  );
}

/** The configuration where it can be read; what is wrong with it is said by its own finding. */
function readable(file: string): Config | null {
  try {
    return loadConfig({ file, env: process.env });
  } catch {
    return null;
  }
}
