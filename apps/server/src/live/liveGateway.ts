import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
} from '@nestjs/websockets';
import {
  type Actor,
  type AlertRecord,
  type AlertsChanged,
  alertAnswerFor,
  can,
  identify,
} from '@parkpulse/application';
import { LIVE_NAMESPACE, type WatchReply } from '@parkpulse/contracts';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SessionCookie, credentialOf } from '../auth/credentials.js';
import { System } from '../composition/system.js';
import { Metrics } from '../platform/metrics.js';
import { LiveViews } from './liveViews.js';
import type { LiveNamespace, LiveSocket } from './liveSocket.js';
import { limitMessages } from './messageLimit.js';
import { ParkRoom } from './parkRoom.js';

const SOCKETS_PER_ADDRESS = 500;
/** A revoked session loses its sockets within this time (and one look-up). */
const RECHECK_MS = 3000;
const REFRESH_MS = 2000;

const watchRequest = z.strictObject({ park: z.string().regex(/^[a-z0-9-]{1,64}$/) });

/** Live push (CONTRACT section 5): identifies browsers, puts them into the room of a park, keeps rooms up to date. */
@WebSocketGateway({ namespace: LIVE_NAMESPACE })
export class LiveGateway
  implements
    OnGatewayInit,
    OnGatewayConnection,
    OnGatewayDisconnect,
    OnApplicationBootstrap,
    BeforeApplicationShutdown
{
  private readonly epoch = randomUUID();
  private readonly rooms = new Map<string, ParkRoom>();
  private readonly timers: NodeJS.Timeout[] = [];
  private namespace: LiveNamespace | null = null;
  private subscription: { stop(): Promise<void> } | null = null;
  private alerts: { stop(): Promise<void> } | null = null;

  constructor(
    private readonly system: System,
    private readonly cookie: SessionCookie,
    private readonly views: LiveViews,
    private readonly metrics: Metrics,
  ) {}

  afterInit(namespace: LiveNamespace): void {
    this.namespace = namespace;
    namespace.use((socket, next) => {
      this.admit(socket).then(
        (code) => next(code === null ? undefined : new Error(code)),
        () => next(new Error('UNAVAILABLE')),
      );
    });
    namespace.server.of('/').use((_socket, next) => next(new Error('NOT_FOUND')));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.system.ports.live.subscribe(({ park }) => this.rooms.get(park)?.notify());
    this.alerts = await this.system.ports.alertFeed.subscribe((changed) => void this.pushAlerts(changed));
    this.timers.push(
      setInterval(() => void this.recheck(), RECHECK_MS),
      setInterval(() => void this.refreshRooms(), REFRESH_MS),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const room of this.rooms.values()) room.close();
    this.namespace?.disconnectSockets(true);
    await this.subscription?.stop();
    await this.alerts?.stop();
  }

  handleConnection(socket: LiveSocket): void {
    limitMessages(socket);
    this.metrics.sockets.inc();
    socket.on('watch', (request, reply) => {
      this.watch(socket, request).then(
        (answer) => reply?.(answer),
        (error: unknown) => {
          this.system.logger.error({ err: error }, 'a watch failed');
          reply?.({ ok: false, code: 'UNAVAILABLE' });
        },
      );
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    this.metrics.sockets.dec();
    this.leave(socket);
  }

  /** Returns null to let a socket in, else the code to refuse it with. */
  private async admit(socket: LiveSocket): Promise<string | null> {
    const { headers, auth, address } = socket.handshake;
    const bearer: unknown = auth['token'];
    const given = typeof bearer === 'string' ? { ...headers, authorization: `Bearer ${bearer}` } : headers;
    const credential = credentialOf(given, this.cookie);
    const actor = await identify(this.system.ports, credential);
    if (can(actor, 'live.watch', null) !== 'allowed')
      return actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    const fromThere = [...(this.namespace?.sockets.values() ?? [])].filter(
      ({ data }) => data.address === address,
    );
    if (fromThere.length >= SOCKETS_PER_ADDRESS) return 'RATE_LIMITED';
    socket.data = { actor, credential, address, park: null };
    return null;
  }

  private async watch(socket: LiveSocket, request: unknown): Promise<WatchReply> {
    const parsed = watchRequest.safeParse(request);
    if (!parsed.success) return { ok: false, code: 'BAD_REQUEST' };
    const { park } = parsed.data;
    if (can(socket.data.actor, 'live.watch', park) !== 'allowed') return { ok: false, code: 'FORBIDDEN' };
    if ((await this.system.ports.read.park(park)) === null) return { ok: false, code: 'NOT_FOUND' };
    this.leave(socket);
    socket.data.park = park;
    await this.roomOf(park).join(socket);
    return { ok: true };
  }

  private leave(socket: LiveSocket): void {
    const { park } = socket.data;
    if (park === null) return;
    socket.data.park = null;
    this.rooms.get(park)?.leave(socket);
  }

  private roomOf(park: string): ParkRoom {
    const known = this.rooms.get(park);
    if (known !== undefined) return known;
    if (this.namespace === null) throw new Error('the live gateway is not open yet');
    const room = new ParkRoom(park, this.epoch, this.namespace, {
      assessment: (id) => this.views.assessment(id),
      revision: async (id) => (await this.system.ports.read.status(id)).revision,
      feeds: (id) => this.views.feeds(id),
      onPush: (kind) => this.metrics.pushes.inc({ kind }),
      onError: (error) => this.system.logger.error({ err: error, park }, 'a push failed and is tried again'),
    });
    this.rooms.set(park, room);
    return room;
  }

  /** Alerts of a park go to who watches it, those on the system to everybody. */
  private async pushAlerts({ park, alerts }: AlertsChanged): Promise<void> {
    try {
      const records = alerts === null ? [] : await this.system.ports.alerts.alertsById(alerts);
      for (const record of records.filter(({ firedAt }) => firedAt !== null)) {
        const rooms = park === null ? [...this.rooms.keys()] : [park];
        for (const room of rooms) this.pushAlert(record, room);
      }
    } catch (error) {
      this.system.logger.warn({ err: error, park }, 'alerts could not be pushed');
    }
  }

  // Not to the room at once: what a wall may see of an alert is less.
  private pushAlert(record: AlertRecord, room: string): void {
    for (const socket of this.namespace?.sockets.values() ?? []) {
      if (socket.data.park === room) socket.emit('alert', alertAnswerFor(socket.data.actor, record, room));
    }
  }

  /** Looks every credential up again, each once however many sockets it opened. */
  private async recheck(): Promise<void> {
    const actors = new Map<string, Promise<Actor>>();
    try {
      for (const socket of this.namespace?.sockets.values() ?? []) {
        const { credential, park } = socket.data;
        const key = JSON.stringify(credential);
        const known = actors.get(key) ?? identify(this.system.ports, credential);
        actors.set(key, known);
        socket.data.actor = await known;
        if (can(socket.data.actor, 'live.watch', park) !== 'allowed') socket.disconnect(true);
      }
    } catch (error) {
      this.system.logger.debug({ err: error }, 'sockets could not be checked again');
    }
  }

  private async refreshRooms(): Promise<void> {
    for (const [park, room] of this.rooms) {
      if (room.isEmpty) {
        room.close();
        this.rooms.delete(park);
        continue;
      }
      await room
        .refresh()
        .catch((error: unknown) =>
          this.system.logger.debug({ err: error, park }, 'a room could not be refreshed'),
        );
    }
  }
}
