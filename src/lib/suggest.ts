/** "Did you mean": the name nearest to a mistyped one. Used wherever an unknown word is refused. */

/**
 * The candidate that the word was most likely meant to be; null when none is near. Near means: a few typing slips
 * (a third of the length, swaps count once), or the only candidate that the word begins, or is a whole part of.
 * Case does not matter.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  if (wanted === '') return null;
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  const begun: string[] = [];
  const parts: string[] = [];
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    if (name === wanted) return candidate;
    if (wanted.length >= 2 && name.startsWith(wanted)) begun.push(candidate);
    else if (wanted.length >= 3 && name.split(/[._\s-]/).includes(wanted)) parts.push(candidate);
    if (Math.abs(name.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, name, bestDistance - 1);
    // A word of one or two letters is not "near" another one that shares no letter with it.
    if (distance < bestDistance && distance < Math.max(wanted.length, name.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null) return best;
  if (begun.length === 1) return begun[0]!;
  return parts.length === 1 ? parts[0]! : null;
}

/** Optimal string alignment distance (insert, delete, replace, swap of neighbours); `limit + 1` when it is more. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      current.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
