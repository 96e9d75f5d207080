/** Where a park's data comes from, told beside every figure so that a demonstration is never taken for the real thing. */
export interface ProvenanceAnswer {
  readonly park: string;
  /** `live`: what the park's own systems send. `replay`: recorded data, replayed for the demonstration. */
  readonly kind: 'live' | 'replay';
  readonly items: readonly ProvenanceItem[];
}

export interface ProvenanceItem {
  readonly source: string;
  readonly kind: 'live' | 'replay' | 'scripted';
  readonly zh: string;
  readonly en: string;
  readonly licence?: string;
  readonly attribution?: string;
}

/** Knows which parks are demonstrations. */
export class Provenance {
  private readonly replayed = new Map<string, readonly ProvenanceItem[]>();

  /** Notes that a park is fed by the demonstration. */
  replays(park: string, items: readonly ProvenanceItem[]): void {
    this.replayed.set(park, items);
  }

  of(park: string): ProvenanceAnswer {
    const items = this.replayed.get(park);
    return { park, kind: items === undefined ? 'live' : 'replay', items: items ?? [] };
  }
}
