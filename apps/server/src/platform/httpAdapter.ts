import { ExpressAdapter } from '@nestjs/platform-express';
import type { ServerResponse } from 'node:http';
import { sendJson } from './sendJson.js';

/** An answer that writes itself: bytes made beforehand, text that is not JSON. */
export class PreparedAnswer {
  constructor(readonly send: (response: ServerResponse) => void) {}
}

/** Nest on Express, except that answers are written by `sendJson` so that compression and entity tags are in one place. */
export class HttpAdapter extends ExpressAdapter {
  constructor() {
    super();
    this.disable('x-powered-by');
    this.disable('etag');
    // Parameters are read by `readQuery`, which refuses doubles instead of making lists of them.
    this.set('query parser', false);
  }

  override reply(response: ServerResponse, body: unknown, status?: number): void {
    if (response.headersSent) return;
    if (status !== undefined) response.statusCode = status;
    if (body instanceof PreparedAnswer) body.send(response);
    else if (body === undefined || body === null) response.end();
    else sendJson(response, body, response.statusCode);
  }
}
