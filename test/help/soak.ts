/** Long and short forms of one test: `npm test` runs the short one, `npm run test:soak` the long one. */

export const SOAK = Boolean(process.env['REFBOT_SOAK']);

export function shortOrLong(short: number, long: number): number {
  return SOAK ? long : short;
}
