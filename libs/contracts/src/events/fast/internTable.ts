const FIRST_SLOTS = 1 << 11;
const MAX_ENTRIES = 1 << 18;
/** Beyond this many steps names collide on purpose; the careful path reads such events. */
const MAX_PROBES = 64;

/**
 * Maps byte strings to small numbers and to one shared JavaScript string each. Keys, measures and devices repeat
 * in nearly every event: here they cost neither an allocation nor a second hash. The words given at the start keep
 * their numbers for ever; others are forgotten when the table is full.
 */
export class InternTable {
  private slots = new Int32Array(FIRST_SLOTS);
  private pool = Buffer.alloc(1 << 15);
  private poolEnd = 0;
  private starts = new Int32Array(FIRST_SLOTS / 2 + 1);
  private hashes = new Int32Array(FIRST_SLOTS / 2 + 1);
  private followers = new Int32Array(FIRST_SLOTS / 2 + 1);
  private texts: string[] = [];
  private resetCount = -1;

  constructor(private readonly words: readonly string[]) {
    this.reset();
  }

  /** How often strings were forgotten; numbers from before a reset mean nothing after it. */
  get resets(): number {
    return this.resetCount;
  }

  /** Returns the string with a number. */
  text(index: number): string {
    return this.texts[index] ?? '';
  }

  /** Returns the string that last came after a given one: the next key of a producer is nearly always the same. */
  follower(index: number): number {
    return this.followers[index] ?? 0;
  }

  setFollower(index: number, follower: number): void {
    this.followers[index] = follower;
  }

  /** Returns where a string that starts at `from` ends, if it is the one with the number; -1 if it is another. */
  match(index: number, bytes: Uint8Array, from: number): number {
    const { pool } = this;
    const end = this.starts[index + 1] ?? 0;
    let at = from;
    for (let other = this.starts[index] ?? 0; other < end; other += 1, at += 1)
      if (bytes[at] !== pool[other]) return -1;
    return at;
  }

  /** Tells whether bytes spell the string with a number. */
  equals(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.starts[index] ?? 0;
    if ((this.starts[index + 1] ?? 0) - start !== to - from) return false;
    const { pool } = this;
    for (let at = from, other = start; at < to; at += 1, other += 1)
      if (bytes[at] !== pool[other]) return false;
    return true;
  }

  /** Returns the number of the ASCII string in `bytes[from, to)`, whose hash the caller has; -1 when it cannot be kept. */
  intern(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      const index = (this.slots[slot] ?? 0) - 1;
      if (index < 0) return this.add(bytes, from, to, hash);
      if (this.hashes[index] === hash && this.equals(index, bytes, from, to)) return index;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  private add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    if (this.texts.length >= MAX_ENTRIES) this.reset();
    if (this.texts.length * 2 >= this.slots.length) this.growSlots();
    while (this.poolEnd + (to - from) > this.pool.length)
      this.pool = Buffer.concat([this.pool], this.pool.length * 2);
    this.pool.set(bytes.subarray(from, to), this.poolEnd);
    const index = this.texts.length;
    this.poolEnd += to - from;
    this.starts[index + 1] = this.poolEnd;
    this.hashes[index] = hash;
    this.texts.push(this.pool.toString('latin1', this.poolEnd - (to - from), this.poolEnd));
    return this.place(index) ? index : -1;
  }

  /** Puts an entry into the first free slot; an entry without one within reach is never found again. */
  private place(index: number): boolean {
    const mask = this.slots.length - 1;
    const hash = this.hashes[index] ?? 0;
    let slot = spread(hash) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      if (this.slots[slot] === 0) {
        this.slots[slot] = index + 1;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return false;
  }

  private growSlots(): void {
    const slots = this.slots.length * 2;
    this.slots = new Int32Array(slots);
    this.starts = grown(this.starts, slots / 2 + 1);
    this.hashes = grown(this.hashes, slots / 2 + 1);
    this.followers = grown(this.followers, slots / 2 + 1);
    this.texts.forEach((_text, index) => this.place(index));
  }

  private reset(): void {
    this.resetCount += 1;
    this.slots.fill(0);
    this.followers.fill(0);
    this.texts = [];
    this.poolEnd = 0;
    this.words.forEach((word, index) => {
      const bytes = Buffer.from(word, 'latin1');
      const given = this.intern(bytes, 0, bytes.length, hashOf(bytes));
      if (given !== index) throw new Error(`the fixed word ${word} stands twice in the table`);
    });
  }
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

/** Mixes a hash so that its low bits depend on all of it: device names differ in their last letters only. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 16);
}

/** Adds one byte to a hash; a scanner does it while it looks for the end of a string. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

function hashOf(bytes: Uint8Array): number {
  return bytes.reduce(hashStep, 0);
}
