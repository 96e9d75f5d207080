import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import type { Child } from '../children.js';
import { type Figure, quantile, show } from '../figures.js';
import { Session } from '../session.js';
import { PROBED, type Send, changeOf, watch } from './watching.js';

/** Browsers of one address: the server takes 500 from each, and a crowd comes from many offices. */
const PER_ADDRESS = 100;
/** So many knock at once at each address. */
const AT_ONCE = 2;
/** One who is refused for coming too fast comes back a second later, as the server asks. */
const REFUSED_MS = 1000;
const LET_IN_MS = 150_000;
const BETWEEN_CHANGES_MS = 100;
/** Questions a second of the browser that reads nothing; the server takes twenty. */
const DEAF_ASKS = 15;

interface Crowd {
  readonly server: Child;
  readonly send: Send;
  /** How many browsers, and for how many milliseconds each of the two measurements goes on. */
  readonly size: number;
  readonly lastsMs: number;
}

/**
 * Goal 11: browsers on one park that changes ten times a second, let in as fast as the server lets them. How long is it from
 * the server's look at a change to each browser, what does the server cost, and what if one of them does not read?
 */
export async function measureCrowd(crowd: Crowd): Promise<readonly Figure[]> {
  const sockets: Socket[] = [];
  try {
    const begun = performance.now();
    const session = await Session.open(crowd.server);
    await enter(crowd, session, sockets);
    const seconds = (performance.now() - begun) / 1000;
    const alone = await push(crowd, sockets);
    const deaf = await watch(session, addressOf(0));
    sockets.push(deaf);
    const listenAgain = deafen(deaf);
    const before = crowd.server.memory.at(-1) ?? 0;
    const beside = await push(crowd, sockets.slice(0, -1)).finally(listenAgain);
    const grown = Math.max(...crowd.server.memory.slice(-Math.ceil(crowd.lastsMs / 200))) - before;
    return figuresOf(crowd, { alone, beside, seconds, grown });
  } finally {
    for (const socket of sockets) socket.close();
  }
}

/** Lets the whole crowd in, each address by itself; rejects when that takes longer than 150 s. */
async function enter({ size }: Crowd, session: Session, sockets: Socket[]): Promise<void> {
  const end = performance.now() + LET_IN_MS;
  const doors = Array.from({ length: AT_ONCE * Math.ceil(size / PER_ADDRESS) }, async (_, door) => {
    const office = Math.floor(door / AT_ONCE);
    const last = Math.min(size, (office + 1) * PER_ADDRESS);
    for (let n = office * PER_ADDRESS + (door % AT_ONCE); n < last; n += AT_ONCE)
      sockets.push(await knock(session, addressOf(office), end));
  });
  await Promise.all(doors);
}

async function knock(session: Session, address: string, end: number): Promise<Socket> {
  for (;;) {
    try {
      return await watch(session, address);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== 'RATE_LIMITED' || performance.now() > end)
        throw new Error(`the crowd is not let in: ${reason}`, { cause: error });
      await pause(REFUSED_MS);
    }
  }
}

/** An address of loopback; of these Linux has a whole network. */
function addressOf(office: number): string {
  return `127.0.1.${office + 1}`;
}

interface Pushed {
  /** From the server's look at the park to each browser, and from the first browser to each, milliseconds. */
  readonly delays: readonly number[];
  readonly behind: readonly number[];
  /** A second, to each browser; and how many of them were the whole again instead of a patch. */
  readonly rate: number;
  readonly wholes: number;
  /** Per cent of a core. */
  readonly cpu: number;
}

/** Changes the park ten times a second; rejects when any of the browsers is left out. */
async function push({ server, send, lastsMs }: Crowd, sockets: readonly Socket[]): Promise<Pushed> {
  const heard = listen(sockets);
  server.mark();
  const begun = performance.now();
  for (let n = 0; performance.now() - begun < lastsMs; n += 1) {
    const next = begun + (n + 1) * BETWEEN_CHANGES_MS;
    await Promise.all([send([changeOf(n)]), pause(Math.max(0, next - performance.now()))]);
  }
  const seconds = (performance.now() - begun) / 1000;
  server.endCount();
  await pause(1000);
  heard.stop();
  const most = Math.max(...heard.counts);
  const left = heard.counts.filter((count) => count < most - 1).length;
  if (most === 0 || left > 0) throw new Error(`${left} of ${sockets.length} browsers were left out`);
  const { delays, behind, wholes } = heard;
  const cpu = (100 * server.cpuSeconds) / seconds;
  return { delays, behind, rate: most / seconds, wholes: wholes() / sockets.length, cpu };
}

interface Told {
  readonly revision: number;
  readonly knownAt?: string;
  readonly assessment?: { readonly knownAt: string };
}

/** Notes when each push reaches each socket. The server's clock and ours are one. */
function listen(sockets: readonly Socket[]) {
  const first = new Map<number, { readonly looked: number; readonly heard: number }>();
  const [delays, behind]: [number[], number[]] = [[], []];
  const counts = sockets.map(() => 0);
  let wholes = 0;
  const stops = sockets.map((socket, index) => {
    const note = ({ revision, knownAt, assessment }: Told): void => {
      const now = performance.timeOrigin + performance.now();
      const seen = first.get(revision) ?? {
        looked: Date.parse(knownAt ?? assessment?.knownAt ?? ''),
        heard: now,
      };
      first.set(revision, seen);
      delays.push(now - seen.looked);
      behind.push(now - seen.heard);
      counts[index] = (counts[index] ?? 0) + 1;
      if (assessment !== undefined) wholes += 1;
    };
    socket.on('patch', note).on('snapshot', note);
    return () => void socket.off('patch', note).off('snapshot', note);
  });
  return { delays, behind, counts, wholes: () => wholes, stop: () => stops.forEach((stop) => stop()) };
}

/**
 * The browser is there and reads nothing more, but asks for the whole again and again, more than any does: what it does not
 * read piles up. Returns what ends this.
 */
function deafen(socket: Socket): () => void {
  const { transport } = socket.io.engine as unknown as {
    readonly transport: { readonly ws: { pause(): void; resume(): void } };
  };
  const { ws } = transport;
  ws.pause();
  const asking = setInterval(() => socket.emit('watch', { park: PROBED }), 1000 / DEAF_ASKS);
  return () => {
    clearInterval(asking);
    ws.resume();
  };
}

interface Measured {
  readonly alone: Pushed;
  readonly beside: Pushed;
  /** What letting in took, and by how many megabytes the server grew beside the browser that does not read. */
  readonly seconds: number;
  readonly grown: number;
}

const WHOLE_CROWD = 1000;

function figuresOf({ size }: Crowd, { alone, beside, seconds, grown }: Measured): readonly Figure[] {
  const isWhole = size >= WHOLE_CROWD;
  const verdict = (isMet: boolean): boolean | null => (isWhole ? isMet : null);
  const small = isWhole ? '' : `; a crowd of ${size} only: no verdict`;
  const p99 = ({ delays }: Pushed): number => quantile(delays, 0.99);
  const pushes = ({ rate, wholes, behind, delays }: Pushed): string =>
    `${show(rate)} pushes a second to each, ${show(wholes)} of them the whole; median ${show(quantile(delays, 0.5))} ms, from the first browser to the last of 99 % ${show(quantile(behind, 0.99))} ms`;
  const goal = 11;
  return [
    {
      ...{ goal, name: `change of a park → ${size} browsers, p99`, unit: 'ms', rounds: [p99(alone)] },
      ...{ target: '≤ 60 ms', isMet: verdict(p99(alone) <= 60) },
      note: `${pushes(alone)}; let in within ${show(seconds)} s${small}`,
    },
    {
      ...{ goal, name: `CPU of the whole server meanwhile`, unit: '% of a core', rounds: [alone.cpu] },
      ...{ target: '≤ 20 %', isMet: verdict(alone.cpu <= 20) },
      note: `ingest and assessment of the changes included${small}`,
    },
    {
      ...{ goal, name: `the same with one more browser that does not read, p99`, unit: 'ms' },
      ...{ rounds: [p99(beside)], target: '≤ 60 ms', isMet: verdict(p99(beside) <= 60) },
      note: `it asks for the whole ${DEAF_ASKS} times a second; ${pushes(beside)}; ${show(beside.cpu)} % of a core; the server grew by ${show(grown)} MB; nobody was left out${small}`,
    },
  ];
}
