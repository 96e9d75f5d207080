import { createRequire } from 'node:module';

/** kafkajs speaks Metadata up to version 6; the topic ids come with version 10 (KIP-516). */
const METADATA = { apiKey: 3, apiVersion: 10, apiName: 'Metadata' } as const;
const UNKNOWN_TOPIC = 3;

export interface TopicDescription {
  readonly name: string;
  readonly id: string;
  readonly partitions: readonly number[];
}

export interface ClusterDescription {
  readonly cluster: string;
  /** Topics that are not there are left out. */
  readonly topics: ReadonlyMap<string, TopicDescription>;
}

/** A request as kafkajs's connections send it. */
export interface RawRequest<Answer> {
  readonly request: typeof METADATA & { encode(): Promise<unknown> };
  readonly response: { decode(raw: Buffer): Promise<Buffer>; parse(raw: Buffer): Promise<Answer> };
}

/** Asks for ids and partitions of topics and for the id of the cluster. */
export function metadataRequest(topics: readonly string[]): RawRequest<ClusterDescription> {
  return {
    request: { ...METADATA, encode: () => Promise.resolve(toEncoder(requestBody(topics))) },
    response: { decode: (raw) => Promise.resolve(raw), parse: (raw) => Promise.resolve(readMetadata(raw)) },
  };
}

const require = createRequire(import.meta.url);
const Encoder = require('kafkajs/src/protocol/encoder') as new () => {
  writeBufferInternal(bytes: Buffer): unknown;
};

function toEncoder(body: Buffer): unknown {
  const encoder = new Encoder();
  encoder.writeBufferInternal(body);
  return encoder;
}

/** Header tags, topics by name (no id, no tags), no automatic creation, no authorized operations, tags. */
function requestBody(topics: readonly string[]): Buffer {
  const entries = topics.flatMap((topic) => {
    const name = Buffer.from(topic);
    return [Buffer.alloc(16), unsignedVarint(name.length + 1), name, Buffer.from([0])];
  });
  return Buffer.concat([
    Buffer.from([0]),
    unsignedVarint(topics.length + 1),
    ...entries,
    Buffer.from([0, 0, 0, 0]),
  ]);
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

export function readMetadata(raw: Buffer): ClusterDescription {
  const reader = new Reader(raw);
  reader.skipTags();
  reader.skip(4);
  reader.list(() => {
    reader.skip(4);
    reader.text();
    reader.skip(4);
    reader.text();
    reader.skipTags();
  });
  const cluster = reader.text() ?? '';
  reader.skip(4);
  const topics = new Map<string, TopicDescription>();
  reader.list(() => {
    const { error, ...topic } = readTopic(reader);
    if (error !== UNKNOWN_TOPIC) topics.set(topic.name, topic);
  });
  return { cluster, topics };
}

function readTopic(reader: Reader): TopicDescription & { readonly error: number } {
  const error = reader.int16();
  const name = reader.text() ?? '';
  const id = reader.bytes(16).toString('base64url');
  reader.skip(1);
  const partitions = reader.list(() => {
    reader.skip(2);
    const partition = reader.int32();
    reader.skip(8);
    for (let set = 0; set < 3; set += 1) reader.list(() => reader.skip(4));
    reader.skipTags();
    return partition;
  });
  reader.skip(4);
  reader.skipTags();
  return { error, name, id, partitions: partitions.sort((a, b) => a - b) };
}

/** Reads Kafka's flexible encoding: compact strings and arrays, tagged fields. */
class Reader {
  private at = 0;

  constructor(private readonly raw: Buffer) {}

  skip(count: number): void {
    this.at += count;
  }

  bytes(count: number): Buffer {
    this.at += count;
    return this.raw.subarray(this.at - count, this.at);
  }

  int16(): number {
    return this.bytes(2).readInt16BE();
  }

  int32(): number {
    return this.bytes(4).readInt32BE();
  }

  text(): string | null {
    const size = this.varint();
    return size === 0 ? null : this.bytes(size - 1).toString('utf8');
  }

  list<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.varint() - 1; left > 0; left -= 1) items.push(read());
    return items;
  }

  skipTags(): void {
    for (let left = this.varint(); left > 0; left -= 1) {
      this.varint();
      this.skip(this.varint());
    }
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes(1).readUInt8();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}
