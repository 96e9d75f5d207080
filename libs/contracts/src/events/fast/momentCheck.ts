/**
 * Tells cheaply whether two items of one event may speak of the same series and moment. Items of a series
 * usually come in time order: a time above or below all earlier ones cannot be a repetition.
 */
export class MomentCheck {
  private event = 0;
  private events = new Int32Array(1 << 10);
  private lowest = new Float64Array(1 << 10);
  private highest = new Float64Array(1 << 10);

  startEvent(): void {
    this.event = (this.event + 1) | 0;
  }

  /** Notes an item; false when the series may already have one for this moment. */
  isNew(series: number, at: number): boolean {
    if (series >= this.events.length) this.grow(series);
    if (this.events[series] !== this.event) {
      this.events[series] = this.event;
      this.lowest[series] = at;
      this.highest[series] = at;
      return true;
    }
    if (at > (this.highest[series] ?? 0)) this.highest[series] = at;
    else if (at < (this.lowest[series] ?? 0)) this.lowest[series] = at;
    else return false;
    return true;
  }

  private grow(series: number): void {
    const length = 1 << (32 - Math.clz32(series));
    const { events, lowest, highest } = this;
    this.events = new Int32Array(length);
    this.lowest = new Float64Array(length);
    this.highest = new Float64Array(length);
    this.events.set(events);
    this.lowest.set(lowest);
    this.highest.set(highest);
  }
}
