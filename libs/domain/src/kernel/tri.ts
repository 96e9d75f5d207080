/**
 * The status of a clause or a level in Kleene's three-valued logic: shown to hold (`met`), shown not
 * to hold (`unmet`, "refuted"), or not shown either way (`unknown`). Rulings, semantics 1.
 */
export type Tri = 'met' | 'unmet' | 'unknown';

/** Returns the Kleene AND: unmet if any is unmet, else unknown if any is unknown, else met (so met for none). */
export function kleeneAnd(statuses: Iterable<Tri>): Tri {
  let result: Tri = 'met';
  for (const status of statuses) {
    if (status === 'unmet') return 'unmet';
    if (status === 'unknown') result = 'unknown';
  }
  return result;
}

/** Returns the Kleene OR: met if any is met, else unknown if any is unknown, else unmet (so unmet for none). */
export function kleeneOr(statuses: Iterable<Tri>): Tri {
  let result: Tri = 'unmet';
  for (const status of statuses) {
    if (status === 'met') return 'met';
    if (status === 'unknown') result = 'unknown';
  }
  return result;
}

/** Returns the Kleene negation, which leaves `unknown` as it is. */
export function kleeneNot(status: Tri): Tri {
  switch (status) {
    case 'met':
      return 'unmet';
    case 'unmet':
      return 'met';
    case 'unknown':
      return 'unknown';
  }
}
