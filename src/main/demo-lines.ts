/** What the demo does, as the command lines a person would type. Typed into the shell, or run as a command file where there is no terminal. */

/** The checks go on in the background, so that the prompt is free from the first moment. */
export const DEMO_SHELL_LINES = ['demo start', 'scrape', 'auto on'] as const;

/** Collect, check, show what came out. */
export const DEMO_FILE = ['demo start', 'scrape', 'check @all --timeout 4s', 'proxies top 10', 'proxies stats'].join(
  '\n',
);
