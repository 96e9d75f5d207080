import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { IncomingMessage } from 'node:http';
import { isOwnOrigin } from '../auth/siteCheck.js';

/** Nest brings a socket.io of its own; its types are the ones that count here. */
type ServerOptions = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

const LARGEST_MESSAGE_BYTES = 64 * 1024;

/**
 * socket.io on Nest's server. Connection-state recovery stays off: it would let a returning socket skip the middleware
 * that identifies it (socket.io 4.8.4).
 */
export class SocketAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly publicUrl: URL | null,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): ReturnType<IoAdapter['createIOServer']> {
    return super.createIOServer(port, {
      ...options,
      serveClient: false,
      maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
      pingInterval: 10_000,
      pingTimeout: 10_000,
      connectTimeout: 10_000,
      cors: { origin: false },
      allowRequest: (
        request: IncomingMessage,
        answer: (error: string | null, isAllowed: boolean) => void,
      ) => {
        const { origin, host } = request.headers;
        const isOwn = origin === undefined || isOwnOrigin(origin, host, this.publicUrl);
        answer(isOwn ? null : 'CROSS_SITE', isOwn);
      },
    } as ServerOptions);
  }
}
