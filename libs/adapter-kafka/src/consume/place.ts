/** One partition of one topic, whichever stream stands there. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

export function nameOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
