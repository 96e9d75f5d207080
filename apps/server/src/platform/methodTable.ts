import type { CallDefinition } from '../http/call.js';

interface Place {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Knows which methods each path takes, to answer 405 instead of 404 where only the method is wrong. */
export class MethodTable {
  private readonly places: readonly Place[];

  constructor(calls: readonly CallDefinition[]) {
    const byPath = new Map<string, Place>();
    for (const { path, method } of calls) {
      const place = byPath.get(path) ?? { pattern: toPattern(path), methods: new Set<string>() };
      place.methods.add(method);
      if (method === 'GET') place.methods.add('HEAD');
      byPath.set(path, place);
    }
    this.places = [...byPath.values()];
  }

  /** The methods of a path; empty when there is no such path. */
  allowed(path: string): readonly string[] {
    return [...(this.places.find(({ pattern }) => pattern.test(path))?.methods ?? [])];
  }
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:[a-z]+/gi, '[^/]+')}/?$`);
}
