#!/usr/bin/env node
/**
 * The launcher: plain JavaScript that every Node understands. It makes sure that a Node new enough runs the program
 * (the one that npm installed beside it, when the caller's is too old), switches the compile cache on and loads
 * src/main.ts from a checkout or dist/src/main.js from an installed package. It must never hold logic of the program.
 */
import * as nodeModule from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Nothing of RefBot begins before this file is done. An import of node:fs loads all that it could ever export.
const require = nodeModule.createRequire(import.meta.url);
const { existsSync, readFileSync } = require('node:fs');

const NEEDED = 24;
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

if (Number(process.versions.node.split('.')[0]) >= NEEDED) await start();
else handOver();

async function start() {
  // The answer is in package.json: nothing else has to be loaded for it.
  if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
    console.log(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    return;
  }
  nodeModule.enableCompileCache?.();
  const source = join(root, 'src', 'main.ts');
  // Node refuses to strip types below node_modules, so an installed package runs what was built for it.
  const isSource = !root.split(sep).includes('node_modules') && existsSync(source);
  if (isSource) takeSpecifiersAtTheirWord(pathToFileURL(root).href);
  const entry = isSource ? source : join(root, 'dist', 'src', 'main.js');
  const { main } = await import(pathToFileURL(entry).href);
  await main(process.argv.slice(2));
}

/**
 * The 900 files of a checkout name each other exactly. Node looks for each all the same, a fifth of what loading costs.
 * @param base URL of the checkout
 */
function takeSpecifiersAtTheirWord(base) {
  const others = `${base}/node_modules/`;
  nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      const isOurs = specifier[0] === '.' && specifier.endsWith('.ts') && parentURL?.startsWith(`${base}/`);
      if (!isOurs || parentURL.startsWith(others)) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module-typescript', shortCircuit: true };
    },
  });
}

/** Runs this file again under the newer Node that npm brought, with the same arguments, terminal, signals and exit status. */
function handOver() {
  const bundled = [join(root, 'node_modules', 'node', 'bin', 'node'), join(dirname(root), 'node', 'bin', 'node')].find(
    (path) => existsSync(path),
  );
  if (!bundled) {
    console.error(
      `refbot: needs Node ${NEEDED} or newer, this is ${process.version}. Run "npm ci" in the checkout (it brings one), or install Node ${NEEDED}.`,
    );
    process.exit(1);
  }
  const { spawn } = require('node:child_process');
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal by itself; the others are sent to one process and must be passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`refbot: cannot start ${bundled}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
