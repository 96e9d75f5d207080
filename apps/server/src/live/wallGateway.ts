import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import { LIVE_NAMESPACE } from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import type { LiveNamespace, LiveSocket } from './liveSocket.js';
import { toOwnWall } from './wallViews.js';

/** Tells walls at once what the desk changed. Who may connect is the live gateway's to say. */
@WebSocketGateway({ namespace: LIVE_NAMESPACE })
export class WallGateway implements OnGatewayInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private namespace: LiveNamespace | null = null;
  private subscription: { stop(): Promise<void> } | null = null;

  constructor(private readonly system: System) {}

  afterInit(namespace: LiveNamespace): void {
    this.namespace = namespace;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.system.ports.walls.subscribe((id) => {
      this.tell(id).catch((error: unknown) =>
        this.system.logger.warn({ err: error }, 'a wall could not be told of a change; it asks by itself'),
      );
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.subscription?.stop();
  }

  /** Null: messages may have been missed, so every wall is told. */
  private async tell(id: string | null): Promise<void> {
    const { walls, read, clock } = this.system.ports;
    for (const [wallId, sockets] of this.socketsByWall()) {
      if (id !== null && wallId !== id) continue;
      const record = await walls.wall(wallId);
      if (record === null) {
        for (const socket of sockets) socket.disconnect(true);
        continue;
      }
      const wall = await toOwnWall(read, record, clock.now());
      for (const socket of sockets) socket.emit('wall', wall);
    }
  }

  private socketsByWall(): ReadonlyMap<string, readonly LiveSocket[]> {
    const byWall = new Map<string, LiveSocket[]>();
    for (const socket of this.namespace?.sockets.values() ?? []) {
      const { actor } = socket.data;
      if (actor.kind !== 'wall') continue;
      byWall.set(actor.wall, [...(byWall.get(actor.wall) ?? []), socket]);
    }
    return byWall;
  }
}
