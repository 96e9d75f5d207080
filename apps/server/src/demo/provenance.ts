/** Where the values of a measure come from, told beside it so that a demonstration is never taken for the real thing. */
export interface ProvenanceItem {
  readonly measure: string;
  readonly origin: 'recorded' | 'simulated' | 'live';
  readonly zh: string;
  readonly en: string;
  readonly licence: string | null;
  readonly attribution: string | null;
}

export interface ProvenanceAnswer {
  readonly park: string;
  /** `live`: what the park's own systems send, all of it. `demo`: recordings and scripted data, as the items say. */
  readonly kind: 'live' | 'demo';
  readonly items: readonly (ProvenanceItem & { readonly source: string })[];
}

/** Knows which parks are demonstrations. */
export class Provenance {
  private readonly demos = new Map<string, readonly ProvenanceItem[]>();

  /** Notes that a park is fed by the demonstration. */
  isDemo(park: string, items: readonly ProvenanceItem[]): void {
    this.demos.set(park, items);
  }

  of(park: string, language: 'zh' | 'en'): ProvenanceAnswer {
    const items = this.demos.get(park);
    if (items === undefined) return { park, kind: 'live', items: [] };
    return {
      park,
      kind: 'demo',
      items: items.map((item) => ({ ...item, source: item.attribution ?? item[language] })),
    };
  }
}
